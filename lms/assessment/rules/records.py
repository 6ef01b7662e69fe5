"""The rules of an attempt's record: an answer in words, each answer that came, each mark given.

Who may read a record is decided in `policy`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.assessment.rules.clocks import came_by_broken_line
from lms.assessment.rules.marks import MarkRow
from lms.assessment.rules.papers import PaperRow
from lms.assessment.rules.regrading import RegradeRow
from lms.assessment.rules.sheets import Sheet, read_sheet
from lms.assessment.rules.showing import Texts
from lms.questions.rubrics import Rubric, RubricQuestion
from lms.questions.rules import Asked, Question
from lms.questions.showing import Shown, ShownFile
from lms.questions.types import get_type


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer as it came in, of the many that one question may have."""

    seq: int
    item_id: str
    revision: int
    value: Mapping[str, Any]
    edition_id: str
    language: str
    made_at: datetime | None
    at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One part of an answer in words: `label` and `words` are finished HTML, `typed` is plain.

    Of an answer that was handed in, `files` are its files.
    """

    label: str = ""
    words: tuple[str, ...] = ()
    typed: str = ""
    files: tuple[ShownFile, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """One answer with what is notable in it; `counts` of all the one that was marked."""

    given: GivenAnswer
    lines: tuple[Line, ...]
    counts: bool
    is_in_grace: bool
    has_waited: bool


@dataclass(frozen=True, slots=True)
class RecordedMark:
    """One mark; `sheet` is what a person chose and wrote, if a person gave it."""

    mark: MarkRow
    sheet: Sheet | None
    counts: bool


@dataclass(frozen=True, slots=True)
class RecordedQuestion:
    """One question of a paper: what was asked, what was answered, what that was worth, and why.

    `offered` is what there was to fill in, `key` an answer that gets all points, where the reader
    may see it. `texts` are finished HTML by the path of their field.
    """

    position: int
    question: Question
    text: str
    texts: Texts
    offered: tuple[Shown, ...]
    answers: tuple[RecordedAnswer, ...]
    key: tuple[Line, ...]
    marks: tuple[RecordedMark, ...]
    regrades: tuple[RegradeRow, ...]

    @property
    def rubric(self) -> Rubric | None:
        """Return what people mark the answer by, or nothing."""
        return self.question.rubric if isinstance(self.question, RubricQuestion) else None


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of a paper with its texts: by edition, and in the edition of the paper."""

    row: PaperRow
    question: Question
    corrected: Question
    by_edition: Mapping[str, Texts]
    edition_id: str
    language: str

    def ask(
        self,
        response: Mapping[str, Any] | None,
        edition_id: str = "",
        language: str = "",
        question: Question | None = None,
    ) -> Asked[Question]:
        """Return the question with an answer; by default without one, as the paper has it."""
        texts = self.by_edition[edition_id or self.edition_id]
        value = dict(response) if response is not None else None
        asked = question or self.question
        return Asked(asked, self.row.presented, texts, language or self.language, value)


def put_in_words(fields: Iterable[Shown]) -> tuple[Line, ...]:
    """Return an answer in words, from the fields as they are filled in; nothing where none is."""
    lines = (
        Line(
            field.label,
            tuple(option.text for option in field.options if option.is_chosen),
            field.typed,
            field.files,
        )
        for field in fields
    )
    return tuple(line for line in lines if line.words or line.typed or line.files)


def record_question(
    asking: Asking,
    given: Sequence[GivenAnswer],
    counting_seq: int | None,
    marks: Sequence[MarkRow],
    regrades: Sequence[RegradeRow],
    deadline: datetime | None,
    *,
    shows_key: bool,
) -> RecordedQuestion:
    """Return one question of a record; `counting_seq` is the answer that counts."""
    kind, asked = get_type(asking.question.type), asking.ask(None)
    last = max(marks, key=lambda mark: mark.order, default=None)
    return RecordedQuestion(
        position=asking.row.position,
        question=asking.question,
        text=kind.text(asked),
        texts=asked.texts,
        offered=kind.fields(asked),
        answers=tuple(_answer(asking, each, counting_seq, deadline) for each in given),
        key=_key(asking) if shows_key else (),
        marks=tuple(
            RecordedMark(mark, read_sheet(mark.details) if mark.details else None, mark is last)
            for mark in sorted(marks, key=lambda mark: mark.seq)
        ),
        regrades=tuple(regrades),
    )


def _answer(
    asking: Asking, given: GivenAnswer, counting_seq: int | None, deadline: datetime | None
) -> RecordedAnswer:
    asked = asking.ask(given.value, given.edition_id, given.language)
    return RecordedAnswer(
        given=given,
        lines=put_in_words(get_type(asking.question.type).fields(asked)),
        counts=given.seq == counting_seq,
        is_in_grace=deadline is not None and given.at > deadline and not given.is_late,
        has_waited=came_by_broken_line(given.made_at, given.at),
    )


def _key(asking: Asking) -> tuple[Line, ...]:
    """Return in words what gets all points by now; nothing where people or nobody mark."""
    kind, question = get_type(asking.question.type), asking.corrected
    if kind.marked_by != "rules":
        return ()
    key = kind.key(question, asking.row.presented, asking.language)
    return put_in_words(kind.fields(asking.ask(key, question=question)))
