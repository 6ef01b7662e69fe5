"""What questions share that are answered by a number: tolerance, unit, reading and scoring.

Which number is right, each type says in its own file; how numbers are written is in `numbers.py`.
"""

import re
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from html import escape
from typing import Annotated, ClassVar, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, field_validator
from typing_extensions import override

from lms.kit.i18n import N_, Text
from lms.questions.advice import Problem, as_error, refuse
from lms.questions.numbers import (
    MOST_DECIMALS,
    comparable_unit,
    read_quantity,
    round_half_up,
    write_number,
)
from lms.questions.rules import (
    Asked,
    Presented,
    Prose,
    Question,
    QuestionType,
    Raw,
    Response,
    ResponseInvalid,
    Strict,
    written_number,
)
from lms.questions.short_text import LONGEST_ANSWER, read_line
from lms.questions.showing import Reading, Shown, Verdict

# What the right number is worth with a wrong unit, or without the one that is required.
WITHOUT_UNIT = Fraction(1, 2)
_PLAIN = re.compile(rf"-?[0-9]{{1,15}}(\.[0-9]{{1,{MOST_DECIMALS}}})?")
_SHARE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?%")


class NumberUnreadable(ResponseInvalid):
    """What was typed is not one number."""

    message = N_("Please write one number in digits, and nothing else.")


class QuantityUnreadable(ResponseInvalid):
    """What was typed is not one number with a unit."""

    message = N_("Please write one number in digits, and beside it only its unit.")


def _as_written(value: object) -> object:
    """Return a number that YAML read as its digits, without an exponent."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return value
    try:
        return format(Decimal(str(value)), "f") if isinstance(value, float) else str(value)
    except InvalidOperation:
        return value


def _check_number(value: str) -> str:
    if not _PLAIN.fullmatch(value):
        text = Text(
            "“%(value)s” is not a number. Write it in digits with a point before the decimals, "
            "such as 1250 or -0.5; at most %(count)s decimals.",
            value=value,
            count=MOST_DECIMALS,
        )
        raise as_error("not_a_number", text)
    return value


def _check_tolerance(value: str) -> str:
    if not (_SHARE.fullmatch(value) or (_PLAIN.fullmatch(value) and value[0] != "-")):
        text = Text(
            "“%(value)s” is not a tolerance. Write a number, such as 0.5, or a share of the right "
            "answer in quotes, such as “%(share)s”.",
            value=value,
            share="2%",
        )
        raise as_error("not_a_tolerance", text)
    return value


# Kept as digits, so that what is reckoned and hashed is what was written.
Number: TypeAlias = Annotated[str, BeforeValidator(_as_written), AfterValidator(_check_number)]
Tolerance: TypeAlias = Annotated[
    str, BeforeValidator(_as_written), AfterValidator(_check_tolerance)
]


class Unit(Strict):
    """How the unit of an answer may be written, in all languages, and whether it must be."""

    accept: tuple[Annotated[Prose, BeforeValidator(written_number)], ...]
    required: bool = False

    @field_validator("accept")
    @classmethod
    def _check(cls, accept: tuple[str, ...]) -> tuple[str, ...]:
        refuse(cls.__name__, _check_units(accept))
        return accept


def _check_units(accept: Sequence[str]) -> Iterator[Problem]:
    if not accept:
        yield Problem((), "no_unit", Text("Write the unit: “accept: [USD, $]”."))
    for index, unit in enumerate(accept):
        if not comparable_unit(unit) or re.search(r"^[-+]|^\d", unit):
            text = Text("Write a unit that is a word or a sign, and begins with no digit.")
            yield Problem((index,), "not_a_unit", text)


class QuantityQuestion(Question):
    """A question answered by a number, perhaps with a unit; these are scoring, not text."""

    tolerance: Tolerance = "0"
    unit: Unit | None = None

    def margin(self, right: Fraction) -> Fraction:
        """Return by how much an answer may differ from the right one."""
        if self.tolerance.endswith("%"):
            return abs(right) * Fraction(self.tolerance[:-1]) / 100
        return Fraction(self.tolerance)

    def is_right(self, value: Fraction, right: Fraction) -> bool:
        """Say whether a number is the right one, as near as it has to be."""
        return abs(value - right) <= self.margin(right)

    def shown_value(self, right: Fraction) -> Fraction:
        """Return the right number with as many decimals as it needs, six at most."""
        for decimals in range(MOST_DECIMALS):
            rounded = round_half_up(right, decimals)
            if abs(rounded - right) * 10 <= self.margin(right):
                return rounded
        return round_half_up(right, MOST_DECIMALS)


N = TypeVar("N", bound=QuantityQuestion)


class QuantityType(QuestionType[N]):
    """A field of one line for a number; all, half where only the unit is wrong, or nothing."""

    parts: ClassVar = {"unit": Unit}

    @abstractmethod
    def right(self, question: N, presented: Presented) -> Fraction:
        """Return the right number of one paper."""

    @override
    def fields(self, asked: Asked[N]) -> tuple[Shown, ...]:
        """Return a field of one line, and how the number in it is read."""
        typed, unit = _text(asked.response), asked.question.unit
        found = read_quantity(typed, asked.language)
        reading = Reading(
            write_number(found.value, asked.language) if found else "",
            unit is not None,
            unit is not None and unit.required,
        )
        return (Shown("number", typed=typed, limit=LONGEST_ANSWER, reading=reading),)

    @override
    def accept(self, question: N, presented: Presented, raw: Raw) -> Response:
        """Return the text as typed, on one line; what is not a number is refused at once."""
        text = read_line(raw.get("", ()))
        # Whether it can be read is the same in every language; what it says is read when scored.
        found = read_quantity(text, "en")
        if text and question.unit is None and (found is None or comparable_unit(found.unit)):
            raise NumberUnreadable
        if text and found is None:
            raise QuantityUnreadable
        return {"text": text}

    @override
    def send(self, question: N, presented: Presented, response: Response) -> Raw:
        """Return the text."""
        return {"": [_text(response)]}

    @override
    def score(
        self, question: N, presented: Presented, response: Response | None, language: str
    ) -> Fraction:
        """Return 1 for the right number, half of it for a fault in the unit alone, else 0."""
        found = read_quantity(_text(response), language)
        if found is None or not question.is_right(found.value, self.right(question, presented)):
            return Fraction(0)
        return Fraction(1) if fits_unit(question.unit, found.unit) else WITHOUT_UNIT

    @override
    def key(self, question: N, presented: Presented, language: str) -> Response:
        """Return the right number as the language writes it, with the first unit."""
        return {"text": read_line([self._written(question, presented, language)])}

    def _written(self, question: N, presented: Presented, language: str) -> str:
        value = question.shown_value(self.right(question, presented))
        unit = question.unit.accept[0] if question.unit else ""
        return f"{write_number(value, language)} {unit}".strip()

    @override
    def review(self, asked: Asked[N]) -> tuple[Shown, ...]:
        """Return the field with the number to show as right."""
        (shown,) = self.fields(asked)
        question, presented, language = asked.question, asked.presented, asked.language
        said: Verdict = ""
        if shown.typed:
            is_right = self.score(question, presented, asked.response, language) == 1
            said = "right" if is_right else "wrong"
        key = escape(self._written(question, presented, language))
        return (replace(shown, verdict=said, key=key),)


def fits_unit(unit: Unit | None, said: str) -> bool:
    """Say whether a unit is one of those accepted, or may be left out."""
    if unit is None:
        return True
    name = comparable_unit(said)
    if not name:
        return not unit.required
    return name in map(comparable_unit, unit.accept)


def _text(response: Response | None) -> str:
    return str((response or {}).get("text", ""))
