"""The rules of the catalogue: which courses a search and its filters leave.

Titles of articles, topics and levels come with the entries; where from is not known here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lms.kit.folding import fold


@dataclass(frozen=True, slots=True)
class Entry:
    """One course in the catalogue, in the language its card is shown in.

    `chapters` are those its articles stand in, `law` the articles as a card names them; `texts`
    is all that a search by words looks at. `is_of_cohorts` where programmes alone enrol in it.
    """

    slug: str
    title: str
    summary: str
    language: str
    law: tuple[str, ...]
    articles: tuple[str, ...]
    chapters: tuple[str, ...]
    topics: tuple[str, ...]
    level: str
    level_label: str
    hours: float
    languages: tuple[str, ...]
    texts: str
    is_of_cohorts: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader looks for; an empty text leaves everything."""

    words: str = ""
    chapter: str = ""
    article: str = ""
    topic: str = ""
    level: str = ""
    language: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether the whole catalogue is wanted."""
        return self == Wish()


def select_entries(entries: Iterable[Entry], wish: Wish) -> list[Entry]:
    """Return the entries that meet each part of the wish, in their order."""
    words = fold(wish.words).split()
    return [
        entry
        for entry in entries
        if _meets(entry, wish) and all(word in fold(entry.texts) for word in words)
    ]


def _meets(entry: Entry, wish: Wish) -> bool:
    return (
        (not wish.chapter or wish.chapter in entry.chapters)
        and (not wish.article or wish.article in entry.articles)
        and (not wish.topic or wish.topic in entry.topics)
        and (not wish.level or wish.level == entry.level)
        and (not wish.language or wish.language in entry.languages)
    )


def list_values(
    entries: Sequence[Entry], read: Callable[[Entry], Iterable[str]], order: Sequence[str]
) -> list[str]:
    """Return the values that occur in the entries, in the order given: no filter leads nowhere."""
    present = {value for entry in entries for value in read(entry)}
    return [value for value in order if value in present]


def find_runs(articles: Iterable[str]) -> list[tuple[int, int]]:
    """Return the runs of numbers that follow one another, as (first, last): 1–4, 60–65."""
    runs: list[tuple[int, int]] = []
    for number in sorted({int(article) for article in articles}):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
