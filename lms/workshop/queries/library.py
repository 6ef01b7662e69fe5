"""Reads of the library: the questions of all courses that somebody may see, found and sorted.

A page of it takes the same few queries however many courses and questions there are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, null, or_, select, tuple_

from lms.content import queries as content
from lms.content.models import Course, Release, Revision, UnitTranslation
from lms.content.queries import CourseRow
from lms.kit.db import read
from lms.units import markdown
from lms.workshop.library.figures import EASY, HARD, RARE
from lms.workshop.library.searching import words_of
from lms.workshop.models import LibraryCourse, LibraryQuestion, LibraryText

_Q = LibraryQuestion
SORTS = ("place", "facility", "-facility", "exposure", "-exposure", "answers", "-answers")
# So many objectives and articles are offered to narrow the list by.
MOST_OFFERED = 500


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose questions somebody sees, as ids of courses.

    Of `own` courses all, drafts and figures included; of `open` ones, from which they may derive,
    what is published and asked in no exam.
    """

    own: frozenset[str]
    open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the library is narrowed to, and how it is sorted; empty means all."""

    words: str = ""
    course: str = ""
    objective: str = ""
    article: str = ""
    language: str = ""
    type: str = ""
    level: str = ""
    difficulty: str = ""
    exposure: str = ""
    sort: str = "place"
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything is asked for."""
        return any(getattr(self, name) for name in FILTERS)


FILTERS = (
    "words", "course", "objective", "article", "language", "type", "level", "difficulty",
    "exposure",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A question in the list; figures are nothing where the reader may not see them."""

    slug: str
    title: str
    course_language: str
    question_id: str
    state: str
    is_own: bool
    bank: str
    type: str
    level: str | None
    article: str | None
    objective: str | None
    languages: str
    text: str
    facility: int | None
    exposure: int | None
    answers: int | None
    papers: int | None

    @property
    def name(self) -> str:
        """Return what a form sends for it."""
        return f"{self.slug}/{self.question_id}"

    @property
    def words(self) -> str:
        """Return its text without mark-up."""
        return markdown.words(self.text)


@dataclass(frozen=True)
class Found:
    """A page of the list, and how many questions there are in all."""

    rows: tuple[Listed, ...]
    number: int
    total: int


@dataclass(frozen=True)
class Offered:
    """What the list can be narrowed by: courses (slug, title, language), objectives, articles.

    `unread`: courses whose newest state is not in the library yet.
    """

    courses: tuple[tuple[str, str, str], ...]
    objectives: tuple[str, ...]
    articles: tuple[str, ...]
    unread: int = 0


def find_questions(reach: Reach, wish: Wish, size: int) -> Found:
    """Return the questions that somebody looks for, one page of at most `size` of them."""
    is_own = _Q.course_id.in_(reach.own)
    figures = _figures(is_own)
    asked = (_is_seen(reach), *_asked(wish, figures))
    query: Any = (
        select(
            Course.slug, LibraryCourse.title, LibraryCourse.language, _Q.question_id, _Q.state,
            is_own.label("is_own"), _Q.bank, _Q.type, _Q.level, _Q.article, _Q.objective,
            _Q.languages, _Q.text, *figures.values(), func.count().over(),
        )
        .join(Course, Course.id == _Q.course_id)
        .join(LibraryCourse, LibraryCourse.course_id == _Q.course_id)
        .where(*asked)
    )  # fmt: skip
    first = (wish.page - 1) * size
    rows: Any = read(_sorted(query, wish.sort, figures).limit(size).offset(first)).all()
    if not rows and wish.page > 1:
        # The list has become shorter meanwhile.
        return find_questions(reach, replace(wish, page=1), size)
    return Found(tuple(Listed(*row[:-1]) for row in rows), wish.page, rows[0][-1] if rows else 0)


def _figures(is_own: ColumnElement[bool]) -> dict[str, ColumnElement[Any]]:
    columns = (_Q.facility, _Q.exposure, _Q.answers, _Q.papers)
    return {
        column.key: case((is_own, column), else_=null()).label(column.key) for column in columns
    }


def _is_seen(reach: Reach) -> ColumnElement[bool]:
    own = and_(_Q.course_id.in_(reach.own), _Q.is_shadowed.is_(False))
    others = and_(
        _Q.course_id.in_(reach.open), _Q.state == "published", _Q.is_exam.is_(False)
    )  # fmt: skip
    return or_(own, others)


def _asked(wish: Wish, figures: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[bool]]:
    """Return what a question must be; what its figures tell, only where they may be seen."""
    words = words_of(wish.words)
    asked = [_says(words)] if words else []
    same = {
        Course.slug: wish.course, _Q.objective: wish.objective, _Q.type: wish.type,
        _Q.level: wish.level,
    }  # fmt: skip
    asked += [column == value for column, value in same.items() if value]
    if wish.article:
        below = _Q.article.startswith(f"{wish.article}(", autoescape=True)
        asked.append(or_(_Q.article == wish.article, below))
    if wish.language:
        asked.append(_Q.languages.contains(f" {wish.language} ", autoescape=True))
    if wish.difficulty:
        asked.append(_difficulty(wish.difficulty, figures["facility"]))
    if wish.exposure:
        asked.append(_exposure(wish.exposure, figures))
    return asked


def _says(words: Sequence[str]) -> ColumnElement[bool]:
    """Return that a question has all words in one of its languages."""
    of = (LibraryText.course_id, LibraryText.question_id, LibraryText.state)
    has_all = [LibraryText.words.contains(word, autoescape=True) for word in words]
    return tuple_(_Q.course_id, _Q.question_id, _Q.state).in_(select(*of).where(*has_all))


def _difficulty(band: str, facility: ColumnElement[Any]) -> ColumnElement[bool]:
    bands = {
        "hard": facility < HARD,
        "middling": facility.between(HARD, EASY),
        "easy": facility > EASY,
        "unknown": facility.is_(None),
    }
    return bands.get(band, false())


def _exposure(band: str, figures: Mapping[str, ColumnElement[Any]]) -> ColumnElement[bool]:
    papers, share = figures["papers"], figures["exposure"]
    bands = {
        "never": papers == 0,
        "rare": and_(papers > 0, share < RARE),
        "more": share >= RARE,
    }
    return bands.get(band, false())


def _sorted(
    query: Select[Any], sort: str, figures: Mapping[str, ColumnElement[Any]]
) -> Select[Any]:
    name = sort.removeprefix("-")
    by = figures.get(name)
    if by is not None:
        # What is not known comes last either way; SQLite and PostgreSQL disagree by themselves.
        query = query.order_by(by.is_(None), by.desc() if sort.startswith("-") else by)
    return query.order_by(Course.slug, _Q.bank, _Q.place, _Q.question_id)


def list_offered(reach: Reach) -> Offered:
    """Return what the list can be narrowed by, for those whose reach it is."""
    courses = read(
        select(Course.slug, LibraryCourse.title, LibraryCourse.language)
        .join(LibraryCourse, LibraryCourse.course_id == Course.id)
        .where(LibraryCourse.course_id.in_(reach.own | reach.open))
        .order_by(LibraryCourse.title, Course.slug)
    )
    objectives = _distinct(reach, _Q.objective)
    articles = _distinct(reach, _Q.article)
    numbers = {article.partition("(")[0] for article in articles}
    return Offered(
        tuple((row[0], row[1], row[2]) for row in courses),
        tuple(sorted(objectives, key=str.casefold)),
        tuple(sorted({*articles, *numbers}, key=_in_order)),
        len(list_unread() & reach.own),
    )


def _distinct(reach: Reach, column: Any) -> list[str]:  # noqa: ANN401 - a mapped column
    query = select(column).where(_is_seen(reach), column.is_not(None)).distinct()
    return list(read(query.limit(MOST_OFFERED)).scalars())


def _in_order(article: str) -> tuple[int, str]:
    number, _, paragraph = article.partition("(")
    return int(number), paragraph


def list_marks() -> dict[str, str]:
    """Return the state of each course that the library is read from: revision, texts, releases."""
    newest = _newest(Revision.course_id, Revision.number)
    releases = _newest(Release.course_id, Release.seq)
    said = _newest(UnitTranslation.course_id, UnitTranslation.seq)
    return {
        course: f"{number}.{releases.get(course, 0)}.{said.get(course, 0)}"
        for course, number in newest.items()
    }


def _newest(course_id: Any, number: Any) -> dict[str, int]:  # noqa: ANN401 - mapped columns
    return dict(read(select(course_id, func.max(number)).group_by(course_id)).all())


def find_by_id(course_id: str) -> CourseRow | None:
    """Return the course of an id, or nothing."""
    return next((course for course in content.list_courses() if course.id == course_id), None)


def list_unread() -> set[str]:
    """Return the courses whose newest state is not in the library yet."""
    known = dict(read(select(LibraryCourse.course_id, LibraryCourse.mark)).all())
    return {course for course, mark in list_marks().items() if known.get(course) != mark}


def is_listed(course_id: str, question_id: str) -> bool:
    """Say whether a question is published and asked in no exam, as the library knows it."""
    query = select(_Q.question_id).where(
        _Q.course_id == course_id, _Q.question_id == question_id, _Q.state == "published",
        _Q.is_exam.is_(False),
    )  # fmt: skip
    return read(query).first() is not None


def get_titles(course_ids: Collection[str]) -> dict[str, tuple[str, str, str]]:
    """Return slug, title and language of courses in the library, by id."""
    query = (
        select(Course.id, Course.slug, LibraryCourse.title, LibraryCourse.language)
        .join(LibraryCourse, LibraryCourse.course_id == Course.id)
        .where(Course.id.in_(course_ids))
    )
    return {row[0]: (row[1], row[2], row[3]) for row in read(query)}
