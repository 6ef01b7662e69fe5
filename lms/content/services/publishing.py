"""Publishing: validate, decide, compile once, freeze.

A version is never changed and nobody is moved from one, so that publishing leaves everybody who
is enrolled the way to finish that they had; only texts reach them, as the next edition.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.audit.services import record
from lms.content import hashes, queries
from lms.content.editions import Compiled, compile_edition, media_address
from lms.content.events import CoursePublished
from lms.content.models import Edition, Item, RenderedItem, RenderedPage, Version
from lms.content.models import Rewording as RewordingModel
from lms.content.policy import load_course_for
from lms.content.queries import CourseRow, VersionRow
from lms.content.reader import Course, Files, read_course
from lms.content.rules import (
    CourseInvalid,
    Decision,
    DraftChangedMeanwhile,
    Edited,
    Made,
    SecondPersonNeeded,
    decide,
)
from lms.content.services.drafts import Draft, open_draft, store_tree
from lms.content.texts import list_units
from lms.content.validator import check_course
from lms.content.wording import (
    Rewording,
    Rewordings,
    Translation,
    Wording,
    choose_source,
    choose_translation,
)
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.events import announce
from lms.kit.i18n import LANGUAGES, Text
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


@dataclass(frozen=True, slots=True)
class EditionMade:
    """An edition that was published."""

    id: str
    version_number: int
    language: str
    number: int


@dataclass(frozen=True)
class Publication:
    """What publishing made, and why."""

    made: Made
    slug: str
    version_id: str
    version_number: int
    reasons: tuple[Text, ...]
    editions: tuple[EditionMade, ...]
    incomplete: tuple[Incomplete, ...]


@dataclass(frozen=True)
class _Target:
    """A version whose texts may be new: an older one, or the one about to be made."""

    id: str
    number: int
    course: Course
    units: Sequence[Unit]
    editions: Mapping[str, queries.EditionRow]
    offered: Collection[str]


def publish_course(
    actor: Actor,
    now: datetime,
    slug: str,
    *,
    is_declared_unchanged: bool = False,
    confirmed_by: Actor | None = None,
    offered: Collection[str] = (),
) -> Publication:
    """Plan and publish at once, in the transaction at hand; see the two for what they raise."""
    plan = plan_publication(
        actor, slug, is_declared_unchanged=is_declared_unchanged, confirmed_by=confirmed_by,
        offered=offered,
    )  # fmt: skip
    return publish(actor, now, plan)


def plan_publication(
    actor: Actor,
    slug: str,
    *,
    is_declared_unchanged: bool = False,
    confirmed_by: Actor | None = None,
    offered: Collection[str] = (),
) -> Plan:
    """Validate a draft, decide what publishing it makes, and compile that. Reads only.

    `is_declared_unchanged`: the actor declares that changed source texts mean what they meant;
    for questions a second person, `confirmed_by`, must say so too. `offered` names languages to be
    offered though they are incomplete. Raises `CourseInvalid`, `SecondPersonNeeded`.
    """
    course = load_course_for(actor, slug)
    _check_second_person(actor, confirmed_by, course)
    draft = open_draft(course)
    report = check_course(draft.files)
    if not report.is_valid:
        raise CourseInvalid(report.problems)
    versions = queries.list_versions(course.id)
    rewordings = queries.list_rewordings(course.id)
    edited = _edited(report.course)
    decision = decide(
        _edited(_read(versions[0].tree_hash)) if versions else None, edited,
        Rewordings(rewordings), is_declared_unchanged=is_declared_unchanged,
        is_confirmed=confirmed_by is not None,
    )  # fmt: skip
    is_new = decision.made == "version"
    version_id = new_id() if is_new else versions[0].id
    number = (versions[0].number if versions else 0) + is_new
    targets = [
        _Target(version_id, number, report.course, edited.units, {}, offered)
    ] if is_new else []  # fmt: skip
    targets += [
        _target(version, offered if version.id == version_id else ()) for version in versions
    ]
    editions, incomplete = _plan_editions(
        targets, _translations(course.id), Rewordings([*rewordings, *decision.rewordings])
    )
    return Plan(
        course, draft, report.course, decision, hashes.structure_hash(edited.structure),
        version_id, number, editions, incomplete,
        confirmed_by.person_id if confirmed_by else None, _state(course.id),
    )  # fmt: skip


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


def _target(version: VersionRow, offered: Collection[str]) -> _Target:
    course = _read(version.tree_hash)
    editions = queries.find_newest_editions(version.id)
    return _Target(version.id, version.number, course, list_units(course), editions, offered)


def _translations(course_id: str) -> ByLanguage:
    return {
        language: {
            key: Translation(row.text, row.status == "reviewed") for key, row in rows.items()
        }
        for language, rows in queries.list_translations(course_id).items()
    }


def _state(course_id: str) -> str:
    """Return a mark that changes with whatever a plan is made from."""
    revision = queries.find_revision(course_id)
    versions = queries.list_versions(course_id)
    editions = sorted(
        edition.id for v in versions for edition in queries.find_newest_editions(v.id).values()
    )
    translations = queries.count_translation_rows(course_id)
    return f"{revision.id if revision else ''} {translations} {' '.join(editions)}"


def _plan_editions(
    targets: Sequence[_Target], translations: ByLanguage, rewordings: Rewordings
) -> tuple[tuple[PlannedEdition, ...], tuple[Incomplete, ...]]:
    """Plan an edition for every version and language whose texts are new.

    People on an older version get a mended text too, wherever their version has the same unit.
    """
    editions: list[PlannedEdition] = []
    incomplete: list[Incomplete] = []
    for place, target in enumerate(targets):
        for language, wordings in _wordings(target, translations, rewordings):
            missing = sum(unit.key not in wordings for unit in target.units)
            if missing and language not in {*target.editions, *target.offered}:
                incomplete += [Incomplete(language, missing)] if place == 0 else []
                continue
            planned = _plan_edition(target, language, wordings, missing > 0)
            editions += [planned] if planned else []
    return tuple(editions), tuple(incomplete)


def _wordings(
    target: _Target, translations: ByLanguage, rewordings: Rewordings
) -> Iterator[tuple[str, dict[Key, Wording]]]:
    """Yield the texts of a version in each language in which there are any."""
    for language in LANGUAGES:
        if language == target.course.head.source_language:
            yield language, choose_source(target.units, rewordings)
        else:
            chosen = choose_translation(target.units, translations.get(language, {}), rewordings)
            if chosen or language in target.offered or language in target.editions:
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


def publish(actor: Actor, now: datetime, plan: Plan) -> Publication:
    """Store what was planned; raise `DraftChangedMeanwhile` where it no longer fits."""
    queries.lock_course(plan.course.id)
    if _state(plan.course.id) != plan.state:
        raise DraftChangedMeanwhile
    if plan.made == "nothing":
        return _publication(plan, ())
    tree_hash = store_tree(plan.draft.files)
    if plan.made == "version":
        _store_version(actor, now, plan, tree_hash)
    _store_rewordings(actor, now, plan)
    made = tuple(_store_edition(now, plan, edition, tree_hash) for edition in plan.editions)
    publication = _publication(plan, made)
    record(
        actor, now, "course.published", subject_type="course", subject_id=plan.course.id,
        details={
            "made": plan.made, "version": plan.version_number, "package_hash": tree_hash,
            "editions": [[e.version_number, e.language, e.number] for e in made],
            "confirmed_by": plan.confirmed_by,
        },
    )  # fmt: skip
    announce(
        CoursePublished(
            plan.course.id, plan.version_id, plan.made == "version", tuple(e.id for e in made)
        ),
        now,
    )
    return publication


def _publication(plan: Plan, editions: tuple[EditionMade, ...]) -> Publication:
    return Publication(
        plan.made, plan.course.slug, plan.version_id, plan.version_number,
        plan.decision.reasons, editions, plan.incomplete,
    )  # fmt: skip


def _store_version(actor: Actor, now: datetime, plan: Plan, tree_hash: str) -> None:
    course = plan.parsed
    quizzes = {
        quiz.id: quiz.model_dump(mode="json", by_alias=True) for quiz in course.quizzes.values()
    }
    db.session.add(
        Version(
            id=plan.version_id, course_id=plan.course.id, number=plan.version_number,
            revision_id=plan.draft.revision.id, tree_hash=tree_hash,
            structure_hash=plan.structure_hash, facts=_facts(course), quizzes=quizzes,
            published_at=now, published_by=actor.person_id,
        )
    )  # fmt: skip
    db.session.flush()
    db.session.add_all(
        Item(
            version_id=plan.version_id, item_id=question.id, bank=file, position=place,
            type=question.type, data=question.model_dump(mode="json", exclude_none=True),
        )
        for file, place, question in course.questions()
    )  # fmt: skip
    db.session.flush()


def _facts(course: Course) -> dict[str, object]:
    """Return what a version says of itself in every language alike."""
    head = course.head
    rule = head.completion
    return {
        "source_language": head.source_language,
        "articles": [str(number) for number in head.articles],
        "topics": list(head.topics),
        "job_families": list(head.job_families),
        "level": head.level,
        "hours": head.hours,
        "visited_percent": rule.participation.visited if rule.participation else None,
        "quiz_activity": rule.achievement.quiz if rule.achievement else None,
        "quiz_points": rule.achievement.points if rule.achievement else None,
        "valid_months": head.valid_months,
        "is_checked": head.review.against_official_text,
    }


def _store_rewordings(actor: Actor, now: datetime, plan: Plan) -> None:
    def row(rewording: Rewording) -> RewordingModel:
        return RewordingModel(
            course_id=plan.course.id,
            old_context=rewording.old.context, old_text=rewording.old.text,
            new_context=rewording.new.context, new_text=rewording.new.text,
            declared_by=actor.person_id, confirmed_by=plan.confirmed_by, created_at=now,
        )  # fmt: skip

    db.session.add_all(row(rewording) for rewording in plan.decision.rewordings)
    db.session.flush()


def _store_edition(
    now: datetime, plan: Plan, planned: PlannedEdition, tree_hash: str
) -> EditionMade:
    is_of_newest = planned.version_id == plan.version_id
    edition = Edition(
        id=new_id(), version_id=planned.version_id, language=planned.language,
        number=planned.number, text_hash=planned.text_hash,
        tree_hash=tree_hash if is_of_newest else None,
        is_unreviewed=planned.is_unreviewed, outline=planned.compiled.outline, published_at=now,
    )  # fmt: skip
    db.session.add(edition)
    db.session.flush()
    db.session.add_all(
        RenderedPage(
            edition_id=edition.id, activity_id=page.activity_id, html=page.html,
            html_hash=hashes.content_hash(page.html.encode()), is_older=page.is_older,
        )
        for page in planned.compiled.pages
    )  # fmt: skip
    db.session.add_all(
        RenderedItem(edition_id=edition.id, item_id=item_id, texts=dict(texts))
        for item_id, texts in planned.compiled.items.items()
    )
    db.session.flush()
    return EditionMade(edition.id, planned.version_number, planned.language, planned.number)
