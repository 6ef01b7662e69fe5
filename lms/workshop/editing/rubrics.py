"""A rubric as its form has it, and the edits that bring its YAML there.

What a rubric may be is decided in `lms.questions.rubrics`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lms.workshop.editing.edits import Edit, Set
from lms.workshop.editing.items import change_items
from lms.workshop.editing.parts import PartList, arrange, entries_of
from lms.workshop.editing.uploads import UPLOAD
from lms.workshop.pages import name_for

Data = Mapping[str, Any]
WITH_RUBRIC = frozenset({"essay", UPLOAD, "observation"})
CRITERIA = PartList("criteria", "criterion", ("id", "text", "levels"))
LEVEL_KEYS = ("id", "points", "text")


def begin_rubric() -> dict[str, Any]:
    """Return the rubric that a new question's form is to begin from."""
    return {"criteria": [{"id": "criterion", "text": "", "levels": _begin_levels()}]}


def _begin_levels() -> list[dict[str, Any]]:
    return [{"id": f"level-{points}", "points": points, "text": ""} for points in range(3)]


def criteria_of(data: Data) -> list[Data]:
    """Return a question's criteria as the file has them, as far as they are any."""
    rubric = data.get("rubric")
    return entries_of(rubric, "criteria") if isinstance(rubric, Mapping) else []


def arrange_criteria(criteria: Sequence[Data], act: str) -> list[Data]:
    """Return the criteria after a button was pressed.

    As `arrange` does for any list: `add.criteria`, `up.criteria.law`; and `more.criteria.law` for
    another level, `less-named.criteria.law` without the level `named`.
    """
    step, _, level = act.partition(".")[0].partition("-")
    arranged: list[Data] = []
    for criterion in arrange(CRITERIA, criteria, act):
        levels: list[Data] = [*(criterion.get("levels") or _begin_levels())]
        if act.endswith(f".criteria.{criterion['id']}"):
            if step == "more":
                levels.append(_next_level(levels))
            elif step == "less":
                levels = [each for each in levels if each["id"] != level]
        arranged.append({**criterion, "levels": levels})
    return arranged


def _next_level(levels: Sequence[Data]) -> Data:
    ids = {str(level["id"]) for level in levels}
    points = max((level["points"] or 0 for level in levels), default=-1) + 1
    return {"id": name_for("", {*ids, "level"}, "level"), "points": points, "text": ""}


def rubric_edits(old: Data, criteria: Sequence[Data]) -> list[Edit]:
    """Return the edits from the rubric that a question's file has to the one of its form."""
    if not isinstance(old.get("rubric"), Mapping):
        return [Set(("rubric",), {"criteria": list(criteria)})]
    path = ("rubric", "criteria")
    before = {str(criterion.get("id", "")): criterion for criterion in criteria_of(old)}
    # What stays keeps its levels' own lines; they are changed one by one below.
    wanted = [(str(new["id"]), _without_levels(new, before)) for new in criteria]
    edits = change_items(path, list(before), wanted, CRITERIA.keys)
    for index, new in enumerate(criteria):
        former = before.get(str(new["id"]))
        if former is not None:
            names = [str(level.get("id", "")) for level in entries_of(former, "levels")]
            levels = [(str(level["id"]), level) for level in new["levels"]]
            edits += change_items((*path, index, "levels"), names, levels, LEVEL_KEYS)
    return edits


def _without_levels(criterion: Data, before: Mapping[str, Data]) -> Data:
    if str(criterion["id"]) not in before:
        return criterion
    return {key: value for key, value in criterion.items() if key != "levels"}
