"""What publishing a draft would make, before anything is compiled: versions, editions, gaps.

Compiling it is in `planning`, storing it in `publishing`. The database is only read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from lms.content import annotations, hashes, queries
from lms.content.queries import CourseRow, VersionRow
from lms.content.reader import Course, Files, read_course
from lms.content.rules import Decision, Edited, Made, changed_files, decide, reword
from lms.content.services.drafts import Draft, open_draft
from lms.content.texts import list_units
from lms.content.validator import Report, check_read
from lms.content.variants import cover
from lms.content.wording import (
    Rewording,
    Rewordings,
    Translation,
    Wording,
    choose_source,
    choose_translation,
)
from lms.kit import storage
from lms.kit.i18n import LANGUAGES
from lms.kit.ids import new_id
from lms.units.unit import Key, Unit

ByLanguage = Mapping[str, Mapping[Key, Translation]]


@dataclass(frozen=True)
class Target:
    """A version whose texts may be new: an older one, or the one about to be made.

    Captions and notes in its files are the newest ones; `published` are those it had so far, by
    their hashes.
    """

    id: str
    number: int
    course: Course
    units: Sequence[Unit]
    editions: Mapping[str, queries.EditionRow]
    published: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def media(self) -> Mapping[str, str]:
        """Return the hashes of its captions and notes."""
        files = self.course.files
        return {
            path: hashes.content_hash(files[path])
            for path in files
            if annotations.is_annotation(path)
        }


@dataclass(frozen=True)
class NewTexts:
    """The texts of a version in a language that no edition has yet; `number`: the edition's."""

    target: Target
    language: str
    number: int
    wordings: Mapping[Key, Wording]
    text_hash: str
    is_unreviewed: bool
    missing: int
    media: Mapping[str, str]


@dataclass(frozen=True)
class Incomplete:
    """A language that is not offered, and how many of its texts are missing or stale."""

    language: str
    missing: int


@dataclass(frozen=True)
class LanguageState:
    """How far a language is; `older`: texts made from a former wording, still shown as such."""

    language: str
    total: int
    missing: int
    older: int
    unreviewed: int
    is_offered: bool


@dataclass(frozen=True)
class Prospect:
    """What publishing makes under one set of declarations."""

    decision: Decision
    target: Target
    texts: tuple[NewTexts, ...]
    incomplete: tuple[Incomplete, ...]

    @property
    def made(self) -> Made:
        """Return what publishing makes."""
        return "nothing" if self.decision.made == "edition" and not self.texts else (
            self.decision.made
        )  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A draft beside what is published of it; `state` is the mark of all that it was read from."""

    course: CourseRow
    draft: Draft
    report: Report
    edited: Edited
    published: Edited | None
    older: tuple[Target, ...]
    translations: ByLanguage = field(repr=False)
    declared: tuple[Rewording, ...] = field(repr=False)
    state: str

    @property
    def offered(self) -> frozenset[str]:
        """Return the languages that the newest version is offered in."""
        return frozenset(self.older[0].editions) if self.older else frozenset()

    @property
    def structure(self) -> tuple[str, ...]:
        """Return the files whose structure differs from the newest version's."""
        return changed_files(self.published, self.edited) if self.published else ()

    @property
    def rewordings(self) -> tuple[Rewording, ...]:
        """Return the source texts that differ, where only texts do."""
        if self.published is None or self.structure:
            return ()
        return reword(self.published, self.edited, Rewordings(self.declared))

    @property
    def changed_questions(self) -> tuple[Rewording, ...]:
        """Return those of the changed source texts that belong to questions."""
        banks = self.edited.banks
        return tuple(one for one in self.rewordings if one.new.context.partition("#")[0] in banks)

    @property
    def changed_annotations(self) -> tuple[str, ...]:
        """Return the captions and notes that differ from those of the newest version."""
        newest = self.older[0] if self.older else None
        return annotations.list_changes(newest.published, newest.media) if newest else ()

    def look_ahead(
        self, *, is_declared_unchanged: bool, is_confirmed: bool,
        offered: Collection[str] = (), left_out: Collection[str] = (),
    ) -> Prospect:  # fmt: skip
        """Say what publishing makes when this is declared, confirmed, offered and left out."""
        decision = decide(
            self.published, self.edited, Rewordings(self.declared),
            is_declared_unchanged=is_declared_unchanged, is_confirmed=is_confirmed,
            annotations=self.changed_annotations,
        )  # fmt: skip
        targets = list(self.older)
        if decision.made == "version":
            targets.insert(0, self._new_target())
        known = Rewordings([*self.declared, *decision.rewordings])
        # Nobody has to ask again for what is offered already: it ends by a word, not by silence.
        wanted = {*offered, *(self.offered - set(left_out))}
        texts, incomplete = _select(targets, self.translations, known, wanted)
        return Prospect(decision, targets[0], tuple(texts), tuple(incomplete))

    def count_languages(self, prospect: Prospect) -> list[LanguageState]:
        """Return how far each language would be, the course's own left out."""
        known = Rewordings([*self.declared, *prospect.decision.rewordings])
        units = prospect.target.units
        source = prospect.target.course.head.source_language
        states = []
        for language in LANGUAGES:
            if language == source:
                continue
            said = choose_translation(units, self.translations.get(language, {}), known)
            said = cover(prospect.target.course, language, said)
            states.append(
                LanguageState(
                    language, len(units),
                    missing=sum(unit.key not in said for unit in units),
                    older=sum(one.is_older for one in said.values()),
                    unreviewed=sum(not one.is_reviewed for one in said.values()),
                    is_offered=language in self.offered,
                )
            )  # fmt: skip
        return states

    def _new_target(self) -> Target:
        number = self.older[0].number + 1 if self.older else 1
        return Target(new_id(), number, self.report.course, self.edited.units, {})


def open_candidate(course: CourseRow) -> Candidate:
    """Read a course's draft and all that its publication depends on; raise `CourseHasNoDraft`.

    Where the draft has problems nothing can be decided: `report` lists them, and the draft is
    compared with nothing.
    """
    draft = open_draft(course)
    report = check_read(draft.frozen.course, draft.frozen.problems)
    state = state_of(course.id)
    if not report.is_valid:
        nothing = Edited({}, (), ())
        return Candidate(course, draft, report, nothing, None, (), {}, (), state)
    versions = queries.list_versions(course.id)
    older = tuple(_target(version, draft.files) for version in versions)
    return Candidate(
        course, draft, report, edited_of(report.course),
        edited_of(older[0].course) if older else None, older,
        _translations(course.id), tuple(queries.list_rewordings(course.id)), state,
    )  # fmt: skip


def edited_of(course: Course) -> Edited:
    """Return what of a course is compared."""
    return Edited(hashes.structure_of(course), list_units(course), frozenset(course.banks))


def state_of(course_id: str) -> str:
    """Return a mark that changes with whatever a publication is made from."""
    revision = queries.find_revision(course_id)
    versions = queries.list_versions(course_id)
    editions = sorted(
        edition.id for v in versions for edition in queries.find_newest_editions(v.id).values()
    )
    translations = queries.count_translation_rows(course_id)
    return f"{revision.id if revision else ''} {translations} {' '.join(editions)}"


def _read(tree_hash: str) -> Course:
    files: Files = queries.get_files(tree_hash)
    return read_course(
        {file: content for file, content in files.items() if not file.startswith("locale/")}
    )[0]


def _target(version: VersionRow, draft: Files) -> Target:
    course = _read(version.tree_hash)
    editions = queries.find_newest_editions(version.id)
    published = _published_annotations(course, editions)
    files = annotations.follow(course.files, published, draft)
    return Target(
        version.id, version.number, replace(course, files=files), list_units(course), editions,
        {path: hashes.content_hash(content) for path, content in published.items()},
    )  # fmt: skip


def _published_annotations(course: Course, editions: Mapping[str, queries.EditionRow]) -> Files:
    """Return the captions and notes of a version as they were published last."""
    source = editions.get(course.head.source_language)
    if source is None or source.media is None:
        return {
            path: course.files[path] for path in course.files if annotations.is_annotation(path)
        }
    return {path: storage.get(value) for path, value in source.media.items()}


def _translations(course_id: str) -> ByLanguage:
    return {
        language: {
            key: Translation(row.text, row.status == "reviewed") for key, row in rows.items()
        }
        for language, rows in queries.list_translations(course_id).items()
    }


def _select(
    targets: Sequence[Target],
    translations: ByLanguage,
    rewordings: Rewordings,
    offered: Collection[str],
) -> tuple[list[NewTexts], list[Incomplete]]:
    """Select every version and language whose texts are new.

    People on an older version get a mended text too, wherever their version has the same unit. The
    first of the targets is the newest: it alone offers what is incomplete, and tells what it lacks.
    """
    texts: list[NewTexts] = []
    incomplete: list[Incomplete] = []
    for target in targets:
        is_newest = target is targets[0]
        wanted = {*target.editions, *(offered if is_newest else ())}
        for language, wordings in _wordings(target, translations, rewordings, wanted):
            missing = sum(unit.key not in wordings for unit in target.units)
            if missing and language not in wanted:
                incomplete += [Incomplete(language, missing)] if is_newest else []
                continue
            found = _new_texts(target, language, wordings, missing)
            texts += [found] if found else []
    return texts, incomplete


def _wordings(
    target: Target, translations: ByLanguage, rewordings: Rewordings, wanted: Collection[str]
) -> Iterator[tuple[str, dict[Key, Wording]]]:
    """Yield the texts of a version in each language in which there are any, or that is wanted."""
    for language in LANGUAGES:
        if language == target.course.head.source_language:
            yield language, choose_source(target.units, rewordings)
        else:
            chosen = choose_translation(target.units, translations.get(language, {}), rewordings)
            if chosen or language in wanted:
                yield language, cover(target.course, language, chosen)


def _new_texts(
    target: Target, language: str, wordings: Mapping[Key, Wording], missing: int
) -> NewTexts | None:
    is_unreviewed = missing > 0 or not all(wording.is_reviewed for wording in wordings.values())
    is_source = language == target.course.head.source_language
    media = annotations.select(target.media, is_source=is_source)
    text_hash = hashes.text_hash(language, target.units, wordings, is_unreviewed, media)
    newest = target.editions.get(language)
    if newest and newest.text_hash == text_hash:
        return None
    number = newest.number + 1 if newest else 1
    return NewTexts(target, language, number, wordings, text_hash, is_unreviewed, missing, media)
