"""The key of the shipped course's questions, found by the words that a person sees.

Nothing here reads the database: the key comes from the course's files, in each language.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import polib
import yaml

from lms.kit.i18n import translate
from lms.kit.paths import COURSES

COURSE = COURSES / "uncac-foundations"
BANK = "questions/foundations.yaml"
# The two words of a statement are the interface's own.
WORDS = {True: "True", False: "False"}


def bare(text: str) -> str:
    """Return a text without the signs of Markdown and with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"[*_`\\]", "", text)).strip()


@cache
def find_key(language: str) -> Mapping[str, frozenset[str]]:
    """Return what is right, by the question's words: the choices' words, or one text to type."""
    items = yaml.safe_load((COURSE / BANK).read_text("utf-8"))
    return dict(_entry(item, _texts(language), language) for item in items)


def _texts(language: str) -> Mapping[str, str]:
    if language == "en":
        return {}
    catalogue = polib.pofile(str(COURSE / "locale" / f"{language}.po"))
    return {entry.msgctxt: entry.msgstr for entry in catalogue}


def _entry(
    item: Mapping[str, Any], texts: Mapping[str, str], language: str
) -> tuple[str, frozenset[str]]:
    def say(field: str, source: str) -> str:
        return bare(texts.get(f"{BANK}#{item['id']}.{field}") or source)

    return say("text", item["text"]), frozenset(_right(item, say, language))


def _right(item: Mapping[str, Any], say: Any, language: str) -> Iterator[str]:
    if item["type"] == "true_false":
        yield translate(language, WORDS[item["correct"]])
    elif item["type"] == "short_text":
        yield str(item["accept"][language][0])
    else:
        for choice in item["choices"]:
            if choice.get("correct"):
                yield say(f"choices.{choice['id']}.text", choice["text"])
