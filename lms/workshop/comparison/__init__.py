"""What differs between two states of a course, for people, and two texts merged into one.

Pure. Each is imported from here; the files only keep them apart.
"""

from lms.workshop.comparison.blocks import compare_lines, compare_pages, split_blocks
from lms.workshop.comparison.files import (
    FileChange,
    FileKind,
    changed_paths,
    compare_files,
    text_of,
)
from lms.workshop.comparison.merging import Clash, join_texts, merge_texts

__all__ = [
    "Clash",
    "FileChange",
    "FileKind",
    "changed_paths",
    "compare_files",
    "compare_lines",
    "compare_pages",
    "join_texts",
    "merge_texts",
    "split_blocks",
    "text_of",
]
