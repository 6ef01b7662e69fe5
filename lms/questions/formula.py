"""Formula: a reckoning with numbers drawn for each paper, so that no two people have the same.

How a formula is worked out is in `expressions.py`.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from html import escape
from itertools import product
from keyword import iskeyword
from math import prod
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_serializer, model_validator
from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Place, Problem, refuse
from lms.questions.expressions import (
    FUNCTIONS,
    ExpressionInvalid,
    names_in,
    read_expression,
    work_out,
)
from lms.questions.numbers import MOST_DECIMALS, round_half_up, write_number
from lms.questions.quantities import Number, QuantityQuestion, QuantityType
from lms.questions.rules import Asked, Presented, Prose, Strict, written_number

MOST_VARIABLES = 6
MOST_VALUES = 1000
LARGEST = 10**15
# So many papers are all tried beforehand; of more only those with extreme numbers.
MOST_TRIED = 64
MOST_DRAWS = 50
VARIABLE = re.compile(r"[a-z][a-z0-9]{0,19}")
IN_TEXT = re.compile(r"\{([a-z][a-z0-9]{0,19})\}")
_ADDRESS = re.compile(r"\]\([^)]*\)")
# In finished HTML: what stands within a tag is passed over.
_IN_HTML = re.compile(rf"<[^>]*>|{IN_TEXT.pattern}")


class Range(Strict):
    """The numbers from which one is drawn: from the first, step by step, to the last at most."""

    from_: Annotated[Number, Field(alias="from")]
    to: Number
    step: Number = "1"

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse(type(self).__name__, _check_range(self))
        return self

    @property
    def count(self) -> int:
        """Return how many numbers there are to draw from."""
        return int((Fraction(self.to) - Fraction(self.from_)) / Fraction(self.step)) + 1

    def at(self, place: int) -> Fraction:
        """Return the number at a place from 0."""
        return Fraction(self.from_) + place * Fraction(self.step)


def _check_range(found: Range) -> Iterator[Problem]:
    if Fraction(found.step) <= 0:
        yield Problem(("step",), "no_step", Text("Write a step above zero."))
    elif Fraction(found.to) < Fraction(found.from_):
        text = Text("The last number is smaller than the first. Change one of the two.")
        yield Problem(("to",), "range_crossed", text)
    elif found.count > MOST_VALUES:
        text = Text("Write a larger step: at most %(count)s numbers.", count=MOST_VALUES)
        yield Problem(("step",), "too_many_values", text)


class FormulaQuestion(QuantityQuestion):
    """A text with `{a}` where a number stands, the ranges of the numbers, and the reckoning."""

    type: Literal["formula"]
    variables: Annotated[Mapping[str, Range], AfterValidator(MappingProxyType)]
    answer: Annotated[Prose, BeforeValidator(written_number)]

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems = [*_check_variables(self), *_check_text(self), *_check_names(self)]
        refuse(type(self).__name__, problems or _check_values(self))
        return self

    @field_serializer("variables")
    def _as_dict(self, variables: Mapping[str, Range]) -> dict[str, dict[str, str]]:
        return {name: found.model_dump(by_alias=True) for name, found in variables.items()}

    def work_out(self, values: Mapping[str, Fraction]) -> Fraction | None:
        """Return what the reckoning comes to, or nothing where that cannot be asked for.

        It cannot where it divides by zero, where it is beyond all measure, and where the tolerance
        asks for more decimals than are written.
        """
        try:
            right = work_out(read_expression(self.answer), values)
        except ArithmeticError:
            return None
        is_writable = self.is_right(round_half_up(right, MOST_DECIMALS), right)
        return right if is_writable and abs(right) < LARGEST else None


def _check_variables(question: FormulaQuestion) -> Iterator[Problem]:
    if not question.variables:
        text = Text("Write at least one number to draw: “variables: {a: {from: 10, to: 90}}”.")
        yield Problem(("variables",), "no_variables", text)
    if len(question.variables) > MOST_VARIABLES:
        text = Text("Write at most %(count)s of them.", count=MOST_VARIABLES)
        yield Problem(("variables",), "too_many_parts", text)
    for name in question.variables:
        if not _is_name(name):
            text = Text(
                "“%(name)s” cannot name a number. Use small letters and digits, such as “a” or "
                "“price”.",
                name=name,
            )
            yield Problem(("variables", name), "not_a_variable", text)


def _is_name(name: str) -> bool:
    return bool(VARIABLE.fullmatch(name)) and name not in FUNCTIONS and not iskeyword(name)


def _check_text(question: FormulaQuestion) -> Iterator[Problem]:
    found = dict.fromkeys(IN_TEXT.findall(_ADDRESS.sub("]", question.text)))
    for name in question.variables:
        if _is_name(name) and name not in found:
            text = Text("Write {%(id)s} in the text, where the number stands.", id=name)
            yield Problem(("variables", name), "variable_not_in_text", text)
    for name in found:
        if name not in question.variables:
            text = Text(
                "{%(id)s} is no number. Write it under “variables”, or take it out.", id=name
            )
            yield Problem(("text",), "variable_unknown", text)


def _check_names(question: FormulaQuestion) -> Iterator[Problem]:
    try:
        names = names_in(read_expression(question.answer))
    except ExpressionInvalid:
        text = Text(
            "This cannot be reckoned. Use numbers, the names of the variables, + - * / ** and "
            "brackets, and: %(names)s.",
            names=", ".join(FUNCTIONS),
        )
        yield Problem(("answer",), "not_a_formula", text)
        return
    for name in sorted(names - question.variables.keys()):
        text = Text("There is no “%(name)s” under “variables”.", name=name)
        yield Problem(("answer",), "variable_unknown", text)


def _check_values(question: FormulaQuestion) -> Iterator[Problem]:
    for values in _to_try(question.variables):
        if question.work_out(values) is None:
            numbers = ", ".join(f"{name} = {write_number(values[name], 'en')}" for name in values)
            text = Text(
                "With %(numbers)s there is no answer that can be written with six decimals. "
                "Change the ranges, give a tolerance, or use round().",
                numbers=numbers,
            )
            yield Problem(("answer",), "no_value", text)
            return


def _to_try(variables: Mapping[str, Range]) -> Iterator[Mapping[str, Fraction]]:
    """Yield the numbers of every paper; where these are too many, of those with extreme ones."""
    is_small = prod(found.count for found in variables.values()) <= MOST_TRIED
    places: Sequence[Sequence[int]] = [
        range(found.count) if is_small else sorted({0, found.count - 1})
        for found in variables.values()
    ]
    for chosen in product(*places):
        yield _at(variables, chosen)


def _at(variables: Mapping[str, Range], places: Sequence[int]) -> dict[str, Fraction]:
    found = zip(variables.items(), places, strict=True)
    return {name: numbers.at(place) for (name, numbers), place in found}


class Formula(QuantityType[FormulaQuestion]):
    """A field for a number; what is asked holds the numbers of the paper."""

    name = "formula"
    model = FormulaQuestion

    @override
    def _known_keys(self, place: Place) -> Sequence[str]:
        is_range = place[:1] == ("variables",) and len(place) > 1
        return ["from", "to", "step"] if is_range else super()._known_keys(place)

    @override
    def present(self, question: FormulaQuestion, chance: random.Random | None) -> Presented:
        """Return the numbers drawn for a paper; the first of each range without chance.

        A draw between the numbers that were tried beforehand may have no answer, such as one that
        divides by zero: then another is drawn.
        """
        variables = question.variables
        first = _at(variables, [0] * len(variables))
        drawn = (
            _at(variables, [chance.randrange(found.count) for found in variables.values()])
            for _ in range(MOST_DRAWS if chance is not None else 0)
            if chance is not None
        )
        fitting = (values for values in drawn if question.work_out(values) is not None)
        values = next(fitting, first)
        return Presented(values={name: str(value) for name, value in values.items()})

    @override
    def text(self, asked: Asked[FormulaQuestion]) -> str:
        """Return what is asked with the numbers as the language writes them."""
        values = drawn(asked.presented)

        def write(found: re.Match[str]) -> str:
            value = values.get(found[1] or "")
            if value is None:
                return found[0]
            return f"<bdi>{escape(write_number(value, asked.language))}</bdi>"

        return _IN_HTML.sub(write, asked.texts["text"])

    @override
    def right(self, question: FormulaQuestion, presented: Presented) -> Fraction:
        """Return what the reckoning comes to with the numbers of the paper."""
        right = question.work_out(drawn(presented))
        if right is None:
            raise LookupError(question.id)
        return right


def drawn(presented: Presented) -> dict[str, Fraction]:
    """Return the numbers of one paper."""
    return {name: Fraction(value) for name, value in presented.values.items()}
