"""What a course says of itself, as the form of its settings has it, and the edits to get there."""

from collections.abc import Mapping, Sequence
from typing import Any

from lms.content.format import CourseFile, Objective
from lms.workshop.editing.edits import Edit, Set, find
from lms.workshop.editing.items import change_items, set_keys, unless_default
from lms.workshop.pages import name_for

Data = Mapping[str, Any]
KEYS = tuple(CourseFile.model_fields)
OBJECTIVE_KEYS = tuple(Objective.model_fields)
WORDS_IN_ID = 3


def objectives_of(data: Data) -> list[Data]:
    """Return the objectives that `course.yaml` names, as far as it does."""
    found = data.get("objectives")
    return [part for part in found if isinstance(part, Mapping)] if isinstance(found, list) else []


def name_objectives(written: Sequence[tuple[str, str]]) -> list[tuple[str, Data]]:
    """Return objectives under their ids: who has none gets one, who has no text goes."""
    taken = {objective_id for objective_id, _ in written if objective_id}
    named: list[tuple[str, Data]] = []
    for objective_id, text in written:
        if not text:
            continue
        name = objective_id or name_for(" ".join(text.split()[:WORDS_IN_ID]), taken, "objective")
        taken.add(name)
        named.append((name, {"id": name, "text": text}))
    return named


def settings_edits(
    old: Data, new: Data, objectives: Sequence[tuple[str, Data]], completion: Data
) -> list[Edit]:
    """Return the edits from what `course.yaml` says to what its form says.

    `completion` has the percent of pages and of points, and the activity of the quiz; nothing
    where a condition is not made.
    """
    plain = dict(new)
    plain["job_families"] = unless_default(old, "job_families", list(new["job_families"]), ["all"])
    for key in ("articles", "topics"):
        plain[key] = list(new[key]) or (old.get(key) if old.get(key) == [] else None)
    # What is chosen from a list has no order of its own: the author's stays.
    for key in ("articles", "topics", "job_families"):
        plain[key] = _in_the_old_order(old.get(key), plain[key])
    edits = set_keys((), plain, KEYS)
    names = [str(part.get("id", "")) for part in objectives_of(old)]
    edits += change_items(("objectives",), names, objectives, OBJECTIVE_KEYS)
    return [*edits, *_completion_edits(old, completion), *_review_edits(old, new)]


def _in_the_old_order(old: object, new: object) -> object:
    is_same = isinstance(old, list) and isinstance(new, list) and sorted(map(str, old)) == sorted(
        map(str, new)
    )  # fmt: skip
    return old if is_same else new


def _completion_edits(old: Data, new: Data) -> list[Edit]:
    edits: list[Edit] = []
    if not isinstance(old.get("completion"), Mapping):
        return [Set(("completion",), {key: new[key] for key in new if new[key]}, KEYS)]
    for part, value in new.items():
        path = ("completion", part)
        if value is None or find(old, path) is None:
            edits.append(Set(path, value, ("participation", "achievement")))
        else:
            edits += set_keys(path, value, tuple(value))
    return edits


def _review_edits(old: Data, new: Data) -> list[Edit]:
    is_checked = new["is_checked"]
    if find(old, ("review", "against_official_text")) is None:
        value = {"against_official_text": True} if is_checked else None
        return [Set(("review",), value, KEYS)] if is_checked else []
    return [Set(("review", "against_official_text"), is_checked)]
