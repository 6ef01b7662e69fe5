"""Names that were confirmed and cannot be printed: said before, asked about, none forgotten."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.accounts import queries as people
from lms.certificates.drawing.glyphs import find_complaint
from lms.certificates.models import Certificate
from lms.certificates.queries import runs as reading
from lms.certificates.rules.issuing import ISSUE_DUE
from lms.certificates.rules.runs import Counts
from lms.kit.characters import show
from lms.kit.db import db
from lms.kit.jobs import Job
from lms.notifications.models import Message
from tests import cast
from tests.certificates import awarded, graduates
from tests.certificates.awarded import DECIDE, RULE
from tests.programmes import factories

ISSUE = "/admin/courses/small-course/certificates/issue"
ALL = {"who": "all"}
UNPRINTABLE = ("김철수", "สมชาย", "अमीना", "אבינועם")


def certified() -> list[str]:
    return list(db.session.execute(select(Certificate.person_id)).scalars())


def asked() -> list[dict[str, object]]:
    query = select(Message.context).where(Message.kind == "certificates.respell")
    return list(db.session.execute(query).scalars())


@pytest.fixture
def both(course) -> dict[str, str]:
    """Amina and Hadi completed; his name as he confirmed it cannot be printed."""
    found = {name: graduates.enrol(name, course) for name in ("amina", "hadi")}
    for enrolment_id in found.values():
        graduates.complete(enrolment_id, course)
    graduates.confirm("amina", "Amina Diallo")
    graduates.confirm("hadi", "김철수")
    return found


@pytest.mark.parametrize("name", UNPRINTABLE)
def test_the_dry_run_says_what_cannot_be_printed(both, browse, name):
    graduates.confirm("hadi", name)
    text = browse("emre").get(ISSUE).text
    assert "Will get a certificate: 1" in text
    assert "The name cannot be printed: 1" in text
    assert "These characters cannot be printed on a certificate" in text
    assert name[0] in text.split("These characters")[1]
    assert "Will be asked for another spelling" in text


def test_a_run_asks_for_another_spelling_once_a_day_and_issues_to_the_others(
    both, browse, run_jobs
):
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    run_jobs()
    assert certified() == [cast.id_of("amina")]
    run_id = address.rsplit("/", 1)[-1]
    assert reading.count_items([run_id])[run_id] == Counts(issued=1, asked=1, respell=1, files=1)
    text = emre.get(address).text
    assert "Everything is done" not in text
    assert "Asked for another spelling" in text
    assert "김, 철, 수" in text
    assert "HANGUL" not in text
    assert "김, 철, 수" in emre.get(f"{address}?result=respell").text
    assert "김, 철, 수" not in emre.get(f"{address}?result=asked").text
    emre.post(ISSUE, ALL)
    run_jobs()
    (told,) = asked()
    assert told["where"] == both["hadi"]
    assert "김" in str(told["complaint"])
    notices = browse("hadi").get("/notices").text
    assert "another spelling of your name" in notices


def test_what_is_due_by_itself_ends_well_and_asks(both, browse, run_jobs):
    rule = "/admin/courses/small-course/certificates/rule"
    browse("emre").post(rule, {"mode": "automatic"})
    run_jobs()
    assert certified() == [cast.id_of("amina")]
    failed = select(Job.id).where(Job.kind == ISSUE_DUE, Job.error.is_not(None))
    assert not db.session.execute(failed).all()
    assert len(asked()) == 1
    hadi = browse("hadi")
    hadi.post(f"/learn/{both['hadi']}/certificate",
              {"name": "other", "typed": "Hadi Fall", "language": "en"})  # fmt: skip
    run_jobs()
    assert len(certified()) == 2


def test_what_was_decided_for_an_award_asks_too(app, browse, run_jobs):
    programme = awarded.add_programme()
    award = programme.award("amina")
    graduates.confirm("amina", "김철수")
    emre = browse("emre")
    emre.post(RULE, {"mode": "decided"})
    emre.post(DECIDE, {"keys": [f"{award.id}.0"], "decision": "approved"})
    run_jobs()
    assert certified() == []
    (told,) = asked()
    assert told["where"] == f"awards/{award.id}"
    assert told["title"] == factories.TITLE
    assert "The name cannot be printed: 1" in emre.get(programme.issue).text


def test_the_command_issues_to_the_others_and_says_why(app, call):
    programme = awarded.add_programme()
    programme.award("hadi")
    programme.award("amina")
    graduates.confirm("hadi", "김철수")
    graduates.confirm("amina", "Amina Diallo")
    arguments = ("issue", "--cohort", programme.cohort.id)
    done = call(*arguments, "--json")
    assert done.exit_code == 0
    answer = json.loads(done.stdout)
    assert [one["person"] for one in answer["issued"]] == [cast.email_of("amina")]
    (left,) = answer["not_issued"]
    assert left["person"] == cast.email_of("hadi")
    assert "김, 철, 수" in left["reason"]
    assert len(asked()) == 1
    plain = call(*arguments).stdout
    assert f"{cast.email_of('hadi')}: These characters" in plain


def test_a_broken_rule_of_one_does_not_end_the_command(app, call, monkeypatch):
    """A title that nobody's certificate can bear: each is told, and the command ends well."""
    programme = awarded.add_programme("Programme 🙂")
    programme.award("amina")
    graduates.confirm("amina", "Amina Diallo")
    done = call("issue", "--cohort", programme.cohort.id, "--json")
    assert done.exit_code == 0
    (left,) = json.loads(done.stdout)["not_issued"]
    assert "Emoji" in left["reason"]
    assert certified() == []


def test_a_latin_name_beside_it_has_to_be_printable_too(course, browse):
    graduates.complete(graduates.enrol("amina", course), course)
    graduates.confirm("amina", "Amina ᚠᚢᚦ")
    graduates.confirm("amina", "أمينة ديالو")
    assert "The name cannot be printed: 1" in browse("emre").get(ISSUE).text


def test_the_account_confirms_no_name_that_cannot_be_printed(app, browse):
    amina = browse("amina")
    saved = amina.post("/account/names/new", {"full_name": "김철수", "script": "Zyyy"})
    assert saved.status_code == 303
    (name_id,) = [
        one.id for one in people.list_own_names(cast.id_of("amina")) if one.script == "Zyyy"
    ]
    answer = amina.post(f"/account/names/{name_id}/confirm")
    assert answer.status_code == 303
    told = amina.get("/account").text
    assert "These characters cannot be printed on a certificate" in told
    assert "Your certificates will bear this name" not in told
    assert people.find_confirmed(cast.id_of("amina")) is None


def test_what_a_hidden_name_has_is_told_to_nobody(app, browse, run_jobs):
    """Hadi is protected; Gita administers the programme, and not him."""
    gita_at = cast.actor_of("gita").organisation_id
    programme = awarded.add_programme(owner_id=str(gita_at))
    programme.award("hadi")
    graduates.confirm("hadi", "김철수")
    gita = browse("gita")
    dry = gita.get(programme.issue).text
    assert "The name cannot be printed: 1" in dry
    address = gita.post(programme.issue, ALL).location
    run_jobs()
    shown = gita.get(address).text
    assert "Asked for another spelling" in shown
    table = gita.get(f"{address}/results.csv").data.decode()
    assert "respell" in table
    for text in (dry, shown, table):
        assert "Protected person" in text
        assert not set("김철수") & set(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_the_short_words_name_as_many_as_the_long_ones(text):
    """What is shown has something to see for each character."""
    complaint = find_complaint(text, tell=show)
    assert (complaint is None) == (find_complaint(text) is None)
    if complaint is not None:
        said = str(complaint.text.params["characters"])
        assert all(part.strip() for part in said.split(", "))
