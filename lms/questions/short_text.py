"""Short text: a word or a number typed by hand, compared with what each language accepts.

What counts as the same spelling is `normalise.py`.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from html import escape
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, field_serializer, field_validator
from typing_extensions import override

from lms.kit.i18n import LANGUAGES, Text
from lms.questions.advice import Problem, refuse
from lms.questions.normalise import normalise
from lms.questions.rules import (
    Asked,
    OneTextNeeded,
    Presented,
    Prose,
    Question,
    QuestionType,
    Raw,
    Response,
    TextTooLong,
    written_number,
)
from lms.questions.showing import Shown, Verdict

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
        refuse(cls.__name__, check_accept(accept))
        return accept

    @field_serializer("accept")
    def _as_dict(self, accept: Accepted) -> dict[str, tuple[str, ...]]:
        return dict(accept)


def check_accept(accept: Accepted) -> Iterator[Problem]:
    """Yield what is wrong with accepted answers: none, in no language of ours, or empty."""
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
    def fields(self, asked: Asked[ShortTextQuestion]) -> tuple[Shown, ...]:
        """Return a field of one line."""
        return (Shown("text", typed=_text(asked.response), limit=LONGEST_ANSWER),)

    @override
    def accept(self, question: ShortTextQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the text as typed, on one line; an empty one takes an earlier answer back."""
        return {"text": read_line(raw.get("", ()))}

    @override
    def send(self, question: ShortTextQuestion, presented: Presented, response: Response) -> Raw:
        """Return the text."""
        return {"": [_text(response)]}

    @override
    def score(
        self,
        question: ShortTextQuestion,
        presented: Presented,
        response: Response | None,
        language: str,
    ) -> Fraction:
        """Return 1 when the text is an accepted answer of the paper's language, else 0.

        A language without accepted answers takes those of all others, so that an untranslated
        question stays answerable; each is compared by the rules of its own language.
        """
        return Fraction(is_accepted(_text(response), question.accept, language))

    @override
    def key(self, question: ShortTextQuestion, presented: Presented, language: str) -> Response:
        """Return the first accepted answer, which a trainer puts there as the one to show."""
        return {"text": first_spelling(question.accept, language)}

    @override
    def accepted(self, question: ShortTextQuestion) -> tuple[Accepted, ...]:
        """Return the accepted answers of the one field."""
        return (question.accept,)

    @override
    def review(self, asked: Asked[ShortTextQuestion]) -> tuple[Shown, ...]:
        """Return the field with the text to show as right."""
        (shown,), accept = self.fields(asked), asked.question.accept
        is_right = is_accepted(shown.typed, accept, asked.language)
        said: Verdict = "right" if is_right else "wrong"
        key = escape(first_spelling(accept, asked.language))
        return (replace(shown, verdict=said if shown.typed else "", key=key),)


def _text(response: Response | None) -> str:
    return str((response or {}).get("text", ""))


def is_accepted(text: str, accept: Accepted, language: str) -> bool:
    """Say whether a text is spelt as one of the accepted answers, as `ShortText.score` says."""
    said: dict[str, str] = {}
    for accepted_in, spelling in _spellings(accept, language):
        if accepted_in not in said:
            said[accepted_in] = normalise(text, accepted_in)
        if said[accepted_in] == _compared(spelling, accepted_in):
            return True
    return False


@lru_cache(maxsize=2048)
def _compared(spelling: str, language: str) -> str:
    """Return an author's spelling as it is compared: the same for thousands of answers."""
    return normalise(spelling, language)


def first_spelling(accept: Accepted, language: str) -> str:
    """Return the accepted answer that a trainer put first, as the one to show."""
    return next(spelling for _, spelling in _spellings(accept, language))


def _spellings(accept: Accepted, language: str) -> Iterator[tuple[str, str]]:
    languages = [language] if language in accept else list(accept)
    for accepted_in in languages:
        for spelling in accept[accepted_in]:
            yield accepted_in, spelling


def read_line(values: Sequence[str]) -> str:
    """Return the one text that a field sent, on one line.

    Raises `OneTextNeeded` or `TextTooLong`.
    """
    if len(values) != 1:
        raise OneTextNeeded
    text = _on_one_line(values[0])
    if len(text) > LONGEST_ANSWER:
        raise TextTooLong(limit=LONGEST_ANSWER)
    return text


def _on_one_line(text: str) -> str:
    # A database may refuse NUL and lone surrogates; neither is anything that a person typed.
    kept = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))
