"""What somebody translates: a course in a language, and one unit of it.

Who may is decided in `policy`.
"""

from dataclasses import dataclass

from lms.content.queries import CourseRow
from lms.translation.queries.sheets import Sheet
from lms.units.unit import Key


@dataclass(frozen=True, slots=True)
class Desk:
    """A course in one language, as somebody translates it."""

    course: CourseRow
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Place:
    """One unit of a course in one language, for somebody who changes its translation.

    `is_present`: the newest revision still has it; a page that was open longer may not know.
    """

    course: CourseRow
    language: str
    unit_id: str
    key: Key
    is_present: bool
