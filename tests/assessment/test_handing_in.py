"""Files as answers: handed in, removed, brought back, given out, marked; late, twice, hostile."""

import hashlib
import io
import re
from datetime import UTC

import pytest
from sqlalchemy import func, select, update

from lms.assessment import queries
from lms.assessment.models import Attempt, Response
from lms.assessment.queries.appeals import list_appeals
from lms.assessment.rules.handing_in import MOST_HANDED_IN
from lms.audit.models import AuditEvent
from lms.kit import storage
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from tests import cast
from tests.assessment import appealing, courses, handed, written
from tests.assessment.handed import DESK, DOCX, begin, files_address, hand_in, press, send
from tests.assessment.written import make_trainer, sheet

FETCH = {"X-Requested-With": "fetch"}
HASH = hashlib.sha256(DOCX).hexdigest()


@pytest.fixture
def amina(browse):
    return browse("amina")


def names(attempt_id, item_id="memo"):
    """The names of the files of the answer that counts."""
    db.session.remove()
    found = queries.get_responses(attempt_id).get(item_id)
    return [file["name"] for file in found.value["files"]] if found else []


def count():
    db.session.remove()
    return db.session.execute(select(func.count()).select_from(Response)).scalar_one()


def milliseconds():
    return str(int(clock.now().astimezone(UTC).timestamp() * 1000))


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


def test_a_file_is_handed_in_and_given_back(amina):
    attempt_id = begin(amina, "amina")
    address = courses.question_address(attempt_id, 1)
    page = amina.get(address).text
    assert "No file is handed in yet." in page
    assert "Up to 2 files one after the other, each at most 1 MB: docx, txt, png." in page
    assert 'enctype="multipart/form-data"' in page
    answer = send(amina, attempt_id, "تقرير “العطاء”.docx")
    assert answer.status_code == 303
    assert answer.location.endswith(address)
    page = amina.get(address).text
    assert "<bdi>تقرير “العطاء”.docx</bdi>" in page
    assert "On the server, saved at" in page
    assert storage.get(HASH) == DOCX
    answer = amina.get(f"{files_address(attempt_id)}/{HASH}")
    assert answer.data == DOCX
    headers = answer.headers
    assert headers["Content-Disposition"] == (
        "attachment; filename=file.docx; filename*=UTF-8''"
        "%D8%AA%D9%82%D8%B1%D9%8A%D8%B1%20%E2%80%9C%D8%A7%D9%84%D8%B9%D8%B7%D8%A7%D8%A1%E2%80%9D.docx"
    )
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "no-store" in headers["Cache-Control"]


def test_a_script_is_told_where_the_file_is(amina):
    attempt_id = begin(amina, "amina")
    answer = send(amina, attempt_id, headers=FETCH)
    assert answer.status_code == 200
    assert answer.json["is_stored"] is True
    assert answer.json["message"].startswith("On the server, saved at")
    answer = send(amina, attempt_id, "memo.exe", headers=FETCH)
    assert answer.status_code == 422
    assert answer.json["is_stored"] is False
    assert "Choose one of: docx, txt, png." in answer.json["message"]


def test_files_come_go_and_come_back(amina):
    attempt_id = begin(amina, "amina")
    send(amina, attempt_id, "one.docx")
    send(amina, attempt_id, "two.txt", b"Two.")
    assert names(attempt_id) == ["one.docx", "two.txt"]
    page = amina.get(courses.question_address(attempt_id, 1)).text
    assert "There are as many files as this question takes." in page
    assert 'type="file"' not in page
    answer = send_more(amina, attempt_id)
    assert answer.status_code == 422
    assert "Remove one of them first." in answer.text
    assert press(amina, attempt_id, remove=HASH).status_code == 303
    assert names(attempt_id) == ["two.txt"]
    page = amina.get(courses.question_address(attempt_id, 1)).text
    assert f'name="restore" value="{HASH}"' in page
    assert press(amina, attempt_id, remove=HASH).status_code == 422
    assert press(amina, attempt_id, restore=HASH).status_code == 303
    assert names(attempt_id) == ["two.txt", "one.docx"]
    assert press(amina, attempt_id, restore="a" * 64).status_code == 422
    # Nothing was ever taken out of what was appended.
    assert count() == 4


def send_more(browser, attempt_id):
    """Send one more file past the page, which shows no field for it."""
    data = {"client_id": new_id(), "file": (io.BytesIO(b"Three."), "three.txt")}
    return browser.upload(files_address(attempt_id), data)


def test_where_one_is_taken_the_new_file_replaces_the_old(amina):
    attempt_id = begin(amina, "amina")
    send(amina, attempt_id, "first.txt", b"First.", "one")
    send(amina, attempt_id, "second.txt", b"Second.", "one")
    assert names(attempt_id, "one") == ["second.txt"]
    page = amina.get(courses.question_address(attempt_id, 2)).text
    assert "A new file takes the place of the one handed in." in page
    assert "first.txt" in page  # to be brought back


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("memo.docx", b"", 422, "The file is empty."),
        ("memo.docx", b"MZ" + bytes(300), 422, "this is no docx file"),
        ("memo.pdf", b"%PDF-1.7", 422, "Files of this kind are not taken here."),
        ("memo.docx", bytes(1_000_001), 413, "it may have at most 1 MB"),
        ("memo.docx", DOCX + DOCX, 422, "A second file hides in this one."),
        ("memo.docx", DOCX[:200], 422, "The file is damaged"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why_and_stores_nothing(amina, name, content, status, said):
    attempt_id = begin(amina, "amina")
    answer = send(amina, attempt_id, name, content)
    assert answer.status_code == status
    assert said in answer.text
    assert 'id="file-error"' in answer.text
    assert count() == 0
    assert not content or not storage.exists(hashlib.sha256(content).hexdigest())


def test_more_than_any_question_takes_is_cut_off(amina):
    attempt_id = begin(amina, "amina")
    answer = amina.client.post(
        files_address(attempt_id),
        content_type="multipart/form-data; boundary=b",
        input_stream=io.BytesIO(),
        environ_overrides={"CONTENT_LENGTH": str(21_000_001)},
    )
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_button_without_a_file_says_so_and_going_on_goes_on(amina):
    attempt_id = begin(amina, "amina")
    answer = press(amina, attempt_id, upload="yes")
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text
    answer = press(amina, attempt_id, go="next")
    assert answer.location.endswith("/questions/2")
    answer = send(amina, attempt_id, go="overview")
    assert answer.location.endswith(attempt_id)
    assert names(attempt_id) == ["memo.docx"]


def test_a_send_that_is_repeated_is_stored_once(amina):
    attempt_id = begin(amina, "amina")
    client_id = new_id()
    assert send(amina, attempt_id, client_id=client_id).status_code == 303
    send(amina, attempt_id, "two.txt", b"Two.")
    assert send(amina, attempt_id, client_id=client_id).status_code == 303
    assert names(attempt_id) == ["memo.docx", "two.txt"]
    assert count() == 2
    for other in ({"content": b"Three.", "name": "three.txt"}, {"remove": HASH}):
        assert send(amina, attempt_id, client_id=client_id, **other).status_code == 409
    answer = send(amina, attempt_id, "one.txt", b"One.", "one", client_id=client_id)
    assert answer.status_code == 409
    assert count() == 2


def test_a_file_that_took_longer_takes_no_other_out(amina):
    attempt_id = begin(amina, "amina")
    page = amina.get(courses.question_address(attempt_id, 1))
    served = hidden(page, "served")
    clock.advance(seconds=10)
    chosen_first = milliseconds()
    clock.advance(seconds=10)
    chosen_second = milliseconds()
    clock.advance(seconds=10)
    send(amina, attempt_id, "second.txt", b"Two.", made=chosen_second, served=served)
    clock.advance(seconds=10)
    send(amina, attempt_id, "first.docx", made=chosen_first, served=served)
    assert names(attempt_id) == ["second.txt", "first.docx"]


def test_the_deadline_holds_for_files_too(amina):
    attempt_id = begin(amina, "amina")
    page = amina.get(courses.question_address(attempt_id, 1))
    served, client_id = hidden(page, "served"), courses.client_id_on(page)
    clock.advance(minutes=59)
    made = milliseconds()
    clock.advance(minutes=5)

    def bring(**more):
        data = {"file": (io.BytesIO(DOCX), "memo.docx"), "served": served, **more}
        return amina.upload(files_address(attempt_id), data)

    # Made in time, and within the grace.
    assert bring(client_id=client_id, made=made).status_code == 303
    assert names(attempt_id) == ["memo.docx"]
    # Of the next one nobody knows when it was made: it is kept, and does not count.
    data = {"client_id": new_id(), "file": (io.BytesIO(b"Late."), "late.txt")}
    answer = amina.upload(files_address(attempt_id), data)
    assert answer.status_code == 409
    assert "It is kept, but it is not marked." in answer.text
    assert names(attempt_id) == ["memo.docx"]
    assert storage.exists(hashlib.sha256(b"Late.").hexdigest())


def test_after_the_finish_nothing_is_taken_nor_stored(amina):
    attempt_id = begin(amina, "amina")
    page = amina.get(courses.question_address(attempt_id, 1))
    courses.finish(amina, attempt_id)
    data = {
        "client_id": courses.client_id_on(page),
        "file": (io.BytesIO(b"Too late."), "memo.txt"),
    }
    answer = amina.upload(files_address(attempt_id), data)
    assert answer.status_code == 409
    assert "This attempt is finished." in answer.text
    assert not storage.exists(hashlib.sha256(b"Too late.").hexdigest())


def test_forward_only_goes_for_files_too(amina):
    attempt_id = begin(amina, "amina", "strict")
    send(amina, attempt_id, go="next")
    assert names(attempt_id) == ["memo.docx"]
    data = {"client_id": new_id(), "file": (io.BytesIO(b"Two."), "two.txt")}
    answer = amina.upload(files_address(attempt_id), data)
    assert answer.status_code == 409
    assert "there is no way back" in answer.text
    assert amina.get(f"{files_address(attempt_id)}/{HASH}").status_code == 404


def test_a_pause_and_another_device_hold_for_files_too(amina):
    attempt_id = begin(amina, "amina")
    send(amina, attempt_id)
    for held, said in (
        ({"paused_at": clock.now()}, "Your attempt is paused."),
        ({"paused_at": None, "session": "another", "session_since": clock.now()},
         "This attempt is open on another device."),
    ):  # fmt: skip
        db.session.execute(update(Attempt).where(Attempt.id == attempt_id).values(**held))
        db.session.commit()
        data = {"client_id": new_id(), "file": (io.BytesIO(b"Two."), "two.txt")}
        answer = amina.upload(files_address(attempt_id), data)
        assert answer.status_code == 409
        assert said in answer.text
        assert amina.get(f"{files_address(attempt_id)}/{HASH}").status_code == 404
    assert names(attempt_id) == ["memo.docx"]


def test_nobody_else_brings_or_gets_a_file(amina, browse):
    attempt_id = begin(amina, "amina")
    send(amina, attempt_id)
    data = {"client_id": new_id(), "file": (io.BytesIO(b"Mine."), "mine.txt")}
    for name in ("bruno", "emre", "farid"):
        other = browse(name)
        assert other.get(f"{files_address(attempt_id)}/{HASH}").status_code == 404
        data["file"] = (io.BytesIO(b"Mine."), "mine.txt")
        answer = other.upload(files_address(attempt_id), data)
        assert answer.status_code == 404
    assert browse().get(f"{files_address(attempt_id)}/{HASH}").status_code == 303
    data["file"] = (io.BytesIO(b"Mine."), "mine.txt")
    answer = browse().upload(files_address(attempt_id), data)
    assert "/login" in answer.location
    assert not storage.exists(hashlib.sha256(b"Mine.").hexdigest())
    assert names(attempt_id) == ["memo.docx"]


def test_whoever_knows_a_hash_has_no_file_by_that(amina, browse):
    hadi = browse("hadi")
    foreign = begin(hadi, "hadi")
    send(hadi, foreign)
    attempt_id = begin(amina, "amina")
    noted = {"hash": HASH, "name": "memo.docx", "size": len(DOCX), "kind": "docx"}
    sent = str(noted).replace("'", '"')
    answer = courses.save(amina, attempt_id, 1, sent)
    assert answer.status_code == 422
    assert "names a file that was not handed in here" in answer.text
    assert press(amina, attempt_id, restore=HASH).status_code == 422
    assert amina.get(f"{files_address(attempt_id)}/{HASH}").status_code == 404
    # At another question of the same paper it is not either.
    send(amina, attempt_id)
    assert press(amina, attempt_id, "one", restore=HASH).status_code == 422
    assert amina.get(f"{files_address(attempt_id, 'one')}/{HASH}").status_code == 404
    assert amina.get(f"{files_address(attempt_id, 'binds')}/{HASH}").status_code == 404


def test_an_answer_without_files_takes_all_back(amina):
    attempt_id = begin(amina, "amina")
    send(amina, attempt_id)
    page = amina.get(f"/learn/attempts/{attempt_id}/finish").text
    assert "2 questions have no answer yet." in page
    assert courses.save(amina, attempt_id, 1, "").status_code == 303
    assert "3 questions have no answer yet." in amina.get(
        f"/learn/attempts/{attempt_id}/finish"
    ).text  # fmt: skip
    # A form that says nothing of files takes nothing away.
    press(amina, attempt_id, restore=HASH)
    assert courses.save(amina, attempt_id, 1).status_code == 422
    assert names(attempt_id) == ["memo.docx"]


def test_broken_forms_are_unreadable(amina):
    attempt_id = begin(amina, "amina")
    for data in ({}, {"client_id": "x"}):
        answer = amina.post(files_address(attempt_id), data)
        assert answer.status_code == 422
        assert "could not be read" in answer.text
    for item in ("binds",):
        data = {"client_id": new_id(), "file": (io.BytesIO(b"x"), "x.txt")}
        answer = amina.upload(files_address(attempt_id, item), data)
        assert answer.status_code == 404
        data = {"client_id": new_id(), "remove": HASH}
        assert amina.post(files_address(attempt_id, item), data).status_code == 404
    address = courses.question_address(attempt_id, 9) + "/files"
    assert amina.post(address, {"client_id": new_id(), "remove": HASH}).status_code == 404


def test_no_question_takes_files_without_end(amina):
    attempt_id = begin(amina, "amina")
    for number in range(MOST_HANDED_IN):
        answer = send(amina, attempt_id, "one.txt", f"{number}".encode(), "one")
        assert answer.status_code == 303
    answer = send(amina, attempt_id, "one.txt", b"more", "one")
    assert answer.status_code == 409
    assert f"You have handed in {MOST_HANDED_IN} files" in answer.text
    first = hashlib.sha256(b"0").hexdigest()
    assert press(amina, attempt_id, "one", restore=first).status_code == 303


def test_the_page_takes_a_fixed_number_of_queries(amina, count_queries):
    attempt_id = begin(amina, "amina")
    address = courses.question_address(attempt_id, 1)
    send(amina, attempt_id)
    with count_queries() as few:
        amina.get(address)
    for _ in range(3):
        press(amina, attempt_id, remove=HASH)
        press(amina, attempt_id, restore=HASH)
    send(amina, attempt_id, "two.txt", b"Two.")
    with count_queries() as many:
        amina.get(address)
    assert many.count == few.count


def mark_all(browse, run_jobs, attempt_id):
    browse("iris").post(f"{DESK}/memo/{attempt_id}", sheet(law=3))
    browse("bruno").post(f"{DESK}/release")
    run_jobs()


@pytest.fixture
def iris(app, browse):
    """A marker who did not write the course, and the plan by which one mark is enough."""
    handed.publish()
    make_trainer("iris")
    make_trainer("lena")
    data = {"email": cast.email_of("iris"), "role": "marker"}
    assert browse("bruno").post(f"{DESK}/duties", data).status_code == 303
    return browse("iris")


def test_markers_get_files_without_a_name(iris, browse):
    attempt_id = hand_in(browse, "amina", file_name="Amina Diallo.docx")
    page = iris.get(f"{DESK}/memo/{attempt_id}").text
    assert "Amina" not in page
    code = re.search(r"Answer ([A-Z2-7]{3}-[A-Z2-7]{3})", page)[1]
    assert (
        f"<bdi>{code}-1.docx</bdi></a> <small><bdi>DOCX</bdi>, <bdi>{len(DOCX)} bytes</bdi></small>"
        in page
    )
    address = f"{DESK}/memo/{attempt_id}/files/{HASH}"
    assert address in page
    answer = iris.get(address)
    assert answer.data == DOCX
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename={code}-1.docx; filename*=UTF-8''{code}-1.docx"
    )
    assert iris.get(f"{DESK}/memo/{attempt_id}/files/{'a' * 64}").status_code == 404
    for name in ("bruno", "lena", "chen"):
        assert browse(name).get(address).status_code in {403, 404}, name
    assert browse("amina").get(address).status_code == 403
    assert browse().get(address).status_code == 303


def test_the_result_shows_the_files_and_their_mark(iris, browse, run_jobs):
    attempt_id = hand_in(browse, "amina")
    result = f"/learn/attempts/{attempt_id}/result"
    assert "being marked" in browse("amina").get(result).text
    mark_all(browse, run_jobs, attempt_id)
    page = browse("amina").get(result).text
    assert "<bdi>memo.docx</bdi>" in page
    assert f"/questions/1/files/{HASH}" in page
    assert "Words of applied law." in page
    assert "FEEDBACK-MEMO" in page
    assert browse("amina").get(f"{files_address(attempt_id)}/{HASH}").data == DOCX
    # The question without a file got nothing, and nobody was asked for it.
    assert queries.get_marks(attempt_id)["one"] == 0
    assert written.SLUG not in page


def test_who_decides_on_an_appeal_gets_files_without_a_name(iris, browse, run_jobs):
    make_trainer("kofi")
    data = {"email": cast.email_of("kofi"), "role": "appeal"}
    assert browse("bruno").post(f"{DESK}/duties", data).status_code == 303
    attempt_id = hand_in(browse, "amina", file_name="Amina Diallo.docx")
    mark_all(browse, run_jobs, attempt_id)
    assert appealing.appeal(browse, attempt_id, "amina", "1").status_code == 303
    db.session.remove()
    (appeal,) = list_appeals(attempt_id)
    address = f"/teach/{handed.SLUG}/appeals/exam/{appeal.id}"
    page = browse("kofi").get(address).text
    assert appealing.names_on(page) == set()
    assert f"<bdi>{appeal.code}-1-1.docx</bdi>" in page
    file = f"{address}/files/1/{HASH}"
    assert file in page
    answer = browse("kofi").get(file)
    assert answer.data == DOCX
    assert f"filename={appeal.code}-1-1.docx" in answer.headers["Content-Disposition"]
    assert browse("kofi").get(f"{address}/files/2/{HASH}").status_code == 404
    assert browse("kofi").get(f"{address}/files/9/{HASH}").status_code == 404
    # Iris has marked it, Bruno says who decides, Lena has no part in it.
    for name in ("iris", "bruno", "lena"):
        assert browse(name).get(file).status_code == 404, name
    assert browse("amina").get(file).status_code == 403
    assert browse().get(file).status_code == 303


def test_the_record_has_every_file_and_who_took_one_is_noted(iris, browse, run_jobs):
    amina = browse("amina")
    attempt_id = begin(amina, "amina")
    send(amina, attempt_id, "Amina Diallo.docx")
    send(amina, attempt_id, "two.txt", b"Two.")
    press(amina, attempt_id, remove=HASH)
    courses.finish(amina, attempt_id)
    clock.advance(minutes=1)
    mark_all(browse, run_jobs, attempt_id)
    address = f"/teach/{handed.SLUG}/results/exam/{attempt_id}"
    page = browse("bruno").get(address).text
    assert "Amina Diallo.docx" not in page
    assert page.count(f"<bdi>1-{HASH[:8]}.docx</bdi>") == 2
    file = f"{address}/files/1/{HASH}"
    assert file in page
    answer = browse("bruno").get(file)
    assert answer.data == DOCX
    assert f"filename=1-{HASH[:8]}.docx" in answer.headers["Content-Disposition"]
    db.session.remove()
    query = select(AuditEvent.actor_id).where(AuditEvent.action == "attempt.record_read")
    assert list(db.session.execute(query).scalars()) == [cast.id_of("bruno")] * 2
    assert browse("bruno").get(f"{address}/files/2/{HASH}").status_code == 404
    assert browse("amina").get(file).status_code == 403
    assert browse("farid").get(file).status_code == 403
    assert browse("lena").get(file).status_code in {403, 404}
    assert browse().get(file).status_code == 303


def test_the_page_and_its_refusals_speak_the_language_of_the_reader(amina):
    attempt_id = begin(amina, "amina", language="ar")
    with amina.client.session_transaction() as session:
        session["language"] = "ar"
    page = amina.get(courses.question_address(attempt_id, 1)).text
    assert "لم يُسلَّم أي ملف بعد." in page
    assert "ملفان على الأكثر" in page
    assert "docx، txt، png" in page
    assert 'lang="ar"' in page
    refused = send(amina, attempt_id, "memo.docx", b"x").text
    assert "المحتوى ليس كما يدل عليه الاسم: هذا ليس ملف docx." in refused
    assert send(amina, attempt_id, headers=FETCH).json["message"].startswith("على الخادم")
