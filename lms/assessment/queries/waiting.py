"""Reads of what waits for one person in every quiz where they were asked to mark or to decide.

As many queries, however many quizzes; what waits in one quiz is read in `desks`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from lms.accounts.queries.waiting import Waiting, Work
from lms.assessment.models import Attempt, Mark, MarkingDuty, MarkingPlan, PaperItem
from lms.assessment.queries.appeals import involve, list_open
from lms.assessment.queries.marks import COLUMNS, mark_row
from lms.assessment.rules import Answer, MarkRow, Plan, Role, task
from lms.content import queries as content
from lms.content.models import Course, Item, Revision, Version
from lms.kit.actor import Actor
from lms.kit.db import read
from lms.questions.rubrics import RubricType
from lms.questions.types import TYPES

Quiz = tuple[str, str]
Authors = Mapping[str, frozenset[str]]
WORKS: tuple[Work, ...] = ("human", "second", "moderated", "appeal")
_BY_PEOPLE = [name for name, kind in TYPES.items() if isinstance(kind, RubricType)]

_courses: Any = bindparam("courses", expanding=True)
_held = (
    select(
        MarkingDuty.course_id, MarkingDuty.quiz_id, MarkingDuty.role, Course.slug,
        MarkingPlan.second_percent, MarkingPlan.threshold_percent, MarkingPlan.may_authors_decide,
    )
    .join(Course, Course.id == MarkingDuty.course_id)
    .outerjoin(
        MarkingPlan,
        (MarkingPlan.course_id == MarkingDuty.course_id)
        & (MarkingPlan.quiz_id == MarkingDuty.quiz_id),
    )
    .where(MarkingDuty.person_id == bindparam("person_id"), MarkingDuty.ended_at.is_(None))
)  # fmt: skip
_versions = (
    select(Version.course_id, Version.id)
    .where(Version.course_id.in_(_courses))
    .order_by(Version.number)
)
_authors = (
    select(Revision.course_id, Revision.author_id)
    .where(Revision.course_id.in_(_courses), Revision.author_id.is_not(None))
    .distinct()
)
_is_awaiting = (
    Version.course_id.in_(_courses),
    Attempt.quiz_id.in_(bindparam("quizzes", expanding=True)),
    Attempt.finished_at.is_not(None),
    Attempt.released_at.is_(None),
)
_automatic = select(Mark.seq).where(
    Mark.attempt_id == PaperItem.attempt_id,
    Mark.item_id == PaperItem.item_id,
    Mark.kind == "automatic",
)
_answers = (
    select(
        Version.course_id, Attempt.quiz_id, PaperItem.attempt_id, PaperItem.item_id,
        Attempt.version_id, Attempt.person_id, Attempt.finished_at,
    )
    .join(Attempt, Attempt.id == PaperItem.attempt_id)
    .join(Version, Version.id == Attempt.version_id)
    .join(Item, (Item.version_id == Attempt.version_id) & (Item.item_id == PaperItem.item_id))
    .where(*_is_awaiting, Item.type.in_(_BY_PEOPLE), ~_automatic.exists())
)  # fmt: skip
_marks = (
    select(*COLUMNS)
    .join(Attempt, Attempt.id == Mark.attempt_id)
    .join(Version, Version.id == Attempt.version_id)
    .where(*_is_awaiting, Mark.kind != "automatic")
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person was asked to do with one quiz, and how that is marked."""

    slug: str
    plan: Plan
    roles: set[Role]


def list_waiting(actor: Actor, language: str) -> list[Waiting]:
    """Return how many answers and appeals of each quiz wait for the actor, by titles.

    Left out is what the actor could not open: marks are given by trainers alone.
    """
    asked = _list_asked(actor)
    if not asked:
        return []
    courses = sorted({course_id for course_id, _quiz_id in asked})
    newest = dict(read(_versions, {"courses": courses}).all())
    authors: dict[str, frozenset[str]] = defaultdict(frozenset)
    for course_id, author_id in read(_authors, {"courses": courses}):
        authors[course_id] |= {str(author_id)}
    person_id = actor.person_id or ""
    counts = _count_answers(asked, authors, person_id) | _count_appeals(asked, authors, person_id)
    return _name(asked, newest, counts, language)


def _list_asked(actor: Actor) -> dict[Quiz, Asked]:
    found: dict[Quiz, Asked] = {}
    is_trainer = actor.has_role("trainer")
    rows: Iterable[Any] = read(_held, {"person_id": actor.person_id})
    for course_id, quiz_id, role, slug, *plan in rows:
        if is_trainer or role == "appeal":
            set_plan = Plan() if plan[0] is None else Plan(*plan)
            asked = found.setdefault((course_id, quiz_id), Asked(slug, set_plan, set()))
            asked.roles.add(role)
    return found


def _where(asked: Iterable[Quiz]) -> dict[str, list[str]]:
    """Return the courses and quizzes; two courses may call theirs alike, so rows are sifted."""
    courses, quizzes = zip(*asked, strict=True)
    return {"courses": sorted(set(courses)), "quizzes": sorted(set(quizzes))}


def _count_answers(
    asked: Mapping[Quiz, Asked], authors: Authors, person_id: str
) -> Counter[tuple[Quiz, Work]]:
    marking = {quiz: held for quiz, held in asked.items() if held.roles - {"appeal"}}
    found: Counter[tuple[Quiz, Work]] = Counter()
    if not marking:
        return found
    where = _where(marking)
    marks: dict[tuple[str, str], list[MarkRow]] = defaultdict(list)
    for mark in map(mark_row, read(_marks, where)):
        marks[mark.attempt_id, mark.item_id].append(mark)
    rows: Iterable[Any] = read(_answers, where)
    for course_id, quiz_id, attempt_id, item_id, *rest in rows:
        held = marking.get((course_id, quiz_id))
        version_id, candidate_id, finished_at = rest
        of_it = marks[attempt_id, item_id]
        answer = Answer(attempt_id, item_id, version_id, candidate_id, finished_at, of_it)
        kind = held and task(answer, person_id, held.roles, held.plan, authors[course_id])
        found.update(((course_id, quiz_id), work) for work in WORKS if work == kind)
    return found


def _count_appeals(
    asked: Mapping[Quiz, Asked], authors: Authors, person_id: str
) -> Counter[tuple[Quiz, Work]]:
    deciding = [quiz for quiz, held in asked.items() if "appeal" in held.roles]
    if not deciding:
        return Counter()
    rows = list_open(**_where(deciding))
    involved = involve([(appeal, authors[course_id]) for course_id, appeal in rows])
    return Counter(
        ((course_id, appeal.quiz_id), "appeal")
        for course_id, appeal in rows
        if (course_id, appeal.quiz_id) in deciding and person_id not in involved[appeal.attempt_id]
    )


def _name(
    asked: Mapping[Quiz, Asked],
    newest: Mapping[str, str],
    counts: Mapping[tuple[Quiz, Work], int],
    language: str,
) -> list[Waiting]:
    """Return what waits with titles, in their order; nothing is read where nothing waits."""
    courses = sorted({course_id for (course_id, _quiz_id), _work in counts})
    outlines: Sequence[content.Outline] = (
        content.get_outlines([(newest[course_id], language) for course_id in courses])
        if courses
        else ()
    )
    found = []
    for course_id, outline in zip(courses, outlines, strict=True):
        titles = {row.quiz_id: row.title for row in outline.activities}
        found += [
            Waiting(work, count, asked[quiz].slug, quiz[1], outline.title,
                    titles.get(quiz[1], quiz[1]), outline.language)
            for (quiz, work), count in counts.items()
            if quiz[0] == course_id
        ]  # fmt: skip
    return sorted(found, key=lambda row: (row.course, row.slug, row.quiz, WORKS.index(row.work)))
