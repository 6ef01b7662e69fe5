"""The rules of what leaves the server: a question while the attempt is open, and its review.

The one place where a key could slip out too early: `show_question` never reads one. Choices go
under their place on the paper, for the ids that authors give them may tell too much.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from lms.assessment.rules.marking import ResponseRow
from lms.assessment.rules.papers import PaperRow, present
from lms.questions.choices import ChoiceQuestion
from lms.questions.rules import ARTICLE, Control, Question, ResponseInvalid, Score
from lms.questions.rules import Response as Value
from lms.questions.types import get_type

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One choice as a page shows it; `text` is finished HTML, `value` what the form sends.

    In a review `verdict` is right, wrong or missed (chosen and key, chosen, key), else empty.
    """

    value: str
    text: str
    is_chosen: bool
    verdict: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question as a page shows it; `text` is finished HTML in the paper's language."""

    position: int
    control: Control
    text: str
    choices: tuple[ShownChoice, ...]
    typed: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """One question after the finish: the answer, the key, what is said of them, and the points.

    `sources` say where to read it up: each with whether it is a place in the Convention.
    """

    shown: ShownQuestion
    points: Fraction
    key: str
    feedback: str
    sources: tuple[tuple[str, bool], ...]

    @property
    def verdict(self) -> str:
        """Return right, partly or wrong."""
        if self.points == 1:
            return "right"
        return "partly" if self.points else "wrong"


def show_question(
    row: PaperRow, question: Question, texts: Texts, response: ResponseRow | None, language: str
) -> ShownQuestion:
    """Return a question of an open attempt with its answer so far; `language` is the paper's."""
    value = response.value if response else {}
    words = _choice_words(question, texts, language)
    chosen = value.get("choices", ())
    return ShownQuestion(
        position=row.position,
        control=present(question, row.choices).control,
        text=texts["text"],
        choices=tuple(
            ShownChoice(str(place), words[choice], choice in chosen)
            for place, choice in enumerate(row.choices, start=1)
        ),
        typed=value.get("text", ""),
        is_answered=response is not None and response.is_answer,
    )


def _choice_words(question: Question, texts: Texts, language: str) -> dict[str, str]:
    labels = get_type(question.type).labels(question)
    words = {choice: label.in_language(language) for choice, label in labels.items()}
    for path, text in texts.items():
        part = path.split(".")
        if part[0] == "choices" and part[-1] == "text":
            words[part[1]] = text
    return words


def read_answer(row: PaperRow, question: Question, raw: Sequence[str]) -> Value | ResponseInvalid:
    """Return what a form sent for a question as a normal answer, or why it does not fit."""
    presented = present(question, row.choices)
    if presented.control != "text":
        raw = [_choice_at(row, value) for value in raw]
    try:
        return get_type(question.type).accept(question, presented, raw)
    except ResponseInvalid as problem:
        return problem


def _choice_at(row: PaperRow, value: str) -> str:
    """Return the choice at a place of the paper; what names no place comes out as no choice."""
    places = {str(place): choice for place, choice in enumerate(row.choices, start=1)}
    return places.get(value, "")


def review_question(
    row: PaperRow,
    question: Question,
    texts: Texts,
    response: ResponseRow | None,
    language: str,
    points: Fraction,
) -> ReviewedQuestion:
    """Return a question of a finished attempt with key and feedback."""
    shown = show_question(row, question, texts, response, language)
    kind = get_type(question.type)
    value: dict[str, Any] | None = dict(response.value) if response else None
    score = kind.score(question, value, language)
    choices = tuple(_review_choices(row, texts, shown, score))
    return ReviewedQuestion(
        shown=replace(shown, choices=choices),
        points=points,
        key="" if choices else str(kind.key(question, language)["text"]),
        feedback=texts.get("feedback", ""),
        sources=_sources(question),
    )


def _review_choices(
    row: PaperRow, texts: Texts, shown: ShownQuestion, score: Score
) -> Iterator[ShownChoice]:
    for choice_id, choice in zip(row.choices, shown.choices, strict=True):
        verdict = score.verdict_of(choice_id)
        yield replace(
            choice,
            verdict=_verdict(is_chosen=verdict.is_chosen, is_key=verdict.is_key),
            feedback=texts.get(f"choices.{choice_id}.feedback", ""),
        )


def _verdict(*, is_chosen: bool, is_key: bool) -> str:
    if is_chosen:
        return "right" if is_key else "wrong"
    return "missed" if is_key else ""


def _sources(question: Question) -> tuple[tuple[str, bool], ...]:
    """Return what a question and its choices name as their sources, each once."""
    named = [question.article, question.source]
    if isinstance(question, ChoiceQuestion):
        named += [choice.source for choice in question.choices]
    return tuple(
        (source, ARTICLE.fullmatch(source) is not None) for source in dict.fromkeys(named) if source
    )
