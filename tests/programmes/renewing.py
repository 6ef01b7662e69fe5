"""What tests of recertification share: an award near its end, and what is done to renew it."""

import copy
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from lms.kit import events
from lms.kit.clock import clock
from lms.kit.db import db
from lms.learning import queries as learning
from lms.learning.events import CourseCompleted
from lms.programmes.models import Grade
from lms.programmes.queries import participations
from lms.programmes.rules.cohorts import CohortPlan
from lms.programmes.rules.rows import AwardRow, ParticipationRow, ProgrammeRow
from lms.programmes.services.evaluation import ask_to_evaluate
from tests import cast
from tests.certificates import graduates
from tests.learning import courses
from tests.programmes import factories

PAGE = "/learn/awards"
PARTS = [
    {"id": "course", "type": "course", "course": courses.SLUG},
    {"id": "plan", "type": "product", "brief": {"en": "A plan."}, "points": 70,
     "title": {"en": "The plan"}, "counts_for": "achievement"},
]  # fmt: skip
AGAIN = {"parts": ["course"], "opens_months_before": 6, "grace_months": 3}
# The last day of an award whose window is open.
SOON = cast.NOW.date() + timedelta(days=60)


def add_renewable(hub_id: str, slug: str = factories.SLUG, **changes: Any) -> ProgrammeRow:
    """Publish the course, and a programme of it and a plan whose awards are renewed."""
    if courses.queries.find_course(courses.SLUG) is None:
        courses.publish()
    definition = copy.deepcopy(factories.DEFINITION) | {
        "requirements": PARTS, "recertification": AGAIN, **changes,
    }  # fmt: skip
    return factories.add_programme(hub_id, slug, definition)


def add_held(
    programme: ProgrammeRow,
    name: str = "amina",
    until: date | None = SOON,
    kind: str = "participation",
    plan: CohortPlan = factories.PLAN,
) -> AwardRow:
    """Give somebody an award of two years ago, of a cohort that was completed."""
    cohort = factories.add_cohort(programme, plan)
    place = factories.add_participation(factories.add_nomination(cohort, name), "completed")
    return factories.add_award(
        place,
        cohort.programme_version_id,
        kind=kind,
        valid_until=until,
        awarded_at=cast.NOW - timedelta(days=730),
    )


def place_of(award: AwardRow) -> ParticipationRow:
    """Return the participation that an award was given for."""
    place = participations.find_participation(str(award.participation_id))
    assert place is not None
    return place


def grade(participation_id: str, part_id: str, points: int) -> None:
    """Grade a piece of work of a participant, and have it looked into."""
    values = {"participation_id": participation_id, "part_id": part_id, "points": points}
    db.session.execute(insert(Grade).values(**values, note="", graded_at=clock.now()))
    ask_to_evaluate([participation_id], clock.now())
    db.session.commit()


def complete_again(name: str = "amina") -> None:
    """Let somebody complete the course in which a renewal has enrolled them, and announce it."""
    course = courses.queries.get_course(courses.SLUG)
    enrolments = learning.list_enrolments(cast.id_of(name), course.id)
    enrolment = next(row for row in enrolments if row.status == "active")
    completion_id = graduates.complete(enrolment.id, course, None)
    events.announce(CourseCompleted(enrolment.id, completion_id), clock.now())
    db.session.commit()
