"""In what order the register is read: by an index where all of it is asked for.

What is found is decided in `register`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_
from sqlalchemy.orm import InstrumentedAttribute

from lms.accounts.queries.listing import is_open_to
from lms.certificates.models import Certificate
from lms.certificates.rules.register import NEWEST_FIRST, Wish
from lms.kit.actor import Actor

# The number last, so that no two pages show the same one. Each begins an index.
_COLUMNS: Mapping[str, InstrumentedAttribute[Any]] = {
    "number": Certificate.number,
    "issued": Certificate.issued_on,
    "until": Certificate.valid_until,
    "holder": Certificate.folded_name,
}

# Of fewer, it is quicker to find all and sort them than to follow an index until a page is full.
_MANY = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the register that is listed whole before the next one: what is in it, its order."""

    conditions: list[ColumnElement[bool]]
    order: list[ColumnElement[Any]]
    is_more_to_come: bool = False


def list_parts(actor: Actor, wish: Wish, total: int) -> list[Part]:
    """Return the parts of the register in the order of a wish that `total` certificates meet.

    By name: those whose name the actor may see, then the others by number, whose place among the
    names would tell of theirs.
    """
    is_followed = total >= _MANY
    order = _order(wish.sort, is_followed=is_followed)
    if wish.sort.removeprefix("-") != "holder":
        return [Part([], order)]
    is_named = and_(
        Certificate.folded_name.is_not(None), is_open_to(actor, Certificate.person_id)
    )  # fmt: skip
    unnamed = Part([not_(is_named)], _order(NEWEST_FIRST, is_followed=False))
    return [Part([is_named], order, is_more_to_come=True), unnamed]


def _order(sort: str, *, is_followed: bool) -> list[ColumnElement[Any]]:
    """Return the columns to sort by; where no index is to be followed, in the order of none."""
    name, is_down = sort.removeprefix("-"), sort.startswith("-")
    column: Any = _COLUMNS[name]
    first = column if is_followed else func.coalesce(column, column)
    number = Certificate.number.desc() if is_down else Certificate.number.asc()
    if name == "number":
        return [first.desc() if is_down else first.asc()]
    # What has no end lasts longest.
    return [first.desc().nulls_first() if is_down else first.asc().nulls_last(), number]
