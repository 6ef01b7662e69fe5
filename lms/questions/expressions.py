"""Small reckonings that a trainer writes: read as a tree, worked out in exact fractions.

Nothing but what is listed here can be said: no attribute, no text, no name but the variables'.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from lms.questions.numbers import round_half_up

LONGEST = 200
# In bits of a numerator or denominator: far beyond any sum of money, and quick.
LARGEST = 4096
HIGHEST_POWER = 100
_ALIKE = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-"})


class ExpressionInvalid(ValueError):
    """A reckoning that says something other than it may."""


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1 or abs(exponent) > HIGHEST_POWER:
        raise OverflowError
    return base ** int(exponent)


def _round(value: Fraction, decimals: Fraction = Fraction(0)) -> Fraction:
    if decimals.denominator != 1 or not 0 <= decimals <= HIGHEST_POWER:
        raise OverflowError
    return round_half_up(value, int(decimals))


_OPERATORS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = (
    MappingProxyType(
        {
            ast.Add: operator.add,
            ast.Sub: operator.sub,
            ast.Mult: operator.mul,
            ast.Div: operator.truediv,
            ast.Pow: _power,
        }
    )
)
_SIGNS: Mapping[type[ast.unaryop], Callable[[Fraction], Fraction]] = MappingProxyType(
    {ast.USub: operator.neg, ast.UAdd: operator.pos}
)
# Each with the fewest and the most values that it takes.
FUNCTIONS: Mapping[str, tuple[Callable[..., Fraction], int, int]] = MappingProxyType(
    {
        "round": (_round, 1, 2),
        "abs": (abs, 1, 1),
        "min": (min, 2, 10),
        "max": (max, 2, 10),
    }
)


@lru_cache(maxsize=1024)
def read_expression(source: str) -> ast.expr:
    """Return the tree of a reckoning; raise `ExpressionInvalid` for anything that is none."""
    if len(source) > LONGEST:
        raise ExpressionInvalid
    try:
        tree = ast.parse(source.translate(_ALIKE).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionInvalid from None
    if not _is_allowed(tree):
        raise ExpressionInvalid
    return tree


def _is_allowed(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=value):
            return type(value) is int or (type(value) is float and value < float("inf"))
        case ast.Name():
            return True
        case ast.UnaryOp(op=op, operand=operand):
            return type(op) in _SIGNS and _is_allowed(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return type(op) in _OPERATORS and _is_allowed(left) and _is_allowed(right)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            _, fewest, most = FUNCTIONS[name]
            return fewest <= len(args) <= most and all(map(_is_allowed, args))
    return False


def names_in(tree: ast.expr) -> frozenset[str]:
    """Return the names of the variables in a reckoning."""
    return frozenset(_iter_names(tree))


def _iter_names(tree: ast.expr) -> Iterator[str]:
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node not in called:
            yield node.id


def work_out(tree: ast.expr, values: Mapping[str, Fraction]) -> Fraction:
    """Return what a reckoning comes to.

    Raises ArithmeticError where it divides by zero or is beyond all measure.
    """
    result = _work_out(tree, values)
    if max(result.numerator.bit_length(), result.denominator.bit_length()) > LARGEST:
        raise OverflowError
    return result


def _work_out(node: ast.AST, values: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.Constant(value=value):
            # As it was typed: the shortest text of a float is what a person wrote.
            return Fraction(repr(value))
        case ast.Name(id=name):
            return values[name]
        case ast.UnaryOp(op=op, operand=operand):
            return _SIGNS[type(op)](work_out(operand, values))
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](work_out(left, values), work_out(right, values))
        case ast.Call(func=ast.Name(id=name), args=args):
            return FUNCTIONS[name][0](*(work_out(arg, values) for arg in args))
    raise ExpressionInvalid
