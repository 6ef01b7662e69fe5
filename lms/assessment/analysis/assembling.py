"""The matrix of an analysis from the rows of attempts: marks, and what was answered when.

Rows come in the order in which they were made, the newest last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

import numpy as np

from lms.assessment.analysis.analyse import Extras, Taken
from lms.assessment.analysis.responses import Floats, Responses
from lms.assessment.rules.analyses import AnalysedRow
from lms.questions.attraction import Part, Token, list_parts, read_taken
from lms.questions.rules import Question


@dataclass(frozen=True, slots=True)
class _Column:
    """A question's place in the matrix, and what was taken in its parts, by person."""

    place: int
    question: Question
    parts: Sequence[Part]
    taken: list[tuple[Token, ...]]


@dataclass(slots=True)
class Assembly:
    """Fills a matrix of `attempts` by questions; `names` gives each version's question its column.

    `names` has (version id, item id); `questions` are by the column's name.
    """

    attempts: Sequence[AnalysedRow]
    names: Mapping[tuple[str, str], str]
    questions: Mapping[str, Question]
    _rows: dict[str, int] = field(init=False)
    _columns: dict[str, _Column] = field(init=False, default_factory=dict)
    _last: dict[str, datetime] = field(init=False)
    _scores: Floats = field(init=False)
    _seconds: Floats = field(init=False)
    # Many people answer alike: what they took is kept once.
    _alike: dict[tuple[Token, ...], tuple[Token, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._rows = {attempt.attempt_id: row for row, attempt in enumerate(self.attempts)}
        self._last = {attempt.attempt_id: attempt.started_at for attempt in self.attempts}
        shape = len(self.attempts), len(self.questions)
        self._scores, self._seconds = np.full(shape, np.nan), np.full(shape, np.nan)
        for place, (name, question) in enumerate(self.questions.items()):
            none: list[tuple[Token, ...]] = [()] * len(self.attempts)
            self._columns[name] = _Column(place, question, list_parts(question), none)

    def take_marks(self, rows: Iterable[tuple[str, str, int, int]]) -> None:
        """Take (attempt, item, numerator, denominator); of several marks the newest counts."""
        for attempt_id, item_id, numerator, denominator in rows:
            row, column = self._find(attempt_id, item_id)
            points = Fraction(numerator, denominator) * column.question.weight
            self._scores[row, column.place] = float(points)

    def take_responses(
        self, rows: Iterable[tuple[str, str, Mapping[str, Any], datetime, str]]
    ) -> None:
        """Take (attempt, item, answer in time, when, language); of several the newest counts.

        The time from one answer to the next is that of the question answered.
        """
        for attempt_id, item_id, value, at, language in rows:
            row, column = self._find(attempt_id, item_id)
            if column.parts:
                taken = tuple(read_taken(column.question, dict(value), language))
                column.taken[row] = self._alike.setdefault(taken, taken)
            spent = max((at - self._last[attempt_id]).total_seconds(), 0.0)
            self._last[attempt_id] = at
            before = self._seconds[row, column.place]
            self._seconds[row, column.place] = spent if np.isnan(before) else before + spent

    def _find(self, attempt_id: str, item_id: str) -> tuple[int, _Column]:
        row = self._rows[attempt_id]
        name = self.names[self.attempts[row].version_id, item_id]
        return row, self._columns[name]

    def responses(self) -> Responses:
        """Return the matrix of the questions that anybody had.

        A language is a group, a case a testlet.
        """
        asked = self._asked()
        names = [name for name, _ in asked]
        places = [column.place for _, column in asked]
        groups = [attempt.language for attempt in self.attempts]
        testlets = [column.question.case or "" for _, column in asked]
        return Responses(names, self._scores[:, places], groups, testlets)

    def extras(self) -> Extras:
        """Return what was taken, and how long it took."""
        asked = self._asked()
        taken = {name: Taken(column.parts, column.taken) for name, column in asked if column.parts}
        return Extras(taken, {name: self._seconds[:, column.place] for name, column in asked})

    def _asked(self) -> list[tuple[str, _Column]]:
        is_asked = (~np.isnan(self._scores)).sum(axis=0) > 0
        return [(name, column) for name, column in self._columns.items() if is_asked[column.place]]
