"""How long reading a course takes, by the language that it is written in.

Pure. Speeds are those of grown-up readers measured with the same texts in each language:
Trauzettel-Klosinski & Dietz 2012, "Standardized Assessment of Reading Performance: The New
International Reading Speed Texts IReST", doi:10.1167/iovs.11-8284 (read aloud, words a minute;
Chinese in characters). Who reads silently, or in a second language, differs: a figure to compare
with, not a promise.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lms.content.reader import Course
from lms.content.sections import count_questions
from lms.units import markdown
from lms.units.markdown import extract

SPEEDS: Mapping[str, int] = MappingProxyType(
    {"ar": 138, "zh": 255, "en": 228, "fr": 195, "ru": 184, "es": 218}
)
# A question is read, thought about and answered; where a quiz has no limit, this is assumed.
MINUTES_PER_QUESTION = 1.5
_SIGN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"(?:(?![\u3400-\u9fff\uf900-\ufaff])\w)+(?:['’.,/-]\w+)*")


@dataclass(frozen=True, slots=True)
class PageTime:
    """A page: how many words (Chinese: characters) it has, and what the course says it takes."""

    file: str
    words: int
    minutes: float
    stated: int | None


@dataclass(frozen=True, slots=True)
class Times:
    """Reading and answering, in minutes, beside the hours that the course states."""

    pages: tuple[PageTime, ...]
    quiz_minutes: float
    stated_minutes: float
    speed: int

    @property
    def words(self) -> int:
        """Return how many words, or characters, all pages have."""
        return sum(page.words for page in self.pages)

    @property
    def reading_minutes(self) -> float:
        """Return how long reading every page once takes."""
        return sum(page.minutes for page in self.pages)

    @property
    def total_minutes(self) -> float:
        """Return how long reading every page and answering every quiz once takes."""
        return self.reading_minutes + self.quiz_minutes


def count_words(text: str, language: str) -> int:
    """Return how many words a text has; in Chinese, where none are set apart, how many signs."""
    words = len(_WORD.findall(text))
    return words + len(_SIGN.findall(text)) if language == "zh" else words


def measure(course: Course) -> Times:
    """Measure a course that was found without problems, in its source language."""
    language = course.head.source_language
    speed = SPEEDS[language]
    pages = []
    quiz_minutes = 0.0
    for activity in course.head.activities:
        if activity.page:
            units = extract(activity.page, course.pages[activity.page])
            words = sum(count_words(markdown.words(unit.text), language) for unit in units)
            pages.append(PageTime(activity.page, words, words / speed, activity.minutes))
        else:
            quiz = course.quizzes[activity.quiz or ""]
            drawn = count_questions(quiz, course.banks)
            quiz_minutes += quiz.minutes or drawn * MINUTES_PER_QUESTION
    return Times(tuple(pages), quiz_minutes, course.head.hours * 60, speed)
