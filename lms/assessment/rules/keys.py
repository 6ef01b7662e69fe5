"""The key of a question as the fields of a form, and back.

What a key holds is said in `lms.questions.keys`; whether it fits, too.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from lms.kit.i18n import LANGUAGES
from lms.questions.keys import Key

# What is in a field by the field's name; of a field that is not ticked there is nothing.
Fields = Mapping[str, Sequence[str]]
_YES = "yes"
ANSWER, TOLERANCE, UNIT, REQUIRED = "answer", "tolerance", "unit", "required"

# A longer number is none of points, and would take its time to be read.
MOST_DIGITS = 9


def fields_of(key: Key) -> Fields:
    """Return what the fields of a form hold for a key."""
    name = next(iter(key))
    return _SHAPES[name][0](key)


def key_of(former: Key, fields: Fields) -> Key:
    """Return the key that the fields say, in the shape of the former one; it may fit or not.

    `key_of(key, fields_of(key))` is the key.
    """
    name = next(iter(former))
    return _SHAPES[name][1](former, fields)


def _first(fields: Fields, name: str) -> str:
    values = fields.get(name) or ("",)
    return values[0].strip()


def _lines(fields: Fields, name: str) -> list[str]:
    return [line.strip() for line in _first(fields, name).splitlines() if line.strip()]


def _write_choices(key: Key) -> Fields:
    return {"": list(key["choices"])}


def _read_choices(_former: Key, fields: Fields) -> Key:
    return {"choices": list(fields.get("", ()))}


def _write_correct(key: Key) -> Fields:
    return {"": [_YES if key["correct"] else "no"]}


def _read_correct(_former: Key, fields: Fields) -> Key:
    return {"correct": _first(fields, "") == _YES}


def _write_accept(key: Key) -> Fields:
    return {language: ["\n".join(words)] for language, words in key["accept"].items()}


def _read_accept(_former: Key, fields: Fields) -> Key:
    return {"accept": _accepted(fields, "")}


def _accepted(fields: Fields, before: str) -> dict[str, list[str]]:
    found = {language: _lines(fields, before + language) for language in LANGUAGES}
    return {language: words for language, words in found.items() if words}


def _write_pairs(key: Key) -> Fields:
    return {name: [choice] for name, choice in key["pairs"].items()}


def _read_pairs(former: Key, fields: Fields) -> Key:
    return {"pairs": {name: _first(fields, name) for name in former["pairs"]}}


def _write_order(key: Key) -> Fields:
    return {name: [str(place)] for place, name in enumerate(key["order"], start=1)}


def _read_order(former: Key, fields: Fields) -> Key:
    by_place = {_first(fields, name): name for name in former["order"]}
    places = map(str, range(1, len(former["order"]) + 1))
    return {"order": [by_place[place] for place in places if place in by_place]}


def _write_gaps(key: Key) -> Fields:
    fields = {}
    for gap, right in key["gaps"].items():
        if isinstance(right, str):
            fields[gap] = [right]
        else:
            fields |= {f"{gap}.{name}": ["\n".join(words)] for name, words in right.items()}
    return fields


def _read_gaps(former: Key, fields: Fields) -> Key:
    return {
        "gaps": {
            gap: _first(fields, gap) if isinstance(right, str) else _accepted(fields, f"{gap}.")
            for gap, right in former["gaps"].items()
        }
    }


def _write_answer(key: Key) -> Fields:
    unit: Mapping[str, Any] = key[UNIT] or {"accept": (), REQUIRED: False}
    return {
        ANSWER: [key[ANSWER]],
        TOLERANCE: ["" if key[TOLERANCE] == "0" else key[TOLERANCE]],
        UNIT: ["\n".join(unit["accept"])],
        REQUIRED: [_YES] if unit[REQUIRED] else [],
    }


def _read_answer(_former: Key, fields: Fields) -> Key:
    units = _lines(fields, UNIT)
    unit = {"accept": units, REQUIRED: _first(fields, REQUIRED) == _YES} if units else None
    return {
        ANSWER: _first(fields, ANSWER),
        TOLERANCE: _first(fields, TOLERANCE) or "0",
        UNIT: unit,
    }


def _write_points(key: Key) -> Fields:
    return {
        f"{scene}.{option}": [str(points)]
        for scene, options in key["points"].items()
        for option, points in options.items()
    }


def _read_points(former: Key, fields: Fields) -> Key:
    return {
        "points": {
            scene: {option: _whole(_first(fields, f"{scene}.{option}")) for option in options}
            for scene, options in former["points"].items()
        }
    }


def _whole(text: str) -> int | str:
    """Return a whole number, in digits of any script; what is none stays, and will not fit."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else text


_SHAPES: Mapping[str, tuple[Callable[[Key], Fields], Callable[[Key, Fields], Key]]] = (
    MappingProxyType(
        {
            "choices": (_write_choices, _read_choices),
            "correct": (_write_correct, _read_correct),
            "accept": (_write_accept, _read_accept),
            "pairs": (_write_pairs, _read_pairs),
            "order": (_write_order, _read_order),
            "gaps": (_write_gaps, _read_gaps),
            ANSWER: (_write_answer, _read_answer),
            "points": (_write_points, _read_points),
        }
    )
)
