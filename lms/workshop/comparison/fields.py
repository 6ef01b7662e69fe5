"""What differs between two states of an entry, field by field, whatever is nested in it.

Prose is compared word by word; of all else it is said what went and what came.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from lms.kit.i18n import N_, Text
from lms.units.differences import Part
from lms.workshop.comparison.blocks import word_changes
from lms.workshop.comparison.names import Names

# A value as it stands is no text of ours: nothing to be translated.
_AS_IT_STANDS = "%(value)s"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that differs: its words, or what went and what came."""

    label: Text
    words: tuple[Part, ...] = ()
    gone: tuple[Text, ...] = ()
    come: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field stands: the keys on the way to it, and the item of a list that it is of."""

    names: Names
    path: str = ""
    item: Text | None = None

    def down(self, key: object) -> "_Place":
        return _Place(self.names, f"{self.path}.{key}".lstrip("."), self.item)

    @property
    def rank(self) -> int:
        """Return the place of the field among the names, or of what is in it; then the unknown."""
        known = (f"{path}." for path in self.names.fields)
        found = (rank for rank, path in enumerate(known) if path.startswith(f"{self.path}."))
        return next(found, len(self.names.fields))

    def into(self, number: int) -> "_Place":
        form = self.names.items.get(self.path)
        name = Text(form, number=number) if form else Text(f"{self.path} %(n)s", n=number)
        return _Place(self.names, self.path, name)

    @property
    def label(self) -> Text:
        """Return what the field is called, with the item that it is of."""
        field = Text(self.names.fields.get(self.path) or self.path.rpartition(".")[2])
        if self.item is None:
            return field
        if self.path in self.names.main:
            return self.item
        return Text(N_("%(part)s: %(field)s"), part=self.item, field=field)

    def say(self, value: object) -> Text:
        """Return a value as people read it."""
        known = self.names.values.get(self.path, {}).get(str(value))
        if known is not None:
            return Text(known)
        if isinstance(value, bool):
            return Text(N_("Yes")) if value else Text(N_("No"))
        return Text(_AS_IT_STANDS, value=value)


def compare_fields(
    names: Names, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[Field, ...]:
    """Return the fields that differ, those that are known in the order of their names."""
    return tuple(_compare(_Place(names), old, new))


def _compare(at: _Place, old: Any, new: Any) -> Iterator[Field]:  # noqa: ANN401 - what a file holds
    if old == new:
        return
    if _is(Mapping, old, new):
        yield from _compare_keys(at, old or {}, new or {})
    elif _is(list, old, new) and any(isinstance(i, Mapping) for i in [*(old or ()), *(new or ())]):
        yield from _compare_items(at, old or [], new or [])
    elif _is(list, old, new):
        yield _compare_lists(at, old or [], new or [])
    elif _is(str, old, new) and at.path not in at.names.values and " " in f"{old}{new}".strip():
        yield Field(at.label, words=word_changes(old or "", new or ""))
    else:
        gone = () if old is None else (at.say(old),)
        yield Field(at.label, gone=gone, come=() if new is None else (at.say(new),))


def _is(kind: type, *values: object) -> bool:
    """Say whether all values are of a kind, as far as there are any."""
    return all(value is None or isinstance(value, kind) for value in values)


def _compare_keys(at: _Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Field]:
    for key in sorted(dict.fromkeys([*old, *new]), key=lambda key: at.down(key).rank):
        if key == "id" and not (old and new):
            # What is new, or gone, is told by its words.
            continue
        yield from _compare(at.down(key), old.get(key), new.get(key))


def _compare_lists(at: _Place, old: Sequence[Any], new: Sequence[Any]) -> Field:
    gone = tuple(at.say(value) for value in old if value not in new)
    come = tuple(at.say(value) for value in new if value not in old)
    if not gone and not come:
        come = (Text(N_("The same in another order")),)
    return Field(at.label, gone=gone, come=come)


def _compare_items(at: _Place, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Field]:
    pairs = list(_pair(old, new))
    for before, after in pairs:
        number = (before if after is None else after) or 0
        was = None if before is None else old[before]
        now = None if after is None else new[after]
        place = at.into(number + 1)
        fields = list(_compare(place, was, now))
        if not fields and was != now:
            # It has nothing but an id.
            gone, come = (() if item is None else (place.say(item),) for item in (was, now))
            fields = [Field(place.label, gone=gone, come=come)]
        yield from fields
    both = [before for before, after in pairs if before is not None and after is not None]
    if both != sorted(both):
        yield Field(at.label, come=(Text(N_("The same in another order")),))


def _pair(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Return which item became which: by their ids, or where they have none by their likeness."""
    names = [_id(item) for item in old]
    if None in [*names, *map(_id, new)]:
        yield from _pair_alike(old, new)
        return
    places = {name: place for place, name in enumerate(names)}
    for place, item in enumerate(new):
        yield places.pop(_id(item), None), place
    yield from ((place, None) for place in places.values())


def _pair_alike(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[int | None, int | None]]:
    matcher = SequenceMatcher(None, list(map(repr, old)), list(map(repr, new)), autojunk=False)
    for _, i1, i2, j1, j2 in matcher.get_opcodes():
        for step in range(max(i2 - i1, j2 - j1)):
            before, after = i1 + step, j1 + step
            yield before if before < i2 else None, after if after < j2 else None


def _id(item: object) -> str | None:
    return str(item["id"]) if isinstance(item, Mapping) and "id" in item else None
