"""Which text a unit has in a language: its translation, an older one, or none.

Where translations are kept is in `models`; a page is made of the texts in `editions`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from lms.units.unit import Key, Unit


class Translation(NamedTuple):
    """A unit's text as a translator left it."""

    text: str
    is_reviewed: bool = False


class Wording(NamedTuple):
    """A unit's text in a language; `is_older`: it was made from an earlier wording."""

    text: str
    is_older: bool = False
    is_reviewed: bool = True


class Rewording(NamedTuple):
    """A source text that was changed with its meaning declared unchanged."""

    old: Key
    new: Key


class Rewordings:
    """What became of reworded sources, in the order in which it was declared."""

    def __init__(self, declared: Iterable[Rewording] = ()) -> None:
        self.later: dict[Key, Key] = {}
        for old, new in declared:
            # A wording that came back is the newest again; nothing follows it.
            self.later.pop(new, None)
            self.later[old] = new
        self.earlier: dict[Key, Key] = {new: old for old, new in self.later.items()}

    def newest(self, key: Key) -> Key:
        """Return the wording that a source has today."""
        return [key, *_chain(self.later, key)][-1]

    def from_newest(self, key: Key) -> Iterator[Key]:
        """Yield the wordings of a source from today's back to the first."""
        newest = self.newest(key)
        yield newest
        yield from _chain(self.earlier, newest)


def _chain(links: Mapping[Key, Key], key: Key) -> Iterator[Key]:
    seen = {key}
    while key in links and links[key] not in seen:
        key = links[key]
        seen.add(key)
        yield key


def choose_source(units: Iterable[Unit], rewordings: Rewordings) -> dict[Key, Wording]:
    """Return the text of each unit in the source language: its own, or as reworded since."""
    return {unit.key: Wording(rewordings.newest(unit.key).text) for unit in units}


def choose_translation(
    units: Iterable[Unit], translations: Mapping[Key, Translation], rewordings: Rewordings
) -> dict[Key, Wording]:
    """Return the text of each unit that has one in a language.

    Where a source was reworded and the translation has not followed, the translation of the
    earlier wording stands, as older. A unit without any is left out.
    """
    chosen = {}
    for unit in units:
        for key in rewordings.from_newest(unit.key):
            found = translations.get(key)
            if found and found.text:
                is_older = key.text != rewordings.newest(unit.key).text
                chosen[unit.key] = Wording(found.text, is_older, found.is_reviewed)
                break
    return chosen
