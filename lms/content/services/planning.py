"""Planning a publication: validate, decide what the change makes, compile it, store the files.

The database is only read. Storing what was planned is in `publishing`: what is slow stays out of
its transaction.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from lms.content import hashes, queries
from lms.content.editions import Compiled, compile_edition, media_address
from lms.content.pictures import Drawn
from lms.content.queries import CourseRow
from lms.content.reader import Course, Files
from lms.content.rules import (
    CourseInvalid,
    Decision,
    Made,
    SecondPersonNeeded,
    check_trainer,
)
from lms.content.services.drafts import Draft
from lms.content.services.picturing import Gallery, open_gallery
from lms.content.services.selecting import Incomplete, NewTexts, open_candidate
from lms.kit import storage
from lms.kit.actor import Actor
from lms.organisations.queries import needs_second_person

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class PlannedEdition:
    """An edition ready to be stored."""

    version_id: str
    version_number: int
    language: str
    number: int
    text_hash: str
    is_unreviewed: bool
    missing: int
    media: Mapping[str, str]
    compiled: Compiled


@dataclass(frozen=True)
class Plan:
    """A publication, compiled and not yet stored; `state` is what it was made from."""

    course: CourseRow
    draft: Draft
    parsed: Course
    decision: Decision
    made: Made
    structure_hash: str
    version_id: str
    version_number: int
    editions: tuple[PlannedEdition, ...]
    incomplete: tuple[Incomplete, ...]
    confirmed_by: str | None
    state: str
    pictures: Mapping[str, Drawn]


def plan_publication(
    actor: Actor,
    slug: str,
    *,
    is_declared_unchanged: bool = False,
    confirmed_by: Actor | None = None,
    offered: Collection[str] = (),
    left_out: Collection[str] = (),
    report: Report | None = None,
) -> Plan:
    """Validate a draft, decide what publishing it makes, and compile that.

    The draft's files are stored by hash, the database is only read.

    `is_declared_unchanged`: the actor declares that changed source texts mean what they meant;
    for questions a second person, `confirmed_by`, must say so too. Incomplete languages are offered
    that `offered` names, or that were offered so far and `left_out` does not name. Each edition
    compiled is told to `report(done, total)`. Raises `CourseInvalid`, `SecondPersonNeeded`.
    """
    course = queries.get_course(slug)
    check_trainer(actor, course.owner_path)
    _check_second_person(actor, confirmed_by, course)
    candidate = open_candidate(course)
    if not candidate.report.is_valid:
        raise CourseInvalid(candidate.report.problems)
    _store(candidate.draft.files)
    gallery = open_gallery()
    prospect = candidate.look_ahead(
        is_declared_unchanged=is_declared_unchanged,
        is_confirmed=confirmed_by is not None,
        offered=offered,
        left_out=left_out,
    )
    return Plan(
        course, candidate.draft, candidate.report.course, prospect.decision, prospect.made,
        hashes.structure_hash(candidate.edited.structure),
        prospect.target.id, prospect.target.number,
        _compile(prospect.texts, gallery, report), prospect.incomplete,
        confirmed_by.person_id if confirmed_by else None, candidate.state, gallery.new,
    )  # fmt: skip


def _store(files: Files) -> None:
    # Each waits for the disk, which nobody should do within a transaction that writes.
    for content in files.values():
        storage.put(content)


def _check_second_person(actor: Actor, other: Actor | None, course: CourseRow) -> None:
    if other is None:
        if not actor.is_operator and needs_second_person(course.owner_path):
            raise SecondPersonNeeded
        return
    is_same = other.person_id is None or other.person_id == actor.person_id
    if is_same or not other.has_role("trainer", path=course.owner_path):
        raise SecondPersonNeeded


def _compile(
    texts: Collection[NewTexts], gallery: Gallery, report: Report | None
) -> tuple[PlannedEdition, ...]:
    planned = []
    for done, new in enumerate(texts):
        if report:
            report(done, len(texts))
        target = new.target
        compiled = compile_edition(
            target.course,
            new.language,
            new.wordings,
            media_address(target.id),
            gallery.media_of(target.course, new.language),
        )
        planned.append(
            PlannedEdition(
                target.id, target.number, new.language, new.number, new.text_hash,
                new.is_unreviewed, new.missing, new.media, compiled,
            )
        )  # fmt: skip
    return tuple(planned)
