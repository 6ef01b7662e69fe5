"""Translations alone: how far they are, out as a file, back in as rows.

A course as a whole, its catalogues included, comes in through `drafts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.audit.services import record
from lms.content import catalogues, queries
from lms.content.problems import Problem
from lms.content.queries import CourseRow, TranslationRow
from lms.content.reader import Course, read_course
from lms.content.rules import (
    CourseInvalid,
    FormatNotOffered,
    LanguageNotOffered,
    TranslationOfUnknownCourse,
    check_translator,
)
from lms.content.rules_of_text import find_catalogue_problems
from lms.content.services.drafts import append_translations, open_draft
from lms.content.texts import list_units
from lms.kit.actor import Actor
from lms.kit.i18n import LANGUAGES, N_, Text
from lms.units import po
from lms.units.unit import Key


@dataclass(frozen=True, slots=True)
class TranslationsImported:
    """What an imported file changed; `unknown` entries belong to no text of the course."""

    slug: str
    language: str
    changed: int
    unchanged: int
    unknown: int


def count_translations(actor: Actor, slug: str) -> dict[str, dict[po.Status, int]]:
    """Return how many texts of a draft are missing, draft, translated, reviewed or stale."""
    course = _draft_of(actor, slug)
    return {
        language: po.counts(catalogues.catalogue_of(course, language).entries)
        for language in LANGUAGES
        if language != course.head.source_language
    }


def export_translations(actor: Actor, slug: str, language: str, form: str = "po") -> bytes:
    """Return a language of a draft as a file whose header names course and revision."""
    if form != "po":
        raise FormatNotOffered
    row = _open_course(actor, slug)
    draft = open_draft(row)
    course, _problems = read_course(draft.files)
    _check_language(course, language)
    catalogue = catalogues.catalogue_of(course, language)
    catalogue = po.with_field(catalogue, po.COURSE, slug)
    return po.write(po.with_field(catalogue, po.REVISION, draft.revision.id))


def import_translations(
    actor: Actor, now: datetime, content: bytes, file: str, *, is_dry_run: bool = False
) -> TranslationsImported:
    """Take a file of translations in, or refuse it whole with every problem.

    The header says which course and language. Raises `CourseInvalid`.
    """
    catalogue = _read_catalogue(content, file)
    slug, language = catalogue.fields.get(po.COURSE, ""), catalogue.language
    if not slug:
        raise TranslationOfUnknownCourse
    row = _open_course(actor, slug)
    course, _problems = read_course(open_draft(row).files)
    _check_language(course, language)
    rows = queries.list_translations(row.id).get(language, {})
    said = catalogues.translations_in(catalogue)
    problems = [
        *find_catalogue_problems(course, language, catalogue, file),
        *_reviewed_by_translator(actor, catalogue, rows, file),
    ]
    if problems:
        raise CourseInvalid(problems)
    changed = {key: value for key, value in said.items() if value != _said(rows, key)}
    if changed and not is_dry_run:
        append_translations(actor, now, row.id, language, changed)
        record(
            actor, now, "translations.imported", subject_type="course", subject_id=row.id,
            details={"language": language, "changed": len(changed)},
        )  # fmt: skip
    known = {unit.key for unit in list_units(course)}
    unknown = sum(key not in known for key in catalogue.living())
    return TranslationsImported(slug, language, len(changed), len(said) - len(changed), unknown)


def _open_course(actor: Actor, slug: str) -> CourseRow:
    course = queries.get_course(slug)
    check_translator(actor, course.owner_path)
    return course


def _said(rows: Mapping[Key, TranslationRow], key: Key) -> tuple[str, po.Status]:
    row = rows.get(key)
    return (row.text, row.status) if row else ("", "missing")


def _draft_of(actor: Actor, slug: str) -> Course:
    draft = open_draft(_open_course(actor, slug))
    return read_course(draft.files)[0]


def _read_catalogue(content: bytes, file: str) -> po.Catalogue:
    try:
        return po.read(content)
    except po.CatalogueBroken as error:
        raise CourseInvalid([Problem(file, error.line, "", error.text, error.advice)]) from error


def _check_language(course: Course, language: str) -> None:
    if language not in LANGUAGES or language == course.head.source_language:
        raise LanguageNotOffered(language=language)


def _reviewed_by_translator(
    actor: Actor, catalogue: po.Catalogue, rows: Mapping[Key, TranslationRow], file: str
) -> list[Problem]:
    """Return the entries that a person reviewed who also translated them."""
    if actor.person_id is None:
        return []
    return [
        Problem(
            file, entry.line, entry.context,
            Text(N_("A translation must be reviewed by somebody other than its translator.")),
            Text(N_("Remove “# status: reviewed”, and let somebody else review it.")),
        )
        for entry in catalogue.living().values()
        if entry.status == "reviewed" and _is_own(actor, entry, rows.get(entry.key))
    ]  # fmt: skip


def _is_own(actor: Actor, entry: po.Entry, row: TranslationRow | None) -> bool:
    """Say whether the text is the actor's own: changed in this file, or written by them before."""
    if row is None or row.text != entry.translation:
        return True
    return row.status != "reviewed" and row.person_id == actor.person_id
