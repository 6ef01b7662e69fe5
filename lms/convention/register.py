"""The Convention as data: what exists, how it is called in six languages, what is a draft.

Read once from `data/`; nothing here is in the database.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, translate

# The C loader reads the 70 kB of terms in a tenth of the time; not every build of PyYAML has it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# An article, then its paragraph, subparagraph and clause: 60, 16(2), 60(1)(b), 44(6)(a)(i).
_REFERENCE = re.compile(r"([0-9]{1,2})((?:\((?:[0-9]{1,2}|[a-z]{1,4})\)){0,3})")

# Counted as the Convention counts them in each language: Chapter VI, الفصل السادس, 第六章.
CHAPTERS = (
    N_("Chapter I"),
    N_("Chapter II"),
    N_("Chapter III"),
    N_("Chapter IV"),
    N_("Chapter V"),
    N_("Chapter VI"),
    N_("Chapter VII"),
    N_("Chapter VIII"),
)
LEVELS = {
    "awareness": N_("Awareness"),
    "foundation": N_("Foundation"),
    "practitioner": N_("Practitioner"),
    "expert": N_("Expert"),
    "trainer": N_("Trainer level"),
}
JOB_FAMILIES = {
    "all": N_("Everybody"),
    "prevention-policy": N_("Prevention and policy"),
    "ethics": N_("Ethics, declarations and conflicts of interest"),
    "procurement": N_("Procurement"),
    "audit": N_("Auditors and public finance"),
    "investigation": N_("Investigators"),
    "financial-investigation": N_("Financial investigators"),
    "fiu": N_("Analysts of financial intelligence units"),
    "prosecution": N_("Prosecutors"),
    "judiciary": N_("Judges"),
    "asset-recovery": N_("Asset recovery and management"),
    "mutual-legal-assistance": N_("Central authorities for mutual legal assistance"),
    "protection": N_("Protection of witnesses and of those who report"),
    "internal-integrity": N_("Internal integrity"),
    "education": N_("Educators"),
    "private-sector": N_("Compliance in the private sector"),
    "trainers": N_("Trainers"),
    "review": N_("Review focal points and reviewers"),
    "legislative-drafting": N_("Legislative drafters"),
}


class ArticleUnknown(Invalid):
    """The Convention has 71 articles."""

    message = N_("The Convention has no article %(reference)s. Its articles are 1 to 71.")


@dataclass(frozen=True, slots=True)
class Label:
    """A title in one language; a draft has not been compared with the official text."""

    text: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class ShippedTerm:
    """A word of the field, or a title of the Convention, with its translations by language."""

    english: str
    note: str
    texts: Mapping[str, Label]


@dataclass(frozen=True, slots=True)
class Article:
    """An article with the chapter that it stands in and its English title."""

    number: int
    chapter: int
    title: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its English title and its articles in order."""

    number: int
    title: str
    articles: tuple[Article, ...]


def _read(name: str) -> Any:  # noqa: ANN401 - as the file has it
    content = files("lms.convention").joinpath("data").joinpath(name).read_bytes()
    return yaml.load(content, Loader=_Loader)  # noqa: S506 - the safe loader, in C


@cache
def _uncac() -> Mapping[str, Any]:
    data: Mapping[str, Any] = _read("uncac.yaml")
    return data


@cache
def _terms() -> Mapping[str, Any]:
    data: Mapping[str, Any] = _read("terms.yaml")
    return data


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the eight chapters in order."""
    return tuple(
        Chapter(
            part["id"],
            part["title"],
            tuple(Article(number, part["id"], title) for number, title in part["articles"].items()),
        )
        for part in _uncac()["chapters"]
    )


@cache
def articles() -> Mapping[int, Article]:
    """Return the 71 articles by their numbers."""
    return {article.number: article for chapter in chapters() for article in chapter.articles}


@cache
def topics() -> Mapping[str, str]:
    """Return the training topics of article 60, paragraph 1, in English, by their ids."""
    found: Mapping[str, str] = _uncac()["training_topics"]
    return found


def get_article(number: int) -> Article:
    """Return one article; raise `ArticleUnknown`."""
    article = articles().get(number)
    if article is None:
        raise ArticleUnknown(reference=number)
    return article


def find_article(reference: str) -> Article | None:
    """Return the article of a reference such as `60`, `16(2)` or `60(1)(b)`, or nothing."""
    match = _REFERENCE.fullmatch(reference.strip())
    return articles().get(int(match[1])) if match else None


def article_title(number: int, language: str) -> Label:
    """Return an article's title in one of the six languages."""
    return _label("articles", number, get_article(number).title, language)


def chapter_label(number: int, language: str) -> str:
    """Return how a chapter is cited in one of the six languages, such as “Chapter VI”."""
    return translate(language, CHAPTERS[number - 1])


def chapter_title(number: int, language: str) -> Label:
    """Return a chapter's title in one of the six languages."""
    return _label("chapters", number, chapters()[number - 1].title, language)


def topic_label(topic: str, language: str) -> Label:
    """Return what a training topic of article 60 is about, in one of the six languages."""
    return _label("topics", topic, topics()[topic], language)


def list_shipped_terms() -> list[ShippedTerm]:
    """Return the terms of the field, then the titles of chapters and articles.

    A title of one word, such as “Definitions”, is an ordinary word in a text, and is left out.
    """
    data = _terms()
    words = [(entry["en"], entry) for entry in data["terms"]]
    titles = [(chapter.title, data["chapters"][chapter.number]) for chapter in chapters()]
    titles += [(one.title, data["articles"][one.number]) for one in articles().values()]
    return [
        ShippedTerm(
            english,
            entry.get("note", ""),
            {
                code: Label(text["text"], is_draft=text["status"] != "checked")
                for code, text in entry.items()
                if isinstance(text, dict)
            },
        )
        for english, entry in [*words, *(title for title in titles if " " in title[0])]
    ]


def level_label(level: str, language: str) -> str:
    """Return the name of a level in one of the six languages."""
    return translate(language, LEVELS.get(level, level))


def job_family_label(family: str, language: str) -> str:
    """Return the name of a job family in one of the six languages."""
    return translate(language, JOB_FAMILIES.get(family, family))


def _label(kind: str, key: int | str, english: str, language: str) -> Label:
    if language == "en":
        return Label(english, is_draft=False)
    entry = _terms()[kind].get(key, {}).get(language)
    if entry is None:
        return Label(english, is_draft=True)
    return Label(entry["text"], is_draft=entry["status"] != "checked")
