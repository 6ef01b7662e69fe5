"""The programmes that somebody follows, as the page of what they learn mentions them.

Programmes are of a room above, which says through `ask_for_programmes` which there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Followed:
    """A programme that somebody takes part in, or has completed, in one of its cohorts.

    `language` is the title's; the days are the cohort's.
    """

    participation_id: str
    title: str
    language: str
    cohort: str
    starts_on: date
    ends_on: date
    is_completed: bool


# Given a person and the language of the reader: what they follow, the last begun first.
Programmes = Callable[[str, str], Sequence[Followed]]
_askers: list[Programmes] = []


def ask_for_programmes(programmes: Programmes) -> None:
    """Let `programmes(person_id, language)` say which programmes somebody follows."""
    if programmes not in _askers:
        _askers.append(programmes)


def list_followed(person_id: str, language: str) -> list[Followed]:
    """Return the programmes that a person follows or has completed."""
    return [one for asker in _askers for one in asker(person_id, language)]
