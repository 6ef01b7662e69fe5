"""Translations alone: how far they are, out as a file, back in as rows.

A course as a whole, its catalogues included, comes in through `drafts`. What is taken of a file
is decided in `lms.content.exchange`.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from lms.audit.services import record
from lms.content import catalogues, queries
from lms.content.exchange import (
    Incoming,
    Report,
    Standing,
    TranslationsRefused,
    count_as_translated,
    judge,
    read_file,
)
from lms.content.queries import CourseRow, RevisionRow
from lms.content.queries.exchange import find_newest_seq, has_revision, list_saved
from lms.content.reader import Course, read_course
from lms.content.rules import (
    CourseHasNoDraft,
    FormatNotOffered,
    LanguageNotOffered,
    NotForXliff,
    TranslationOfAnotherCourse,
    TranslationOfUnknownCourse,
    check_translator,
)
from lms.content.services.drafts import append_translations, list_said
from lms.content.texts import list_units
from lms.kit.actor import Actor
from lms.kit.i18n import LANGUAGES
from lms.units import po, xliff


def count_translations(actor: Actor, slug: str) -> dict[str, dict[po.Status, int]]:
    """Return how many texts of a draft are missing, draft, translated, reviewed or stale."""
    row = _open_course(actor, slug)
    _revision, course = _read_draft(row, LANGUAGES)
    units, said = list_units(course), list_said(row.id)
    return {
        language: po.counts(
            catalogues.current(course, language, said.get(language, {}), units).entries
        )
        for language in LANGUAGES
        if language != course.head.source_language
    }


def export_translations(
    actor: Actor, slug: str, language: str, form: str = "po", version: str = "2.1"
) -> bytes:
    """Return a language of a draft as a file that names course and revision.

    `version` is that of XLIFF. Raises `FormatNotOffered`, `LanguageNotOffered`.
    """
    if form not in {"po", "xliff"} or version not in xliff.VERSIONS:
        raise FormatNotOffered
    row = _open_course(actor, slug)
    revision, course = _read_draft(row, [language])
    _check_language(course, language)
    said = list_said(row.id, language).get(language, {})
    catalogue = catalogues.current(course, language, said, list_units(course))
    stamp = str(find_newest_seq(row.id, language))
    if form == "xliff":
        head = xliff.Head(slug, revision.id, course.head.source_language, language, stamp)
        return _write_xliff(head, course, catalogue, version)
    for name, value in (
        (po.COURSE, slug), (po.REVISION, revision.id), (po.STAMP, stamp)
    ):  # fmt: skip
        catalogue = po.with_field(catalogue, name, value)
    return po.write(catalogue)


def _write_xliff(head: xliff.Head, course: Course, catalogue: po.Catalogue, version: str) -> bytes:
    known: xliff.Version = "1.2" if version == "1.2" else "2.1"
    try:
        return xliff.write(head, list_units(course), catalogue.living(), known)
    except xliff.CannotBeWritten as error:
        raise NotForXliff(place=error.context) from error


def examine_translations(actor: Actor, incoming: Incoming, slug: str = "") -> Report:
    """Say what would become of a translator's file; nothing is changed.

    The file says which course and language; with a `slug` it must be that one. Raises
    `TranslationOfUnknownCourse`, `TranslationOfAnotherCourse`, `LanguageNotOffered`.
    """
    if not incoming.course:
        raise TranslationOfUnknownCourse
    if slug and incoming.course != slug:
        raise TranslationOfAnotherCourse(found=incoming.course, slug=slug)
    row = _open_course(actor, incoming.course)
    _revision, course = _read_draft(row)
    language = incoming.language
    _check_language(course, language)
    now = list_saved(row.id, language)
    stamp = incoming.stamp
    is_behind = stamp is not None and any(saved.seq > stamp for saved in now.values())
    then = list_saved(row.id, language, stamp) if is_behind else now
    is_known = not incoming.revision or has_revision(row.id, incoming.revision)
    standing = Standing(
        list_units(course), now, then, actor.person_id, is_known, _state_of(row, language)
    )  # fmt: skip
    return judge(incoming, standing)


def keep_translations(
    actor: Actor,
    now: datetime,
    incoming: Incoming,
    report: Report,
    *,
    take_rest: bool = False,
    as_translated: bool = False,
) -> Report:
    """Append what a report on a file says is taken, and return it as saved.

    What somebody changed since the report was made is looked at again. Where something is refused
    nothing is taken and `TranslationsRefused` is raised, unless asked to `take_rest`. With
    `as_translated` a changed text is no draft, though the file calls it one.
    """
    row = _open_course(actor, report.slug)
    queries.lock_course(row.id)
    if report.state != _state_of(row, report.language):
        report = examine_translations(actor, incoming, report.slug)
    if not (report.is_whole or take_rest):
        raise TranslationsRefused(report)
    if as_translated:
        report = count_as_translated(report)
    changed = {unit.key: unit.value for unit in report.of("taken")}
    if changed:
        append_translations(actor, now, row.id, report.language, changed)
        record(
            actor, now, "translations.imported", subject_type="course", subject_id=row.id,
            details={
                "language": report.language, "changed": len(changed),
                "refused": report.counts["refused"],
            },
        )  # fmt: skip
    return replace(report, is_saved=True)


def import_translations(
    actor: Actor,
    now: datetime,
    content: bytes,
    file: str,
    *,
    slug: str = "",
    is_dry_run: bool = False,
    take_rest: bool = False,
    as_translated: bool = False,
) -> Report:
    """Read, examine and keep at once, in the transaction at hand; a dry run only examines."""
    incoming = read_file(content, file)
    report = examine_translations(actor, incoming, slug)
    if is_dry_run:
        return report
    return keep_translations(
        actor, now, incoming, report, take_rest=take_rest, as_translated=as_translated
    )


def _state_of(row: CourseRow, language: str) -> str:
    """Return a mark that changes with whatever a report is made from."""
    revision = queries.find_revision(row.id)
    return f"{revision.id if revision else ''} {find_newest_seq(row.id, language)}"


def _open_course(actor: Actor, slug: str) -> CourseRow:
    course = queries.get_course(slug)
    check_translator(actor, course.owner_path)
    return course


def _read_draft(row: CourseRow, languages: Collection[str] = ()) -> tuple[RevisionRow, Course]:
    """Return the newest revision and its texts; of its catalogues, slow to read, those wanted."""
    revision = queries.find_revision(row.id)
    if revision is None:
        raise CourseHasNoDraft(slug=row.slug)
    wanted = {catalogues.po_file(language) for language in languages}
    files = queries.get_files(revision.tree_hash)
    kept = {
        file: content
        for file, content in files.items()
        if not file.startswith("locale/") or file in wanted
    }
    return revision, read_course(kept)[0]


def _check_language(course: Course, language: str) -> None:
    if language not in LANGUAGES or language == course.head.source_language:
        raise LanguageNotOffered(language=language)
