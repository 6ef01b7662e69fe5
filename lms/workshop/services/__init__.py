"""What a trainer does with a course, by use case: write, discard, save, restore.

Each is imported from here; the files only keep them apart.
"""

from lms.workshop.services.files import Saved, change_files, discard, restore, save

__all__ = ["Saved", "change_files", "discard", "restore", "save"]
