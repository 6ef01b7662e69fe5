"""Reads for the catalogue and the information page of a course.

What a course says comes from `lms.content.queries`, what the Convention says from
`lms.convention.register`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from lms.content import queries as content
from lms.content.models import Edition
from lms.content.queries import CourseRow, LanguageRow, Outline
from lms.convention import register
from lms.kit.db import read
from lms.kit.i18n import LANGUAGES, N_, Text, native_name
from lms.learning.queries import enrolments
from lms.learning.rules import EnrolmentRow, Entry, find_kept, find_runs, list_values

Choices = list[tuple[str, str]]
ONE_ARTICLE = N_("Article %(first)s")
ARTICLE_TITLE = N_("Article %(number)s: %(title)s")
ARTICLES = N_("Articles %(first)s–%(last)s")


@dataclass(frozen=True, slots=True)
class QuizFacts:
    """What a reader learns of a quiz before taking it; `attempts` may be unlimited."""

    questions: int
    minutes: int | None
    attempts: int | None


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """All that the information page of a course shows beside its outline.

    `articles` are (number, title), `topics` (id, place in the Convention, title).
    """

    course: CourseRow
    outline: Outline
    languages: tuple[LanguageRow, ...]
    quizzes: dict[str, QuizFacts]
    counting_quiz: str
    articles: tuple[tuple[str, str], ...]
    topics: tuple[tuple[str, str, str], ...]
    has_draft_titles: bool
    level: str
    job_families: tuple[str, ...]

    @property
    def has_drafts(self) -> bool:
        """Say whether a language is offered that no native professional has reviewed."""
        return any(language.is_unreviewed for language in self.languages)

    @property
    def has_gaps(self) -> bool:
        """Say whether a language is offered in which some texts are those of the original."""
        return any(language.missing for language in self.languages)


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the filters of the catalogue offer: (value, label) of what occurs in it."""

    chapters: Choices
    topics: Choices
    levels: Choices
    languages: Choices


def list_entries(courses: Sequence[CourseRow], language: str) -> list[Entry]:
    """Return the catalogue's entries as a reader of `language` sees them, by title."""
    wanted = [(str(course.shown_version_id), language) for course in courses]
    outlines = content.get_outlines(wanted) if wanted else []
    offered = _list_languages([version_id for version_id, _ in wanted])
    closed = {str(one.shown_version_id) for one in courses if one.enrolment == "cohort"}
    entries = [
        replace(
            _entry(outline, offered[outline.version_id], language),
            is_of_cohorts=outline.version_id in closed,
        )
        for outline in outlines
    ]
    return sorted(entries, key=lambda entry: entry.title.casefold())


def _list_languages(version_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the languages in which each version is offered, in one query."""
    statement = select(Edition.version_id, Edition.language).where(
        Edition.version_id.in_(version_ids)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for version_id, code in read(statement):
        found[version_id].add(code)
    return {key: tuple(code for code in LANGUAGES if code in found[key]) for key in version_ids}


def _entry(outline: Outline, languages: tuple[str, ...], language: str) -> Entry:
    numbers = [int(article) for article in outline.articles]
    chapters = {register.get_article(number).chapter for number in numbers}
    words = [outline.title, outline.summary, *[text for _, text in outline.objectives]]
    words += [activity.title for activity in outline.activities]
    words += [register.article_title(number, language).text for number in numbers]
    return Entry(
        slug=outline.slug,
        title=outline.title,
        summary=outline.summary,
        language=outline.language,
        law=tuple(_name_run(first, last, language) for first, last in find_runs(outline.articles)),
        articles=outline.articles,
        chapters=tuple(str(chapter) for chapter in sorted(chapters)),
        topics=outline.topics,
        level=outline.level,
        level_label=register.level_label(outline.level, language),
        hours=outline.hours,
        languages=languages,
        texts="\n".join(words),
    )


def _name_run(first: int, last: int, language: str) -> str:
    text = ONE_ARTICLE if first == last else ARTICLES
    return Text(text, first=first, last=last).in_language(language)


def list_choices(entries: Sequence[Entry], language: str) -> FilterChoices:
    """Return what the filters offer: only what occurs, so that no choice leads to nothing."""
    chapters = [str(chapter.number) for chapter in register.chapters()]
    return FilterChoices(
        chapters=[
            (number, register.chapter_title(int(number), language).text)
            for number in list_values(entries, lambda entry: entry.chapters, chapters)
        ],
        topics=[
            (topic, topic_text(topic, language))
            for topic in list_values(entries, lambda entry: entry.topics, [*register.topics()])
        ],
        levels=[
            (level, register.level_label(level, language))
            for level in list_values(entries, lambda entry: (entry.level,), [*register.LEVELS])
        ],
        languages=[
            (code, native_name(code))
            for code in list_values(entries, lambda entry: entry.languages, LANGUAGES)
        ],
    )


def article_text(article: str, language: str) -> str:
    """Return an article's number and title, or nothing where the Convention has no such article."""
    found = register.find_article(article)
    if found is None:
        return ""
    label = register.article_title(found.number, language).text
    return Text(ARTICLE_TITLE, number=found.number, title=label).in_language(language)


def topic_text(topic: str, language: str) -> str:
    """Return a training topic with its place in the Convention: `60(1)(b) Developing …`."""
    return f"{_place_of(topic)} {register.topic_label(topic, language).text}"


def _place_of(topic: str) -> str:
    return f"60(1)({topic[-1]})"


def get_newest_outline(course: CourseRow, language: str) -> Outline:
    """Return what the version of a published course that readers see says of itself."""
    return content.get_outline(str(course.shown_version_id), language)


def get_course_facts(course: CourseRow, language: str) -> CourseFacts:
    """Return what the information page of a published course shows to a reader."""
    outline, languages = content.get_outline_and_languages(str(course.shown_version_id), language)
    counting = outline.find_activity(outline.quiz_activity or "")
    articles = [
        (number, register.article_title(int(number), language)) for number in outline.articles
    ]
    topics = [(topic, register.topic_label(topic, language)) for topic in outline.topics]
    return CourseFacts(
        course=course,
        outline=outline,
        languages=languages,
        quizzes={
            activity.id: _quiz_facts(outline.version_id, activity.quiz_id)
            for activity in outline.activities
            if activity.quiz_id
        },
        counting_quiz=counting.title if counting else "",
        articles=tuple((number, label.text) for number, label in articles),
        topics=tuple((topic, _place_of(topic), label.text) for topic, label in topics),
        has_draft_titles=any(label.is_draft for _, label in [*articles, *topics]),
        level=register.level_label(outline.level, language),
        job_families=tuple(
            register.job_family_label(family, language) for family in outline.job_families
        ),
    )


def _quiz_facts(version_id: str, quiz_id: str) -> QuizFacts:
    quiz = content.get_quiz(version_id, quiz_id)
    questions = content.count_questions(version_id, quiz)
    return QuizFacts(questions, quiz.minutes, quiz.attempts)


def find_own_enrolment(person_id: str | None, course: CourseRow) -> EnrolmentRow | None:
    """Return the enrolment that a reader has in a course, and would go on with."""
    if person_id is None:
        return None
    former = enrolments.list_enrolments(person_id, course.id)
    return find_kept(former, course.open_version_id, again=False)
