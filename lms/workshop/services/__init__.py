"""What a trainer does with a course, by use case: write, discard, save, restore.

Each is imported from here; the files only keep them apart.
"""

from lms.workshop.services.files import Saved, change_files, discard, restore, save
from lms.workshop.services.media import (
    add_medium,
    caption_medium,
    note_medium,
    remove_medium,
    replace_medium,
)
from lms.workshop.services.pages import add_page, remove_page, rename_page, write_page
from lms.workshop.services.texts import Written

__all__ = [
    "Saved",
    "Written",
    "add_medium",
    "add_page",
    "caption_medium",
    "change_files",
    "discard",
    "note_medium",
    "remove_medium",
    "remove_page",
    "rename_page",
    "replace_medium",
    "restore",
    "save",
    "write_page",
]
