"""Attendance: by list, by the code on the screen, from a list of a call; corrections, figures."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.kit.clock import clock
from lms.kit.db import db
from lms.programmes import throttle
from lms.programmes.models import Attendance
from lms.programmes.queries import attendance
from lms.programmes.queries.sessions import list_comers
from lms.programmes.rules.presence import Attended
from lms.programmes.rules.sessions import on_the_wall
from tests import cast
from tests.programmes import factories
from tests.programmes.session_plans import add_participant, add_session, add_session_now

ZOOM = (
    "Name (Original Name),User Email,Duration (Minutes)\n"
    "Amina Diallo,amina@example.org,100\nFarid Vakatora,,95\nSomebody,x@example.org,110\n"
)


@pytest.fixture
def there(cohort):
    """A session that goes on; Amina, Farid and the protected Hadi take part, Bruno is its tutor."""
    throttle.reset()
    factories.assign(cohort, "bruno", "tutor")
    people = {name: add_participant(cohort, name) for name in ("amina", "farid", "hadi")}
    session = add_session_now(cohort, tutor_ids=(cast.id_of("bruno"),))
    return session, people


def url_of(session, rest="attendance"):
    return f"/admin/sessions/{session.id}/{rest}"


def held(session):
    db.session.rollback()
    return {key: mark.status for key, mark in attendance.get_marks(session.id).items()}


def form(people, shown=None, **chosen):
    data = {}
    for name, own in people.items():
        data[f"was-{own.id}"] = (shown or {}).get(name, "none")
        data[f"status-{own.id}"] = chosen.get(name, data[f"was-{own.id}"])
    return data


def test_a_tutor_notes_who_is_there(there, browse):
    session, people = there
    page = browse("bruno").get(url_of(session)).text
    assert page.count('role="radiogroup"') == 3
    assert "Amina Diallo" in page
    assert "Hadi Fall" not in page
    answer = browse("bruno").post(
        url_of(session), form(people, amina="present", farid="late"), follow_redirects=True
    )
    assert "Saved. Changed: 2." in answer.text
    assert "Attended: 2 of 3" in answer.text
    assert held(session) == {people["amina"].id: "present", people["farid"].id: "late"}
    rest = form(people, {"amina": "present", "farid": "late"}) | {"rest": "absent"}
    browse("bruno").post(url_of(session), rest)
    assert held(session)[people["hadi"].id] == "absent"
    again = browse("bruno").post(
        url_of(session), form(people, {"amina": "present"}), follow_redirects=True
    )
    assert "Nothing was changed." in again.text


def test_who_may_note(there, browse):
    session, people = there
    for name, status in (("ines", 200), ("bruno", 200), ("amina", 404), ("dalia", 404),
                         ("gita", 404), (None, 303)):  # fmt: skip
        for rest in ("attendance", "code", "attendance/lists"):
            assert browse(name).get(url_of(session, rest)).status_code == status, (name, rest)
    data = form(people, amina="present")
    assert browse("amina").post(url_of(session), data).status_code == 404
    assert held(session) == {}


def test_nobody_outside_the_cohort_is_noted(there, cohort, programme, browse):
    session, people = there
    stranger = add_participant(factories.add_cohort(programme), "dalia")
    data = form({**people, "dalia": stranger}, dalia="present", amina="present")
    browse("bruno").post(url_of(session), data)
    assert set(held(session)) == {people["amina"].id}


def test_of_two_who_note_the_same_the_second_is_told(there, browse):
    session, people = there
    browse("bruno").post(url_of(session), form(people, amina="present"))
    late = browse("ines").post(url_of(session), form(people, amina="absent"))
    assert late.status_code == 409
    assert held(session)[people["amina"].id] == "present"
    other = browse("ines").post(url_of(session), form(people, farid="absent"))
    assert other.status_code == 303
    assert len(held(session)) == 2


def test_after_the_session_a_correction_has_a_reason(there, browse):
    session, people = there
    browse("bruno").post(url_of(session), form(people, amina="absent"))
    clock.advance(hours=3)
    data = form(people, {"amina": "absent"}, amina="present")
    answer = browse("bruno").post(url_of(session), data)
    assert answer.status_code == 422
    assert "Please give a reason" in answer.text
    assert re.search(r'value="present" checked', answer.text)
    assert (
        browse("bruno").post(url_of(session), data | {"reason": "Came by train"}).status_code == 303
    )
    assert held(session)[people["amina"].id] == "present"
    page = browse("bruno").get(url_of(session)).text
    assert "Came by train" in page
    assert db.session.execute(select(func.count()).select_from(Attendance)).scalar_one() == 2
    # What was not noted before needs no reason.
    first = form(people, {"amina": "present"}, farid="present")
    assert browse("bruno").post(url_of(session), first).status_code == 303


def test_nothing_is_noted_before_the_session_or_of_a_cancelled_one(cohort, browse):
    people = {"amina": add_participant(cohort)}
    starts = on_the_wall(cast.NOW + timedelta(hours=1), "Africa/Dakar")
    session = add_session(cohort, starts=starts, ends=starts + timedelta(hours=2))
    assert "once the session begins" in browse("ines").get(url_of(session)).text
    assert browse("ines").post(url_of(session), form(people, amina="present")).status_code == 409
    browse("ines").post(url_of(session, "cancel"))
    clock.advance(minutes=61)
    assert browse("ines").post(url_of(session), form(people, amina="present")).status_code == 409
    assert held(session) == {}


def code_on_the_screen(browse, session):
    page = browse("bruno").get(url_of(session, "code")).text
    assert 'class="qr"' in page
    # On the projector nobody reads the menu and the tutor's number of notices.
    assert "<header" not in page
    assert '<nav class="menu"' not in page
    return "".join(re.search(r'class="digits" dir="ltr">(\d{3}) (\d{3})<', page).groups())


def test_the_code_on_the_screen_notes_who_enters_it(there, browse):
    session, people = there
    code = code_on_the_screen(browse, session)
    url = f"/learn/sessions/{session.id}/present"
    scanned = browse("amina").get(f"{url}?code={code}")
    assert f'value="{code}"' in scanned.text
    assert held(session) == {}
    clock.advance(seconds=31)
    answer = browse("amina").post(url, {"code": code}, follow_redirects=True)
    assert answer.text.count("You are noted") == 1
    assert answer.text.count('class="notice success') == 1
    assert held(session) == {people["amina"].id: "present"}
    clock.advance(seconds=31)
    late = browse("farid").post(url, {"code": code})
    assert late.status_code == 422
    assert "or it has changed" in late.text
    browse("amina").post(url, {"code": code_on_the_screen(browse, session)})
    assert db.session.execute(select(func.count()).select_from(Attendance)).scalar_one() == 1


def test_the_code_is_for_the_cohort_for_now_and_not_for_guessing(there, browse):
    session, _people = there
    code = code_on_the_screen(browse, session)
    url = f"/learn/sessions/{session.id}/present"
    for name, status in (("dalia", 404), ("bruno", 404), (None, 303)):
        assert browse(name).post(url, {"code": code}).status_code == status
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    statuses = [browse("farid").post(url, {"code": wrong}).status_code for _ in range(6)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
    clock.advance(hours=3)
    assert "while the session goes on" in browse("bruno").get(url_of(session, "code")).text
    assert browse("amina").post(url, {"code": code}).status_code == 409
    assert held(session) == {}


def test_a_list_of_a_call_is_looked_over_taken_and_undone(there, browse):
    session, people = there
    browse("bruno").post(url_of(session), form(people, farid="excused"))
    url = url_of(session, "attendance/lists")
    sent = browse("bruno").upload(url, {"file": (as_file(ZOOM), "zoom.csv")})
    assert sent.status_code == 303
    one = sent.headers["Location"]
    page = browse("bruno").get(one).text
    assert "The same address" in page
    assert "A similar name: please check" in page
    assert held(session) == {people["farid"].id: "excused"}
    data = {"person-0": people["amina"].id, "person-1": people["farid"].id, "person-2": "",
            "least_minutes": "90", "marks_others": "y"}  # fmt: skip
    twice = browse("bruno").post(one, data | {"person-2": people["amina"].id})
    assert twice.status_code == 422
    assert "choose each person once" in twice.text
    assert browse("bruno").post(one, data).status_code == 303
    assert browse("bruno").post(one, data).status_code == 409
    assert held(session) == {
        people["amina"].id: "present", people["farid"].id: "excused", people["hadi"].id: "absent",
    }  # fmt: skip
    browse("bruno").post(url_of(session), form(people, {"hadi": "absent"}, hadi="late"))
    assert browse("bruno").post(f"{one}/undo").status_code == 303
    assert held(session) == {
        people["amina"].id: "none", people["farid"].id: "excused", people["hadi"].id: "late",
    }  # fmt: skip
    assert browse("bruno").post(f"{one}/undo").status_code == 409
    for name, status in (("gita", 404), ("amina", 404), (None, 303)):
        assert browse(name).get(one).status_code == status
        assert browse(name).post(f"{one}/undo").status_code == status


def as_file(text):
    import io

    return io.BytesIO(text.encode())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Name,Colour\nAmina,blue\n", "No columns for a name and a duration"),
        (None, "Choose a file"),
    ],
)
def test_a_list_that_is_none_says_why(there, browse, content, words):
    session, _people = there
    url = url_of(session, "attendance/lists")
    data = {"file": (as_file(content), "zoom.csv")} if content else {"file": (as_file(""), "")}
    answer = browse("bruno").upload(url, data)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_participant_asks_for_a_correction_and_reads_the_answer(there, browse):
    session, people = there
    browse("bruno").post(url_of(session), form(people, amina="absent"))
    url = f"/learn/sessions/{session.id}"
    assert "Absent" in browse("amina").get(url).text
    empty = browse("amina").post(url, {"wanted": "present", "reason": ""})
    assert empty.status_code == 422
    wish = {"wanted": "present", "reason": "I sat in the last row."}
    assert browse("amina").post(url, wish).status_code == 303
    assert browse("amina").post(url, wish).status_code == 409
    assert "It waits for a decision" in browse("amina").get(url).text
    page = browse("bruno").get(url_of(session)).text
    assert "I sat in the last row." in page
    decide = re.search(r'action="(/admin/attendance-requests/\w+)"', page)[1]
    assert browse("amina").post(decide, {"decision": "grant"}).status_code == 404
    refused = browse("bruno").post(decide, {"decision": "refuse"})
    assert refused.status_code == 422
    assert "say why you refuse" in refused.text
    assert browse("bruno").post(decide, {"decision": "grant"}).status_code == 303
    assert browse("ines").post(decide, {"decision": "grant"}).status_code == 409
    assert held(session)[people["amina"].id] == "present"
    assert "Your request was granted." in browse("amina").get(url).text


def test_nobody_decides_on_the_own_attendance(there, cohort, browse):
    session, _people = there
    add_participant(cohort, "bruno")
    browse("bruno").post(
        f"/learn/sessions/{session.id}", {"wanted": "present", "reason": "I was there."}
    )
    page = browse("bruno").get(url_of(session)).text
    decide = re.search(r'action="(/admin/attendance-requests/\w+)"', page)[1]
    assert browse("bruno").post(decide, {"decision": "grant"}).status_code == 409
    assert browse("ines").post(decide, {"decision": "grant"}).status_code == 303


def test_figures_for_the_requirements(there, cohort, browse, count_queries):
    session, people = there
    add_session(cohort)
    browse("bruno").post(url_of(session), form(people, amina="present", farid="absent"))
    clock.advance(hours=3)
    with count_queries() as counter:
        got = attendance.get_attended(list_comers([cohort.id]), clock.now())
    assert counter.count == 5
    assert got[people["amina"].id] == Attended(1, 1, 1)
    assert got[people["farid"].id] == Attended(0, 1, 1)


def test_the_list_has_a_fixed_number_of_statements(there, cohort, browse, count_queries):
    session, _people = there
    client = browse("bruno")
    client.get(url_of(session))
    with count_queries() as few:
        client.get(url_of(session))
    for name in ("chen", "dalia", "gita"):
        add_participant(cohort, name)
    with count_queries() as many:
        assert client.get(url_of(session)).text.count('role="radiogroup"') == 6
    assert many.count == few.count


def test_a_sheet_to_be_signed_is_a_tagged_pdf_for_who_asked(there, browse, run_jobs):
    import io

    import pikepdf

    session, _people = there
    client = browse("bruno")
    client.post("/language", {"language": "ar"})
    asked = client.post(url_of(session, "sheet"))
    url = asked.headers["Location"]
    assert client.get(f"{url}/file").status_code == 404
    assert "data-poll" in client.get(url).text
    run_jobs()
    assert "data-poll" not in client.get(url).text
    answer = client.get(f"{url}/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "ar"
        box = [float(value) for value in pdf.pages[0].MediaBox]
    assert [round(value) for value in box[2:]] == [595, 842]
    # Names on it are for the eyes of whoever asked.
    for name, status in (("ines", 404), ("amina", 404), (None, 303)):
        assert browse(name).get(url).status_code == status
        assert browse(name).get(f"{url}/file").status_code == status
