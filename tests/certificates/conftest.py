"""A published course that Amina has completed and Farid has only begun."""

import pytest
from click.testing import CliRunner, Result

from lms.admin.commands import lms
from lms.certificates import throttle
from lms.content.queries import CourseRow
from lms.kit.db import db
from lms.kit.program import Program
from tests.certificates import graduates
from tests.learning import courses


@pytest.fixture(autouse=True)
def _fresh_counts():
    throttle.reset()


@pytest.fixture
def course(app) -> CourseRow:
    """The small course, owned by the installation."""
    return courses.publish()


@pytest.fixture
def completed(course) -> str:
    """Amina's enrolment, completed with 87.5 %."""
    enrolment_id = graduates.enrol("amina", course)
    graduates.complete(enrolment_id, course)
    return enrolment_id


@pytest.fixture
def certificate(completed, browse, run_jobs) -> str:
    """The address of Amina's certificate, its English file made."""
    answer = browse("amina").post(
        f"/learn/{completed}/certificate", {"name": "Amina Diallo", "language": "en"}
    )
    run_jobs()
    return answer.location.split("?")[0]


@pytest.fixture
def call(app):
    """Run a command against the application at hand instead of one made from the environment."""
    program = Program(lambda: app, lambda: ({}, {}), lambda _app: None)

    def run(*arguments: str, typed: str = "") -> Result:
        db.session.remove()
        return CliRunner().invoke(lms, ["certificates", *arguments], obj=program, input=typed)

    return run
