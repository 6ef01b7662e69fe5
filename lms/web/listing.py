"""Long lists: one page of rows and what a pager needs to know.

The query behind a list is its room's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
ROWS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows `first` to `last` (counted from 1) of `total`."""

    rows: Sequence[Row]
    number: int
    total: int
    size: int = ROWS_PER_PAGE

    @property
    def count(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Return the place of the first row, or 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Return the place of the last row."""
        return (self.number - 1) * self.size + len(self.rows)


def page_number(value: str | None) -> int:
    """Return the page asked for in an address; 1 where it is no number from 1 up."""
    return max(1, int(value)) if value and value.isdecimal() and len(value) < 7 else 1  # noqa: PLR2004


def cut(rows: Sequence[Row], number: int | None) -> Page[Row]:
    """Return a page of rows that are all there already; nothing asks for the last one.

    A number beyond the last page gives the last.
    """
    last = Page(rows, 1, len(rows)).count
    number = min(number or last, last)
    first = (number - 1) * ROWS_PER_PAGE
    return Page(rows[first : first + ROWS_PER_PAGE], number, len(rows))
