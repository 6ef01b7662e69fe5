"""Edits of a YAML file as values, and what each does to the data.

How the text of the file follows is in `splicing`.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from lms.content import yaml
from lms.kit.errors import Invalid
from lms.kit.i18n import N_

Path = tuple[str | int, ...]
# How many files' data a process remembers: each request reads a file that the last one wrote.
REMEMBERED = 64


class FileUnreadable(Invalid):
    """A file is not YAML that can be read, so that nothing in it can be changed."""

    message = N_("A file of the course cannot be read. Mend it, or restore an earlier revision.")


@dataclass(frozen=True)
class Set:
    """A value at a key; nothing removes the key. `order` tells a new key its place."""

    path: Path
    value: Any
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Insert:
    """A new item of a list, before the one at `index`.

    Where no neighbour shows how items are written, `is_block` says it.
    """

    path: Path
    index: int
    value: Any
    is_block: bool = False


@dataclass(frozen=True)
class Remove:
    """An item of a list that goes."""

    path: Path


@dataclass(frozen=True)
class Move:
    """An item that goes to a place of the same or another list, counted without the item."""

    path: Path
    to: Path
    index: int


Edit: TypeAlias = Set | Insert | Remove | Move


@lru_cache(maxsize=REMEMBERED)
def load(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the data of a file, which nobody changes; raise `FileUnreadable`."""
    document, problems = yaml.read("", text.encode())
    if problems:
        raise FileUnreadable
    return document.data


def find(data: Any, path: Iterable[str | int]) -> Any:  # noqa: ANN401
    """Return what stands at a path, or nothing."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def is_same(old: object, new: object) -> bool:
    """Say whether a value is as it was: a number may be written as text, spaces do not count."""
    if isinstance(old, dict) and isinstance(new, dict):
        return list(old) == list(new) and all(is_same(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, list | tuple):
        return len(old) == len(new) and all(map(is_same, old, new))
    if isinstance(new, str) and isinstance(old, int | float) and not isinstance(old, bool):
        return str(old) == new
    if isinstance(old, str) and isinstance(new, str):
        return old.strip() == new.strip()
    return type(old) is type(new) and old == new


def change_data(data: Any, edit: Edit) -> Any:  # noqa: ANN401
    """Return the data as it is after an edit; the data before are left alone."""
    data = deepcopy(data)
    if isinstance(edit, Set):
        return _set(data, edit)
    if isinstance(edit, Insert):
        items = _list_at(data, edit.path)
        if not edit.path and data is None:
            data = items
        items.insert(edit.index, deepcopy(edit.value))
        return data
    value = find(data, edit.path[:-1]).pop(edit.path[-1])
    if isinstance(edit, Move):
        _list_at(data, edit.to).insert(edit.index, value)
    return data


def _set(data: Any, edit: Set) -> Any:  # noqa: ANN401
    parent, key = find(data, edit.path[:-1]), edit.path[-1]
    if edit.value is None:
        parent.pop(key, None)
    elif not (key in parent and is_same(parent[key], edit.value)):
        parent[key] = deepcopy(edit.value)
    return data


def _list_at(data: Any, path: Path) -> list[Any]:  # noqa: ANN401
    found = find(data, path)
    if found is None:
        found = []
        if path:
            find(data, path[:-1])[path[-1]] = found
    items: list[Any] = found
    return items
