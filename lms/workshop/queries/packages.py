"""Reads of packages: what one may take out, what was found in one that was sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from lms.content import queries as content
from lms.content.naming import name_of
from lms.content.queries import CourseRow, VersionRow
from lms.kit import jobs, storage
from lms.kit.db import read
from lms.kit.i18n import Text
from lms.kit.jobs import Job, Progress
from lms.units import markdown
from lms.units.differences import Part, compare_words
from lms.workshop.comparison import changed_paths
from lms.workshop.queries.history import MOST_COMPARED
from lms.workshop.queries.saving import NamedChange, name_change
from lms.workshop.reports import Message

CHECK_PACKAGE = "workshop.check_package"
IMPORT_PACKAGE = "workshop.import_package"
CHECK_QUESTIONS = "workshop.check_questions"
TAKE_QUESTIONS = "workshop.take_questions"
# What is done with files that are sent, and forgotten some time after.
_OF_FILES = (CHECK_PACKAGE, IMPORT_PACKAGE, CHECK_QUESTIONS, TAKE_QUESTIONS)
SWEEP_PACKAGES = "workshop.sweep_packages"
# As long as what was discarded: whoever sends a package on a Friday may come back from leave.
PACKAGES_KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Old:
    """Jobs about packages that nobody takes in any more, and the packages to be forgotten."""

    job_ids: tuple[str, ...]
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a file of a package, and what to do."""

    file: str
    line: int
    field: str
    message: Text
    advice: Text


@dataclass(frozen=True, slots=True)
class Retranslated:
    """A translation that taking a package in would change."""

    name: Text
    source: str
    parts: Sequence[Part]
    is_status_alone: bool


@dataclass(frozen=True, slots=True)
class LanguageChange:
    """A language whose file differs from the draft's: how many translations, the first of them."""

    language: str
    name: Text
    count: int
    first: tuple[Retranslated, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a package: flaws, or the course that it holds and its files' hashes."""

    flaws: tuple[Flaw, ...]
    slug: str | None
    hashes: Mapping[str, str]
    translations: tuple[LanguageChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What taking a package in would do; `course` is the one that gets a revision, if any."""

    course: CourseRow | None
    changes: tuple[NamedChange, ...]
    translations: tuple[LanguageChange, ...]
    others: tuple[Text, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing would change."""
        return self.course is not None and not (self.changes or self.translations)


def find_job(
    person_id: str | None,
    job_id: str,
    kinds: Collection[str] = frozenset({CHECK_PACKAGE, IMPORT_PACKAGE}),
) -> tuple[Progress, Mapping[str, Any]] | None:
    """Return a job about a file that the person sent, with its arguments, or nothing."""
    progress, arguments = jobs.find_progress(job_id), jobs.find_arguments(job_id)
    if progress is None or arguments is None:
        return None
    is_own = arguments.get("person") == person_id
    is_ours = progress.kind in kinds
    return (progress, arguments) if is_own and is_ours else None


def find_old(now: datetime) -> Old:
    """Return what is to be forgotten of files sent so long ago, but for what was sent again.

    A file that some course holds as a file of its own stays with that course.
    """
    statement = select(Job.id, Job.arguments, Job.created_at, Job.status).where(
        Job.kind.in_(_OF_FILES)
    )
    old, wanted = {}, set()
    for job_id, arguments, created_at, status in read(statement):
        if created_at < now - PACKAGES_KEPT and status in {"done", "failed"}:
            old[job_id] = arguments["hash"]
        else:
            wanted.add(arguments["hash"])
    hashes = set(old.values()) - wanted
    return Old(tuple(old), tuple(sorted(hashes - content.list_known_blobs(hashes))))


def find_result(job_id: str) -> tuple[str, dict[str, Any]] | None:
    """Return how a job about a package ended (`done` or `failed`) and with what, or nothing."""
    items = jobs.list_items(job_id)
    return (items[0][1], items[0][2]) if items else None


def read_checked(result: Mapping[str, Any]) -> Checked:
    """Return what a check has found."""
    flaws = tuple(
        Flaw(
            kept["file"], kept["line"], kept["field"],
            Message.model_validate(kept["message"]).text,
            Message.model_validate(kept["advice"]).text,
        )
        for kept in result.get("problems", ())
    )  # fmt: skip
    hashes = result.get("hashes", {})
    translations = tuple(
        LanguageChange(
            language, name_of(f"locale/{language}.po"), found["count"],
            tuple(_retranslated(hashes, **text) for text in found["first"]),
        )
        for language, found in result.get("translations", {}).items()
    )  # fmt: skip
    return Checked(flaws, result.get("slug"), hashes, translations)


def _retranslated(
    hashes: Mapping[str, str], context: str, source: str, old: str, new: str
) -> Retranslated:
    file = context.partition("#")[0]
    name = name_of(file, _stored(hashes, file))
    return Retranslated(name, markdown.words(source), compare_words(old, new), old == new)


def get_import_page(checked: Checked) -> ImportPage:
    """Return what taking a package in would change."""
    course = content.find_course(checked.slug) if checked.slug else None
    newest = content.find_revision(course.id) if course else None
    old = content.get_entries(newest.tree_hash) if newest else {}
    paths = changed_paths(old, checked.hashes)
    if newest:
        # The draft's translations are rows: what a file changes of them was found by the check.
        paths = [path for path in paths if not path.startswith("locale/")]
    first = paths[:MOST_COMPARED] if newest else []
    return ImportPage(
        course,
        tuple(name_change(p, _stored(old, p), _stored(checked.hashes, p)) for p in first),
        checked.translations,
        tuple(name_of(path, _stored(checked.hashes, path)) for path in paths[len(first) :]),
    )


def _stored(hashes: Mapping[str, str], path: str) -> bytes | None:
    return storage.get(hashes[path]) if path in hashes else None


def list_packages(course: CourseRow) -> list[VersionRow]:
    """Return the versions of a course that can be taken out, the newest first."""
    return content.list_versions(course.id)
