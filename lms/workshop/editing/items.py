"""Edits that make one list of named entries into another, each entry keeping its own text.

For choices, objectives and sections: what stays is changed in place, moved, not written anew.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lms.workshop.editing.edits import Edit, Insert, Move, Path, Remove, Set

Entry = Mapping[str, Any]


def set_keys(path: Path, new: Entry, keys: Sequence[str]) -> list[Edit]:
    """Return the edits that give an entry its new values, for those of `keys` that `new` has."""
    order = tuple(keys)
    return [Set((*path, key), new[key], order) for key in keys if key in new]


def unless_default(old: Entry, key: str, value: object, default: object) -> object:
    """Return a value as it is to stand: the default is left out, unless the author wrote it."""
    return value if value != default else old.get(key) if old.get(key) == default else None


def change_items(
    path: Path, old: Sequence[str], new: Sequence[tuple[str, Entry]], keys: Sequence[str]
) -> list[Edit]:
    """Return the edits from the entries of a list, whose names are `old`, to the new ones."""
    names = list(old)
    wanted = {name for name, _ in new}
    edits: list[Edit] = []
    for place in reversed(range(len(names))):
        if names[place] not in wanted:
            edits.append(Remove((*path, place)))
            del names[place]
    for index, (name, entry) in enumerate(new):
        if name not in names:
            value = {key: entry[key] for key in keys if entry.get(key) is not None}
            edits.append(Insert(path, index, value))
            names.insert(index, name)
            continue
        place = names.index(name)
        if place != index:
            edits.append(Move((*path, place), path, index))
            names.insert(index, names.pop(place))
        edits += set_keys((*path, index), entry, keys)
    return edits
