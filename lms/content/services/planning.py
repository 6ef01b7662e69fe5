"""Planning a publication: validate, decide what the change makes, compile it, store the files.

The database is only read. Storing what was planned is in `publishing`: what is slow stays out of
its transaction.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lms.content import hashes, queries
from lms.content.editions import Compiled, compile_edition, media_address
from lms.content.queries import CourseRow, VersionRow
from lms.content.reader import Course, Files, read_course
from lms.content.rules import (
    CourseInvalid,
    Decision,
    Edited,
    Made,
    SecondPersonNeeded,
    check_trainer,
    decide,
)
from lms.content.services.drafts import Draft, open_draft
from lms.content.texts import list_units
from lms.content.validator import check_course
from lms.content.wording import (
    Rewordings,
    Translation,
    Wording,
    choose_source,
    choose_translation,
)
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.i18n import LANGUAGES
from lms.kit.ids import new_id
from lms.units.unit import Key, Unit

ByLanguage = Mapping[str, Mapping[Key, Translation]]


@dataclass(frozen=True)
class PlannedEdition:
    """An edition ready to be stored."""

    version_id: str
    version_number: int
    language: str
    number: int
    text_hash: str
    is_unreviewed: bool
    compiled: Compiled


@dataclass(frozen=True)
class Incomplete:
    """A language that is not offered, and how many of its texts are missing or stale."""

    language: str
    missing: int


@dataclass(frozen=True)
class Plan:
    """A publication, compiled and not yet stored; `state` is what it was made from."""

    course: CourseRow
    draft: Draft
    parsed: Course
    decision: Decision
    structure_hash: str
    version_id: str
    version_number: int
    editions: tuple[PlannedEdition, ...]
    incomplete: tuple[Incomplete, ...]
    confirmed_by: str | None
    state: str

    @property
    def made(self) -> Made:
        """Return what publishing makes."""
        if self.decision.made == "edition" and not self.editions:
            return "nothing"
        return self.decision.made


@dataclass(frozen=True)
class _Target:
    """A version whose texts may be new: an older one, or the one about to be made."""

    id: str
    number: int
    course: Course
    units: Sequence[Unit]
    editions: Mapping[str, queries.EditionRow]


def plan_publication(
    actor: Actor,
    slug: str,
    *,
    is_declared_unchanged: bool = False,
    confirmed_by: Actor | None = None,
    offered: Collection[str] = (),
) -> Plan:
    """Validate a draft, decide what publishing it makes, and compile that.

    The draft's files are stored by hash, the database is only read.

    `is_declared_unchanged`: the actor declares that changed source texts mean what they meant;
    for questions a second person, `confirmed_by`, must say so too. `offered` names languages to be
    offered though they are incomplete. Raises `CourseInvalid`, `SecondPersonNeeded`.
    """
    course = queries.get_course(slug)
    check_trainer(actor, course.owner_path)
    _check_second_person(actor, confirmed_by, course)
    draft = open_draft(course)
    parsed = _check_and_store(draft.files)
    versions = queries.list_versions(course.id)
    rewordings = queries.list_rewordings(course.id)
    published = _edited(_read(versions[0].tree_hash)) if versions else None
    edited = _edited(parsed)
    decision = decide(
        published, edited, Rewordings(rewordings),
        is_declared_unchanged=is_declared_unchanged, is_confirmed=confirmed_by is not None,
    )  # fmt: skip
    targets = [_target(version) for version in versions]
    if decision.made == "version":
        targets.insert(0, _new_target(parsed, edited.units, targets))
    known = Rewordings([*rewordings, *decision.rewordings])
    planned = _plan_editions(targets, _translations(course.id), known, offered)
    second = confirmed_by.person_id if confirmed_by else None
    return Plan(
        course, draft, parsed, decision, hashes.structure_hash(edited.structure),
        targets[0].id, targets[0].number, *planned, second, state_of(course.id),
    )  # fmt: skip


def _check_and_store(files: Files) -> Course:
    """Return a valid draft's content, its files stored by hash; raise `CourseInvalid`."""
    report = check_course(files)
    if not report.is_valid:
        raise CourseInvalid(report.problems)
    # Each waits for the disk, which nobody should do within a transaction that writes.
    for content in files.values():
        storage.put(content)
    return report.course


def _check_second_person(actor: Actor, other: Actor | None, course: CourseRow) -> None:
    if other is None:
        return
    is_same = other.person_id is None or other.person_id == actor.person_id
    if is_same or not other.has_role("trainer", path=course.owner_path):
        raise SecondPersonNeeded


def _edited(course: Course) -> Edited:
    return Edited(hashes.structure_of(course), list_units(course), frozenset(course.banks))


def _read(tree_hash: str) -> Course:
    files: Files = queries.get_files(tree_hash)
    return read_course(
        {file: content for file, content in files.items() if not file.startswith("locale/")}
    )[0]


def _target(version: VersionRow) -> _Target:
    course = _read(version.tree_hash)
    editions = queries.find_newest_editions(version.id)
    return _Target(version.id, version.number, course, list_units(course), editions)


def _new_target(course: Course, units: Sequence[Unit], before: Sequence[_Target]) -> _Target:
    return _Target(new_id(), before[0].number + 1 if before else 1, course, units, {})


def _translations(course_id: str) -> ByLanguage:
    return {
        language: {
            key: Translation(row.text, row.status == "reviewed") for key, row in rows.items()
        }
        for language, rows in queries.list_translations(course_id).items()
    }


def state_of(course_id: str) -> str:
    """Return a mark that changes with whatever a plan is made from."""
    revision = queries.find_revision(course_id)
    versions = queries.list_versions(course_id)
    editions = sorted(
        edition.id for v in versions for edition in queries.find_newest_editions(v.id).values()
    )
    translations = queries.count_translation_rows(course_id)
    return f"{revision.id if revision else ''} {translations} {' '.join(editions)}"


def _plan_editions(
    targets: Sequence[_Target],
    translations: ByLanguage,
    rewordings: Rewordings,
    offered: Collection[str],
) -> tuple[tuple[PlannedEdition, ...], tuple[Incomplete, ...]]:
    """Plan an edition for every version and language whose texts are new.

    People on an older version get a mended text too, wherever their version has the same unit. The
    first of the targets is the newest: it alone offers what is incomplete, and tells what it lacks.
    """
    editions: list[PlannedEdition] = []
    incomplete: list[Incomplete] = []
    for target in targets:
        is_newest = target is targets[0]
        wanted = {*target.editions, *(offered if is_newest else ())}
        for language, wordings in _wordings(target, translations, rewordings, wanted):
            missing = sum(unit.key not in wordings for unit in target.units)
            if missing and language not in wanted:
                incomplete += [Incomplete(language, missing)] if is_newest else []
                continue
            planned = _plan_edition(target, language, wordings, missing > 0)
            editions += [planned] if planned else []
    return tuple(editions), tuple(incomplete)


def _wordings(
    target: _Target, translations: ByLanguage, rewordings: Rewordings, wanted: Collection[str]
) -> Iterator[tuple[str, dict[Key, Wording]]]:
    """Yield the texts of a version in each language in which there are any, or that is wanted."""
    for language in LANGUAGES:
        if language == target.course.head.source_language:
            yield language, choose_source(target.units, rewordings)
        else:
            chosen = choose_translation(target.units, translations.get(language, {}), rewordings)
            if chosen or language in wanted:
                yield language, chosen


def _plan_edition(
    target: _Target, language: str, wordings: Mapping[Key, Wording], has_gaps: bool
) -> PlannedEdition | None:
    is_unreviewed = has_gaps or not all(wording.is_reviewed for wording in wordings.values())
    text_hash = hashes.text_hash(language, target.units, wordings, is_unreviewed)
    newest = target.editions.get(language)
    if newest and newest.text_hash == text_hash:
        return None
    compiled = compile_edition(target.course, language, wordings, media_address(target.id))
    number = newest.number + 1 if newest else 1
    return PlannedEdition(
        target.id, target.number, language, number, text_hash, is_unreviewed, compiled
    )
