"""Who waits for a decision whether there is a certificate, and whether the reader may decide.

What follows of a decision is done in `services.approving`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from lms.certificates.queries import candidates, teaching
from lms.certificates.rules.issuing import Candidate, Scope
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


def list_able(waiting: Iterable[Waiting]) -> list[str]:
    """Return the keys of those about whom the reader may decide."""
    return [one.candidate.key for one in waiting if one.may_decide]


def has_ended(actor: Actor, now: datetime, scope: Scope, keys: Collection[str]) -> bool:
    """Say whether what some of these would be certified for is over; such a one does not wait."""
    every = candidates.list_candidates(actor, now, scope)
    return any(one.outcome == "ended" and one.key in keys for one in every)


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
