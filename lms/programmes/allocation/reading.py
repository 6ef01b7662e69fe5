"""The file of an allocation: JSON in, with every problem at its place, and JSON out.

What the numbers mean is in `values`; what is refused there is refused for files too.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypedDict, TypeVar

from lms.programmes.allocation.values import Allocation, Nominee, Quota, Value

# More problems than these say nothing new.
MOST_PROBLEMS = 20
LARGEST = 1_000_000
KEYS = {"places": True, "quotas": True, "nominations": True, "held": False}
QUOTA_KEYS = {"name": True, "where": True, "min": False, "max": False}
NOMINATION_KEYS = ("id", "score", "rank")


Read = TypeVar("Read")
Result = TypedDict(
    "Result",
    {
        "in": list[str | int],
        "waiting": list[str | int],
        "out": list[str | int],
        "why": dict[str, str],
        "unmet": list[str],
    },
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, at which JSON pointer (RFC 6901), and what to do about it."""

    file: str
    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}{f', {self.pointer}' if self.pointer else ''}: {self.message}"


class FileRefused(Exception):
    """The file has problems; nothing was reckoned from it."""

    def __init__(self, problems: Sequence[Problem], count: int) -> None:
        super().__init__(str(problems[0]))
        self.problems = problems
        self.count = count


@dataclass(frozen=True, slots=True)
class Request:
    """What a file asks for; `ids` has each id as it stood there, which may be a number."""

    places: int
    quotas: tuple[Quota, ...]
    nominees: tuple[Nominee, ...]
    held: frozenset[str]
    ids: Mapping[str, str | int]


@dataclass(slots=True)
class _Reading:
    """What was wrong so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def complain(self, pointer: str, message: str) -> None:
        """Note a problem; beyond the most that are told, it is only counted."""
        self.count += 1
        if self.count <= MOST_PROBLEMS:
            self.problems.append(Problem(self.file, pointer, message))

    def end(self) -> NoReturn:
        """Give up with all that was found."""
        raise FileRefused(self.problems, self.count)

    def refuse(self, pointer: str, message: str) -> NoReturn:
        """Give up at once."""
        self.complain(pointer, message)
        self.end()


class _Twice(ValueError):
    """An object has a key twice."""


def read_request(path: Path) -> Request:
    """Return what a file asks for; raise `FileRefused` with every problem."""
    reading = _Reading(path.name)
    found = _load(reading, path)
    if not isinstance(found, dict):
        reading.refuse("", "the file must be one JSON object with places, quotas and nominations.")
    _check_keys(reading, "", found, KEYS)
    places = _whole(reading, "/places", found.get("places", 0))
    quotas = _each(reading, found, "quotas", _read_quota)
    nominees = _each(reading, found, "nominations", _read_nominee)
    _check_once(reading, [(f"/quotas/{n}/name", one.name) for n, one in quotas])
    _check_once(reading, [(f"/nominations/{n}/id", one.id) for n, (one, _) in nominees])
    ids = {one.id: own for _, (one, own) in nominees}
    held = _read_held(reading, found.get("held", []), ids)
    if reading.count:
        reading.end()
    people = tuple(one for _, (one, _) in nominees)
    return Request(places, tuple(one for _, one in quotas), people, held, ids)


def write_result(request: Request, found: Allocation, language: str) -> Result:
    """Return the result as the file's programs read it, ids as they stood in the file."""
    return {
        "in": [request.ids[one] for one in found.admitted],
        "waiting": [request.ids[one] for one in found.waiting],
        "out": [request.ids[one] for one in found.out],
        "why": {
            one: " ".join(text.in_language(language) for text in found.why[one])
            for one in (*found.admitted, *found.waiting, *found.out)
        },
        "unmet": list(found.unmet),
    }


def _load(reading: _Reading, path: Path) -> object:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reading.refuse("", f"byte {error.start + 1} is not UTF-8; save the file as UTF-8.")
    except OSError as error:
        reading.refuse("", f"the file cannot be read: {error.strerror}.")
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_no_key_twice
        )
    except json.JSONDecodeError as error:
        reading.refuse("", f"line {error.lineno}, column {error.colno}: {error.msg}.")
    except _Twice as error:
        reading.refuse("", f"an object has the key “{error}” twice; keep one of them.")
    except RecursionError:
        reading.refuse("", "lists or objects stand too deep within each other.")
    except ArithmeticError:
        reading.refuse("", "a number is too large to be read; write it with fewer digits.")
    except ValueError as error:
        reading.refuse("", f"{error}; write a number with fewer digits.")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _check_keys(
    reading: _Reading, pointer: str, found: Mapping[str, Any], keys: Mapping[str, bool]
) -> None:
    known = ", ".join(keys)
    for name in found:
        if name not in keys:
            reading.complain(
                f"{pointer}/{_escape(name)}", f"this key is not known; there are {known}."
            )
    for name, is_needed in keys.items():
        if is_needed and name not in found:
            reading.complain(f"{pointer}/{name}", "this is missing; add it.")


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _each(
    reading: _Reading,
    found: Mapping[str, Any],
    name: str,
    read: Callable[[_Reading, str, Mapping[str, Any]], Read | None],
) -> list[tuple[int, Read]]:
    """Return what `read` makes of each object of a list, with its number."""
    entries = found.get(name, [])
    if not isinstance(entries, list):
        reading.complain(f"/{name}", "this must be a list of objects.")
        return []
    taken = []
    for number, entry in enumerate(entries):
        pointer = f"/{name}/{number}"
        if not isinstance(entry, dict):
            reading.complain(pointer, "this must be an object.")
            continue
        one = read(reading, pointer, entry)
        if one is not None:
            taken.append((number, one))
    return taken


def _whole(reading: _Reading, pointer: str, value: object) -> int:
    """Return a whole number from 0 on, or 0 with a complaint."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        reading.complain(pointer, f"this must be a whole number from 0 to {LARGEST}.")
        return 0
    return value


def _read_quota(reading: _Reading, pointer: str, entry: Mapping[str, Any]) -> Quota | None:
    before = reading.count
    _check_keys(reading, pointer, entry, QUOTA_KEYS)
    name = entry.get("name", "")
    if "name" in entry and (not isinstance(name, str) or not name.strip()):
        reading.complain(f"{pointer}/name", "the name must be a text that is not empty.")
    where = _read_where(reading, f"{pointer}/where", entry.get("where", {}))
    low, high = entry.get("min"), entry.get("max")
    minimum = 0 if low is None else _whole(reading, f"{pointer}/min", low)
    maximum = None if high is None else _whole(reading, f"{pointer}/max", high)
    return None if reading.count > before else Quota(name, where, minimum, maximum)


def _read_where(reading: _Reading, pointer: str, where: object) -> dict[str, tuple[Value, ...]]:
    if not isinstance(where, dict):
        reading.complain(pointer, "this must be an object: for each field its value, or a list.")
        return {}
    found = {}
    for name, value in where.items():
        values = tuple(value) if isinstance(value, list) else (value,)
        if not values or not all(_is_value(one) for one in values):
            reading.complain(
                f"{pointer}/{_escape(name)}",
                "this must be a text, a number, true or false, or a list of some of these.",
            )
        found[name] = values
    return found


def _is_value(value: object) -> bool:
    return isinstance(value, str | int | float | Decimal)


def _read_nominee(
    reading: _Reading, pointer: str, entry: Mapping[str, Any]
) -> tuple[Nominee, str | int] | None:
    before = reading.count
    own, score, rank = (entry.get(name) for name in NOMINATION_KEYS)
    if isinstance(own, bool) or not isinstance(own, str | int) or own == "":
        reading.complain(f"{pointer}/id", "give each nomination an id: a text or a whole number.")
    if isinstance(score, bool) or not isinstance(score, int | Decimal):
        reading.complain(f"{pointer}/score", "the score must be a number.")
    if rank is not None and (
        isinstance(rank, bool) or not isinstance(rank, int) or not 1 <= rank <= LARGEST
    ):
        reading.complain(
            f"{pointer}/rank",
            f"the rank must be a whole number from 1 to {LARGEST}; leave it out where there is "
            "none.",
        )
    if reading.count > before or not isinstance(own, str | int):
        return None
    return Nominee(str(own), Decimal(score or 0), rank, _fields(entry)), own


def _fields(entry: Mapping[str, Any]) -> dict[str, Value | tuple[Value, ...]]:
    """Return what quotas can compare; null and objects count as missing."""
    found: dict[str, Value | tuple[Value, ...]] = {}
    for name, value in entry.items():
        if isinstance(value, list):
            found[name] = tuple(one for one in value if _is_value(one))
        elif _is_value(value):
            found[name] = value
    return found


def _check_once(reading: _Reading, named: Sequence[tuple[str, str]]) -> None:
    first: dict[str, str] = {}
    for pointer, name in named:
        if name in first:
            reading.complain(
                pointer, f"“{name}” stands at {first[name]} already; give each its own."
            )
        first.setdefault(name, pointer)


def _read_held(reading: _Reading, held: object, ids: Mapping[str, object]) -> frozenset[str]:
    if not isinstance(held, list):
        reading.complain("/held", "this must be a list of ids of nominations.")
        return frozenset()
    for number, one in enumerate(held):
        if isinstance(one, bool) or not isinstance(one, str | int) or str(one) not in ids:
            reading.complain(f"/held/{number}", "no nomination has this id.")
    return frozenset(str(one) for one in held)
