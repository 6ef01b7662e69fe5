"""Decisions on a certificate that is out: suspended, reinstated, corrected, and what is told."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import delete, select

from lms.accounts.models import PersonName
from lms.certificates.models import Certificate, CertificateFile, CertificateStatus
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.holders import get_holder
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.deciding import (
    Correction,
    NothingCorrected,
    NotSuspended,
    correct_facts,
)
from lms.certificates.services import decisions
from lms.kit.db import db, writing
from lms.kit.folding import fold
from lms.kit.i18n import translate
from lms.notifications.models import Message
from tests import cast
from tests.certificates import deciders, graduates
from tests.conftest import Browser

JSON = {"headers": {"Accept": "application/json"}}
WHY = {"reason": "error", "note": "Seen by the panel."}
ACTS = ("suspend", "reinstate", "revoke", "correct")
# What was said on the way stands above all else.
MESSAGE = re.compile(r'class="notice warning">.*?</span><p>(.*?)</p>')


@pytest.fixture
def record(certificate) -> str:
    """The address of Amina's certificate as Emre sees it."""
    return f"/admin{certificate}"


def row() -> Certificate:
    db.session.remove()
    return db.session.execute(select(Certificate).order_by(Certificate.number)).scalars().first()


def status_of(browse, code: str) -> dict:
    return browse().get(f"/verify/{code}", **JSON).json


def mails(kind: str) -> list[str]:
    db.session.remove()
    query = select(Message.person_id).where(Message.kind == kind)
    return list(db.session.execute(query).scalars())


def test_the_page_of_a_certificate_says_who_did_what_and_why(record, browse):
    emre = browse("emre")
    page = emre.get(record).text
    assert "Certificate number 1" in page
    assert "Amina Diallo" in page
    emre.post(f"{record}/suspend", WHY)
    page = emre.get(record).text
    for words in ("Suspended", "Emre Kaya", "Seen by the panel.", "An error in the certificate"):
        assert words in page
    assert "Seen by the panel." not in browse("amina").get(record.removeprefix("/admin")).text


def test_a_suspension_is_seen_at_once_and_ended(record, browse):
    emre, code = browse("emre"), row().code
    done = emre.post(f"{record}/suspend", WHY | {"review_on": "2099-01-31"})
    assert done.location == record
    found = status_of(browse, code)
    assert (found["status"], found["reason"]) == ("suspended", "error")
    assert "Seen by the panel." not in str(found)
    assert sent_back(emre, record, "suspend") == "This certificate is suspended already."
    page = emre.get(f"{record}/reinstate").text
    assert "The suspension ends" in page
    assert "is not suspended" not in page
    long = emre.post(f"{record}/reinstate", {"note": "x" * 2001})
    assert "at most 2,000 characters" in long.text
    assert emre.post(f"{record}/reinstate", {"note": "Settled."}).status_code == 303
    assert status_of(browse, code)["status"] == "valid"
    assert sent_back(emre, record, "reinstate") == "This certificate is not suspended."
    assert led_back(emre, record, "reinstate") == "This certificate is not suspended."
    assert mails("certificates.status_changed") == [cast.id_of("amina")] * 2


@pytest.mark.parametrize(
    ("act", "words"),
    [("suspend", "An inquiry that is under way"), ("correct", "The holder&#39;s name has changed")],
)
@pytest.mark.parametrize("reason", ["fraud", "misconduct", "withdrawn"])
def test_only_reasons_that_fit_an_act_are_offered_and_taken(record, browse, act, words, reason):
    emre = browse("emre")
    page = emre.get(f"{record}/{act}").text
    assert words in page
    assert f'value="{reason}"' not in page
    assert f'value="{reason}"' in emre.get(f"{record}/revoke").text
    refused = emre.post(f"{record}/{act}", WHY | {"reason": reason, "hours": "3"})
    assert refused.status_code == 422
    assert status_of(browse, row().code)["status"] == "valid"


def led_back(browser: Browser, record: str, act: str) -> str:
    """Ask for the form of an act; return the message on the certificate's page, led to by it."""
    return _message_after(browser.get(f"{record}/{act}"), browser, record)


def sent_back(browser: Browser, record: str, act: str) -> str:
    """Send the form of an act that was open too long; return the message on the record's page."""
    return _message_after(browser.post(f"{record}/{act}", WHY | {"hours": "4"}), browser, record)


def _message_after(answer, browser: Browser, record: str) -> str:
    assert (answer.status_code, answer.location) == (303, record)
    return html.unescape(MESSAGE.search(browser.get(record).text)[1])


@pytest.mark.parametrize(
    ("decided", "refused"),
    [
        ([], {"reinstate": "is not suspended"}),
        (["suspend"], {"suspend": "suspended already", "correct": "Reinstate it before"}),
        (["suspend", "reinstate"], {"reinstate": "is not suspended"}),
        (["revoke"], dict.fromkeys(("suspend", "reinstate", "revoke"), "has been revoked already")),
        (["correct"], dict.fromkeys(("suspend", "reinstate", "correct"), "Decide on that one")),
        (
            ["correct", "revoke"],
            dict.fromkeys(("suspend", "reinstate", "revoke"), "has been revoked already")
            | {"correct": "Decide on that one"},
        ),
    ],
)
def test_a_form_that_would_be_refused_leads_back_and_says_why(record, browse, decided, refused):
    emre = browse("emre")
    for act in decided:
        assert emre.post(f"{record}/{act}", WHY | {"hours": "3"}).status_code == 303
    emre.get(record)
    for act in ACTS:
        if act in refused:
            assert refused[act] in led_back(emre, record, act)
            # The act itself is refused for the same reason; what may be corrected later is kept.
            if (act, decided) != ("correct", ["suspend"]):
                assert refused[act] in sent_back(emre, record, act)
        else:
            assert emre.get(f"{record}/{act}").status_code == 200


def test_a_correction_of_what_was_suspended_meanwhile_keeps_what_was_typed(record, browse):
    """Once it is reinstated, the same form is sent again."""
    emre = browse("emre")
    typed = WHY | {"hours": "4.5", "title-en": "Another title", "note": "Seen by nobody else."}
    assert emre.post(f"{record}/suspend", WHY).status_code == 303
    refused = emre.post(f"{record}/correct", typed)
    assert refused.status_code == 409
    for words in ("Reinstate it before you correct it", "4.5", "Another title", "nobody else."):
        assert words in refused.text
    assert f'href="{record}"' in refused.text
    assert db.session.execute(select(Certificate)).scalars().one()
    emre.post(f"{record}/reinstate", {})
    assert emre.post(f"{record}/correct", typed).status_code == 303


def test_the_reason_is_said_in_the_readers_language(record, browse):
    emre = browse("emre")
    emre.post("/language", {"language": "fr"})
    assert led_back(emre, record, "reinstate") == translate("fr", NotSuspended.message)


def test_bad_decisions_say_why(record, browse):
    emre = browse("emre")
    assert "Choose a reason." in emre.post(f"{record}/suspend", {}).text
    late = emre.post(f"{record}/suspend", WHY | {"review_on": "2020-01-01"})
    assert late.status_code == 422
    assert "has to be after today" in late.text
    # At the field, and what was typed is kept.
    assert 'id="review_on-error"' in late.text
    assert 'value="2020-01-01"' in late.text
    assert "Seen by the panel." in late.text
    long = emre.post(f"{record}/suspend", WHY | {"note": "x" * 2001})
    assert long.status_code == 422
    assert "at most 2,000 characters" in long.text
    facts = row().facts
    unchanged = {"hours": str(facts["hours"]), "valid_until": facts["valid_until"] or ""}
    same = emre.post(f"{record}/correct", WHY | unchanged)
    assert same.status_code == 422
    assert "Nothing would be different" in same.text
    assert "Seen by the panel." in same.text
    assert "Issue the corrected certificate" in same.text
    assert not db.session.execute(select(CertificateStatus.seq)).all()


def test_suspensions_to_look_at_again_are_listed(record, browse):
    from lms.kit.clock import clock

    emre = browse("emre")
    day = (clock.now() + timedelta(days=1)).date()
    emre.post(f"{record}/suspend", WHY | {"review_on": day.isoformat()})
    due = "/admin/certificates?review=due"
    assert "Amina Diallo" not in emre.get(due).text
    clock.advance(seconds=2 * 24 * 3600)
    assert "Amina Diallo" in browse("emre").get(due).text


def test_a_correction_replaces_with_a_number_and_a_code_of_its_own(record, browse, run_jobs):
    graduates.confirm("amina", "Amina Diallo-Sarr")
    emre = browse("emre")
    assert "as its holder has confirmed them" in emre.get(f"{record}/correct").text
    done = emre.post(
        f"{record}/correct", WHY | {"hours": "3.5", "title-fr": "Un titre", "valid_until": ""}
    )
    assert done.status_code == 303
    run_jobs()
    old, new = db.session.execute(select(Certificate).order_by(Certificate.number)).scalars()
    assert (new.number, new.supersedes_id, new.person_id) == (2, old.id, old.person_id)
    assert new.code != old.code
    assert new.facts["holder_name"] == "Amina Diallo-Sarr"
    assert (new.facts["hours"], new.facts["titles"]["fr"]) == (3.5, "Un titre")
    assert new.facts["titles"]["en"] == old.facts["titles"]["en"]
    assert old.facts["holder_name"] == "Amina Diallo"
    assert done.location == f"/admin/certificates/{new.id}"
    told = status_of(browse, old.code)
    assert told["status"] == "superseded"
    assert new.code not in browse().get(f"/verify/{old.code}").text.replace("-", "")
    assert status_of(browse, new.code)["status"] == "valid"
    page = emre.get(f"/admin/certificates/{old.id}").text
    assert f"/admin/certificates/{new.id}" in page
    assert "Decide on that one" in sent_back(emre, record, "correct")
    assert "Decide on that one" in sent_back(emre, record, "suspend")
    assert mails("certificates.status_changed") == [cast.id_of("amina")]
    told = db.session.execute(
        select(Message.context).where(Message.kind == "certificates.status_changed")
    ).scalar_one()
    assert told["certificate"] == new.id
    found = queries.list_certificates(cast.id_of("amina"), cast.NOW)
    assert {one.standing.status for one in found} == {"superseded", "valid"}


def test_a_correction_is_made_in_the_languages_that_the_holder_had(record, browse, run_jobs):
    address = record.removeprefix("/admin")
    browse("amina").post(f"{address}/files", {"language": "ar", "beside": "fr"})
    run_jobs()
    db.session.execute(delete(CertificateFile).where(CertificateFile.language == "en"))
    db.session.commit()
    done = browse("emre").post(f"{record}/correct", WHY | {"hours": "3"})
    run_jobs()
    db.session.remove()
    found = queries.list_files(done.location.rsplit("/", 1)[-1])
    assert [one.languages for one in found] == ["ar-fr"]
    # Of the one before: a correction is told once.
    assert mails("certificates.ready") == [cast.id_of("amina")]


def test_the_name_is_the_one_on_the_certificate(record, browse):
    """Not another of the person's names, which nobody has confirmed, in the reader's script."""
    arabic = "أمينة ديالو"
    db.session.add(
        PersonName(
            person_id=cast.id_of("amina"), script="Arab", full_name=arabic, folded=fold(arabic)
        )
    )
    db.session.commit()
    emre = browse("emre")
    emre.post("/language", {"language": "ar"})
    register = "/admin/certificates"
    for page in (register, f"{register}/register.csv", record, f"{record}/revoke"):
        text = emre.get(page).text
        # Below, it is told under the names of today who did what.
        text = text.partition('<table class="table">')[0] if page == record else text
        assert "Amina Diallo" in text
        assert arabic not in text


def test_the_page_of_a_certificate_has_its_files_and_the_public_page(record, browse):
    page = browse("emre").get(record).text
    code = grouped(row().code)
    assert f'href="/verify/{code}"' in page
    (signed,) = re.findall(r'href="(/admin/certificates\?key=\w+)"', page)
    assert "Amina Diallo" in browse("emre").get(signed).text
    db.session.execute(delete(CertificateFile))
    db.session.commit()
    page = browse("emre").get(record).text
    assert "No file has been made yet." in page
    assert "?key=" not in page


def test_other_names_of_a_protected_holder_are_shown_to_whom_may_see_them(course, browse):
    """The issuer's administrator is not over the holder, who has an agency of their own."""
    enrolment_id = graduates.enrol("hadi", course)
    graduates.complete(enrolment_id, course)
    graduates.confirm("hadi", "Hadi Fall")
    graduates.confirm("hadi", "هادي فال")
    kept = db.session.get(Certificate, graduates.issue(enrolment_id))
    kept.issuer_id = cast.actor_of("gita").organisation_id
    kept.facts = kept.facts | {"honorific": "Inspector"}
    db.session.commit()
    record, gita, emre = f"/admin/certificates/{kept.id}", browse("gita"), browse("emre")
    for part in ("", "/correct", "/suspend", "/revoke"):
        said = gita.get(f"{record}{part}").text
        assert not any(name in said for name in ("Hadi", "Fall", "Inspector", "هادي"))
    assert "Hadi Fall" in emre.get(record).text
    # What is not shown is not lost, and not overwritten by what is sent all the same.
    done = gita.post(f"{record}/correct", WHY | {"hours": "3", "latin_name": "X", "honorific": ""})
    new = db.session.get(Certificate, done.location.rsplit("/", 1)[-1])
    assert (new.facts["holder_name"], new.facts["latin_name"]) == ("هادي فال", "Hadi Fall")


def test_a_protected_holder_stays_a_code_to_others(course):
    enrolment_id = graduates.enrol("hadi", course)
    graduates.complete(enrolment_id, course)
    graduates.confirm("hadi", "Hadi Fall")
    graduates.issue(enrolment_id)
    db.session.commit()
    found = queries.list_certificates(cast.id_of("hadi"), cast.NOW)[0]
    assert get_holder(cast.actor_of("emre"), found) == "Hadi Fall"
    assert get_holder(cast.actor_of("hadi"), found) == "Hadi Fall"
    assert "Hadi" not in get_holder(cast.actor_of("gita"), found)
    assert get_holder(cast.actor_of("gita"), found).startswith("Protected")


def test_a_corrected_certificate_is_the_one_that_the_course_leads_to(record, completed, browse):
    browse("emre").post(f"{record}/correct", WHY | {"hours": "3"})
    query = select(Certificate.id).where(Certificate.number == 2)
    new_id = db.session.execute(query).scalar_one()
    answer = browse("amina").get(f"/learn/{completed}/certificate")
    assert answer.location == f"/certificates/{new_id}"


@pytest.mark.parametrize("act", ["suspend", "reinstate", "revoke", "correct"])
def test_nobody_decides_on_the_own_certificate(record, browse, act):
    deciders.make_administrator("amina")
    amina = browse("amina")
    assert "is your own" in amina.get(record).text
    assert "is your own" in led_back(amina, record, act)
    refused = amina.post(f"{record}/{act}", WHY | {"hours": "3"})
    assert refused.status_code == 403
    assert "is your own" in refused.text
    assert not db.session.execute(select(CertificateStatus.seq)).all()


@pytest.mark.parametrize("name", ["amina", "bruno", "dalia", "gita"])
@pytest.mark.parametrize("act", ["", "/suspend", "/reinstate", "/correct"])
def test_only_the_issuers_administrators_decide(record, browse, name, act):
    assert browse(name).get(f"{record}{act}").status_code == 403
    if act:
        assert browse(name).post(f"{record}{act}", WHY).status_code == 403
    assert browse().get(f"{record}{act}").status_code == 303


def test_numbers_have_no_gap_when_many_issue_and_correct_at_once(course, app):
    people = ("amina", "farid", "hadi")
    enrolments = []
    for name in people:
        enrolments.append(graduates.enrol(name, course))
        graduates.complete(enrolments[-1], course)
        graduates.confirm(name, f"Some {name.title()}")
    graduates.issue(enrolments[0])
    db.session.commit()
    first = queries.list_certificates(cast.id_of("amina"), cast.NOW)[0]
    browsers = [Browser(app, "emre") for _ in range(3)]
    db.session.remove()

    def issue(enrolment_id: str) -> None:
        with app.app_context(), writing():
            graduates.issue(enrolment_id)

    def correct(browser: Browser) -> bool:
        wanted = WHY | {"hours": "3"}
        answer = browser.post(f"/admin/certificates/{first.id}/correct", wanted)
        # Who comes too late is led back to the certificate, at the same moment refused.
        assert answer.status_code in {303, 409}
        return answer.location not in {None, f"/admin/certificates/{first.id}"}

    with ThreadPoolExecutor(5) as all_at_once:
        issued = [all_at_once.submit(issue, one) for one in enrolments[1:] * 2]
        corrected = [all_at_once.submit(correct, browser) for browser in browsers]
    assert [one.result() for one in issued] == [None] * 4
    assert [one.result() for one in corrected].count(True) == 1
    db.session.remove()
    numbers = db.session.execute(select(Certificate.number).order_by(Certificate.number))
    assert list(numbers.scalars()) == [1, 2, 3, 4]


@given(some.text(min_size=1), some.floats(0, 100), some.none() | some.dates())
def test_a_correction_changes_what_it_says_and_nothing_else(name, hours, until):
    facts = graduates.facts()
    wanted = Correction(name, {"en": "Another"}, hours, cast.NOW.date(), until)
    made = correct_facts(facts, wanted, "0" * 18)
    assert (made.holder_name, made.hours, made.valid_until) == (name, hours, until)
    assert made.titles == {**facts.titles, "en": "Another"}
    assert made.code == "0" * 18
    kept = made.to_json() | {
        key: facts.to_json()[key]
        for key in ("holder_name", "hours", "valid_until", "titles", "code", "issued_on")
    }
    assert kept == facts.to_json()


def test_nothing_is_replaced_by_the_same():
    facts = graduates.facts()
    same = Correction(facts.holder_name, {}, facts.hours, cast.NOW.date(), facts.valid_until)
    with pytest.raises(NothingCorrected):
        correct_facts(facts, same, "0" * 18)


def test_an_event_is_announced_for_each_decision(record, app):
    from lms.certificates.events import CertificateStatusChanged
    from lms.kit import events

    heard: list[str] = []

    def hear(event: CertificateStatusChanged, _now: object) -> None:
        heard.append(event.decision)

    emre = cast.actor_of("emre")
    certificate = queries.list_certificates(cast.id_of("amina"), cast.NOW)[0]
    events.listen(CertificateStatusChanged, hear)
    decisions.suspend_certificate(emre, cast.NOW, certificate, decisions.Why("other"))
    decisions.reinstate_certificate(emre, cast.NOW, certificate)
    events._listeners[CertificateStatusChanged].remove(hear)
    db.session.rollback()
    assert heard == ["suspended", "reinstated"]
