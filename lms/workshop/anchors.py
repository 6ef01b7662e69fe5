"""Where a remark belongs once the text that it was made on has changed.

Pure. A remark keeps the words it was made on; where they went is reckoned whenever it is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lms.units.align import align
from lms.units.unit import Key, Unit, field_of


@dataclass(frozen=True, slots=True)
class Place:
    """A text of today's file that a remark belongs to; nothing where it is gone."""

    unit: Unit | None
    is_changed: bool


def find_places(keys: Iterable[Key], units: Sequence[Unit]) -> dict[Key, Place]:
    """Return where each remark belongs among a file's texts of today."""
    exact = {unit.key: unit for unit in units}
    named = {unit.context: unit for unit in units if field_of(unit.context)}
    wanted = list(dict.fromkeys(keys))
    places = {key: Place(exact[key], is_changed=False) for key in wanted if key in exact}
    places |= {
        key: Place(named[key.context], is_changed=True)
        for key in wanted
        if key not in places and key.context in named
    }
    lost = [key for key in wanted if key not in places and not field_of(key.context)]
    found = align(lost, units)
    pairs = found.kept | found.stale
    for at, was in pairs.items():
        places[lost[was]] = Place(units[at], is_changed=units[at].text != lost[was].text)
    gone = Place(None, is_changed=True)
    return {key: places.get(key, gone) for key in wanted}
