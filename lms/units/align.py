"""Which text became which when a source changed: block lists are compared within their file.

Staleness is derived by this comparison and stored nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from lms.units.unit import field_of

# Below this likeness (0 to 100) two texts are different texts, not one that was mended.
CUT_OFF = 60


# The places of old and of new texts between two that stayed.
Stretch = tuple[Sequence[int], Sequence[int]]


class Placed(Protocol):
    """What can be aligned: a unit of a source, or an entry of a catalogue."""

    @property
    def context(self) -> str:
        """The file, or `file#question.field`."""

    @property
    def text(self) -> str:
        """The text in the source language."""


@dataclass(frozen=True)
class Alignment:
    """What became of the old texts, by their places in the two lists given.

    `kept`: new place → old place, the text being the same; `stale`: new place → old place, the
    text having changed; `new` and `removed` have no counterpart.
    """

    kept: dict[int, int]
    stale: dict[int, int]
    new: tuple[int, ...]
    removed: tuple[int, ...]


def align(old: Sequence[Placed], new: Sequence[Placed]) -> Alignment:
    """Align two lists of texts.

    Texts are compared within their file (difflib on the sequence, then likeness inside each changed
    stretch); what is left, a block that moved to another file, only among the removed ones.
    """
    pairs: dict[int, int] = {}
    stretches: list[Stretch] = []
    old_files, new_files = _by_file(old), _by_file(new)
    for file, new_places in new_files.items():
        stretches += _align_file(old, new, old_files.get(file, []), new_places, pairs)
    # What merely moved is found before anything is taken for its mended form.
    for file, new_places in new_files.items():
        _match_same(old, new, old_files.get(file, []), new_places, pairs)
    _match_same(old, new, range(len(old)), range(len(new)), pairs)
    for before, after in [*stretches, (range(len(old)), range(len(new)))]:
        _match_alike(old, new, before, after, pairs)
    kept = {at: was for at, was in pairs.items() if old[was].text == new[at].text}
    stale = {at: was for at, was in pairs.items() if at not in kept}
    used = set(pairs.values())
    return Alignment(
        kept,
        stale,
        tuple(at for at in range(len(new)) if at not in pairs),
        tuple(was for was in range(len(old)) if was not in used),
    )


def _by_file(units: Sequence[Placed]) -> dict[str, list[int]]:
    files: dict[str, list[int]] = defaultdict(list)
    for place, unit in enumerate(units):
        files[unit.context.partition("#")[0]].append(place)
    return files


def _field(unit: Placed) -> str | None:
    """Return the named field that a text stands in; a page's block has none, only a repeat."""
    return field_of(unit.context) or None


def _align_file(
    old: Sequence[Placed],
    new: Sequence[Placed],
    old_places: list[int],
    new_places: list[int],
    pairs: dict[int, int],
) -> list[Stretch]:
    """Pair what stands unchanged in one file; return the stretches that changed.

    Named fields are paired by their name, whatever they say; blocks by their sequence.
    """
    fields = {_field(old[was]): was for was in old_places if _field(old[was])}
    for at in new_places:
        name = _field(new[at])
        if name in fields:
            pairs[at] = fields[name]
    old_blocks = [was for was in old_places if not _field(old[was])]
    new_blocks = [at for at in new_places if not _field(new[at])]
    matcher = SequenceMatcher(
        None, [old[was].text for was in old_blocks], [new[at].text for at in new_blocks], False
    )
    stretches: list[Stretch] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs.update(zip(new_blocks[j1:j2], old_blocks[i1:i2], strict=True))
        elif tag == "replace":
            stretches.append((old_blocks[i1:i2], new_blocks[j1:j2]))
    return stretches


def _match_same(
    old: Sequence[Placed],
    new: Sequence[Placed],
    old_places: Iterable[int],
    new_places: Iterable[int],
    pairs: dict[int, int],
) -> None:
    """Pair what is still without a counterpart and says the same."""
    used = set(pairs.values())
    free: dict[str, list[int]] = defaultdict(list)
    for was in old_places:
        if was not in used:
            free[old[was].text].append(was)
    for at in new_places:
        if at not in pairs and free[new[at].text]:
            pairs[at] = free[new[at].text].pop(0)


def _match_alike(
    old: Sequence[Placed],
    new: Sequence[Placed],
    old_places: Iterable[int],
    new_places: Iterable[int],
    pairs: dict[int, int],
) -> None:
    """Pair what is still without a counterpart, the likeliest first, never below the cut-off."""
    # Late: 3 MiB that a web process does without until somebody imports a course.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    used = set(pairs.values())
    candidates = {was: old[was].text for was in old_places if was not in used}
    found = []
    for at in new_places if candidates else ():
        if at in pairs:
            continue
        matches = process.extract(
            new[at].text, candidates, scorer=fuzz.ratio, score_cutoff=CUT_OFF, limit=5
        )
        found += [(-score, at, was) for _text, score, was in matches]
    for _score, at, was in sorted(found):
        if at not in pairs and was in candidates:
            pairs[at] = was
            del candidates[was]
