"""Sessions for tests: plans of them, added to a cohort whose people take part."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import insert

from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import CohortGroup
from lms.programmes.queries import sessions
from lms.programmes.rules.rows import CohortRow, ParticipationRow
from lms.programmes.rules.sessions import SessionPlan, SessionRow, on_the_wall
from lms.programmes.services import sessions as planning
from tests import cast
from tests.programmes import factories


def wall(text: str) -> datetime:
    """Return a time as a clock on a wall shows it, without a zone."""
    return datetime.fromisoformat(text)


TITLE = "Tracing assets"
LINK = "https://meet.example.org/tracing"
SESSION = SessionPlan(
    title=TITLE,
    mode="hybrid",
    starts=wall("2027-02-02 10:00"),
    ends=wall("2027-02-02 12:00"),
    time_zone="Africa/Dakar",
    place="Room 4, Dakar",
    link=LINK,
    language="fr",
    interpreters=("en", "ar"),
)


def add_session(cohort: CohortRow, **changes: object) -> SessionRow:
    """Plan one session."""
    plan = replace(SESSION, **changes)  # type: ignore[arg-type]
    [session_id] = planning.plan_sessions(OPERATOR, cast.NOW, cohort, plan)
    db.session.commit()
    return get_session(session_id)


def add_session_now(cohort: CohortRow, **changes: object) -> SessionRow:
    """Plan a session that goes on at the cast's time, from a quarter of an hour ago, for two."""
    starts = on_the_wall(cast.NOW - timedelta(minutes=15), "Africa/Dakar")
    return add_session(cohort, starts=starts, ends=starts + timedelta(hours=2), **changes)


def get_session(session_id: str) -> SessionRow:
    """Return a session as it is now."""
    row = sessions.find_session(session_id)
    assert row is not None
    return row


def add_participant(cohort: CohortRow, name: str = "amina", **columns: object) -> ParticipationRow:
    """Let one of the cast take part."""
    return factories.add_participation(factories.add_nomination(cohort, name), **columns)


def add_group(cohort: CohortRow, name: str = "Group A", **columns: object) -> str:
    """Add a group and return its id; any column may be given."""
    group_id = new_id()
    values = {"id": group_id, "cohort_id": cohort.id, "name": name, "language": "fr", **columns}
    db.session.execute(insert(CohortGroup).values(values))
    db.session.commit()
    return group_id
