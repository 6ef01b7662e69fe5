"""The lists of parts that some types of question have: how one begins, and how it is arranged.

What a part may be is decided in `lms.questions`; a draft may be anything on the way to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.kit.i18n import N_
from lms.questions.gap_text import GAP
from lms.workshop.editing.items import unless_default
from lms.workshop.pages import name_for

Data = Mapping[str, Any]
SCORINGS = {
    "pairs": N_("Share of pairs that stand in the right order"),
    "all": N_("All or nothing"),
}


@dataclass(frozen=True, slots=True)
class PartList:
    """A list in a question: its key, the stem of the ids made for it, the keys of an entry.

    `points_to` is the list from which each entry names one as right, under the last of its keys.
    """

    key: str
    stem: str
    keys: tuple[str, ...] = ("id", "text")
    begins_with: int = 2
    points_to: str = ""

    @property
    def pointer(self) -> str:
        """Return the key under which an entry names what is right for it, if it does."""
        return self.keys[-1] if self.points_to else ""


CHOICES = PartList("choices", "choice", ("id", "text", "correct", "feedback", "source"))
LISTS: Mapping[str, tuple[PartList, ...]] = {
    "matching": (
        PartList("prompts", "prompt", ("id", "text", "match"), points_to="targets"),
        PartList("targets", "target"),
    ),
    "ordering": (PartList("items", "item", begins_with=3),),
    "matrix": (
        PartList("rows", "row", ("id", "text", "correct"), points_to="columns"),
        PartList("columns", "column"),
    ),
    "rank": (PartList("items", "item", begins_with=3),),
    "scale": (PartList("steps", "step", begins_with=5),),
    "gap_text": (PartList("gaps", "gap", ("id", "accept", "choices")),),
}
# The order in which authors write the keys of a choice, and of an entry of each list.
ENTRY_KEYS: Mapping[str, tuple[str, ...]] = {
    part.key: part.keys for lists in [(CHOICES,), *LISTS.values()] for part in lists
}


def begin_parts(kind: str, text: str) -> dict[str, Any]:
    """Return what a new question of a type with lists has beside its text, or instead of it."""
    if kind == "gap_text":
        names = dict.fromkeys(GAP.findall(text)) or ["gap-1"]
        gaps: list[dict[str, Any]] = [{"id": name, "accept": {}} for name in names]
        return {"text": text if GAP.search(text) else f"{text} {{gap-1}}", "gaps": gaps}
    return {part.key: [_begin(part, number) for number in _numbers(part)] for part in LISTS[kind]}


def _numbers(part: PartList) -> range:
    return range(1, part.begins_with + 1)


def _begin(part: PartList, number: int) -> dict[str, str]:
    return {"id": f"{part.stem}-{number}", "text": ""}


def entries_of(data: Data, key: str) -> list[Data]:
    """Return a question's choices or other parts as the file has them, as far as they are any."""
    found = data.get(key)
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []


def arrange(part: PartList, entries: Sequence[Data], act: str) -> list[Data]:
    """Return a list's entries after a button was pressed: `add.targets`, `up.targets.court`."""
    verb, key, name = _read(act)
    arranged = list(entries)
    if key != part.key:
        return arranged
    ids = [str(entry["id"]) for entry in arranged]
    if verb == "add":
        return [*arranged, {"id": name_for("", {*ids, part.stem}, part.stem), "text": ""}]
    if name not in ids:
        return arranged
    place = ids.index(name)
    if verb == "remove":
        del arranged[place]
    elif verb in {"up", "down"}:
        to = place + (-1 if verb == "up" else 1)
        arranged.insert(min(max(to, 0), len(ids) - 1), arranged.pop(place))
    return arranged


def _read(act: str) -> tuple[str, str, str]:
    verb, _, rest = act.partition(".")
    key, _, name = rest.partition(".")
    return verb, key, name


def place_of(act: str, new: Data) -> tuple[str, str]:
    """Return which button was pressed, and the entry to go back to: `targets.court`."""
    verb, key, name = _read(act)
    if verb == "add" and new.get(key):
        name = str(new[key][-1]["id"])
    return verb, f"{key}.{name}"


def with_new_gap(new: Data, act: str) -> str:
    """Return a question's text; where a gap was just added, with that gap at its end."""
    text, (verb, at) = str(new["text"] or ""), place_of(act, new)
    gap = f"{{{at.removeprefix('gaps.')}}}"
    is_new = verb == "add" and at.startswith("gaps.") and gap not in text
    return f"{text} {gap}".strip() if is_new else text


def gap_choices(old: Sequence[Data], right: str, wrong: Sequence[str]) -> list[Data]:
    """Return the choices of a gap, given the right word and the wrong ones.

    A word keeps its id, and one that was put in another's place takes that one's: so its
    translations stay with it. The order is the file's, what is new comes last.
    """
    words = [right, *wrong] if right else list(wrong)
    known = {str(choice.get("text", "")): choice for choice in old}
    spare = [choice for choice in old if str(choice.get("text", "")) not in words]
    ids = {str(choice.get("id", "")) for choice in old}
    made: dict[str, Data] = {}
    for word in dict.fromkeys(words):
        found = known.get(word) or (spare.pop(0) if spare else None)
        if found is None:
            found = {"id": name_for(word, ids, "choice")}
            ids.add(found["id"])
        correct = unless_default(found, "correct", word == right, False)
        made[str(found["id"])] = _without_nothing({**found, "text": word, "correct": correct})
    order = {str(choice.get("id", "")): place for place, choice in enumerate(old)}
    return sorted(made.values(), key=lambda choice: order.get(str(choice["id"]), len(order)))


def _without_nothing(entry: Data) -> Data:
    return {key: value for key, value in entry.items() if value is not None}
