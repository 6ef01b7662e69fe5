"""Reads of what waits for one person: work that they were asked to do with the quiz of a course.

Who does what with a quiz is known to a room above, which counts it through `ask_for_waiting`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from lms.kit.actor import Actor

Work = Literal["human", "second", "moderated", "appeal"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many answers or appeals of a quiz wait for a person, and what is to be done with them.

    `work` is the kind of mark that they give; course and quiz are called as `language` has them.
    """

    work: Work
    count: int
    slug: str
    quiz_id: str
    course: str
    quiz: str
    language: str


Lister = Callable[[Actor, str], Sequence[Waiting]]
_askers: list[Lister] = []


def ask_for_waiting(lister: Lister) -> None:
    """Let `lister(actor, language)` say what waits for an actor; `lms.wiring` names it here."""
    if lister not in _askers:
        _askers.append(lister)


def list_waiting(actor: Actor, language: str) -> list[Waiting]:
    """Return what waits for exactly this actor, with titles in `language` where there are such."""
    return [row for lister in _askers for row in lister(actor, language)]
