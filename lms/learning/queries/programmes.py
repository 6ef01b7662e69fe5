"""The programmes that somebody follows or is offered, and those that need a course.

Programmes are of a room above, which says through `ask_for_…` which there are.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """A programme that somebody takes part in, has completed, or is offered a place in.

    `language` is the title's; the days and `time_zone` are the cohort's. `answer_by` says until
    when an offer is answered, and is nothing where there is none to answer.
    """

    participation_id: str
    title: str
    language: str
    cohort: str
    starts_on: date
    ends_on: date
    is_completed: bool
    time_zone: str = "UTC"
    answer_by: datetime | None = None


# Given a person, the language of the reader and the time: what they follow, the last begun first.
Programmes = Callable[[str, str, datetime], Sequence[Followed]]
_askers: list[Programmes] = []


def ask_for_programmes(programmes: Programmes) -> None:
    """Let `programmes(person_id, language, now)` say which programmes somebody follows."""
    if programmes not in _askers:
        _askers.append(programmes)


def list_followed(person_id: str, language: str, now: datetime) -> list[Followed]:
    """Return the programmes that a person follows, has completed or is offered a place in."""
    return [one for asker in _askers for one in asker(person_id, language, now)]


@dataclass(frozen=True, slots=True)
class Needing:
    """A programme that needs a course; `participation_id` where the reader has a place in it.

    `language` is the title's; `is_choice` where the reader may choose the course or leave it.
    """

    slug: str
    title: str
    language: str
    participation_id: str | None
    is_choice: bool = False


# Given a course's slug, a person or nobody, the language of the reader: which programmes need it.
NeedingProgrammes = Callable[[str, str | None, str], Sequence[Needing]]
_needing: list[NeedingProgrammes] = []


def ask_for_needing(programmes: NeedingProgrammes) -> None:
    """Let `programmes(slug, person_id, language)` say which programmes need a course."""
    if programmes not in _needing:
        _needing.append(programmes)


def list_needing(slug: str, person_id: str | None, language: str) -> list[Needing]:
    """Return the published programmes that need a course, and the reader's places in them."""
    return [one for asker in _needing for one in asker(slug, person_id, language)]


# Given a person: their enrolments that were taken back with nothing done in them.
TakenBack = Callable[[str], Collection[str]]
_taken_back: list[TakenBack] = []


def ask_for_taken_back(enrolments: TakenBack) -> None:
    """Let `enrolments(person_id)` say which enrolments were taken back before anything was done."""
    if enrolments not in _taken_back:
        _taken_back.append(enrolments)


def list_taken_back(person_id: str) -> set[str]:
    """Return the enrolments of a person that were taken back together with what began them."""
    return {one for asker in _taken_back for one in asker(person_id)}
