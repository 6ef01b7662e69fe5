"""Publishing: store what was planned, in one short transaction, and announce it.

A version is never changed and nobody is moved from one, so that publishing leaves everybody who
is enrolled the way to finish that they had; only texts reach them, as the next edition.
"""

from dataclasses import dataclass
from datetime import datetime

from lms.audit.services import record
from lms.content import hashes, queries
from lms.content.events import CoursePublished
from lms.content.models import Edition, Item, Release, RenderedItem, RenderedPage, Version
from lms.content.models import Rewording as RewordingModel
from lms.content.parallel import make_forms
from lms.content.reader import Course
from lms.content.rules import DraftChangedMeanwhile, Made
from lms.content.services.drafts import store_tree
from lms.content.services.picturing import keep_pictures
from lms.content.services.planning import Plan, PlannedEdition
from lms.content.services.selecting import Incomplete, state_of
from lms.content.wording import Rewording
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.events import announce
from lms.kit.i18n import Text
from lms.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class EditionMade:
    """An edition that was published."""

    id: str
    version_number: int
    language: str
    number: int
    missing: int


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


def publish(actor: Actor, now: datetime, plan: Plan, notes: str = "") -> Publication:
    """Store what was planned, with the release's `notes` for readers of the course.

    Raises `DraftChangedMeanwhile` where the plan no longer fits.
    """
    queries.lock_course(plan.course.id)
    if state_of(plan.course.id) != plan.state:
        raise DraftChangedMeanwhile
    if plan.made == "nothing":
        return _publication(plan, ())
    tree_hash = store_tree(plan.draft.files)
    keep_pictures(plan.pictures)
    if plan.made == "version":
        _store_version(actor, now, plan, tree_hash)
    _store_rewordings(actor, now, plan)
    made = tuple(_store_edition(now, plan, edition, tree_hash) for edition in plan.editions)
    _store_release(actor, now, plan, notes)
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
    forms = {
        quiz.id: make_forms(quiz, course.banks) for quiz in course.quizzes.values() if quiz.forms
    }
    db.session.add(
        Version(
            id=plan.version_id, course_id=plan.course.id, number=plan.version_number,
            revision_id=plan.draft.revision.id, tree_hash=tree_hash,
            structure_hash=plan.structure_hash, facts=_facts(course), quizzes=quizzes,
            forms=forms, published_at=now, published_by=actor.person_id,
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


def _store_release(actor: Actor, now: datetime, plan: Plan, notes: str) -> None:
    db.session.add(
        Release(
            course_id=plan.course.id, version_id=plan.version_id, made=plan.made, notes=notes,
            published_at=now, published_by=actor.person_id, confirmed_by=plan.confirmed_by,
        )
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
        is_unreviewed=planned.is_unreviewed, missing=planned.missing, media=dict(planned.media),
        outline=planned.compiled.outline, published_at=now,
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
    return EditionMade(
        edition.id, planned.version_number, planned.language, planned.number, planned.missing
    )
