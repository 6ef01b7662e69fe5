"""What the page of a cohort's evaluation shows: each survey, its results, the names of groups.

What may be shown is decided in `rules.survey_results`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.kit.i18n import N_, native_name, translate
from lms.organisations import queries as organisations
from lms.programmes.queries import funnels, gains, own_questions, surveys, teams
from lms.programmes.queries.gains import GainLine
from lms.programmes.queries.surveys import SurveyRow
from lms.programmes.rules import funnel as funnel_rules
from lms.programmes.rules.funnel import Funnel, Step
from lms.programmes.rules.nominations import SEX_NAMES
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.survey_results import Bar, Results, draw_bars, find_self_reported
from lms.programmes.rules.surveys import MONTHS, SPLITS, Item, SurveyKind, find_opening

SPLIT_NAMES: Mapping[str, str] = {
    "state": N_("State"),
    "language": N_("Language"),
    "sex": N_("Sex"),
    "group": N_("Group"),
}


@dataclass(frozen=True, slots=True)
class SplitTable:
    """The means of one kind of groups: by question those of each group, in the groups' order."""

    split: str
    groups: Sequence[tuple[str, int]]
    means: Mapping[str, Sequence[float | None]]
    hidden: int


@dataclass(frozen=True, slots=True)
class SurveyPart:
    """One survey on the page; without a row it has not been opened, without results not closed."""

    kind: SurveyKind
    items: Sequence[Item]
    opens_at: datetime
    row: SurveyRow | None
    answered: int
    asked: int
    results: Results | None
    supervisors: Results | None
    tables: Sequence[SplitTable]
    certainty: tuple[float, float] | None
    bars: Sequence[Bar]


def list_parts(
    cohort: CohortRow, names: Mapping[str, str], language: str, direction: str
) -> list[SurveyPart]:
    """Return the surveys of a cohort, the earliest first, in a fixed number of statements.

    `names` are those of the groups.
    """
    rows = {row.kind: row for row in surveys.list_surveys(cohort.id)}
    counts = surveys.count_answered([row.id for row in rows.values()])
    own = own_questions.list_own(cohort.id)
    parts = []
    for kind in MONTHS:
        items = own_questions.list_items(own, kind, language)
        row = rows.get(kind)
        results = row.results.get("participants") if row else None
        certainty = find_self_reported(results) if results else None
        answered, asked = counts.get(row.id, (0, 0)) if row else (0, 0)
        parts.append(
            SurveyPart(
                kind=kind,
                items=items,
                opens_at=find_opening(cohort, kind),
                row=row,
                answered=answered,
                asked=asked,
                results=results,
                supervisors=row.results.get("supervisors") if row else None,
                tables=_list_tables(items, results, names) if results else (),
                certainty=certainty,
                bars=draw_bars(certainty, direction) if certainty else (),
            )
        )
    return parts


def _list_tables(
    items: Sequence[Item], results: Results, names: Mapping[str, str]
) -> list[SplitTable]:
    tables = []
    for split in SPLITS:
        of = {name: group for name, group in results["groups"].items()
              if name.startswith(f"{split}:")}  # fmt: skip
        hidden = results["hidden"].get(split, 0)
        if of or hidden:
            groups = [(names.get(name, ""), group["answered"]) for name, group in of.items()]
            means = {
                item.id: [group["means"].get(item.id) for group in of.values()]
                for item in items
                if item.kind == "agreement"
            }
            tables.append(SplitTable(split, groups, means, hidden))
    return tables


def name_groups(cohort: CohortRow, language: str) -> dict[str, str]:
    """Return how each group of a cohort is called for a reader, by its name in the results."""
    states = {
        f"state:{row.id}": row.label(language)
        for row in organisations.list_organisations()
        if row.kind == "state"
    }
    groups = {f"group:{row.id}": row.name for row in teams.list_groups(cohort.id)}
    sexes = {f"sex:{sex}": translate(language, name) for sex, name in SEX_NAMES.items()}
    languages = {f"language:{code}": native_name(code) for code in cohort.languages}
    return {**states, **groups, **sexes, **languages}


@dataclass(frozen=True, slots=True)
class FunnelPart:
    """The funnel of a cohort with its bars, and the groups of each kind with their names."""

    funnel: Funnel
    bars: Sequence[Bar]
    tables: Sequence[tuple[str, Sequence[tuple[str, Mapping[Step, int | None]]], int]]


def get_funnel_part(
    cohort: CohortRow, names: Mapping[str, str], direction: str, now: datetime
) -> FunnelPart:
    """Return the funnel of a cohort as the page shows it; `names` are those of the groups."""
    funnel = funnels.get_funnel(cohort, now)
    totals = [float(funnel.totals[step]) for step in funnel.steps]
    tables = []
    for split in funnel_rules.SPLITS:
        lines = [(names.get(name, ""), line)
                 for name, line in funnel_rules.list_split(funnel, split)]  # fmt: skip
        if lines or funnel.hidden.get(split):
            tables.append((split, lines, funnel.hidden.get(split, 0)))
    # Somebody is nominated, or nothing of it is drawn.
    bars = draw_bars(totals, direction, 0, totals[0]) if totals[0] else []
    return FunnelPart(funnel, bars, tables)


@dataclass(frozen=True, slots=True)
class GainPart:
    """The tested gain in one examination, with the bars of before and after where it is told."""

    line: GainLine
    bars: Sequence[Bar]


def list_gain_parts(cohort: CohortRow, language: str, direction: str) -> list[GainPart]:
    """Return the tested gains of a cohort, one for each examination with a pre-test."""
    parts = []
    for line in gains.list_lines(cohort, language):
        gain = line.gain
        ends = [gain.before or 0, gain.after or 0] if gain and gain.is_told else []
        parts.append(GainPart(line, draw_bars(ends, direction, 0, 100)))
    return parts
