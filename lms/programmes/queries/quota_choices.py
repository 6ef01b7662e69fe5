"""Whom a quota can count: the States and agencies, languages, and what the form lets choose.

Which of them it counts is kept with the quota.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

from lms.kit.i18n import native_name, translate
from lms.kit.regions import LEAVING, REGIONS, SMALL_ISLANDS, least_developed_on, region_name
from lms.organisations import queries as organisations
from lms.organisations.queries import OrganisationRow
from lms.organisations.rules import JOINING
from lms.programmes.rules import quotas as rules
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.form_questions import CHOOSING, read_form
from lms.programmes.rules.rows import CohortRow

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field that a quota can count by: what it is called, and its values with their names."""

    name: str
    label: str
    values: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """A usual quota: what it is called for a reader, and the values of one field that it counts."""

    name: str
    label: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """All fields of a cohort that quotas can count by, and the usual quotas among its States."""

    fields: tuple[Field, ...]
    regions: tuple[Preset, ...]
    # Those on the first day of the cohort.
    least_developed: tuple[str, ...]
    small_islands: tuple[str, ...]

    def field(self, name: str) -> Field:
        """Return the field of this name; one without values where there is none."""
        return next((one for one in self.fields if one.name == name), Field(name, "", ()))

    def list_leaving(self) -> list[tuple[str, str, date]]:
        """Return which States leave the least developed, or have lately: code, name, the day."""
        names = dict(self.field(rules.STATE).values)
        days = [(code, name, LEAVING[code]) for code, name in names.items() if code in LEAVING]
        return sorted(days, key=itemgetter(2))

    def keep_known(self, sent: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
        """Return what was chosen, by field, of what can be chosen; fields without any are left."""
        known = {
            field.name: tuple(value for value, _text in field.values if value in sent[field.name])
            for field in self.fields
            if field.name in sent
        }
        return {name: values for name, values in known.items() if values}

    def describe(self, fields: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
        """Return in words whom a quota counts: of each field its name and the values."""
        told = []
        for name, values in fields.items():
            field = self.field(name)
            texts = dict(field.values)
            # A State that has left the hub, an option that was taken out of the form.
            told.append((field.label or name, " · ".join(texts.get(one, one) for one in values)))
        return told


def list_choices(cohort: CohortRow, language: str, now: datetime) -> Choices:
    """Return whom the quotas of a cohort can count, named for a reader."""
    states, agencies = _list_places(cohort, now)
    codes = {str(row.country_code) for row in states}
    fields = (
        _name(rules.STATE, language, [(str(one.country_code), one) for one in states]),
        _name(rules.AGENCY, language, [(one.id, one) for one in agencies]),
        Field(
            rules.SEX,
            translate(language, rules.FIELD_NAMES[rules.SEX]),
            tuple((key, translate(language, name)) for key, name in rules.SEX_NAMES.items()),
        ),
        Field(
            rules.LANGUAGE,
            translate(language, rules.FIELD_NAMES[rules.LANGUAGE]),
            tuple((code, native_name(code)) for code in cohort.languages),
        ),
        *_list_answers(cohort, language),
    )
    regions = tuple(
        Preset(code, region_name(code, language), rules.STATE, tuple(sorted(there)))
        for code, members in REGIONS.items()
        if (there := members & codes)
    )
    return Choices(
        tuple(field for field in fields if field.values),
        regions,
        tuple(sorted(least_developed_on(cohort.starts_on) & codes)),
        tuple(sorted(SMALL_ISLANDS & codes)),
    )


def _name(name: str, language: str, rows: Sequence[tuple[str, OrganisationRow]]) -> Field:
    values = sorted(
        ((value, row.label(language)) for value, row in rows), key=lambda pair: pair[1].casefold()
    )
    return Field(name, translate(language, rules.FIELD_NAMES[name]), tuple(values))


def _list_places(
    cohort: CohortRow, now: datetime
) -> tuple[list[OrganisationRow], list[OrganisationRow]]:
    """Return the States whose officers a cohort is for, and the agencies in them."""
    tree = organisations.list_organisations()
    runner = organisations.get_organisation(cohort.organisation_id)
    if runner.kind in JOINING:
        roots = [row.path for row in organisations.list_members(runner.id, now.date())]
    else:
        roots = [runner.path]
    within = [row for row in tree if any(f"{row.path}/".startswith(f"{path}/") for path in roots)]
    # Of a State or agency that runs a cohort for its own, the State is above.
    above = [row for row in tree if f"{runner.path}/".startswith(f"{row.path}/")]
    states = {row.id: row for row in [*within, *above] if row.kind == "state"}
    return list(states.values()), [row for row in within if row.kind == "agency"]


def _list_answers(cohort: CohortRow, language: str) -> list[Field]:
    form = read_form(cohort.form)
    return [
        Field(
            rules.ANSWER + question.id,
            choose_text(question.label, language)[0],
            tuple((one.id, choose_text(one.label, language)[0]) for one in question.options),
        )
        for question in (*form.organisation, *form.nominee)
        # What is for the panel alone decides by its scores, not by a number that everybody reads.
        if question.kind in CHOOSING and not question.is_panel_only
    ]
