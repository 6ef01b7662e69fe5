"""Who uses a design or a signatory, as a reader is told before either is put away.

Who that is stands in `queries.usage`; putting away is done in `archiving` and `signatories`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import url_for

from lms.certificates.queries.usage import TermsOf
from lms.content import queries as content
from lms.organisations import queries as organisations
from lms.programmes.queries.curricula import get_programmes
from lms.programmes.rules.cohorts import choose_text


@dataclass(frozen=True, slots=True)
class Use:
    """One that uses it: its title, the language of that where known, and where its terms stand."""

    title: str
    language: str
    address: str


def describe_uses(rows: Sequence[TermsOf], language: str) -> list[Use]:
    """Return organisations, programmes and courses with these terms, each by title."""
    whole = {row.organisation_id for row in rows if not (row.course_id or row.programme_id)}
    programmes = [row.programme_id for row in rows if row.programme_id]
    courses = {row.course_id for row in rows if row.course_id}
    parts = (
        _organisations(whole, language),
        _programmes(programmes, language),
        _courses(courses, language),
    )
    return [use for part in parts for use in sorted(part, key=lambda use: use.title)]


def _organisations(ids: Collection[str], language: str) -> list[Use]:
    return [
        Use(
            row.label(language),
            "",
            url_for("certificates.show_organisation_terms", organisation_id=row.id),
        )
        for row in organisations.list_organisations()
        if row.id in ids
    ]


def _programmes(ids: Sequence[str], language: str) -> list[Use]:
    uses = []
    for row in get_programmes(ids).values():
        title, title_language = choose_text(row.draft.get("title", {}), language)
        address = url_for("certificates.show_programme_terms", slug=row.slug)
        uses.append(Use(title or row.slug, title_language if title else "", address))
    return uses


def _courses(ids: Collection[str], language: str) -> list[Use]:
    rows = [row for row in content.list_courses() if row.id in ids] if ids else []
    there = [row for row in rows if row.newest_version_id]
    outlines = content.get_outlines([(str(row.newest_version_id), language) for row in there])
    titles = {row.id: outline.title for row, outline in zip(there, outlines, strict=True)}
    return [
        Use(
            titles.get(row.id, row.slug),
            "",
            url_for("certificates.show_course_terms", slug=row.slug),
        )
        for row in rows
    ]
