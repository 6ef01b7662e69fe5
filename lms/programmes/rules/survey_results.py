"""What a survey may show once it is closed: of all, and of groups that nobody follows from.

How answers are counted stands in `surveys`, which groups may be told of in `unlinkable`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from lms.programmes.rules.surveys import ALL, BEFORE, NOW, Counts, Item, mean, name_groups
from lms.programmes.rules.unlinkable import FEWEST, People, choose_shown


class GroupResults(TypedDict):
    """How many of a group have answered, and the mean of each question with a scale."""

    answered: int
    means: dict[str, float]


class Results(TypedDict):
    """What is kept of the answers; where fewer than `FEWEST` came, how many and nothing else."""

    asked: int
    answered: int
    counts: dict[str, dict[str, int]]
    groups: dict[str, GroupResults]
    hidden: dict[str, int]
    comments: dict[str, list[str]]


def choose_counted(everybody: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """Return the groups that are counted apart: of each enough people are asked to be told of."""
    sizes: dict[str, int] = {}
    for fields in everybody:
        for name in name_groups(fields):
            sizes[name] = sizes.get(name, 0) + 1
    return frozenset(name for name, size in sizes.items() if size >= FEWEST)


def sum_up(
    asked: int,
    answered: Mapping[str, Mapping[str, str]],
    counts: Counts,
    comments: Mapping[str, Sequence[str]],
) -> Results:
    """Return what may be shown.

    `answered` are the groups' fields of those who have answered, by any name of theirs; `comments`
    are by question and have no order any more.
    """
    results = Results(asked=asked, answered=len(answered), counts={}, groups={}, hidden={},
                      comments={})  # fmt: skip
    if len(answered) < FEWEST:
        return results
    results["counts"] = counts.get(ALL, {})
    results["comments"] = {item: list(words) for item, words in comments.items() if words}
    groups = _list_groups(answered)
    shown = choose_shown(frozenset(answered), groups)
    for name, people in sorted(groups.items()):
        if name in shown and name in counts:
            means = {item: mean(answers) for item, answers in counts[name].items()}
            results["groups"][name] = GroupResults(
                answered=len(people),
                means={item: round(value, 2) for item, value in means.items() if value is not None},
            )
        else:
            split = name.partition(":")[0]
            results["hidden"][split] = results["hidden"].get(split, 0) + 1
    return results


def _list_groups(answered: Mapping[str, Mapping[str, str]]) -> dict[str, People]:
    found: dict[str, set[str]] = {}
    for person, fields in answered.items():
        for name in name_groups(fields):
            found.setdefault(name, set()).add(person)
    return {name: frozenset(people) for name, people in found.items()}


def find_self_reported(results: Results) -> tuple[float, float] | None:
    """Return the means of how sure people say they were before and are now, or nothing."""
    before = mean(results["counts"].get(BEFORE, {}))
    now = mean(results["counts"].get(NOW, {}))
    return None if before is None or now is None else (before, now)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart 360 wide: where it lies, and the value that it shows."""

    x: float
    y: int
    width: float
    value: float


_WIDTH, _START, _LENGTH, _STEP = 360, 10, 340, 50


def draw_bars(
    values: Sequence[float], direction: str, least: float = 1, most: float = 5
) -> list[Bar]:
    """Return a bar for each value of a scale, from the side where reading begins.

    Above each is room for its words, so that long ones stay whole on a narrow screen.
    """
    bars = []
    for place, value in enumerate(values):
        width = round((value - least) / (most - least) * _LENGTH, 1)
        x = _START if direction == "ltr" else _WIDTH - _START - width
        bars.append(Bar(x, 30 + place * _STEP, width, value))
    return bars


COLUMNS = ("survey", "split", "group", "people", "question", "answer", "value")


def list_rows(
    survey: str, items: Sequence[Item], results: Results, names: Mapping[str, str]
) -> list[tuple[str, ...]]:
    """Return the results as a table for other programs, with the same left out as on the page.

    `names` are those of the groups. The names of the columns are the same in every language.
    """
    people = str(results["answered"])
    rows: list[tuple[str, ...]] = [(survey, ALL, "", str(results["asked"]), "", "answered", people)]
    for item in items:
        answers = results["counts"].get(item.id, {})
        rows += [(survey, ALL, "", people, item.name, item.choices.get(code, code),
                  str(answers.get(code, 0))) for code in item.options if answers]  # fmt: skip
        rows += [(survey, ALL, "", people, item.name, "comment", words)
                 for words in results["comments"].get(item.id, ())]  # fmt: skip
    called = {item.id: item.name for item in items}
    for name, group in results["groups"].items():
        first = (survey, name.partition(":")[0], names.get(name, ""), str(group["answered"]))
        rows += [(*first, called.get(item, item), "mean", str(value))
                 for item, value in group["means"].items()]  # fmt: skip
    return rows
