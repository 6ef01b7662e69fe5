"""Reads of translation: how units stand, what was said about them, terms, memory, previews.

Each is imported from here; the files only keep them apart.
"""

from lms.translation.queries.books import Book, get_book, get_title
from lms.translation.queries.comments import find_comment, find_discussed
from lms.translation.queries.desks import Desk, Place
from lms.translation.queries.histories import find_newest, list_history, list_newest
from lms.translation.queries.notes import add_notes
from lms.translation.queries.pages import (
    UnitPage,
    find_terms,
    get_course_progress,
    get_unit_page,
    list_progress,
    list_shelves,
    list_warnings,
)
from lms.translation.queries.sheets import Sheet, Written, get_sheet
from lms.translation.queries.terms import find_term, list_terms, search_terms

__all__ = [
    "Book",
    "Desk",
    "Place",
    "Sheet",
    "UnitPage",
    "Written",
    "add_notes",
    "find_comment",
    "find_discussed",
    "find_newest",
    "find_term",
    "find_terms",
    "get_book",
    "get_course_progress",
    "get_sheet",
    "get_title",
    "get_unit_page",
    "list_history",
    "list_newest",
    "list_progress",
    "list_shelves",
    "list_terms",
    "list_warnings",
    "search_terms",
]
