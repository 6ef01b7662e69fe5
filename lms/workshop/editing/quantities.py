"""A question answered by a number as its form has it, and the edits that bring its YAML there.

What such a question may be is decided in `lms.questions.quantities` and `formula`.
"""

from collections.abc import Mapping
from typing import Any

from lms.questions.formula import IN_TEXT
from lms.workshop.editing.edits import Edit, Set
from lms.workshop.editing.items import set_keys, unless_default

Data = Mapping[str, Any]
WITH_QUANTITY = frozenset({"numeric", "formula"})
RANGE_KEYS = ("from", "to", "step")
UNIT_KEYS = ("accept", "required")
# Changed part by part, so that what the author wrote beside them stays.
IN_PARTS = frozenset({"variables", "unit"})


def begin_quantity(kind: str, text: str) -> dict[str, Any]:
    """Return what a new question of a type has beside its text, or instead of it."""
    if kind == "numeric":
        return {"answer": 0}
    names = variables_in(text) or ["a"]
    return {
        "text": text if variables_in(text) else f"{text} {{a}}",
        "variables": {name: begin_range() for name in names},
        "answer": names[0],
    }


def begin_range() -> dict[str, int]:
    """Return the numbers from which a new variable is drawn at first."""
    return {"from": 1, "to": 10, "step": 1}


def variables_in(text: str) -> list[str]:
    """Return the variables that a text names in braces, in its order."""
    return list(dict.fromkeys(IN_TEXT.findall(text)))


def mapping_of(data: Data, key: str) -> Data:
    """Return what stands at a key if it is a mapping, else an empty one."""
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}


def as_number(old: object, text: str) -> object:
    """Return a number typed in a form as its file is to say it; what cannot be read, as typed.

    What says the same as the file does is written as the file has it.
    """
    if not text:
        return None
    if old is not None and str(old) == text:
        return old
    for read in (int, float):
        try:
            value = read(text)
        except ValueError:
            continue
        # A float that would be written otherwise than it was typed is kept as typed.
        return value if str(value) == text else text
    return text


def quantity_edits(old: Data, new: Data) -> list[Edit]:
    """Return the edits of a question's variables and of its unit."""
    edits: list[Edit] = []
    if "variables" in new:
        edits += _variable_edits(mapping_of(old, "variables"), new["variables"])
    if "unit" in new:
        edits += _unit_edits(mapping_of(old, "unit"), new["unit"])
    return edits


def _variable_edits(old: Data, new: Data) -> list[Edit]:
    if not old:
        return [Set(("variables",), dict(new) or None)]
    edits: list[Edit] = []
    for name, numbers in new.items():
        if isinstance(old.get(name), Mapping):
            edits += set_keys(("variables", name), numbers, RANGE_KEYS)
        else:
            edits.append(Set(("variables", name), _filled(numbers)))
    edits += [Set(("variables", name), None) for name in old if name not in new]
    return edits


def _unit_edits(old: Data, new: Data | None) -> list[Edit]:
    if new is None:
        return [Set(("unit",), None)]
    value = {**new, "required": unless_default(old, "required", new["required"], False)}
    if not old:
        return [Set(("unit",), _filled(value))]
    return set_keys(("unit",), value, UNIT_KEYS)


def _filled(entry: Data) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}
