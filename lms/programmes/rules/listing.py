"""Lists of which each entry has an id: put one in or in another's place, move it, take it out.

What the entries are, questions or criteria, is of no matter here.
"""

from typing import Protocol, TypeVar


class Entry(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Return it."""


EntryT = TypeVar("EntryT", bound=Entry)


def find(entries: tuple[EntryT, ...], entry_id: str) -> EntryT | None:
    """Return the entry of this id, or nothing."""
    return next((one for one in entries if one.id == entry_id), None)


def put(entries: tuple[EntryT, ...], entry: EntryT) -> tuple[EntryT, ...]:
    """Return the list with the entry in the place of the one of its id, or else at the end."""
    if find(entries, entry.id) is None:
        return (*entries, entry)
    return tuple(entry if one.id == entry.id else one for one in entries)


def move(entries: tuple[EntryT, ...], entry_id: str, *, is_up: bool) -> tuple[EntryT, ...]:
    """Return the list with one entry a place further up or down; at the end it stays."""
    order = list(entries)
    here = next((number for number, one in enumerate(order) if one.id == entry_id), None)
    if here is None:
        return entries
    there = min(max(here + (-1 if is_up else 1), 0), len(order) - 1)
    order.insert(there, order.pop(here))
    return tuple(order)


def remove(entries: tuple[EntryT, ...], entry_id: str) -> tuple[EntryT, ...]:
    """Return the list without one entry."""
    return tuple(one for one in entries if one.id != entry_id)
