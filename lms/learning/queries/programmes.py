"""The programmes that somebody follows or is offered, as the page of what they learn shows them.

Programmes are of a room above, which says through `ask_for_programmes` which there are.
"""

from collections.abc import Callable, Sequence
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
