"""Changing a draft: requirements added, changed, moved, nested in a choice, taken away.

A draft is plain JSON and may be wrong; whether it is right is said by `definition.find_problems`.
"""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.kit.ids import digest
from lms.programmes.rules.errors import SomebodySaved
from lms.questions.advice import Place

Draft = Mapping[str, Any]
Direction = Literal["up", "down"]
# What of a draft is said on the page of its own, and not by requirements.
BASICS = (
    "title",
    "summary",
    "source_language",
    "job_families",
    "level",
    "hours",
    "valid_months",
    "recertification",
    "thresholds",
)


class ChoiceInChoice(Invalid):
    """One choice is made at a time."""

    message = N_("A choice cannot be one of those to choose from.")


class RequirementGone(SomebodySaved):
    """What is to be changed or chosen from is there no more."""

    message = N_("This requirement is not there any more: somebody has removed it meanwhile.")


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A requirement of a draft: what it says, its place, and the choice that it stands in."""

    part: Mapping[str, Any]
    place: Place
    inside: str
    is_first: bool
    is_last: bool

    @property
    def id(self) -> str:
        """Return the requirement's id."""
        return str(self.part["id"])


def list_parts(draft: Draft) -> list[DraftPart]:
    """Return all requirements of a draft, those to choose from after their choice."""
    return list(_walk(draft))


def _walk(draft: Draft) -> Iterator[DraftPart]:
    for inside, place, siblings in _lists(draft):
        last = len(siblings) - 1
        for index, part in enumerate(siblings):
            yield DraftPart(part, (*place, index), inside, index == 0, index == last)


def _lists(draft: Draft) -> Iterator[tuple[str, Place, list[Any]]]:
    """Yield each list of requirements: the choice that it is of, its place, itself."""
    tops: list[Any] = draft.get("requirements", [])
    yield "", ("requirements",), tops
    for index, part in enumerate(tops):
        if part.get("type") == "choice":
            yield str(part["id"]), ("requirements", index, "of"), part.get("of", [])


def find_part(draft: Draft, part_id: str) -> DraftPart | None:
    """Return the requirement of this id, or nothing."""
    return next((one for one in _walk(draft) if one.id == part_id), None)


def list_choices(draft: Draft) -> list[str]:
    """Return the ids of the choices, in order."""
    return [inside for inside, _, _ in _lists(draft) if inside]


def name_part(draft: Draft, kind: str) -> str:
    """Return an id for a new requirement: its type, with a number from the second on."""
    known = {one.id for one in _walk(draft)}
    number = 1
    while (name := kind if number == 1 else f"{kind}-{number}") in known:
        number += 1
    return name


def put_part(draft: Draft, part: Mapping[str, Any], inside: str = "") -> dict[str, Any]:
    """Return the draft with this requirement in the place of the one with its id, or as the last.

    `inside` is the choice that it is to stand in. Raises `ChoiceInChoice`, `RequirementGone`.
    """
    if inside and part["type"] == "choice":
        raise ChoiceInChoice
    changed = _copy(draft)
    known = find_part(changed, str(part["id"]))
    if known is not None and known.inside == inside:
        _list_of(changed, inside)[int(known.place[-1])] = dict(part)
        return changed
    if known is not None:
        _list_of(changed, known.inside).pop(int(known.place[-1]))
    _list_of(changed, inside).append(dict(part))
    return changed


def move_part(draft: Draft, part_id: str, direction: Direction) -> dict[str, Any]:
    """Return the draft with a requirement one place up or down; at the end it stays."""
    changed = _copy(draft)
    known = find_part(changed, part_id)
    if known is None:
        raise RequirementGone
    siblings, index = _list_of(changed, known.inside), int(known.place[-1])
    other = index - 1 if direction == "up" else index + 1
    if 0 <= other < len(siblings):
        siblings[index], siblings[other] = siblings[other], siblings[index]
    return changed


def remove_part(draft: Draft, part_id: str) -> dict[str, Any]:
    """Return the draft without a requirement and, where it is a choice, all to choose from."""
    changed = _copy(draft)
    known = find_part(changed, part_id)
    if known is None:
        raise RequirementGone
    _list_of(changed, known.inside).pop(int(known.place[-1]))
    again = changed.get("recertification")
    if again and part_id in again.get("parts", []):
        again["parts"] = [one for one in again["parts"] if one != part_id]
    return changed


def put_basics(draft: Draft, basics: Mapping[str, Any]) -> dict[str, Any]:
    """Return the draft with all that is no requirement as `basics` say."""
    kept = {name: value for name, value in _copy(draft).items() if name not in BASICS}
    return {**basics, **kept}


def get_basics(draft: Draft) -> dict[str, Any]:
    """Return what of a draft is no requirement."""
    return {name: draft[name] for name in BASICS if name in draft}


def print_of(value: object) -> str:
    """Return what tells whether something was changed since it was read."""
    return digest(json.dumps(value, sort_keys=True, ensure_ascii=False))


def _copy(draft: Draft) -> dict[str, Any]:
    changed = copy.deepcopy(dict(draft))
    changed.setdefault("requirements", [])
    return changed


def _list_of(draft: dict[str, Any], inside: str) -> list[Any]:
    """Return the list, in this draft itself, that a choice has or that stands by itself."""
    if not inside:
        found: list[Any] = draft["requirements"]
        return found
    for part in draft["requirements"]:
        if part["id"] == inside and part["type"] == "choice":
            inner: list[Any] = part.setdefault("of", [])
            return inner
    raise RequirementGone
