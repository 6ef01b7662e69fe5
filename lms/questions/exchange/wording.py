"""Texts from other systems as the one line of Markdown that a question's text is.

What is not a text is left out: scripts, styles, forms. What cannot be kept is named beside it.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.questions.exchange.found import NotTaken

Format = Literal["html", "plain", "markdown", "auto"]
# A sign that Markdown could take for mark-up, and what could begin an entity.
_SPECIAL = re.compile(r"[\\*_\[\]`<~]|&(?=#?\w+;)|!(?=\[)")
# At the beginning of a text, where Markdown would see a heading, a list or a quotation.
_OPENING = re.compile(r"^(?:[#>+-](?=\s|$)|-(?=--)|:(?=::)|=(?==))")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")
_MARKS: Mapping[str, str] = {"em": "*", "i": "*", "strong": "**", "b": "**"}
# What is written round words, by tag: the same within itself says nothing more.
_ROUND: Mapping[str, str] = {**_MARKS, "a": "a", "sub": "sub", "sup": "sup"}
_HIDDEN = frozenset({"script", "style", "object", "iframe", "form", "head", "template", "svg"})
_INLINE = frozenset(
    {"a", "span", "sub", "sup", "u", "small", "big", "font", "code", "img", *_MARKS}
)
_LAID_OUT = frozenset({"table", "ul", "ol", "pre", "math", "audio", "video"})
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s()<>\\]+")
_FILE = "@@PLUGINFILE@@/"
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

LAYOUT = Text("Its layout (a list, a table or the like) became one line of text.")
LINK = Text("A link that leads to no address of its own is not kept; its words are.")
PICTURE = Text("A picture is not in the file; its description stands in its place.")


@dataclass(frozen=True)
class Wording:
    """A text in Markdown, and what of it was not kept."""

    text: str
    losses: tuple[Text, ...] = ()


def to_markdown(text: str, form: Format, media: Mapping[str, str] | None = None) -> Wording:
    """Return a text as Markdown; `media` gives the names of pictures here by those in the file.

    A text of which the file says nothing (`auto`) is HTML where it has tags.
    """
    if form == "markdown":
        return Wording(_one_line(text))
    if form == "plain" or (form == "auto" and not _TAG.search(text)):
        return Wording(escape(text))
    return _from_html(text, media or {})


def escape(text: str) -> str:
    """Return a text on one line in which Markdown finds no mark-up."""
    line = _one_line(_SPECIAL.sub(lambda found: f"\\{found[0]}", text))
    line = _OPENING.sub(lambda found: f"\\{found[0]}", line)
    return _NUMBERED.sub(r"\1\\\2", line)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _from_html(html: str, media: Mapping[str, str]) -> Wording:
    reader = _Reader(media)
    # Nothing is built: the parser tells the tags one by one, however deep they stand.
    parser = etree.HTMLParser(target=reader, no_network=True, remove_comments=True, remove_pis=True)
    try:
        parser.feed(f"<div>{html}</div>")
        parser.close()
    except etree.XMLSyntaxError as error:
        raise NotTaken(N_("One of its texts is HTML that cannot be read.")) from error
    return reader.done()


class _Reader:
    """Hears the tags of a text, and writes it down."""

    def __init__(self, media: Mapping[str, str]) -> None:
        self._media = media
        self._open: list[tuple[str, list[str], str]] = [("", [], "")]
        self._depths: Counter[str] = Counter()
        self._hidden: list[str] = []
        self._heard: list[str] = []
        self._losses: dict[Text, None] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Hear a tag open."""
        self._write_down()
        if self._hidden or tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag == "img":
            self._say(self._picture(attributes))
        elif tag in _ROUND:
            if not self._depths[_ROUND[tag]]:
                self._open.append((tag, [], attributes.get("href", "")))
            self._depths[_ROUND[tag]] += 1
        elif tag not in _INLINE:
            self._say(" ")
            if tag in _LAID_OUT:
                self._losses[LAYOUT] = None

    def end(self, tag: str) -> None:
        """Hear a tag close."""
        self._write_down()
        if self._hidden:
            self._hidden.pop()
        elif tag in _ROUND:
            self._depths[_ROUND[tag]] -= 1
            if not self._depths[_ROUND[tag]]:
                self._close()
        elif tag not in _INLINE:
            self._say(" ")

    def data(self, text: str) -> None:
        """Hear words, which come in pieces: what they mean shows when all are there."""
        if not self._hidden:
            self._heard.append(text)

    def comment(self, _text: str) -> None:
        """Hear a remark, and forget it."""

    def close(self) -> None:
        """Hear the end."""
        self._write_down()
        while len(self._open) > 1:
            self._close()

    def done(self) -> Wording:
        """Return what was written down."""
        line = _one_line("".join(self._open[0][1]))
        line = _OPENING.sub(lambda found: f"\\{found[0]}", line)
        return Wording(_NUMBERED.sub(r"\1\\\2", line), tuple(self._losses))

    def _write_down(self) -> None:
        words = "".join(self._heard)
        self._heard = []
        self._say(_SPECIAL.sub(lambda found: f"\\{found[0]}", words))

    def _say(self, text: str) -> None:
        self._open[-1][1].append(text)

    def _close(self) -> None:
        tag, said, address = self._open.pop()
        text = "".join(said)
        words = text.strip()
        if not words:
            self._say(text)
            return
        before, after = text[: text.index(words)], text[text.index(words) + len(words) :]
        self._say(f"{before}{self._marked(tag, words, address)}{after}")

    def _marked(self, tag: str, words: str, address: str) -> str:
        if tag == "a":
            if _ADDRESS.fullmatch(address):
                return f"[{words}]({address})"
            self._losses[LINK] = None
            return words
        if tag in {"sup", "sub"}:
            return _shift(words, tag)
        # Elsewhere than round a letter or a digit, Markdown may not see the mark as one.
        if not (words[0].isalnum() and words[-1].isalnum()):
            return words
        return f"{_MARKS[tag]}{words}{_MARKS[tag]}"

    def _picture(self, attributes: Mapping[str, str]) -> str:
        label = escape(attributes.get("alt", ""))
        name = self._media.get(attributes.get("src", "").removeprefix(_FILE))
        if name is None:
            self._losses[PICTURE] = None
            return f" {label} "
        return f"![{label}](media/{name})"


def _shift(words: str, tag: str) -> str:
    """Return raised or lowered words: by signs of their own where there are such."""
    signs, mark = (_RAISED, "^") if tag == "sup" else (_LOWERED, "\\_")
    if all(ord(letter) in signs for letter in words):
        return words.translate(signs)
    return f"{mark}{words}" if len(words) == 1 else f"{mark}({words})"
