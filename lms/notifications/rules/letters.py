"""How a mail's text is laid out: lines, direction, addresses; and what of it stands in the app.

Templates and their languages are rendered in `lms.web.render`.
"""

import re
import textwrap
import unicodedata
from dataclasses import dataclass

import idna

from lms.kit.i18n import direction

WIDTH = 76
RIGHT_TO_LEFT_MARK = "\u200f"
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Words:
    """A message in one language: its subject, its text, and the first page of ours it names."""

    subject: str
    text: str
    path: str = ""


def split_letter(rendered: str, base_url: str) -> Words:
    """Return what a rendered template says: the first line is `Subject: …`, the rest the text."""
    subject, _, body = rendered.lstrip().partition("\n")
    text = re.sub(r"\n{3,}", "\n\n", body.strip())
    return Words(
        subject.removeprefix("Subject:").strip(),
        text,
        find_path(text, base_url),
    )


def find_path(text: str, base_url: str) -> str:
    """Return the path of the first address of this site in `text`, or nothing."""
    for match in _ADDRESS.finditer(text):
        rest = match.group().removeprefix(base_url)
        if rest != match.group() and rest.startswith("/"):
            return rest
    return ""


def lay_out(text: str, language: str) -> str:
    """Return `text` in lines of at most 76 characters; an address is never broken.

    A line that a reader from right to left would see begin with a Latin word is marked, for a
    plain mail has no other way to say its direction.
    """
    lines = [line for paragraph in text.split("\n") for line in _wrap(paragraph)]
    if direction(language) == "rtl":
        lines = [_marked(line) for line in lines]
    return "\n".join(lines)


def _wrap(line: str) -> list[str]:
    if len(line) <= WIDTH or _ADDRESS.match(line):
        return [line]
    return textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]


def _marked(line: str) -> str:
    if _ADDRESS.match(line):
        return line
    strong = (unicodedata.bidirectional(c) for c in line)
    first = next((kind for kind in strong if kind in {"L", "R", "AL"}), "R")
    return RIGHT_TO_LEFT_MARK + line if first == "L" else line


def ascii_address(email: str) -> str:
    """Return an address as servers know it: an internationalised domain in its ASCII form."""
    local, _, domain = email.rpartition("@")
    if domain.isascii():
        return email
    return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
