"""Reads of where a person's name is shown to strangers because the person chose so.

Such pages are the business of a room above, which counts them through `ask_for_shown`.
"""

from collections.abc import Callable
from datetime import datetime

Counter = Callable[[str, datetime], int]
_askers: list[Counter] = []


def ask_for_shown(counter: Counter) -> None:
    """Let `counter(person_id, now)` say how many pages show a name; `lms.wiring` names it here."""
    if counter not in _askers:
        _askers.append(counter)


def count_shown(person_id: str, now: datetime) -> int:
    """Return how many pages show a person's name at `now` to whoever has their address."""
    return sum(counter(person_id, now) for counter in _askers)
