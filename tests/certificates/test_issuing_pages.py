"""What issuing's pages say and lead to: what has ended, deciding for all, order, tables, mails."""

import csv
import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from lms.audit.models import AuditDetail, AuditEvent
from lms.certificates.models import Certificate, IssueDecision
from lms.content.models import Version
from lms.kit.db import db
from lms.learning.models import Completion
from lms.notifications.letters import write_letter, write_words
from lms.notifications.models import Message
from tests import cast
from tests.certificates import awarded, deciders, graduates
from tests.certificates.awarded import DECIDE, NAMED, RULE, address_of
from tests.programmes import factories

ISSUE = "/admin/courses/small-course/certificates/issue"
COURSE_RULE = "/admin/courses/small-course/certificates/rule"
COURSE_DECIDE = "/admin/courses/small-course/certificates/decide"
ALL = {"who": "all"}
YESTERDAY = cast.NOW.date() - timedelta(days=1)


def certified() -> list[str]:
    return list(db.session.execute(select(Certificate.person_id)).scalars())


def in_order(text: str, *words: str) -> bool:
    """Say whether words stand in this order in a table."""
    table = text.split("<tbody>")[1]
    places = [table.index(word) for word in words]
    return places == sorted(places)


@pytest.fixture
def three(course) -> dict[str, str]:
    """Three who completed, by no alphabet."""
    found = {name: graduates.enrol(name, course) for name in ("hadi", "farid", "amina")}
    for enrolment_id in found.values():
        graduates.complete(enrolment_id, course)
    return found


def everybody(page: str) -> str:
    """Return what the button for all sends."""
    found = re.search(r'name="everybody" value="(\w+)"', page)
    assert found
    return found[1]


def test_an_award_that_has_ended_gives_no_certificate(app, browse, run_jobs):
    programme = awarded.add_programme()
    award = programme.award("amina", valid_until=YESTERDAY)
    graduates.confirm("amina", "Amina Diallo")
    emre = browse("emre")
    text = emre.get(programme.issue).text
    assert "What it would certify has ended: 1" in text
    assert "Recertification leads to a new one" in text
    assert emre.post(programme.issue, ALL).status_code == 409
    emre.post(RULE, {"mode": "decided"})
    refused = emre.post(DECIDE, {"keys": [f"{award.id}.0"], "decision": "approved"})
    assert refused.status_code == 409
    assert "for a time that is over" in refused.text
    assert not db.session.execute(select(IssueDecision.seq)).all()
    emre.post(RULE, {"mode": "automatic"})
    run_jobs()
    amina = browse("amina")
    assert "for a time that is over" in amina.get(address_of(award)).text
    assert amina.post(address_of(award), NAMED).status_code == 409
    assert certified() == []


def test_on_its_last_day_an_award_is_certified(app, browse):
    programme = awarded.add_programme()
    award = programme.award("amina", valid_until=cast.NOW.date())
    assert browse("amina").post(address_of(award), NAMED).status_code == 303
    assert certified() == [cast.id_of("amina")]


def test_a_course_that_counts_no_more_gives_none_either(completed, browse):
    facts = db.session.execute(select(Version.facts)).scalars().one()
    db.session.execute(update(Version).values(facts=facts | {"valid_months": 12}))
    db.session.commit()
    emre = browse("emre")
    assert "Will be asked to confirm the name first: 1" in emre.get(ISSUE).text
    long_ago = cast.NOW - timedelta(days=400)
    db.session.execute(update(Completion).values(completed_at=long_ago))
    db.session.commit()
    assert "What it would certify has ended: 1" in emre.get(ISSUE).text
    assert "for a time that is over" in browse("amina").get(f"/learn/{completed}/certificate").text


def test_an_award_says_the_decision_against_its_certificate(app, browse):
    programme = awarded.add_programme()
    award = programme.award("amina")
    emre, amina = browse("emre"), browse("amina")
    emre.post(RULE, {"mode": "decided"})
    emre.post(
        DECIDE, {"keys": [f"{award.id}.0"], "decision": "refused", "reason": "Two were absent."}
    )
    for page in ("/learn/awards", f"/learn/awards/{award.id}"):
        shown = amina.get(page).text
        assert "Two were absent." in shown
        assert address_of(award) not in shown
    told = amina.get(address_of(award))
    assert told.status_code == 200
    assert "Two were absent." in told.text
    emre.post(RULE, {"mode": "requested"})
    shown = amina.get("/learn/awards").text
    assert ("Two were absent." in shown, address_of(award) in shown) == (True, False)


def test_the_cohorts_page_leads_whoever_issues_to_its_certificates(app, browse):
    programme = awarded.add_programme()
    factories.assign(programme.cohort, "bruno", "coordinator")
    own = f"/admin/cohorts/{programme.cohort.id}"
    assert programme.issue in browse("emre").get(own).text
    assert programme.issue not in browse("bruno").get(own).text


def test_it_is_decided_for_all_who_were_on_the_page(three, browse, course):
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    page = emre.get(COURSE_DECIDE).text
    assert "Decide for all 3 who wait" in page
    sent = {"everybody": everybody(page), "decision": "approved"}
    graduates.complete(graduates.enrol("bruno", course), course)
    late = emre.post(COURSE_DECIDE, sent)
    assert late.status_code == 409
    assert "Meanwhile the list has changed" in late.text
    assert not db.session.execute(select(IssueDecision.seq)).all()
    sent["everybody"] = everybody(late.text)
    assert emre.post(COURSE_DECIDE, sent).status_code == 303
    assert len(db.session.execute(select(IssueDecision.seq)).all()) == 4


def test_deciding_for_all_who_wait_leaves_a_refusal_alone(three, browse):
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    against = {"keys": [f"{three['hadi']}.0"], "decision": "refused", "reason": "Not there."}
    emre.post(COURSE_DECIDE, against)
    page = emre.get(COURSE_DECIDE).text
    assert "Decide for all 2 who wait" in page
    assert "and who was refused" in page
    emre.post(COURSE_DECIDE, {"everybody": everybody(page), "decision": "approved"})
    decided = select(IssueDecision.is_approved).order_by(IssueDecision.seq)
    assert db.session.execute(decided).scalars().all() == [False, True, True]
    # Only by choice, where nobody waits any more.
    page = emre.get(COURSE_DECIDE).text
    assert 'name="everybody"' not in page
    assert page.count('name="keys"') == 1


@pytest.mark.parametrize("mode", ["requested", "automatic"])
def test_a_refusal_holds_when_the_rule_changes_until_it_is_lifted(three, browse, run_jobs, mode):
    emre, hadi = browse("emre"), browse("hadi")
    emre.post(COURSE_RULE, {"mode": "decided"})
    for name in three:
        graduates.confirm(name, name.title())
    against = {"keys": [f"{three['hadi']}.0"], "decision": "refused", "reason": "Not there."}
    emre.post(COURSE_DECIDE, against)
    emre.post(COURSE_RULE, {"mode": mode})
    emre.post(ISSUE, {"who": "all"})
    run_jobs()
    assert set(certified()) == {cast.id_of("farid"), cast.id_of("amina")}
    dry_run = emre.get(ISSUE).text
    assert "Not there." in dry_run
    assert COURSE_DECIDE in dry_run
    asked = hadi.post(f"/learn/{three['hadi']}/certificate", {"name": "Hadi", "language": "en"})
    assert (asked.status_code, "Not there." in asked.text) == (409, True)
    page = emre.get(COURSE_DECIDE).text
    assert "That holds until somebody decides otherwise." in page
    emre.post(
        COURSE_DECIDE, {"keys": deciders.marks_on(page, three["hadi"]), "decision": "approved"}
    )
    run_jobs()
    hadi.post(f"/learn/{three['hadi']}/certificate", {"name": "Hadi", "language": "en"})
    assert cast.id_of("hadi") in certified()


def test_the_dry_run_says_how_a_certificate_stands_that_somebody_has(three, browse, run_jobs):
    emre = browse("emre")
    graduates.confirm("amina", "Amina Diallo")
    emre.post(ISSUE, {"who": "chosen", "keys": [three["amina"]]})
    run_jobs()
    db.session.remove()
    record = f"/admin/certificates/{db.session.execute(select(Certificate.id)).scalar_one()}"
    assert "Certificate number 1" in emre.get(ISSUE).text
    emre.post(f"{record}/suspend", {"reason": "error", "note": "Seen by the panel."})
    page = emre.get(ISSUE).text
    assert ("Suspended" in page, f'href="{record}"' in page) == (True, True)


def test_whose_own_or_taught_it_is_is_not_among_all(three, browse, course):
    own = graduates.enrol("emre", course)
    graduates.complete(own, course)
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    page = emre.get(COURSE_DECIDE).text
    assert "Decide for all 3 who wait" in page
    emre.post(COURSE_DECIDE, {"everybody": everybody(page), "decision": "approved"})
    assert "This is you." in emre.get(COURSE_DECIDE).text
    assert len(db.session.execute(select(IssueDecision.seq)).all()) == 3


def test_who_decides_sees_the_result_and_where_it_comes_from(three, browse):
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})
    page = emre.get(COURSE_DECIDE).text
    assert "88%" in page
    assert "/admin/courses/small-course/results?q=Amina" in page
    assert emre.get("/admin/courses/small-course/results?q=Amina").status_code == 200
    programme = awarded.add_programme()
    programme.award("amina", figures={"mean": "82.00"})
    emre.post(RULE, {"mode": "decided"})
    page = emre.get(DECIDE).text
    assert "82%" in page
    assert factories.COHORT_TITLE in page
    evidence = f"/admin/cohorts/{programme.cohort.id}/participants"
    assert evidence in page
    assert emre.get(evidence).status_code == 200


def test_the_lists_are_in_the_order_of_the_names(three, browse, run_jobs):
    emre = browse("emre")
    names = [cast.PLAYERS[one].full_name for one in ("amina", "farid", "hadi")]
    assert in_order(emre.get(ISSUE).text, *names)
    emre.post(COURSE_RULE, {"mode": "decided"})
    assert in_order(emre.get(COURSE_DECIDE).text, *names)
    emre.post(COURSE_RULE, {"mode": "requested"})
    address = emre.post(ISSUE, ALL).location
    run_jobs()
    assert in_order(emre.get(address).text, *names)


def test_a_long_list_is_decided_on_page_by_page(course, browse, count_queries):
    emre = browse("emre")
    emre.post(COURSE_RULE, {"mode": "decided"})

    def ask() -> int:
        with count_queries() as counter:
            assert emre.get(COURSE_DECIDE).status_code == 200
        return counter.count

    graduates.complete(graduates.enrol("amina", course), course)
    ask()
    few = ask()
    for name in ("farid", "hadi"):
        graduates.complete(graduates.enrol(name, course), course)
    assert ask() == few
    assert emre.get(f"{COURSE_DECIDE}?page=99").text.count('name="keys"') == 3


def test_what_became_of_each_is_taken_along_as_a_table(three, browse, run_jobs):
    graduates.confirm("amina", "Amina Diallo")
    graduates.confirm("hadi", "김철수")
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    run_jobs()
    assert f"{address}/results.csv" in emre.get(address).text
    content = emre.get(f"{address}/results.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["outcome"] for row in rows] == ["issued", "asked", "respell"]
    first = rows[0]
    assert (first["person"], first["number"], first["language"]) == ("Amina Diallo", "1", "en")
    assert re.fullmatch(r"[\w-]{18,}", first["code"])
    assert "김, 철, 수" in rows[2]["reason"]
    book = load_workbook(io.BytesIO(emre.get(f"{address}/results.xlsx").data))
    head, line, *_ = book.active.iter_rows(values_only=True)
    assert list(head) == list(first)
    assert line[3] == 1
    noted = (
        select(AuditDetail.details)
        .join(AuditEvent, AuditEvent.seq == AuditDetail.event_seq)
        .where(AuditEvent.action == "certificates.run_exported")
    )
    assert {"form": "csv", "rows": 3} in db.session.execute(noted).scalars().all()
    for name in ("bruno", "gita"):
        assert browse(name).get(f"{address}/results.csv").status_code == 403
    assert browse().get(f"{address}/results.csv").status_code == 303
    assert emre.get(f"{address}/results.pdf").status_code == 404


def letters(kind: str) -> list[str]:
    query = select(Message).where(Message.kind == kind)
    return [
        " ".join(write_letter(one).get_content().split())
        for one in db.session.execute(query).scalars()
    ]


def test_mails_name_what_they_are_about(app, course, browse, run_jobs):
    graduates.complete(graduates.enrol("amina", course), course)
    programme = awarded.add_programme()
    programme.award("amina")
    emre = browse("emre")
    for address in (ISSUE, programme.issue):
        emre.post(address, ALL)
    run_jobs()
    assert "A small course" in letters("certificates.confirm_name")[0]
    assert factories.TITLE in letters("certificates.confirm_name_award")[0]
    graduates.confirm("amina", "Amina Diallo")
    emre.post(ISSUE, ALL)
    run_jobs()
    assert "A small course" in letters("certificates.ready")[0]


def test_a_message_of_before_still_reads(app, course, browse, run_jobs):
    graduates.complete(graduates.enrol("amina", course), course)
    browse("emre").post(ISSUE, ALL)
    run_jobs()
    message = db.session.execute(
        select(Message).where(Message.kind == "certificates.confirm_name")
    ).scalar_one()
    message.context = {name: value for name, value in message.context.items() if name != "title"}
    assert letters("certificates.confirm_name")[0]


@pytest.mark.parametrize(("decision", "is_said"), [("reinstated", False), ("suspended", True)])
def test_good_news_asks_for_no_complaint(app, decision, is_said):
    context = {"certificate": "x" * 26, "title": "Small course", "decision": decision}
    template = "mail/certificates_status_changed.txt"
    words = write_words("certificates.status_changed", template, "en", context)
    assert ("If you think that this is wrong" in str(words)) == is_said
