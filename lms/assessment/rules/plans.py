"""The rules of marking by people: who marks what, when a second one must, when a moderator decides.

Candidates are codes here; which of several marks counts is in `marks`.
"""

import hashlib
from base64 import b32encode
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lms.assessment.rules.marks import Kind, MarkRow, newest
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_

Role = Literal["marker", "second", "moderator", "appeal"]
ROLE_NAMES: dict[Role, str] = {
    "marker": N_("Marks"),
    "second": N_("Marks a second time, blind"),
    "moderator": N_("Decides where two marks differ"),
    "appeal": N_("Decides on appeals"),
}
Stage = Literal["first", "second", "moderation", "done"]
RELEASE = "assessment.release_results"
TELL_MARKER = "assessment.tell_marker"
ROLES: tuple[Role, ...] = ("marker", "second", "moderator", "appeal")
# What each role does, as the kind of mark that it gives.
GIVES: dict[Role, Kind] = {
    "marker": "human",
    "second": "second",
    "moderator": "moderated",
    "appeal": "appeal",
}
STAGES: dict[Stage, Kind] = {"first": "human", "second": "second", "moderation": "moderated"}


class MarkedMeanwhile(DomainError):
    """Somebody else has marked the answer, or its result is released."""

    message = N_("This answer is not yours to mark any more: look at the queue again.")


class ReasonNeeded(Invalid):
    """A mark that takes another's place says why."""

    message = N_("Please say why this mark is changed.")


class NoSuchMarker(Invalid):
    """An address belongs to nobody who may mark."""

    message = N_("No trainer has this address.")


class NothingToRelease(DomainError):
    """No attempt at the quiz is marked to its end."""

    message = N_("There is no result to release: answers still await their marks.")


@dataclass(frozen=True, slots=True)
class Plan:
    """How the answers to a quiz are marked; `standard` says how its pass mark was set.

    `second_percent` of the answers are marked twice, blind; where both marks differ by more than
    `threshold_percent` of the points, a moderator decides. An author of the course decides alone
    only where `may_authors_decide` says so. For `appeal_days` from its release an appeal against a
    result is taken.
    """

    second_percent: int = 0
    threshold_percent: int = 20
    may_authors_decide: bool = False
    standard: str = ""
    appeal_days: int = 14


@dataclass(frozen=True, slots=True)
class Duty:
    """What somebody has been asked to do with the answers to a quiz."""

    id: str
    quiz_id: str
    person_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that people mark, with the marks that it has from them."""

    attempt_id: str
    item_id: str
    version_id: str
    candidate_id: str
    finished_at: datetime
    marks: Sequence[MarkRow] = ()

    def mark(self, kind: Kind) -> MarkRow | None:
        """Return the newest mark of a kind, or nothing."""
        return newest(self.marks, kind)


def code_of(attempt_id: str, item_id: str) -> str:
    """Return what a marker knows a candidate by: another code for each question."""
    digest = hashlib.sha256(f"{attempt_id}/{item_id}".encode()).digest()
    code = b32encode(digest).decode()[:6]
    return f"{code[:3]}-{code[3:]}"


def code_told(kind: str, attempt_id: str, item_id: str) -> str:
    """Return the code that a candidate tells the assessor; none for a type marked unseen."""
    return code_of(attempt_id, item_id) if kind == "observation" else ""


def is_sampled(attempt_id: str, item_id: str, percent: int) -> bool:
    """Say whether an answer is among those marked twice: by chance, and always the same ones."""
    digest = hashlib.sha256(f"second/{attempt_id}/{item_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


def needs_second(answer: Answer, plan: Plan, authors: Collection[str]) -> bool:
    """Say whether a second person has to mark: by the sample, or since an author marked first."""
    first = answer.mark("human")
    is_authors = first is not None and first.person_id in authors and not plan.may_authors_decide
    return is_authors or is_sampled(answer.attempt_id, answer.item_id, plan.second_percent)


def differ(first: MarkRow, second: MarkRow, plan: Plan) -> bool:
    """Say whether two marks are so far apart that somebody has to decide."""
    return abs(first.points - second.points) * 100 > plan.threshold_percent


def stage(answer: Answer, plan: Plan, authors: Collection[str]) -> Stage:
    """Return what an answer waits for."""
    first, second = answer.mark("human"), answer.mark("second")
    if first is None:
        return "first"
    if answer.mark("moderated") is not None:
        return "done"
    if second is None:
        return "second" if needs_second(answer, plan, authors) else "done"
    return "moderation" if differ(first, second, plan) else "done"


def task(
    answer: Answer, person_id: str, roles: Collection[Role], plan: Plan, authors: Collection[str]
) -> Kind | None:
    """Return the kind of mark that an answer waits for from this person, or nothing.

    Nobody marks their own paper, or one answer in two roles; and beside an author's mark that of
    another author is none.
    """
    kind = STAGES.get(stage(answer, plan, authors))
    held = {GIVES[role] for role in roles}
    givers = {mark.person_id for mark in answer.marks}
    if kind is None or kind not in held or person_id in {*givers, answer.candidate_id}:
        return None
    is_free = kind == "human" or plan.may_authors_decide or person_id not in authors
    return kind if is_free or not givers & set(authors) else None


def revision(answer: Answer, person_id: str) -> Kind | None:
    """Return the kind of mark that this person gave last and may still change, or nothing.

    Once another has marked after it, a mark stands.
    """
    last = max(answer.marks, key=lambda mark: mark.seq, default=None)
    return last.kind if last is not None and last.person_id == person_id else None


def list_ready(answers: Iterable[Answer], plan: Plan, authors: Collection[str]) -> list[str]:
    """Return the attempts of which every answer is marked to its end, in their order."""
    stages: dict[str, set[Stage]] = {}
    for answer in answers:
        stages.setdefault(answer.attempt_id, set()).add(stage(answer, plan, authors))
    return [attempt_id for attempt_id, found in stages.items() if found == {"done"}]
