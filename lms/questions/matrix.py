"""Matrix: a table of statements in which each row has its one right column.

Where the choices are many, or some belong to no row, is `matching.py`.
"""

import random
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import field_validator, model_validator
from typing_extensions import override

from lms.questions.advice import refuse
from lms.questions.pairing import PairingType, check_key
from lms.questions.parts import Part, check_parts
from lms.questions.rules import Presented, Question, Slug

MOST_COLUMNS = 8


class Row(Part):
    """A row of the table, and the id of its right column."""

    correct: Slug


class MatrixQuestion(Question):
    """Rows and columns, both as they were written."""

    type: Literal["matrix"]
    rows: tuple[Row, ...]
    columns: tuple[Part, ...]

    @field_validator("rows")
    @classmethod
    def _check_rows(cls, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        refuse(cls.__name__, check_parts(rows))
        return rows

    @field_validator("columns")
    @classmethod
    def _check_columns(cls, columns: tuple[Part, ...]) -> tuple[Part, ...]:
        refuse(cls.__name__, check_parts(columns, most=MOST_COLUMNS))
        return columns

    @model_validator(mode="after")
    def _check_key(self) -> Self:
        keys = [row.correct for row in self.rows]
        problems = check_key(keys, "correct", [column.id for column in self.columns])
        within = (problem._replace(place=("rows", *problem.place)) for problem in problems)
        refuse(type(self).__name__, within)
        return self


class Matrix(PairingType[MatrixQuestion]):
    """Radio buttons in each row."""

    name = "matrix"
    model = MatrixQuestion
    parts: ClassVar = {"rows": Row, "columns": Part}
    control = "radio"
    of_parts, of_choices, of_pairs = "rows", "columns", "rows"

    @override
    def present(self, question: MatrixQuestion, chance: random.Random | None) -> Presented:
        """Return the columns as written: often they are steps of a scale."""
        return Presented(tuple(column.id for column in question.columns))

    @override
    def keys(self, question: MatrixQuestion) -> Mapping[str, str]:
        """Return each row's column."""
        return {row.id: row.correct for row in question.rows}
