"""The rules of a marker's sheet: the levels chosen, the comment, and the remarks on passages.

What the levels are worth is the rubric's business, in `lms.questions.rubrics`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from lms.assessment.rules.plans import ReasonNeeded
from lms.assessment.rules.remarks import Remark, read_remarks
from lms.kit.errors import Invalid
from lms.questions import rubrics
from lms.questions.rubrics import Chosen, LevelUnknown, Rubric, RubricIncomplete
from lms.questions.rules import Raw


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a marker says of one answer; half-done, levels may be missing."""

    levels: Chosen = field(default_factory=dict)
    comment: str = ""
    remarks: Sequence[Remark] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as it is stored."""
        return {
            "levels": dict(self.levels),
            "comment": self.comment,
            "remarks": [remark.as_json() for remark in self.remarks],
        }

    def share(self, rubric: Rubric) -> Fraction:
        """Return what the levels are worth, 0 to 1; raise `RubricIncomplete` or `LevelUnknown`."""
        return rubrics.share(rubric, self.levels)


def find_gap(rubric: Rubric, sheet: Sheet, is_change: bool, reason: str) -> Invalid | None:
    """Return what is missing before a mark can be given, or nothing."""
    if sheet.levels.keys() != {criterion.id for criterion in rubric.criteria}:
        return RubricIncomplete()
    return ReasonNeeded() if is_change and not reason else None


def read_sheet(details: Mapping[str, Any] | None) -> Sheet:
    """Return a sheet as it was stored; an empty one for none."""
    if not details:
        return Sheet()
    return Sheet(details["levels"], details["comment"], read_remarks(details["remarks"]))


def read_levels(rubric: Rubric, raw: Raw) -> dict[str, str]:
    """Return the levels that a form sent: places from 1, of a level by that of its criterion.

    Raises `LevelUnknown` for a place that is none.
    """
    chosen: dict[str, str] = {}
    for number, values in raw.items():
        criterion = _at(rubric.criteria, number)
        for value in values:
            chosen[criterion.id] = _at(criterion.levels, value).id
    return chosen


def _at(parts: Sequence[Any], place: str) -> Any:  # noqa: ANN401 - a criterion or a level
    if not (place.isascii() and place.isdecimal() and 1 <= int(place) <= len(parts)):
        raise LevelUnknown
    return parts[int(place) - 1]
