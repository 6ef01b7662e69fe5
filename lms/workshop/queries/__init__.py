"""Reads of the workshop: working copies, the courses a trainer works on.

Each is imported from here; the files only keep them apart.
"""

from lms.workshop.queries.copies import (
    Change,
    Copy,
    WorkshopCourse,
    find_copy_id,
    get_copy,
    get_outline,
    get_revision,
    list_workshop,
    read_head,
)
from lms.workshop.queries.media import get_file, get_medium, list_media, list_shown
from lms.workshop.queries.pages import (
    PageRow,
    PageText,
    get_page,
    hold_copy,
    list_mentions,
    list_pages,
    list_sizes,
)

__all__ = [
    "Change",
    "Copy",
    "PageRow",
    "PageText",
    "WorkshopCourse",
    "find_copy_id",
    "get_copy",
    "get_file",
    "get_medium",
    "get_outline",
    "get_page",
    "get_revision",
    "hold_copy",
    "list_media",
    "list_mentions",
    "list_pages",
    "list_shown",
    "list_sizes",
    "list_workshop",
    "read_head",
]
