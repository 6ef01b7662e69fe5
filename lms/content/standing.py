"""How each unit's translation stands: its own text, one made from a former wording, or none.

Derived from the translations as rows whenever it is asked; stored nowhere, so never out of date.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
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
    orphans = _without_followed(orphans, units, said, {unit.key for unit in left})
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
    orphans: Iterable[Key], units: Iterable[Unit], said: Mapping[Key, Said], lacking: Set[Key]
) -> list[Key]:
    """Leave out former texts whose mended form got its own translation later, file by file.

    Whatever merely resembles a former text and was translated after it is no mended form of it: the
    units that lack a translation are compared too, and the likeliest of all is the one.
    """
    present: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.key in lacking or _has_text(said, unit.key):
            present[unit.file].append(unit)
    by_file: dict[str, list[Key]] = defaultdict(list)
    for key in orphans:
        by_file[key.context.partition("#")[0]].append(key)
    free = []
    for file, keys in by_file.items():
        earliest = min(said[key].at for key in keys)
        since = {u.key: said[u.key].since for u in present[file] if u.key not in lacking}
        rivals = [u for u in present[file] if since.get(u.key, earliest + 1) > earliest]
        pairs = align(keys, rivals)
        followed = {
            was
            for at, was in (pairs.kept | pairs.stale).items()
            if since.get(rivals[at].key, 0) > said[keys[was]].at
        }
        free += [key for place, key in enumerate(keys) if place not in followed]
    return free
