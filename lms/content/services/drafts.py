"""Drafts: a course comes in whole and makes the next revision; it goes out with the same bytes.

Publishing a draft is in `publishing`, translations alone in `translating`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.audit.services import record
from lms.content import catalogues, hashes, package, queries
from lms.content.models import Blob, Course, Revision, Tree, UnitTranslation
from lms.content.queries import CourseRow, RevisionRow
from lms.content.reader import Files, read_course
from lms.content.rules import (
    CourseHasNoDraft,
    CourseInvalid,
    CourseNotPublished,
    NotTheCoursesTrainer,
    check_trainer,
)
from lms.content.standing import Said
from lms.content.stored import StoredFiles
from lms.content.validator import check_course
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from lms.organisations import queries as organisations
from lms.units.po import Status
from lms.units.unit import Key

Translations = Mapping[Key, tuple[str, Status]]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: a new course, the next revision of one, or nothing."""

    course_id: str
    slug: str
    revision_number: int
    is_new_course: bool
    is_unchanged: bool


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A translation that an import changes; where `old` is `new`, only its status does."""

    context: str
    source: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A valid course whose files are stored, ready to be imported."""

    slug: str
    files: Files


@dataclass(frozen=True)
class Draft:
    """A course's newest revision, with the translations made since written into its files."""

    course: CourseRow
    revision: RevisionRow
    frozen: catalogues.Frozen

    @property
    def files(self) -> Files:
        """Return its files."""
        return self.frozen.files


def prepare_import(files: Files, folder: str = "") -> Prepared:
    """Validate a course and store its files by hash; the database is not touched.

    `folder` is the name of the folder it came from, which must be its id. Raises `CourseInvalid`
    with every problem.
    """
    report = check_course(files, folder)
    if not report.is_valid:
        raise CourseInvalid(report.problems)
    for content in files.values():
        storage.put(content)
    return Prepared(report.course.head.id, files)


def import_prepared(
    actor: Actor,
    now: datetime,
    prepared: Prepared,
    message: str = "",
    organisation_id: str | None = None,
) -> Imported:
    """Take a course in as the next revision under its id.

    A new course is owned by the organisation named, else by the actor's, by the installation for
    the operator. The same tree again changes nothing. Raises `NotTheCoursesTrainer`.
    """
    slug, files = prepared.slug, prepared.files
    course = queries.find_course(slug)
    is_new = course is None
    course = course or _create_course(actor, now, slug, organisation_id)
    check_trainer(actor, course.owner_path)
    before = queries.find_revision(course.id)
    tree_hash = store_tree(files)
    if before and before.tree_hash == tree_hash:
        return Imported(course.id, slug, before.number, False, True)
    _take_translations(actor, now, course.id, files, before)
    parents = [before.id] if before else []
    number = _save(actor, now, course.id, tree_hash, parents, message)
    record(
        actor, now, "course.imported", subject_type="course", subject_id=course.id,
        details={"slug": slug, "revision": number, "package_hash": tree_hash},
    )  # fmt: skip
    return Imported(course.id, slug, number, is_new, False)


def save_revision(
    actor: Actor,
    now: datetime,
    course: CourseRow,
    entries: Mapping[str, str],
    parents: Sequence[str],
    message: str,
) -> int:
    """Make a course's next revision of files that are stored, and return its number.

    It need not be valid: a draft is work under way, and is checked when it is published.
    """
    check_trainer(actor, course.owner_path)
    tree_hash = store_entries(entries)
    number = _save(actor, now, course.id, tree_hash, parents, message)
    record(
        actor, now, "course.saved", subject_type="course", subject_id=course.id,
        details={"slug": course.slug, "revision": number, "package_hash": tree_hash},
    )  # fmt: skip
    return number


def create_course(
    actor: Actor,
    now: datetime,
    slug: str,
    files: Files,
    message: str,
    organisation_id: str | None = None,
) -> CourseRow:
    """Begin a course under a slug that is free, its first revision made of `files`.

    Raises `NotTheCoursesTrainer`.
    """
    course = _create_course(actor, now, slug, organisation_id)
    entries = {path: storage.put(content) for path, content in files.items()}
    save_revision(actor, now, course, entries, (), message)
    return course


def _create_course(
    actor: Actor, now: datetime, slug: str, organisation_id: str | None
) -> CourseRow:
    owner = organisation_id or actor.organisation_id or organisations.find_installation().id
    organisation = organisations.find_organisation(owner) if owner else None
    if organisation is None:
        raise NotTheCoursesTrainer
    check_trainer(actor, organisation.path)
    db.session.add(Course(slug=slug, organisation_id=organisation.id, created_at=now))
    db.session.flush()
    return queries.get_course(slug)


def store_tree(files: Files) -> str:
    """Store a tree and its files, each once, and return its package hash."""
    if isinstance(files, StoredFiles):
        return store_entries(files.entries)
    for content in files.values():
        storage.put(content)
    return store_entries(hashes.entries_of(files))


def store_entries(entries: Mapping[str, str]) -> str:
    """Store a tree of files that the storage has, and return its package hash."""
    tree_hash = hashes.package_hash(entries)
    if db.session.get(Tree, tree_hash) is not None:
        return tree_hash
    wanted = set(entries.values())
    for content_hash in sorted(wanted - queries.list_known_blobs(wanted)):
        db.session.add(Blob(hash=content_hash, size=storage.size(content_hash)))
    db.session.add(Tree(hash=tree_hash, entries=dict(entries)))
    db.session.flush()
    return tree_hash


def _save(
    actor: Actor,
    now: datetime,
    course_id: str,
    tree_hash: str,
    parents: Sequence[str],
    message: str,
) -> int:
    newest = queries.find_revision(course_id)
    number = newest.number + 1 if newest else 1
    db.session.add(
        Revision(
            course_id=course_id,
            number=number,
            tree_hash=tree_hash,
            parents=list(parents),
            author_id=actor.person_id,
            message=message,
            created_at=now,
        )
    )
    db.session.flush()
    return number


def _take_translations(
    actor: Actor, now: datetime, course_id: str, files: Files, before: RevisionRow | None
) -> None:
    """Append what the imported catalogues changed."""
    for language, changed in _find_changed(course_id, files, before).items():
        append_translations(actor, now, course_id, language, changed)


def list_taken_over(course: CourseRow, files: Files) -> dict[str, list[TakenOver]]:
    """Return by language the translations that importing these files would change.

    A language is left out whose file is, byte for byte, the one that the draft is exported with.
    """
    before = queries.find_revision(course.id)
    entries = queries.get_entries(before.tree_hash) if before else {}
    texts = {path: entries[path] for path in entries if not path.startswith("media/")}
    said = list_said(course.id)
    drafted = catalogues.freeze(StoredFiles(texts), said).files
    changed = _find_changed(course.id, files, before)
    found = {}
    for language in LANGUAGES:
        path = catalogues.po_file(language)
        if files.get(path) != drafted.get(path):
            known = said.get(language, {})
            found[language] = [
                TakenOver(key.context, key.text, known[key].text if key in known else "", text)
                for key, (text, _status) in changed.get(language, {}).items()
            ]
    return found


def _find_changed(
    course_id: str, files: Files, before: RevisionRow | None
) -> dict[str, Translations]:
    """Return what catalogues changed since the revision they were exported from, by language.

    What they did not change stays as it was made meanwhile: nobody's work is overwritten.
    """
    ours = _catalogues(files)
    base = _catalogues(StoredFiles(queries.get_entries(before.tree_hash))) if before else {}
    rows = queries.list_translations(course_id)
    found: dict[str, Translations] = {}
    for language in sorted({*ours, *base}):
        theirs = {key: (row.text, row.status) for key, row in rows.get(language, {}).items()}
        said, said_before = ours.get(language, {}), base.get(language, {})
        gone: Translations = {key: ("", "missing") for key in said_before if key not in said}
        found[language] = {
            key: value
            for key, value in {**gone, **said}.items()
            if value != said_before.get(key) and value != theirs.get(key, ("", "missing"))
        }
    return found


def _catalogues(files: Files) -> dict[str, Translations]:
    course, _problems = read_course(
        {file: files[file] for file in files if file.startswith("locale/")}
    )
    return {
        language: catalogues.translations_in(catalogue)
        for language, catalogue in course.catalogues.items()
    }


def append_translations(
    actor: Actor, now: datetime, course_id: str, language: str, changed: Translations
) -> None:
    """Append a row for each unit whose translation changed."""
    db.session.add_all(
        UnitTranslation(
            course_id=course_id,
            language=language,
            context=key.context,
            source=key.text,
            text=text,
            status=status,
            person_id=actor.person_id,
            created_at=now,
        )
        for key, (text, status) in changed.items()
    )
    db.session.flush()


def open_draft(course: CourseRow) -> Draft:
    """Return a course's draft as it would be exported; raise `CourseHasNoDraft` for none."""
    revision = queries.find_revision(course.id)
    if revision is None:
        raise CourseHasNoDraft(slug=course.slug)
    files = queries.get_files(revision.tree_hash)
    return Draft(course, revision, catalogues.freeze(files, list_said(course.id)))


def list_said(course_id: str, language: str | None = None) -> dict[str, dict[Key, Said]]:
    """Return the newest translations as a catalogue takes them, by language."""
    return {
        code: {key: Said(row.text, row.status, row.since, row.at) for key, row in rows.items()}
        for code, rows in queries.list_translations(course_id, language).items()
    }


def export_course(
    actor: Actor, slug: str, *, is_draft: bool = False, number: int | None = None
) -> bytes:
    """Return a course as a zip: the newest version, version `number`, or the draft.

    The same tree gives the same bytes. Raises `CourseNotPublished` where there is none.
    """
    course = queries.get_course(slug)
    check_trainer(actor, course.owner_path)
    if is_draft:
        return package.write_zip(open_draft(course).files)
    versions = queries.list_versions(course.id)
    for version in versions:
        if number in {None, version.number}:
            tree_hash = queries.find_edition_tree(version.id) or version.tree_hash
            return package.write_zip(queries.get_files(tree_hash))
    raise CourseNotPublished(slug=slug, number=number or "")
