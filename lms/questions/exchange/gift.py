"""GIFT: questions as text, parted by empty lines, each with its answers in braces.

Source: MoodleDocs, "GIFT format". What stands between the braces is read in `gift_answers.py`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lms.kit.i18n import N_
from lms.questions.exchange.found import (
    Item,
    Left,
    NotTaken,
    Reading,
    decode,
    shorten,
    sort_out,
)
from lms.questions.exchange.gift_answers import FORMATS, Asked, Words, build, unmask
from lms.questions.exchange.wording import Format

# Signs that a backslash makes ordinary, as signs that no text has until the marks are read.
_MASKS: Mapping[str, str] = {
    sign: chr(1 + place) for place, sign in enumerate(("~", "=", "#", "{", "}", ":"))
}
_ESCAPED = re.compile(r"\\([~=#{}:n\\])")
_BACKSLASH = "\x07"
_NAME = re.compile(r"::(.*?)::\s*", re.DOTALL)
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_CATEGORY = re.compile(r"\$CATEGORY:(.*)")
_TAGS = re.compile(r"\[(?:tag|id):((?:\\.|[^\]\\])*)\]")
_BLANK = "_____"
# What Moodle puts before the categories of its own making.
_ROOTS = frozenset({"", "top", "$course$", "$cat1$", "$module$", "$system$"})


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    text: str
    tags: tuple[str, ...]


def read_gift(content: bytes, language: str) -> Reading:
    """Return the questions of a file; raise `FileRefused` where it is none."""
    return sort_out(_questions(decode(content), language))


def read_category(path: str) -> tuple[str, ...]:
    """Return the names on the way to a category; a slash within a name is written twice."""
    names = (name.replace("\x00", "/").strip() for name in path.replace("//", "\x00").split("/"))
    return tuple(name for name in names if name.lower() not in _ROOTS)


def _questions(text: str, language: str) -> Iterator[Item | Left]:
    category: tuple[str, ...] = ()
    for block in _blocks(text):
        found = _CATEGORY.match(block.text)
        if found:
            category = read_category(found[1])
            continue
        yield _read(block, category, language)


def _blocks(text: str) -> Iterator[_Block]:
    """Yield what stands between empty lines, without remarks; a category has a line of its own."""
    lines: list[str] = []
    tags: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            tags += _TAGS.findall(line)
            continue
        is_category = not lines and _CATEGORY.match(line.strip()) is not None
        if line.strip():
            start = start if lines else number
            lines.append(line.strip() if is_category else line)
        if lines and (is_category or not line.strip()):
            yield _Block(start, "\n".join(lines), tuple(map(_plain_tag, tags)))
            lines, tags = [], []


def _plain_tag(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).strip()


def _mask(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        if found[1] == "n":
            return "\n"
        return _BACKSLASH if found[1] == "\\" else _MASKS[found[1]]

    return _ESCAPED.sub(sign, text)


def _read(block: _Block, category: tuple[str, ...], language: str) -> Item | Left:
    text = _mask(block.text.strip())
    named = _NAME.match(text)
    body = text[named.end() :] if named else text
    name = shorten(unmask(named[1] if named else body.partition("{")[0]))
    try:
        return Item(
            block.line, name, build(_asked(body, language)), category=category, tags=block.tags
        )
    except NotTaken as error:
        return Left(block.line, name, error.reason)


def _asked(body: str, language: str) -> Asked:
    form: Format = "auto"
    marked = _FORMAT.match(body)
    if marked:
        form, body = FORMATS[marked[1].lower()], body[marked.end() :]
    before, brace, rest = body.partition("{")
    if not brace:
        raise NotTaken(N_("It asks nothing: it is a description without an answer."))
    inside, brace, after = rest.partition("}")
    if not brace:
        raise NotTaken(N_("The brace that begins its answers is not closed. Is the file cut off?"))
    if "{" in after or "}" in after or "{" in inside:
        raise NotTaken(
            N_("It has braces more than once. Write a backslash before those of its text.")
        )
    # Where a text goes on after the answers, they stand for a word that is missing.
    text = f"{before}{_BLANK}{after}" if after.strip() else before
    answers, _mark, general = inside.partition("####")
    return Asked(Words(form).read(text), answers.strip(), general.strip(), form, language)
