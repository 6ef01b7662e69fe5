"""A unit of text: what a translator translates at once, and how it is named.

How units are found in a page is in `lms.units.markdown`; in a course, in `lms.content.texts`.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

_BREAK = re.compile(r"([ \t]*)\n[ \t]*")
_HARD_BREAK = 2


class Key(NamedTuple):
    """The name of a unit: gettext's `msgctxt` and `msgid`."""

    context: str
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of a course.

    `context` is the file, or `file#question.field`; where a file repeats a text, the second
    carries `#2`. `kind` says what the text is: heading, paragraph, item, cell, quotation …
    """

    context: str
    text: str
    file: str
    line: int
    kind: str

    @property
    def key(self) -> Key:
        """Return the name under which a translation is kept."""
        return Key(self.context, self.text)


# A document of a case is, like a page, many texts under one name.
_DOCUMENT = re.compile(r"[^.]+\.documents\.[^.]+\.text(?:#\d+)?")


def field_of(context: str) -> str:
    """Return the field that a text alone stands in; nothing for one of a page's or a document's."""
    field = context.partition("#")[2]
    is_one_of_many = field.isdigit() or _DOCUMENT.fullmatch(field) is not None
    return "" if is_one_of_many else field


def join_lines(text: str) -> str:
    """Join the lines of a wrapped block: re-wrapping a paragraph is no change of its text.

    A hard break (two spaces or a backslash at the end of a line) stays.
    """

    def join(found: re.Match[str]) -> str:
        is_hard = len(found.group(1)) >= _HARD_BREAK or text[: found.start()].endswith("\\")
        return f"{found.group(1)}\n" if is_hard else " "

    text = text.strip()
    return _BREAK.sub(join, text)


class Repeats:
    """Gives each occurrence of a text within a file its own context."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._seen: Counter[str] = Counter()

    def context(self, text: str) -> str:
        """Return the context of the next occurrence of `text`."""
        self._seen[text] += 1
        count = self._seen[text]
        return self.file if count == 1 else f"{self.file}#{count}"
