"""What saving does when the working copy has taken in a later state of the upstream course."""

from datetime import datetime

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.content.services import append_translations
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.units.po import Status
from lms.workshop.models import CourseOrigin
from lms.workshop.queries.lineage import Origin, State, find_origin
from lms.workshop.queries.shelves import read_said


def record_origin(
    actor: Actor, now: datetime, course: CourseRow, upstream: CourseRow, state: State
) -> None:
    """Write down which state of the upstream course a course has from now on."""
    db.session.add(
        CourseOrigin(
            course_id=course.id, upstream_id=upstream.id, version_number=state.version_number,
            tree_hash=state.tree_hash, person_id=actor.person_id, created_at=now,
        )
    )  # fmt: skip
    db.session.flush()


def record_taken(actor: Actor, now: datetime, course: CourseRow, state: State) -> None:
    """Write down that a course has taken in a state of its upstream, with its translations."""
    origin = find_origin(course.id)
    if origin is not None:
        _take_translations(actor, now, course, origin, state)
        record_origin(actor, now, course, origin.upstream, state)


def _take_translations(
    actor: Actor, now: datetime, course: CourseRow, origin: Origin, state: State
) -> None:
    """Append what the upstream's translators changed and the course's own did not."""
    before, after = read_said(origin.taken.tree_hash), read_said(state.tree_hash)
    rows = content.list_translations(course.id)
    for language, said in after.items():
        ours = {key: (row.text, row.status) for key, row in rows.get(language, {}).items()}
        said_before = before.get(language, {})
        missing: tuple[str, Status] = ("", "missing")
        changed = {
            key: value
            for key, value in said.items()
            if value != said_before.get(key, missing)
            and ours.get(key, missing) == said_before.get(key, missing)
        }
        append_translations(actor, now, course.id, language, changed)
