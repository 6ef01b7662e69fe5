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

__all__ = [
    "Change",
    "Copy",
    "WorkshopCourse",
    "find_copy_id",
    "get_copy",
    "get_outline",
    "get_revision",
    "list_workshop",
    "read_head",
]
