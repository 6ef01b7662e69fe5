"""The demo's programme: made of the shipped course, once, open for nominations, in any language."""

import pytest

from lms.accounts.models import Person
from lms.admin import demo_programmes as demo
from lms.content.package import read_package
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from lms.kit.paths import COURSES
from lms.programmes.queries import cohorts, curricula, renewals
from lms.programmes.rules.cohorts import status
from lms.programmes.rules.form_questions import read_form
from tests import cast, factories
from tests.programmes.factories import add_person


@pytest.fixture
def shipped(app) -> None:
    """The shipped course, published."""
    folder, files = read_package(COURSES / demo.COURSE)
    factories.import_course(OPERATOR, cast.NOW, files, folder)
    factories.publish_course(OPERATOR, cast.NOW, demo.COURSE)


def test_it_is_added_once(shipped, browse):
    for _ in range(2):
        demo.add_programme(cast.NOW)
    db.session.commit()
    (programme,) = curricula.list_published()
    (cohort,) = cohorts.list_cohorts(programme.id)
    assert status(cohort, cast.NOW) == "open"
    assert len(read_form(cohort.form).organisation) == 2
    assert len(cohort.criteria) == 2
    (women,) = cohorts.list_quotas(cohort.id)
    assert women.minimum == 8
    for language in LANGUAGES:
        page = browse(language=language).get(f"/programmes/{demo.SLUG}").text
        assert demo.DEFINITION["title"][language] in page
        assert demo.TITLE[language] in page


def test_without_the_course_there_is_none(app):
    demo.add_programme(cast.NOW)
    assert curricula.list_programmes() == []


def test_the_trainee_holds_an_award_that_is_to_be_renewed(shipped):
    person_id = add_person(
        "trainee", "Amina Demo", cast.actor_of("amina").organisation_id, "trainee"
    )
    db.session.get(Person, person_id).email = demo.HOLDER
    for _ in range(2):
        demo.add_programme(cast.NOW)
    db.session.commit()
    (award,) = curricula.list_awards(person_id)
    (held,) = renewals.list_held([person_id])[person_id]
    assert held.tell_validity(cast.NOW.date()) == "due"
    assert held.award == award
