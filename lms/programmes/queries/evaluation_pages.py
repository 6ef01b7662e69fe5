"""What the page of a cohort's evaluation shows: each survey, its results, the names of groups.

What may be shown is decided in `rules.survey_results`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.kit.i18n import N_, native_name, translate
from lms.organisations import queries as organisations
from lms.programmes.queries import surveys, teams
from lms.programmes.queries.surveys import SurveyRow
from lms.programmes.rules.nominations import SEX_NAMES
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.survey_results import Bar, Results, draw_bars, find_self_reported
from lms.programmes.rules.surveys import ITEMS, MONTHS, SPLITS, SurveyKind, find_opening

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
    opens_at: datetime
    row: SurveyRow | None
    answered: int
    asked: int
    results: Results | None
    supervisors: Results | None
    tables: Sequence[SplitTable]
    certainty: tuple[float, float] | None
    bars: Sequence[Bar]


def list_parts(cohort: CohortRow, language: str, direction: str) -> list[SurveyPart]:
    """Return the surveys of a cohort, the earliest first, in a fixed number of statements."""
    rows = {row.kind: row for row in surveys.list_surveys(cohort.id)}
    counts = surveys.count_answered([row.id for row in rows.values()])
    names = name_groups(cohort, language) if rows else {}
    parts = []
    for kind in MONTHS:
        row = rows.get(kind)
        results = row.results.get("participants") if row else None
        certainty = find_self_reported(results) if results else None
        answered, asked = counts.get(row.id, (0, 0)) if row else (0, 0)
        parts.append(
            SurveyPart(
                kind=kind,
                opens_at=find_opening(cohort, kind),
                row=row,
                answered=answered,
                asked=asked,
                results=results,
                supervisors=row.results.get("supervisors") if row else None,
                tables=_list_tables(kind, results, names) if results else (),
                certainty=certainty,
                bars=draw_bars(certainty, direction) if certainty else (),
            )
        )
    return parts


def _list_tables(kind: SurveyKind, results: Results, names: Mapping[str, str]) -> list[SplitTable]:
    tables = []
    for split in SPLITS:
        of = {name: group for name, group in results["groups"].items()
              if name.startswith(f"{split}:")}  # fmt: skip
        hidden = results["hidden"].get(split, 0)
        if of or hidden:
            groups = [(names.get(name, ""), group["answered"]) for name, group in of.items()]
            means = {
                item.id: [group["means"].get(item.id) for group in of.values()]
                for item in ITEMS[kind]
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
