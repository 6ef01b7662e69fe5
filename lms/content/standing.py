"""How each unit's translation stands: its own text, one made from a former wording, or none.

Derived from the translations as rows whenever it is asked; stored nowhere, so never out of date.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lms.units.align import align
from lms.units.po import Status
from lms.units.unit import Key, Unit


class Said(NamedTuple):
    """The newest translation of a text, by the numbers of its rows, which count up.

    `since` is the row in which it first had any, `at` the newest.
    """

    text: str
    status: Status
    since: int
    at: int


class Standing(NamedTuple):
    """A unit's translation; `previous` is the former name that it stands under, if it does."""

    text: str
    status: Status
    previous: Key | None = None


def find_links(
    units: Sequence[Unit], said: Mapping[Key, Said], declared: Mapping[Key, Key]
) -> dict[Key, Key]:
    """Return, for units without a translation of their own, the former text whose they inherit.

    `declared` are the former texts that a catalogue names itself (gettext's previous `msgid`). A
    former text that a later translation followed already is not offered to a second unit.
    """
    names = {unit.key for unit in units}
    lacking = [unit for unit in units if not _has_text(said, unit.key)]
    links = {
        unit.key: declared[unit.key]
        for unit in lacking
        if unit.key in declared and _has_text(said, declared[unit.key])
    }
    left = [unit for unit in lacking if unit.key not in links]
    spoken_for = names | set(links.values())
    orphans = [key for key, one in said.items() if one.text and key not in spoken_for]
    if not orphans or not left:
        return links
    orphans = _without_followed(orphans, units, said)
    found = align(orphans, left)
    pairs = {**found.kept, **found.stale}
    return links | {left[at].key: orphans[was] for at, was in pairs.items()}


def stand(unit: Unit, said: Mapping[Key, Said], links: Mapping[Key, Key]) -> Standing:
    """Return how one unit stands; under a new name with the same words it is no older."""
    own = said.get(unit.key)
    if own and own.text:
        return Standing(own.text, own.status)
    former = links.get(unit.key)
    if former is None:
        return Standing("", "missing")
    status: Status = said[former].status if former.text == unit.text else "stale"
    return Standing(said[former].text, status, former)


def _has_text(said: Mapping[Key, Said], key: Key) -> bool:
    one = said.get(key)
    return bool(one and one.text)


def _without_followed(
    orphans: Iterable[Key], units: Iterable[Unit], said: Mapping[Key, Said]
) -> list[Key]:
    """Leave out former texts whose mended form got its own translation later, file by file."""
    translated: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if _has_text(said, unit.key):
            translated[unit.file].append(unit)
    by_file: dict[str, list[Key]] = defaultdict(list)
    for key in orphans:
        by_file[key.context.partition("#")[0]].append(key)
    free = []
    for file, keys in by_file.items():
        earliest = min(said[key].at for key in keys)
        later = [unit for unit in translated[file] if said[unit.key].since > earliest]
        pairs = align(keys, later)
        followed = {
            was
            for at, was in (pairs.kept | pairs.stale).items()
            if said[later[at].key].since > said[keys[was]].at
        }
        free += [key for place, key in enumerate(keys) if place not in followed]
    return free
