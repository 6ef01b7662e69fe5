"""The rules of what leaves the server: a question while the attempt is open, and its review.

The one place where a key could slip out too early: `show_question` asks a question's type for its
fields, which never holds the key, and not for its review.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lms.assessment.rules.marking import ResponseRow
from lms.assessment.rules.marks import MarkRow
from lms.assessment.rules.papers import PaperRow
from lms.assessment.rules.remarks import Piece, take_apart
from lms.assessment.rules.sheets import Sheet, read_sheet
from lms.questions.choices import ChoiceQuestion
from lms.questions.essay import text_of
from lms.questions.rubrics import Rubric, RubricQuestion
from lms.questions.rules import ARTICLE, Asked, Question, Raw, ResponseInvalid
from lms.questions.rules import Response as Value
from lms.questions.showing import Shown, ShownQuestion
from lms.questions.types import get_type

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What people said of an answer: the rubric's levels, a comment, remarks on its passages."""

    rubric: Rubric
    texts: Texts
    sheet: Sheet
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """One question after the finish: the answer, the key, what is said of them, and the points.

    `points` are the share reached, 0 to 1; none where nobody marks the answer. `sources` say where
    to read it up: each with whether it is a place in the Convention.
    """

    shown: ShownQuestion
    points: Fraction | None
    feedback: str
    sources: tuple[tuple[str, bool], ...]
    opinion: Opinion | None = None
    is_left_out: bool = False

    @property
    def verdict(self) -> str:
        """Return right, partly or wrong; empty where there are no points."""
        if self.points is None:
            return ""
        if self.points == 1:
            return "right"
        return "partly" if self.points else "wrong"


def show_question(
    row: PaperRow, question: Question, texts: Texts, response: ResponseRow | None, language: str
) -> ShownQuestion:
    """Return a question of an open attempt with its answer so far; `language` is the paper's."""
    asked = _ask(row, question, texts, response, language)
    return _show(row, asked, get_type(question.type).fields(asked), response)


def review_question(
    row: PaperRow,
    question: Question,
    texts: Texts,
    response: ResponseRow | None,
    language: str,
    mark: MarkRow | None,
) -> ReviewedQuestion:
    """Return a question of a finished attempt with key, feedback, and the mark that counts."""
    asked = _ask(row, question, texts, response, language)
    return ReviewedQuestion(
        shown=_show(row, asked, get_type(question.type).review(asked), response),
        points=mark.points if mark else None,
        feedback=texts.get("feedback", ""),
        sources=_sources(question),
        opinion=_opinion(question, texts, response, mark),
        is_left_out=mark is not None and mark.is_left_out,
    )


def _opinion(
    question: Question, texts: Texts, response: ResponseRow | None, mark: MarkRow | None
) -> Opinion | None:
    """Return what people said with a mark of theirs; nothing of one that a rule gave."""
    if not isinstance(question, RubricQuestion) or mark is None or not mark.details:
        return None
    sheet = read_sheet(mark.details)
    written = text_of(dict(response.value)) if response else ""
    return Opinion(question.rubric, texts, sheet, take_apart(written, sheet.remarks))


def _ask(
    row: PaperRow, question: Question, texts: Texts, response: ResponseRow | None, language: str
) -> Asked[Question]:
    value = dict(response.value) if response else None
    return Asked(question, row.presented, texts, language, value)


def _show(
    row: PaperRow,
    asked: Asked[Question],
    fields: tuple[Shown, ...],
    response: ResponseRow | None,
) -> ShownQuestion:
    return ShownQuestion(
        position=row.position,
        type=asked.question.type,
        text=get_type(asked.question.type).text(asked),
        fields=fields,
        is_answered=response is not None and response.is_answer,
    )


def builds_on_before(question: Question) -> bool:
    """Say whether an answer to a question has to go on from the one before."""
    return get_type(question.type).builds_on_before


def read_answer(
    row: PaperRow, question: Question, raw: Raw, before: ResponseRow | None = None
) -> Value | ResponseInvalid:
    """Return what a form sent for a question as a normal answer, or why it does not fit.

    `before` is the answer that counts so far, of a question that builds on it.
    """
    kind = get_type(question.type)
    try:
        value = kind.accept(question, row.presented, raw)
        kind.check_follows(dict(before.value) if before else None, value)
        return value
    except ResponseInvalid as problem:
        return problem


def _sources(question: Question) -> tuple[tuple[str, bool], ...]:
    """Return what a question and its choices name as their sources, each once."""
    named = [question.article, question.source]
    if isinstance(question, ChoiceQuestion):
        named += [choice.source for choice in question.choices]
    return tuple(
        (source, ARTICLE.fullmatch(source) is not None) for source in dict.fromkeys(named) if source
    )
