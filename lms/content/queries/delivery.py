"""What learners are given: catalogue, outlines, pages, quizzes and questions of an edition.

Versions and editions never change, so what was read once is kept in the process.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import aliased

from lms.content import sections
from lms.content.format import Quiz
from lms.content.models import (
    Course,
    Edition,
    Item,
    RenderedItem,
    RenderedPage,
    Tree,
    Version,
)
from lms.content.queries.rows import (
    Activity,
    CourseRow,
    CourseUnknown,
    LanguageRow,
    Module,
    Outline,
    Page,
    PageUnknown,
    QuizUnknown,
    VersionUnknown,
)
from lms.kit.db import read
from lms.kit.i18n import LANGUAGES, direction
from lms.organisations.models import Organisation
from lms.questions.rules import Question
from lms.questions.types import parse_question

# How many editions and versions a process remembers; each takes some tens of kilobytes.
REMEMBERED = 128
REMEMBERED_PAGES = 256


_versions = aliased(Version)
_open_versions = aliased(Version)
_newest = select(func.max(_versions.number)).where(_versions.course_id == Course.id)
_newest_number = _newest.scalar_subquery()
_newest_open_number = _newest.where(_versions.closed_at.is_(None)).scalar_subquery()


# Statements are built once: building one costs more than running it.
_courses: Any = (
    select(
        Course.id, Course.slug, Course.organisation_id, Organisation.path,
        Course.visibility, Course.enrolment, Version.id, _open_versions.id,
    )
    .join(Organisation, Organisation.id == Course.organisation_id)
    .outerjoin(Version, (Version.course_id == Course.id) & (Version.number == _newest_number))
    .outerjoin(
        _open_versions,
        (_open_versions.course_id == Course.id) & (_open_versions.number == _newest_open_number),
    )
)  # fmt: skip
_course = _courses.where(Course.slug == bindparam("slug"))
_catalogue = _courses.where(Version.id.is_not(None)).order_by(Course.slug)


# However often a course is published, a page view reads one row a language.
def _newest_editions_where(condition: ColumnElement[bool]) -> Any:  # noqa: ANN401 - a statement
    newest = (
        select(Edition.version_id, Edition.language, func.max(Edition.number).label("number"))
        .where(condition)
        .group_by(Edition.version_id, Edition.language)
        .subquery()
    )
    return select(
        Edition.version_id, Edition.language, Edition.id, Edition.is_unreviewed, Edition.missing
    ).join(
        newest,
        (Edition.version_id == newest.c.version_id)
        & (Edition.language == newest.c.language)
        & (Edition.number == newest.c.number),
    )


_editions = _newest_editions_where(Edition.version_id.in_(bindparam("version_ids", expanding=True)))
_editions_of_one = _newest_editions_where(Edition.version_id == bindparam("version_id"))


def find_course(slug: str) -> CourseRow | None:
    """Return the course under this slug, published or not."""
    row = read(_course, {"slug": slug}).one_or_none()
    return CourseRow(*row) if row else None


def get_course(slug: str) -> CourseRow:
    """Return the course under this slug; raise `CourseUnknown` where there is none."""
    course = find_course(slug)
    if course is None:
        raise CourseUnknown(slug=slug)
    return course


def list_catalogue() -> list[CourseRow]:
    """Return the published courses, by slug."""
    return [CourseRow(*row) for row in read(_catalogue)]


def list_courses() -> list[CourseRow]:
    """Return all courses, published or not, by slug."""
    return [CourseRow(*row) for row in read(_courses.order_by(Course.slug))]


def get_outline(version_id: str, language: str) -> Outline:
    """Return the newest edition's outline in `language`, else in the source language."""
    return get_outline_and_languages(version_id, language)[0]


def get_outline_and_languages(
    version_id: str, language: str
) -> tuple[Outline, tuple[LanguageRow, ...]]:
    """Return what `get_outline` and `list_language_facts` return, by one query."""
    editions = {row.language: row for row in read(_editions_of_one, {"version_id": version_id})}
    outline = _outline_in({code: row.id for code, row in editions.items()}, language)
    return outline, _in_order(editions)


def get_outlines(wanted: Sequence[tuple[str, str]]) -> list[Outline]:
    """Return the newest outline for each version and language, in one query and in order."""
    newest = _newest_editions({version_id for version_id, _language in wanted})
    return [_outline_in(newest.get(version_id, {}), language) for version_id, language in wanted]


def _newest_editions(version_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the id of the newest edition by version and language."""
    found: dict[str, dict[str, str]] = {}
    for row in read(_editions, {"version_ids": list(version_ids)}):
        found.setdefault(row.version_id, {})[row.language] = row.id
    return found


def _outline_in(editions: dict[str, str], language: str) -> Outline:
    if language in editions:
        return get_outline_of_edition(editions[language])
    for edition_id in editions.values():
        outline = get_outline_of_edition(edition_id)
        if outline.language == outline.source_language:
            return outline
        if outline.source_language in editions:
            return get_outline_of_edition(editions[outline.source_language])
    raise VersionUnknown


@lru_cache(maxsize=REMEMBERED)
def get_outline_of_edition(edition_id: str) -> Outline:
    """Return the outline of one edition; raise `VersionUnknown` where there is none."""
    query = (
        select(
            Course.id.label("course_id"), Course.slug,
            Version.id.label("version_id"), Version.number.label("version_number"),
            Version.structure_hash.label("version_hash"), Version.facts,
            Edition.id.label("edition_id"), Edition.number.label("edition_number"),
            Edition.text_hash.label("edition_hash"), Edition.published_at,
            Edition.language, Edition.is_unreviewed, Edition.outline,
        )
        .join(Version, Version.id == Edition.version_id)
        .join(Course, Course.id == Version.course_id)
        .where(Edition.id == edition_id)
    )  # fmt: skip
    row = read(query).mappings().one_or_none()
    if row is None:
        raise VersionUnknown
    values: dict[str, Any] = dict(row)
    words, facts = values.pop("outline"), values.pop("facts")
    lists = {name: tuple(facts[name]) for name in ("articles", "topics", "job_families")}
    return Outline(
        **{**values, **facts, **lists},
        title=words["title"],
        summary=words["summary"],
        objectives=tuple((name, text) for name, text in words["objectives"]),
        modules=tuple(map(_module, words["modules"])),
    )


def _module(data: dict[str, Any]) -> Module:
    return Module(
        data["id"],
        data["title"],
        tuple(data["requires"]),
        tuple(Activity(**activity) for activity in data["activities"]),
    )


def list_languages(version_id: str) -> tuple[str, ...]:
    """Return the languages in which a version is offered, in the order of the six."""
    return tuple(row.code for row in list_language_facts(version_id))


def list_language_facts(version_id: str) -> tuple[LanguageRow, ...]:
    """Return the languages in which a version is offered, and whether each is unreviewed."""
    rows = read(_editions_of_one, {"version_id": version_id})
    return _in_order({row.language: row for row in rows})


def _in_order(editions: Mapping[str, Any]) -> tuple[LanguageRow, ...]:
    """Return the languages of these editions in the order of the six."""
    return tuple(
        LanguageRow(code, editions[code].is_unreviewed, editions[code].missing or 0)
        for code in LANGUAGES
        if code in editions
    )


_page = select(RenderedPage.html, RenderedPage.is_older, RenderedPage.html_hash).where(
    RenderedPage.edition_id == bindparam("edition_id"),
    RenderedPage.activity_id == bindparam("activity_id"),
)


@lru_cache(maxsize=REMEMBERED_PAGES)
def get_page(edition_id: str, activity_id: str) -> Page:
    """Return a page's finished HTML; raise `PageUnknown` where the activity has none."""
    key = {"edition_id": edition_id, "activity_id": activity_id}
    row = read(_page, key).one_or_none()
    if row is None:
        raise PageUnknown
    outline = get_outline_of_edition(edition_id)
    activity = outline.find_activity(activity_id)
    language = outline.language
    minutes = activity.minutes if activity else None
    return Page(row.html, language, direction(language), row.is_older, minutes, row.html_hash)


@lru_cache(maxsize=REMEMBERED)
def get_quizzes(version_id: str) -> Mapping[str, Quiz]:
    """Return all quizzes of a version by id; raise `VersionUnknown` where there is none."""
    query = select(Version.quizzes).where(Version.id == version_id)
    data = read(query).scalar_one_or_none()
    if data is None:
        raise VersionUnknown
    quizzes = {quiz_id: Quiz.model_validate(quiz) for quiz_id, quiz in data.items()}
    return MappingProxyType(quizzes)


@lru_cache(maxsize=REMEMBERED)
def get_quiz_forms(version_id: str) -> Mapping[str, Sequence[Sequence[str]]]:
    """Return the questions of each form, in order, of a version's quizzes that have forms."""
    forms = read(select(Version.forms).where(Version.id == version_id)).scalar_one_or_none()
    return MappingProxyType(forms or {})


def get_quiz(version_id: str, quiz_id: str) -> Quiz:
    """Return a quiz of a version; raise `QuizUnknown` where there is none."""
    quiz = get_quizzes(version_id).get(quiz_id)
    if quiz is None:
        raise QuizUnknown
    return quiz


def count_questions(version_id: str, quiz: Quiz) -> int:
    """Return how many questions a paper of a version's quiz has."""
    # Only a draw of whole cases has to look into its bank.
    files = {section.from_ for section in quiz.sections if section.of}
    banks = {file: tuple(get_items(version_id, bank=file).values()) for file in files}
    return sections.count_questions(quiz, banks)


def list_offered(version_id: str, quiz: Quiz) -> list[Question]:
    """Return the questions that a version's quiz may put on a paper."""
    return [
        question
        for section in quiz.sections
        for question in sections.offered(
            tuple(get_items(version_id, bank=section.from_).values()), section
        )
    ]


def get_quiz_title(edition_id: str, quiz_id: str) -> str:
    """Return what an edition calls a quiz."""
    outline = get_outline_of_edition(edition_id)
    for activity in outline.activities:
        if activity.quiz_id == quiz_id:
            return activity.title
    raise QuizUnknown


@lru_cache(maxsize=REMEMBERED)
def _items(version_id: str) -> dict[str, tuple[str, Question]]:
    query = (
        select(Item.item_id, Item.bank, Item.data)
        .where(Item.version_id == version_id)
        .order_by(Item.bank, Item.position)
    )
    rows = read(query)
    return {item_id: (bank, parse_question(data)) for item_id, bank, data in rows}


def get_items(
    version_id: str, ids: Iterable[str] | None = None, *, bank: str | None = None
) -> dict[str, Question]:
    """Return a version's questions with their keys: all, those of `ids`, or those of a bank.

    Ids that the version does not have are left out.
    """
    items = _items(version_id)
    names = items if ids is None else [name for name in ids if name in items]
    return {name: items[name][1] for name in names if bank in {None, items[name][0]}}


@lru_cache(maxsize=REMEMBERED)
def _item_texts(edition_id: str) -> dict[str, dict[str, str]]:
    query = select(RenderedItem.item_id, RenderedItem.texts).where(
        RenderedItem.edition_id == edition_id
    )
    return {row.item_id: row.texts for row in read(query)}


def get_item_texts(edition_id: str, item_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the texts of questions as sanitised inline HTML, by the path of each field."""
    texts = _item_texts(edition_id)
    return {item_id: texts[item_id] for item_id in item_ids if item_id in texts}


@lru_cache(maxsize=REMEMBERED)
def _media(version_id: str) -> dict[str, str]:
    query = (
        select(Tree.entries)
        .join(Version, Version.tree_hash == Tree.hash)
        .where(Version.id == version_id)
    )
    entries = read(query).scalar_one_or_none() or {}
    return {path: value for path, value in entries.items() if path.startswith("media/")}


def find_media(version_id: str, path: str) -> str | None:
    """Return the hash of a version's media file, or nothing."""
    return _media(version_id).get(path)


_annotations = select(Edition.media).where(Edition.version_id == bindparam("version_id"))


def is_published_so(version_id: str, path: str, content_hash: str) -> bool:
    """Say whether an edition of a version has these captions, as its page names them."""
    rows = read(_annotations, {"version_id": version_id}).scalars()
    return any((media or {}).get(path) == content_hash for media in rows)


def find_owner_path(version_id: str) -> str | None:
    """Return the path of the organisation that owns a version's course."""
    query = (
        select(Organisation.path)
        .join(Course, Course.organisation_id == Organisation.id)
        .join(Version, Version.course_id == Course.id)
        .where(Version.id == version_id)
    )
    return read(query).scalar_one_or_none()
