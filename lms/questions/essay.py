"""An essay: a text of any length, marked by people with a rubric.

How long it should be is said and counted, never refused: what a longer one is worth, the marker
decides.
"""

import re
import unicodedata
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator
from typing_extensions import override

from lms.kit.i18n import N_, Text
from lms.questions.advice import as_error
from lms.questions.rubrics import RUBRIC_PARTS, RubricQuestion, RubricType
from lms.questions.rules import (
    Asked,
    OneTextNeeded,
    Presented,
    Raw,
    Response,
    ResponseInvalid,
    Strict,
)
from lms.questions.showing import Shown, Words

# In characters; some ten pages. What a form may send is limited by the server beside.
LONGEST_ESSAY = 30_000
_SIGN = r"[\u3400-\u9fff\uf900-\ufaff]"
# A Chinese character counts as a word; the page's own counter (words.ts) does the same.
_WORD = re.compile(rf"{_SIGN}|(?:(?!{_SIGN})\w)+(?:['’-](?:(?!{_SIGN})\w)+)*")
_KEPT = {"\n", "\t"}


class EssayTooLong(ResponseInvalid):
    """A text is longer than can be kept."""

    message = N_("Please shorten your answer to at most %(limit)s characters.")


class WordLimits(Strict):
    """How many words an essay should have."""

    min: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None
    max: Annotated[int, Field(ge=1, le=10_000, strict=True)] | None = None

    @model_validator(mode="after")
    def _check(self) -> "WordLimits":
        if self.min is not None and self.max is not None and self.min > self.max:
            text = Text("The fewest words are more than the most. Change one of the two numbers.")
            raise as_error("limits_crossed", text)
        return self


class EssayQuestion(RubricQuestion):
    """A question to write at length about."""

    type: Literal["essay"]
    words: WordLimits = WordLimits()


class Essay(RubricType[EssayQuestion]):
    """A field of many lines."""

    name = "essay"
    model = EssayQuestion
    parts: ClassVar = {**RUBRIC_PARTS, "words": WordLimits}

    @override
    def fields(self, asked: Asked[EssayQuestion]) -> tuple[Shown, ...]:
        """Return a field of many lines, and how many words are wanted."""
        typed, limits = text_of(asked.response), asked.question.words
        words = Words(count_words(typed), limits.min, limits.max)
        return (Shown("essay", typed=typed, limit=LONGEST_ESSAY, words=words),)

    @override
    def accept(self, question: EssayQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the text with its lines; an empty one takes an earlier answer back."""
        values = raw.get("", ())
        if len(values) != 1:
            raise OneTextNeeded
        text = read_text(values[0])
        if len(text) > LONGEST_ESSAY:
            raise EssayTooLong(limit=LONGEST_ESSAY)
        return {"text": text}

    @override
    def send(self, question: EssayQuestion, presented: Presented, response: Response) -> Raw:
        """Return the text."""
        return {"": [text_of(response)]}

    @override
    def review(self, asked: Asked[EssayQuestion]) -> tuple[Shown, ...]:
        """Return the text as it was written; what it is worth, its mark says."""
        (shown,) = self.fields(asked)
        return (replace(shown, limit=None),)


def text_of(response: Response | None) -> str:
    """Return the text of an answer, empty where there is none."""
    return str((response or {}).get("text", ""))


def read_text(text: str) -> str:
    """Return a text with Unix line ends, composed letters, and nothing that nobody typed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        letter
        for letter in lines
        # A database may refuse NUL and lone surrogates.
        if letter in _KEPT or unicodedata.category(letter) not in {"Cc", "Cs"}
    )
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def count_words(text: str) -> int:
    """Return how many words a text has; marks over and under letters part no word."""
    plain = "".join(letter for letter in text if not unicodedata.category(letter).startswith("M"))
    return len(_WORD.findall(plain))
