"""A scenario as its form has it, the ways through it, and the edits that bring its YAML there.

What a scenario may be is decided in `lms.questions.scenario`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lms.workshop.editing.edits import Edit, Set
from lms.workshop.editing.items import change_items
from lms.workshop.editing.parts import PartList, arrange, entries_of
from lms.workshop.pages import name_for

Data = Mapping[str, Any]
SCENARIO = "scenario"
SCENES = PartList("scenes", "scene", ("id", "text", "options"))
OPTION_KEYS = ("id", "text", "to", "points", "feedback")


class Turn(NamedTuple):
    """A scene on a way, by its number from 1; `depth` decisions after the beginning.

    Where a scene is met again its ways are not shown again.
    """

    depth: int
    option: int
    scene: int
    is_met_again: bool
    is_end: bool


def begin_scenario() -> dict[str, Any]:
    """Return what a new scenario's form is to begin from: one decision, and one end."""
    options = [
        {"id": "option-1", "text": "", "to": "scene-2", "points": 1},
        {"id": "option-2", "text": "", "to": "scene-2"},
    ]
    first = {"id": "scene-1", "text": "", "options": options}
    return {"start": "scene-1", "scenes": [first, {"id": "scene-2", "text": ""}]}


def arrange_scenes(scenes: Sequence[Data], act: str) -> list[Data]:
    """Return the scenes after a button was pressed.

    As `arrange` does for any list: `add.scenes`, `up.scenes.call`; and `more.scenes.call` for
    another option, `less-wait.scenes.call` without the option `wait`.
    """
    step, _, option = act.partition(".")[0].partition("-")
    arranged: list[Data] = []
    for scene in arrange(SCENES, scenes, act):
        options = list(scene.get("options", ()))
        if act.endswith(f".scenes.{scene['id']}"):
            if step == "more":
                taken = {"option", *(str(one["id"]) for one in options)}
                options.append({"id": name_for("", taken, "option"), "text": ""})
            elif step == "less":
                options = [one for one in options if one["id"] != option]
        arranged.append({**scene, "options": options})
    return arranged


def scenario_edits(old: Data, scenes: Sequence[Data]) -> list[Edit]:
    """Return the edits from the scenes that a question's file has to those of its form."""
    before = {str(scene.get("id", "")): scene for scene in entries_of(old, SCENES.key)}
    # What stays keeps its options' own lines; they are changed one by one below.
    wanted = [(str(new["id"]), _without_options(new, before)) for new in scenes]
    edits = change_items((SCENES.key,), list(before), wanted, SCENES.keys)
    for index, new in enumerate(scenes):
        former = before.get(str(new["id"]))
        if former is None:
            continue
        path = (SCENES.key, index, "options")
        names = [str(option.get("id", "")) for option in entries_of(former, "options")]
        if names and new["options"]:
            options = [(str(option["id"]), option) for option in new["options"]]
            edits += change_items(path, names, options, OPTION_KEYS)
        elif names or new["options"]:
            edits.append(Set(path, [_filled(one) for one in new["options"]] or None, SCENES.keys))
    return edits


def _without_options(scene: Data, before: Mapping[str, Data]) -> Data:
    kept = {key: value for key, value in scene.items() if key != "options"}
    if str(scene["id"]) in before or not scene["options"]:
        return kept
    return {**kept, "options": [_filled(one) for one in scene["options"]]}


def _filled(entry: Data) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}


def ways(data: Data) -> list[Turn]:
    """Return the scenes in the order in which they are come to, each under the one before."""
    scenes = {str(scene.get("id", "")): scene for scene in entries_of(data, SCENES.key)}
    start = str(data.get("start") or next(iter(scenes), ""))
    return list(_turns(scenes, start, 0, 0, set())) if start in scenes else []


def _turns(
    scenes: Mapping[str, Data], name: str, depth: int, option: int, met: set[str]
) -> Iterator[Turn]:
    options = entries_of(scenes[name], "options")
    number = list(scenes).index(name) + 1
    yield Turn(depth, option, number, name in met, not options)
    if name in met:
        return
    met.add(name)
    for place, one in enumerate(options, start=1):
        to = str(one.get("to", ""))
        if to in scenes:
            yield from _turns(scenes, to, depth + 1, place, met)
