"""Programs in whole numbers, solved by stages and proved: prices bound what can be reached.

The bound is reckoned exactly (Neumaier & Shcherbina 2004, "Safe bounds in linear and mixed-integer
linear programming"); who is a person and what a quota stands elsewhere.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from lms.programmes.allocation import solver
from lms.programmes.allocation.values import ScoresTooLarge

# Prices are fractions with this denominator: halves, thirds, … twelfths are exact in it.
DENOMINATOR = 27_720
_LARGE = 1_000_000

Weights = Sequence[int]


@dataclass(frozen=True, slots=True)
class Row:
    """A limit: `low` ≤ the sum of coefficient × column ≤ `high`."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int

    def sum(self, values: Sequence[int]) -> int:
        """Return what the row adds up to."""
        return sum(coefficient * values[column] for column, coefficient in self.terms)


@dataclass(frozen=True, slots=True)
class Program:
    """Columns, each a whole number between two bounds, under rows."""

    lower: tuple[int, ...]
    upper: tuple[int, ...]
    rows: tuple[Row, ...]

    def allows(self, values: Sequence[int]) -> bool:
        """Say, in whole numbers, whether these values keep to every limit."""
        return all(
            low <= value <= high
            for low, value, high in zip(self.lower, values, self.upper, strict=True)
        ) and all(row.low <= row.sum(values) <= row.high for row in self.rows)


def solve(program: Program, weights: Weights) -> tuple[int, ...] | None:
    """Return values of the largest weight, or None where the limits allow none.

    Raises:
        ScoresTooLarge: The solver's answer, made whole, breaks a limit; it is never given out.
    """
    free = _list_free(program)
    if not free or any(row.low > row.high for row in program.rows):
        return program.lower if program.allows(program.lower) else None
    found = solver.maximise(_floats([weights[column] for column in free]), _limits(program, free))
    if found is None:
        return None
    filled = list(program.lower)
    for column, value in zip(free, found, strict=True):
        filled[column] = int(value)
    values = tuple(filled)
    if not program.allows(values):
        raise ScoresTooLarge
    return values


def solve_stages(program: Program, stages: Sequence[Weights]) -> tuple[int, ...] | None:
    """Return values of the largest first weight, among those of the largest second, and so on.

    Each stage is proved before the next begins: either the prices' bound is reached, or what lies
    between bound and answer is searched through in small whole numbers.
    """
    columns = len(program.lower)
    if not columns:
        return solve(program, ())
    values: tuple[int, ...] | None = None
    for weights in stages:
        padded = [*weights, *[0] * (len(program.lower) - columns)]
        found = solve(program, padded)
        if found is None:
            return None
        values, program = _prove(program, padded, found)
    return None if values is None else values[:columns]


@dataclass(frozen=True, slots=True)
class _Bound:
    """What prices say: no values weigh more than `bound`, and what each departure from it costs.

    All is in `unit`-th parts of a weight: a column `gains` that much with each one more, and a row
    loses its price with each one that its limit leaves over.
    """

    unit: int
    prices: tuple[int, ...]
    gains: tuple[int, ...]
    bound: int


def _prove(
    program: Program, weights: Weights, values: tuple[int, ...]
) -> tuple[tuple[int, ...], Program]:
    """Return the best values, and the program that allows those just as good and no others."""
    bound = _reckon_bound(program, weights)
    gap = bound.bound - bound.unit * _total(weights, values)
    face, gains, most = _narrow(program, bound, gap)
    values = _extend(face, values)
    if gap >= bound.unit:
        # Gains are none above the gap: here the solver's arithmetic is at its safest.
        better = solve(face, gains)
        if better is None or _total(gains, better) < most - gap:
            raise ScoresTooLarge
        values = better
        gap = most - _total(gains, values)
    if gap:
        face = Program(face.lower, face.upper, (*face.rows, _exactly(gains, most - gap)))
    return values, face


def _reckon_bound(program: Program, weights: Weights) -> _Bound:
    # Beyond that the prices themselves are not known to a part of a unit.
    unit = DENOMINATOR if max(map(abs, weights), default=0) <= _LARGE else 1
    free = _list_free(program)
    prices = (0,) * len(program.rows)
    if free:
        found = solver.price(_floats([weights[column] for column in free]), _limits(program, free))
        prices = tuple(round(unit * float(price)) for price in found)
    gains = [unit * weight for weight in weights]
    for row, row_price in zip(program.rows, prices, strict=True):
        for column, coefficient in row.terms:
            gains[column] -= row_price * coefficient
    bound = sum(
        price * (row.high if price > 0 else row.low)
        for row, price in zip(program.rows, prices, strict=True)
    ) + sum(
        gain * (high if gain > 0 else low)
        for gain, low, high in zip(gains, program.lower, program.upper, strict=True)
    )
    return _Bound(unit, prices, tuple(gains), bound)


def _narrow(program: Program, bound: _Bound, gap: int) -> tuple[Program, list[int], int]:
    """Take away what would lose more than the gap; return what is left, its gains, their most.

    What a row leaves over becomes a column of its own where it costs something. Values of the
    program left weigh `bound` less the difference between `most` and their gains.
    """
    lower, upper, gains, most = [], [], [], 0
    for gain, low, high in zip(bound.gains, program.lower, program.upper, strict=True):
        best = high if gain > 0 else low
        is_fixed = abs(gain) > gap
        lower.append(best if is_fixed else low)
        upper.append(best if is_fixed else high)
        gains.append(0 if is_fixed else gain)
        most += 0 if is_fixed else gain * best
    rows = []
    for row, row_price in zip(program.rows, bound.prices, strict=True):
        limit = row.high if row_price > 0 else row.low
        if row_price == 0:
            rows.append(row)
        elif abs(row_price) > gap:
            rows.append(Row(row.terms, limit, limit))
        else:
            left_over = (len(lower), 1 if row_price > 0 else -1)
            rows.append(Row((*row.terms, left_over), limit, limit))
            lower.append(0)
            upper.append(row.high - row.low)
            gains.append(-abs(row_price))
    return Program(tuple(lower), tuple(upper), tuple(rows)), gains, most


def _extend(face: Program, values: tuple[int, ...]) -> tuple[int, ...]:
    """Give the columns of what rows leave over the values that follow from the others."""
    known = len(values)
    extended = [*values, *[0] * (len(face.lower) - known)]
    for row in face.rows:
        column, sign = row.terms[-1] if row.terms else (0, 0)
        if column >= known:
            extended[column] = sign * (row.high - row.sum(extended))
    return tuple(extended)


def _exactly(gains: Weights, total: int) -> Row:
    """Return the row that holds those gains at their total, in the smallest numbers."""
    divisor = math.gcd(*gains)
    terms = tuple((column, gain // divisor) for column, gain in enumerate(gains) if gain)
    return Row(terms, total // divisor, total // divisor)


def _total(weights: Weights, values: Sequence[int]) -> int:
    return sum(weight * value for weight, value in zip(weights, values, strict=True) if value)


def _floats(numbers: Weights) -> solver.Numbers:
    return np.array(numbers, dtype=np.float64)


def _list_free(program: Program) -> list[int]:
    """Return the columns that are not fixed: only those are the solver's business."""
    bounds = enumerate(zip(program.lower, program.upper, strict=True))
    return [column for column, (low, high) in bounds if low < high]


def _limits(program: Program, free: Sequence[int]) -> solver.Limits:
    """Return the limits on the free columns; what the fixed ones add up to is taken off."""
    places = {column: place for place, column in enumerate(free)}
    numbers, columns, coefficients, fixed = [], [], [], []
    for number, row in enumerate(program.rows):
        sum_fixed = 0
        for column, coefficient in row.terms:
            if column in places:
                numbers.append(number)
                columns.append(places[column])
                coefficients.append(coefficient)
            else:
                sum_fixed += coefficient * program.lower[column]
        fixed.append(sum_fixed)
    return solver.Limits(
        csr_matrix(
            (_floats(coefficients), (numbers, columns)), shape=(len(program.rows), len(free))
        ),
        _floats([row.low - less for row, less in zip(program.rows, fixed, strict=True)]),
        _floats([row.high - less for row, less in zip(program.rows, fixed, strict=True)]),
        _floats([program.lower[column] for column in free]),
        _floats([program.upper[column] for column in free]),
    )
