"""The holder confirms the name, gets the certificate once, and downloads it in any language."""

import json

import pytest
from sqlalchemy import func, select

from lms.audit.models import AuditDetail, AuditEvent
from lms.certificates.models import Certificate, CertificateFile
from lms.certificates.queries import certificates as queries
from lms.kit.db import db
from lms.notifications.models import Message
from tests import cast
from tests.certificates import graduates


def count(table: type) -> int:
    return db.session.execute(select(func.count()).select_from(table)).scalar_one()


def request(browser, enrolment_id: str, **changes: str):
    data = {"name": "Amina Diallo", "language": "en"} | changes
    return browser.post(f"/learn/{enrolment_id}/certificate", data)


def test_the_page_shows_what_will_stand_on_it(completed, browse):
    text = browse("amina").get(f"/learn/{completed}/certificate").text
    assert "Amina Diallo" in text
    assert "A small course" in text
    assert "Certificate of achievement" in text
    assert "Version 1, edition 1" in text
    assert "24 November 2029" in text


def test_confirming_issues_and_the_file_follows(completed, browse, run_jobs):
    amina = browse("amina")
    answer = request(amina, completed, language="ar")
    assert answer.status_code == 303
    waiting = amina.get(answer.location).text
    assert "being prepared" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert "data-poll" in waiting
    assert "Download certificate" not in waiting
    run_jobs()
    ready = amina.get(answer.location).text
    assert "Download certificate" in ready
    assert "data-poll" not in ready
    address = answer.location.split("?")[0]
    file = amina.get(f"{address}/files/ar")
    assert file.mimetype == "application/pdf"
    assert file.data.startswith(b"%PDF-1.7")
    assert "attachment" in file.headers["Content-Disposition"]
    assert amina.get(f"/learn/{completed}/certificate").location == address


def test_who_has_the_certificate_is_offered_to_see_it(completed, browse):
    amina = browse("amina")
    before = amina.get(f"/learn/{completed}").text
    assert "Get your certificate" in before
    assert "See your certificate" not in before
    request(amina, completed)
    after = amina.get(f"/learn/{completed}").text
    assert "See your certificate" in after
    assert "Get your certificate" not in after


def test_the_facts_are_frozen_with_the_confirmed_name(completed, browse, run_jobs):
    request(browse("amina"), completed, name="other", typed="أمينة   ديالو")
    facts = db.session.execute(select(Certificate.facts)).scalar_one()
    assert facts["holder_name"] == "أمينة ديالو"
    assert facts["kind"] == "achievement"
    assert facts["points"] == "87.5"
    assert facts["titles"]["ar"] == "دورة صغيرة"
    assert len(facts["content_hash"]) == 64
    run_jobs()
    assert count(CertificateFile) == 1


def test_a_double_click_issues_once(completed, browse, run_jobs):
    amina = browse("amina")
    first, second = request(amina, completed), request(amina, completed)
    assert first.location == second.location
    run_jobs()
    run_jobs()
    assert (count(Certificate), count(CertificateFile)) == (1, 1)


def test_another_language_is_another_file_of_the_same(certificate, browse, run_jobs):
    amina = browse("amina")
    for language in ("zh", "zh", "en"):
        amina.post(f"{certificate}/files", {"language": language})
    run_jobs()
    assert amina.get(f"{certificate}/files/zh").data != amina.get(f"{certificate}/files/en").data
    assert (count(Certificate), count(CertificateFile)) == (1, 2)
    for wrong, why in (
        ({"language": "xx"}, "Not a valid choice"),
        ({"language": "en", "beside": "xx"}, "Choose one of the six languages."),
    ):
        assert why in refused(amina.post(f"{certificate}/files", wrong))
    twice = refused(amina.post(f"{certificate}/files", {"language": "fr", "beside": "fr"}))
    assert "Choose another language than the first, or none." in twice
    assert '<option value="fr" selected>' in twice


def refused(answer) -> str:
    assert answer.status_code == 422
    return answer.text


def test_a_replaced_certificate_leads_to_the_one_that_replaces_it(certificate, browse):
    amina, emre = browse("amina"), browse("emre")
    suspended = {"reason": "other", "note": "Seen by the panel."}
    emre.post(f"/admin{certificate}/suspend", suspended)
    assert "suspended since 24 November 2026" in amina.get(certificate).text
    emre.post(f"/admin{certificate}/reinstate", {"note": ""})
    done = emre.post(f"/admin{certificate}/correct", {"reason": "error", "hours": "3"})
    text = amina.get(certificate).text
    assert "replaced by another on 24 November 2026" in text
    assert "An error in the certificate" in text
    assert "In another language" not in text
    assert 'class="button quiet" href="' + f"{certificate}/files/en" in text
    new = done.location.removeprefix("/admin")
    assert f'href="{new}"' in text
    assert "In another language" in amina.get(new).text
    assert "replaced by another" not in amina.get(new).text


@pytest.mark.parametrize(
    ("act", "why"),
    [("correct", "Prepare a file of the new one."), ("revoke", "No new file of it is made.")],
)
def test_no_new_file_is_made_of_what_must_not_be_relied_upon(
    certificate, browse, run_jobs, act, why
):
    amina, wanted = browse("amina"), {"language": "fr"}
    # Asked for before, and not made yet.
    assert amina.post(f"{certificate}/files", {"language": "zh"}).status_code == 303
    browse("emre").post(f"/admin{certificate}/{act}", {"reason": "error", "hours": "3"})
    late = amina.post(f"{certificate}/files", wanted)
    assert late.status_code == 409
    assert why in late.text
    run_jobs()
    made = select(CertificateFile.language).where(
        CertificateFile.certificate_id == certificate.rsplit("/", 1)[-1]
    )
    assert list(db.session.execute(made).scalars()) == ["en"]
    page = amina.get(f"{certificate}?preparing=zh").text
    assert "being prepared" not in page
    assert "In another language" not in page
    # What was made before stays.
    assert amina.get(f"{certificate}/files/en").mimetype == "application/pdf"


def test_a_suspended_certificate_has_files_made_for_it_may_hold_again(
    certificate, browse, run_jobs
):
    browse("emre").post(f"/admin{certificate}/suspend", {"reason": "error"})
    amina = browse("amina")
    assert "In another language" in amina.get(certificate).text
    assert amina.post(f"{certificate}/files", {"language": "fr"}).status_code == 303
    run_jobs()
    assert count(CertificateFile) == 2


def test_the_holder_is_told_once_in_neutral_words(certificate, browse, run_jobs):
    browse("amina").post(f"{certificate}/files", {"language": "fr"})
    run_jobs()
    mails = db.session.execute(
        select(Message.kind, Message.context).where(Message.kind == "certificates.ready")
    ).all()
    assert len(mails) == 1
    assert "Amina" not in json.dumps(mails[0].context)


def test_the_issue_is_on_the_audit_log(certificate):
    event = db.session.execute(
        select(AuditEvent).where(AuditEvent.action == "certificates.issued")
    ).scalar_one()
    details = db.session.get_one(AuditDetail, event.seq).details
    assert event.actor_id == cast.id_of("amina")
    assert details["number"] == 1
    assert "Amina" not in json.dumps(details)


def test_who_has_not_completed_is_refused_clearly(course, browse):
    enrolment_id = graduates.enrol("farid", course)
    farid = browse("farid")
    for answer in (
        farid.get(f"/learn/{enrolment_id}/certificate"),
        request(farid, enrolment_id, name="Farid Vakatora"),
    ):
        assert answer.status_code == 409
        assert "when the course is completed" in answer.text
    assert count(Certificate) == 0


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"name": "other", "typed": ""}, "Write your name as it should appear."),
        ({"name": "other", "typed": "Amina 🙂"}, "SLIGHTLY SMILING FACE"),
        ({"name": "other", "typed": "A" * 121}, "at most 120 characters"),
        ({"name": "other", "typed": "1234"}, "at least one letter"),
        ({"name": "other", "typed": "{holder}"}, "{ }"),
        ({"name": "other", "typed": "Am\u200bina"}, "ZERO WIDTH SPACE"),
        ({"name": "other", "typed": "\u0410mina"}, "CYRILLIC CAPITAL LETTER A"),
        ({"name": "5678"}, "at least one letter"),
        ({"name": ""}, "Choose how your name should appear."),
        ({"language": "xx"}, "Not a valid choice"),
    ],
)
def test_bad_input_says_why(completed, browse, data, why):
    answer = request(browse("amina"), completed, **data)
    assert answer.status_code == 422
    assert why in answer.text
    assert count(Certificate) == 0


def test_an_own_name_without_a_font_is_said_at_its_field(completed, browse):
    answer = request(browse("amina"), completed, name="李小龍")
    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert "cannot be printed on a certificate: 龍" in answer.text
    assert count(Certificate) == 0


def test_a_forged_choice_of_a_name_that_cannot_be_printed_is_refused(completed, browse):
    answer = request(browse("amina"), completed, name="Amina 🙂")
    assert answer.status_code == 422
    assert count(Certificate) == 0


@pytest.mark.parametrize("name", ["farid", "bruno", "emre"])
def test_nobody_else_sees_it(certificate, completed, browse, name):
    other = browse(name)
    assert other.get(certificate).status_code == 404
    assert other.get(f"{certificate}/files/en").status_code == 404
    assert other.get(f"/learn/{completed}/certificate").status_code == 404
    assert request(other, completed).status_code == 404
    assert other.post(f"{certificate}/files", {"language": "fr"}).status_code == 404


def test_a_stranger_is_asked_to_sign_in(certificate, completed, browse):
    stranger = browse()
    for address in (certificate, "/certificates", f"/learn/{completed}/certificate"):
        answer = stranger.get(address)
        assert answer.status_code == 303
        assert "/login" in answer.location


def test_the_list_is_empty_and_then_is_not(completed, browse, run_jobs):
    amina = browse("amina")
    assert "Not issued yet" in amina.get("/certificates").text
    request(amina, completed)
    assert "A small course" in amina.get("/certificates").text
    assert "No certificates yet" in browse("farid").get("/certificates").text


def test_a_file_that_is_not_there_yet_says_so(completed, browse):
    amina = browse("amina")
    address = request(amina, completed).location.split("?")[0]
    answer = amina.get(f"{address}/files/en")
    assert answer.location == address
    assert "There is no file in this language yet." in amina.get(address).text
    assert amina.get(f"{address}/files/xx").status_code == 404


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_the_pages_are_shown_in_other_languages(certificate, browse, language):
    amina = browse("amina")
    amina.post("/language", {"language": language})
    assert amina.get(certificate).status_code == 200
    assert amina.get("/certificates").status_code == 200


def test_achievement_after_participation_is_a_certificate_of_its_own(course, browse, run_jobs):
    from lms.learning.models import Completion

    enrolment_id = graduates.enrol("amina", course)
    completion_id = graduates.complete(enrolment_id, course, points=None)
    amina = browse("amina")
    first = request(amina, enrolment_id).location
    completion = db.session.get_one(Completion, completion_id)
    completion.is_achievement, completion.points = True, 90
    db.session.commit()
    second = request(amina, enrolment_id).location
    assert first != second
    kinds = [row.kind for row in queries.list_certificates(cast.id_of("amina"), cast.NOW)]
    assert sorted(kinds) == ["achievement", "participation"]


def test_numbers_have_no_gaps(course, browse):
    for name in ("amina", "farid", "hadi"):
        enrolment_id = graduates.enrol(name, course)
        graduates.complete(enrolment_id, course)
        request(browse(name), enrolment_id, name="other", typed="A Name 🙂")
        request(browse(name), enrolment_id, name="other", typed="A Name")
    numbers = db.session.execute(select(Certificate.number)).scalars().all()
    assert sorted(numbers) == [1, 2, 3]


def test_the_holder_reads_the_printed_name_and_the_result(certificate, browse):
    row = db.session.execute(select(Certificate)).scalar_one()
    row.facts = row.facts | {"honorific": "Dr", "latin_name": "Aminata Diallo"}
    db.session.commit()
    page = browse("amina").get(certificate).text.partition("<aside")[2]
    for words in ("Dr Amina Diallo", "Aminata Diallo", "87.5"):
        assert words in page
