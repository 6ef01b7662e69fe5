"""What differs between two states of a course's files, each as people read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lms.workshop.comparison.blocks import BlockChange, around, compare_lines, compare_pages
from lms.workshop.comparison.telling import Told, tell

FileKind = Literal["added", "removed", "changed"]
Shape = Literal["page", "lines", "media"]
_TEXT_FILES = (".md", ".yaml", ".po", ".vtt", ".txt")


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs.

    `blocks` are what changed with a little around it; nothing (`None`) stands where blocks were
    left out. Without blocks only blank lines differ, or the file is no text. `told` says the same
    of a file of entries, such as an outline or a bank, entry by entry; nothing (`None`) of others.
    """

    path: str
    kind: FileKind
    shape: Shape
    blocks: tuple[BlockChange | None, ...] = ()
    told: tuple[Told, ...] | None = None


def changed_paths(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """Return the files that differ between two trees, pages and settings before media."""
    differing = [path for path in {*old, *new} if old.get(path) != new.get(path)]
    return sorted(differing, key=lambda path: (path.startswith(("media/", "locale/")), path))


def compare_files(path: str, old: bytes | None, new: bytes | None) -> FileChange:
    """Compare one file; nothing on one side means that it was added or removed."""
    kind: FileKind = "changed" if old is not None and new is not None else "added"
    kind = "removed" if new is None else kind
    before, after = text_of(path, old), text_of(path, new)
    if before is None or after is None:
        return FileChange(path, kind, "media")
    if path.endswith(".md"):
        return FileChange(path, kind, "page", around(compare_pages(before, after)))
    lines = around(compare_lines(before, after))
    return FileChange(path, kind, "lines", lines, tell(path, before, after))


def text_of(path: str, content: bytes | None) -> str | None:
    """Return a file's text, empty where there is no file, or nothing where it is no text."""
    if not path.endswith(_TEXT_FILES):
        return None
    try:
        return (content or b"").decode()
    except UnicodeDecodeError:
        return None
