"""The way of people through a cohort in numbers: from being nominated to holding a certificate.

Who has come how far is read in `queries.funnels`; nobody's name is needed for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lms.kit.i18n import N_
from lms.programmes.rules.unlinkable import FEWEST, People, choose_shown

Step = Literal["nominated", "accepted", "began", "attended", "completed", "certified"]
STEP_NAMES: Mapping[Step, str] = {
    "nominated": N_("Were nominated"),
    "accepted": N_("Accepted a place"),
    "began": N_("Began"),
    "attended": N_("Attended"),
    "completed": N_("Completed all"),
    "certified": N_("Certified"),
}
STEP_MEANINGS: Mapping[Step, str] = {
    "nominated": N_("The nomination was handed in and not withdrawn before a place was offered."),
    "accepted": N_("A place was offered and accepted, whatever came after."),
    "began": N_("Did something in a course of the programme, handed work in, or was present."),
    "attended": N_("Was present at a session at least once."),
    "completed": N_("Has every award that the programme gives."),
    "certified": N_(
        "Holds a certificate of the programme or of one of its courses that was not revoked."
    ),
}
# By what the people of a cohort are told apart here.
SPLITS = ("state", "sex")


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many came how far: all together, and by group where few cannot be reckoned from it.

    `steps` are those that the cohort has; a figure that is not told is nothing. Of `hidden` groups
    nothing is told at all: how many these are, by the kind of group.
    """

    steps: tuple[Step, ...]
    totals: Mapping[Step, int]
    groups: Mapping[str, Mapping[Step, int | None]]
    hidden: Mapping[str, int]


def count(reached: Mapping[Step, People], groups: Mapping[str, People]) -> Funnel:
    """Return the numbers of a funnel.

    `reached` are the people of each step in their order, `groups` by names such as `sex:female`.
    The numbers of all together are told as they are, however small: they are for those alone who
    run the cohort, and who see each of these people by name. Within a step the room's rule says
    which groups are told beside them (`unlinkable`); from one step to the next a group that has
    lost fewer than `FEWEST` is not told again, for the difference would be about so few.
    """
    shown = {
        step: choose_shown(people, {name: people & of for name, of in groups.items()})
        for step, people in reached.items()
    }
    told: dict[str, Mapping[Step, int | None]] = {}
    hidden: dict[str, int] = {}
    for name, of in groups.items():
        line = _chain({step: len(people & of) if name in shown[step] else None
                       for step, people in reached.items()})  # fmt: skip
        if any(value is not None for value in line.values()):
            told[name] = line
        else:
            split = name.partition(":")[0]
            hidden[split] = hidden.get(split, 0) + 1
    totals = {step: len(people) for step, people in reached.items()}
    return Funnel(tuple(reached), totals, told, hidden)


def _chain(line: Mapping[Step, int | None]) -> dict[Step, int | None]:
    """Return a group's numbers without those that differ by few from one that is told."""
    kept: dict[Step, int | None] = {}
    for step, value in line.items():
        others = [one for one in kept.values() if one is not None]
        is_near = value is not None and any(0 < abs(one - value) < FEWEST for one in others)
        kept[step] = None if is_near else value
    return kept


COLUMNS = ("split", "group", "step", "people")


def list_rows(funnel: Funnel, names: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return a funnel as a table for other programs; a figure that is not told is empty.

    `names` are those of the groups. The names of columns and steps are the same in every language.
    """
    rows: list[tuple[str, ...]] = [
        ("all", "", step, str(funnel.totals[step])) for step in funnel.steps
    ]
    for name, line in funnel.groups.items():
        split = name.partition(":")[0]
        rows += [(split, names.get(name, ""), step, "" if value is None else str(value))
                 for step, value in line.items()]  # fmt: skip
    return rows


def list_split(funnel: Funnel, split: str) -> Sequence[tuple[str, Mapping[Step, int | None]]]:
    """Return the groups of one kind that something is told of."""
    return [(name, line) for name, line in funnel.groups.items() if name.startswith(f"{split}:")]
