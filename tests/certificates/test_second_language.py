"""Where the terms name a second language, every file that nobody worded otherwise has it beside."""

import json

import pytest
from sqlalchemy import select

from lms.accounts import services as accounts
from lms.certificates.models import CertificateFile
from lms.certificates.queries import runs as reading
from lms.certificates.rules.runs import Counts
from lms.certificates.rules.terms import Said
from lms.certificates.services.terms import save_terms
from lms.kit.db import db
from lms.learning.events import CourseCompleted
from tests import cast
from tests.certificates import graduates
from tests.certificates.awarded import add_programme
from tests.certificates.test_issuing_rules import COURSE_RULE, announce
from tests.certificates.test_runs import ALL, ISSUE
from tests.learning import courses


@pytest.fixture
def bilingual(course):
    """Let the certificates of the course have Arabic beside the holder's language."""
    emre, said = cast.actor_of("emre"), Said(second_language="ar")
    save_terms(emre, cast.NOW, said, course.owner_id, course_id=course.id)
    db.session.commit()
    return course


def reads(name: str, language: str) -> None:
    actor = cast.actor_of(name)
    accounts.change_preferences(
        actor, cast.NOW, str(actor.person_id), language=language, time_zone="UTC"
    )
    db.session.commit()


def complete(course, name: str) -> str:
    enrolment_id = graduates.enrol(name, course)
    graduates.complete(enrolment_id, course)
    graduates.confirm(name, f"{name.title()} Diallo")
    return enrolment_id


def files() -> list[tuple[str, str]]:
    columns = (CertificateFile.language, CertificateFile.beside)
    return sorted(tuple(row) for row in db.session.execute(select(*columns)))


def test_a_run_makes_bilingual_files_and_one_language_for_who_reads_the_second(
    bilingual, browse, run_jobs
):
    complete(bilingual, "amina")
    complete(bilingual, "hadi")
    reads("hadi", "ar")
    emre = browse("emre")
    address = emre.post(ISSUE, ALL).location
    run_jobs()
    assert files() == [("ar", ""), ("en", "ar")]
    run_id = address.rsplit("/", 1)[-1]
    assert reading.count_items([run_id])[run_id] == Counts(issued=2, files=2)
    assert "English, العربية" in emre.get(address).text


def test_a_cohort_takes_the_terms_of_its_programme(app, browse, run_jobs):
    programme = add_programme()
    programme.award("amina")
    graduates.confirm("amina", "Amina Diallo")
    emre, row, said = cast.actor_of("emre"), programme.row, Said(second_language="fr")
    save_terms(emre, cast.NOW, said, row.organisation_id, programme_id=row.id)
    db.session.commit()
    browse("emre").post(programme.issue, ALL)
    run_jobs()
    assert files() == [("en", "fr")]


def test_what_is_issued_by_itself_is_bilingual_too(bilingual, browse, run_jobs):
    browse("emre").post(COURSE_RULE, {"mode": "automatic"})
    enrolment_id = graduates.enrol("amina", bilingual)
    completion_id = graduates.complete(enrolment_id, bilingual)
    graduates.confirm("amina", "Amina Diallo")
    announce(CourseCompleted(enrolment_id, completion_id))
    run_jobs()
    assert files() == [("en", "ar")]


def test_who_asks_waits_for_that_file_and_may_choose_another(bilingual, browse, run_jobs):
    enrolment_id = complete(bilingual, "amina")
    amina = browse("amina")
    data = {"name": "Amina Diallo", "language": "fr"}
    answer = amina.post(f"/learn/{enrolment_id}/certificate", data)
    assert "preparing=fr-ar" in answer.location
    run_jobs()
    assert files() == [("fr", "ar")]
    address = answer.location.split("?")[0]
    assert amina.get(f"{address}/files/fr-ar").data.startswith(b"%PDF")
    # The second language is offered, and may be left out.
    assert 'value="ar" selected>' in amina.get(address).text
    amina.post(f"{address}/files", {"language": "fr", "beside": ""})
    run_jobs()
    assert files() == [("fr", ""), ("fr", "ar")]


def test_the_command_makes_the_same_file(bilingual, call):
    complete(bilingual, "amina")
    arguments = ("issue", "--course", courses.SLUG, "--person", cast.email_of("amina"), "--json")
    printed = json.loads(call(*arguments).stdout)
    assert printed["language"] == "en"
    assert files() == [("en", "ar")]
    # A second time it is there.
    assert json.loads(call(*arguments).stdout) == printed
