"""Short text: a word or a number typed by hand, compared with what each language accepts.

What counts as the same spelling is `normalise.py`.
"""

import random
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, field_serializer, field_validator
from typing_extensions import override

from lms.kit.i18n import LANGUAGES, Text
from lms.questions.advice import Problem, refuse
from lms.questions.normalise import normalise
from lms.questions.rules import (
    OneTextNeeded,
    Presented,
    Prose,
    Question,
    QuestionType,
    Response,
    Score,
    TextTooLong,
    written_number,
)

LONGEST_ANSWER = 200

Spelling = Annotated[Prose, BeforeValidator(written_number)]
Accepted = Mapping[str, tuple[Spelling, ...]]


class ShortTextQuestion(Question):
    """A question with the accepted answers of each language; these are scoring, not text."""

    type: Literal["short_text"]
    accept: Annotated[Accepted, AfterValidator(MappingProxyType)]

    @field_validator("accept")
    @classmethod
    def _check(cls, accept: Accepted) -> Accepted:
        refuse(cls.__name__, _check_accept(accept))
        return accept

    @field_serializer("accept")
    def _as_dict(self, accept: Accepted) -> dict[str, tuple[str, ...]]:
        return dict(accept)


def _check_accept(accept: Accepted) -> Iterator[Problem]:
    if not accept:
        yield Problem((), "no_key", Text('Write the accepted answers: “en: [six, "6"]”.'))
    for language, spellings in accept.items():
        if language not in LANGUAGES:
            text = Text(
                "“%(language)s” is not one of the languages. Use one of: %(languages)s.",
                language=language,
                languages=", ".join(LANGUAGES),
            )
            yield Problem((language,), "unknown_language", text)
        if not spellings:
            text = Text("Write at least one accepted answer, or remove the language.")
            yield Problem((language,), "no_key", text)
        for index, spelling in enumerate(spellings):
            if not normalise(spelling, language):
                text = Text("Write an answer that has a letter or a digit.")
                yield Problem((language, index), "empty_answer", text)


class ShortText(QuestionType[ShortTextQuestion]):
    """A field of one line; all or nothing."""

    name = "short_text"
    model = ShortTextQuestion

    @override
    def present(self, question: ShortTextQuestion, shuffle: random.Random | None) -> Presented:
        """Return a text field."""
        return Presented("text")

    @override
    def accept(
        self, question: ShortTextQuestion, presented: Presented, raw: Sequence[str]
    ) -> Response:
        """Return the text as typed, on one line; an empty one takes an earlier answer back."""
        if len(raw) != 1:
            raise OneTextNeeded
        text = _on_one_line(raw[0])
        if len(text) > LONGEST_ANSWER:
            raise TextTooLong(limit=LONGEST_ANSWER)
        return {"text": text}

    @override
    def score(self, question: ShortTextQuestion, response: Response | None, language: str) -> Score:
        """Return 1 when the text is an accepted answer of the paper's language, else 0.

        A language without accepted answers takes those of all others, so that an untranslated
        question stays answerable; each is compared by the rules of its own language.
        """
        text = (response or {}).get("text", "")
        is_right = any(
            normalise(text, accepted_in) == normalise(spelling, accepted_in)
            for accepted_in, spelling in _spellings(question, language)
        )
        return Score(Fraction(is_right))

    @override
    def key(self, question: ShortTextQuestion, language: str) -> Response:
        """Return the first accepted answer, which a trainer puts there as the one to show."""
        return {"text": next(spelling for _, spelling in _spellings(question, language))}


def _spellings(question: ShortTextQuestion, language: str) -> Iterator[tuple[str, str]]:
    languages = [language] if language in question.accept else list(question.accept)
    for accepted_in in languages:
        for spelling in question.accept[accepted_in]:
            yield accepted_in, spelling


def _on_one_line(text: str) -> str:
    # A database may refuse NUL and lone surrogates; neither is anything that a person typed.
    kept = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))
