"""Who waits for a decision whether there is a certificate, and whether the reader may decide.

What follows of a decision is done in `services.approving`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from lms.certificates.queries import candidates, teaching
from lms.certificates.rules.issuing import Candidate, Decision, Scope
from lms.kit.actor import Actor
from lms.programmes.queries import curricula
from lms.programmes.rules.definition import CoursePart, ExamPart


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody about whom can be decided; `is_taught` where the reader taught them."""

    candidate: Candidate
    is_taught: bool
    is_own: bool

    @property
    def person_id(self) -> str:
        """Return who waits."""
        return self.candidate.person_id

    @property
    def may_decide(self) -> bool:
        """Say whether the reader decides about this person."""
        return not (self.is_taught or self.is_own)


@dataclass(frozen=True, slots=True)
class Marked:
    """Of those marked on a page: whether one has ended meanwhile, and what was decided since."""

    has_ended: bool
    decided_since: list[Decision]


def list_waiting(actor: Actor, now: datetime, scope: Scope) -> list[Waiting]:
    """Return those about whom nobody has decided yet, and those decided against, in order.

    Of two awards for one place only the better one is decided on.
    """
    rows = [
        one
        for one in candidates.list_candidates(actor, now, scope)
        if one.outcome in {"undecided", "refused"}
    ]
    person_id = str(actor.person_id)
    if scope.course_id is not None:
        taught = {one.key for one in rows} if _wrote(person_id, {scope.slug}) else set()
    else:
        keys = [one.key for one in rows]
        lesser = candidates.list_better(keys)
        rows = [one for one in rows if one.key not in lesser]
        wrote = _wrote(person_id, _list_courses(scope))
        taught = set(keys) if wrote else set(teaching.list_taught(person_id, keys))
    return [Waiting(one, one.key in taught, one.person_id == person_id) for one in rows]


def list_unheard(waiting: Iterable[Waiting]) -> list[str]:
    """Return the marks of those about whom nobody has decided yet, and the reader may."""
    return [
        one.candidate.mark
        for one in waiting
        if one.may_decide and one.candidate.outcome == "undecided"
    ]


def list_marked(actor: Actor, now: datetime, scope: Scope, marks: Collection[str]) -> Marked:
    """Return how those stand now that were marked on a page."""
    keys = {mark.partition(".")[0] for mark in marks}
    found = [one for one in candidates.list_candidates(actor, now, scope) if one.key in keys]
    return Marked(
        has_ended=any(one.outcome == "ended" for one in found),
        decided_since=[one.decision for one in found if one.decision and one.mark not in marks],
    )


def _wrote(person_id: str, slugs: set[str]) -> bool:
    return person_id in teaching.list_authors(slugs)


def _list_courses(scope: Scope) -> set[str]:
    """Return the courses that any version of a programme has asked for."""
    return {
        part.course
        for version in curricula.list_versions(str(scope.programme_id))
        for _, part in version.definition.parts()
        if isinstance(part, CoursePart | ExamPart)
    }
