"""Parallel forms: papers put together beforehand from one blueprint, each question used evenly.

What a form asks for is given as needs; which quiz has forms, and who gets which, is not known here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import ceil, floor
from typing import TypeAlias

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.drawing import shuffled
from lms.questions.filling import Need, Short, fill, find_short

# For each need the questions that meet it.
Form: TypeAlias = tuple[tuple[str, ...], ...]
# So many ways of putting the forms together are made, and the best one is taken.
TRIES = 8
REMEMBERED = 32


class FormsAreTheSame(DomainError):
    """Two forms would have the same questions."""

    message = N_(
        "Form %(one)s and form %(other)s would have the same questions. Write more questions, or "
        "make fewer forms."
    )


class TooFewForms(DomainError):
    """A form alone is already a larger share of all papers than a question may stand on."""

    message = N_(
        "Each of %(forms)s forms is on more than %(percent)s%% of the papers. Make at least "
        "%(needed)s forms, or raise the limit."
    )


class FormsNotWithin(DomainError):
    """No way was found to put the forms together within the limit."""

    message = N_(
        "No way was found to put the forms together so that no question is on more than "
        "%(percent)s%% of them. Write more questions, or raise the limit."
    )


def assemble(needs: Sequence[Need], count: int, seed: str) -> tuple[Form, ...]:
    """Return `count` forms that meet all needs; the same arguments give the same forms.

    Each takes the questions that the ones before used least, ties being broken by the seed: so of
    the questions of a need none is used more than once more than another, unless needs overlap.
    Of several ways the one is taken whose questions are used most evenly, and whose forms have the
    least in common. That the needs can be met is seen to beforehand.
    """
    return _best_of(tuple(needs), count, seed)


# An editor's page checks the forms and shows them, and is looked at again and again.
@lru_cache(maxsize=REMEMBERED)
def _best_of(needs: tuple[Need, ...], count: int, seed: str) -> tuple[Form, ...]:
    ways = [_assemble(needs, count, f"{seed}/{number}") for number in range(TRIES)]
    return min(ways, key=_unevenness)


def _assemble(needs: Sequence[Need], count: int, seed: str) -> tuple[Form, ...]:
    ids = sorted(frozenset().union(*(need.ids for need in needs)))
    uses = Counter(dict.fromkeys(ids, 0))
    forms = []
    for number in range(count):
        mixed = shuffled(ids, f"{seed}/{number}", "form")
        form = tuple(map(tuple, fill(needs, sorted(mixed, key=uses.__getitem__))))
        uses.update(name for held in form for name in held)
        forms.append(form)
    return tuple(forms)


def _unevenness(forms: Sequence[Form]) -> tuple[int, int, int]:
    shared = [len(one & other) for one, other in combinations(map(_all_of, forms), 2)]
    return most_uses(forms), max(shared, default=0), sum(number**2 for number in shared)


def _all_of(form: Form) -> frozenset[str]:
    return frozenset(name for held in form for name in held)


def most_uses(forms: Iterable[Form]) -> int:
    """Return how many forms the question stands on that is used most."""
    uses = Counter(name for form in forms for held in form for name in held)
    return max(uses.values(), default=0)


def check_distinct(forms: Sequence[Form]) -> None:
    """Raise `FormsAreTheSame` where two of the forms ask the same."""
    first: dict[frozenset[str], int] = {}
    for number, form in enumerate(forms, start=1):
        other = first.setdefault(_all_of(form), number)
        if other != number:
            raise FormsAreTheSame(one=other, other=number)


def find_overused(needs: Sequence[Need], count: int, percent: int) -> tuple[Short, int] | None:
    """Return needs whose questions would stand on too many forms, and how many more they need.

    No question may be on more than `percent` of the forms. Nothing is returned where the needs can
    be met, which `check_within` proves of the forms themselves. Raises `TooFewForms`.
    """
    most = floor(Fraction(count * percent, 100))
    if not most:
        raise TooFewForms(forms=count, percent=percent, needed=ceil(Fraction(100, percent)))
    short = find_short(needs, lambda ids: most * len(ids) // count)
    if short is None:
        return None
    there = len(frozenset().union(*(needs[place].ids for place in short.places)))
    return short, ceil(Fraction(short.needed * count, most)) - there


def check_within(forms: Sequence[Form], percent: int) -> None:
    """Raise `FormsNotWithin` where a question is on more than `percent` of the forms."""
    if most_uses(forms) * 100 > percent * len(forms):
        raise FormsNotWithin(percent=percent)
