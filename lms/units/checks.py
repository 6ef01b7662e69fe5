"""What a page may not contain, and whether a translation fits its source.

Pure; which files and pages a course has is checked in `lms.content.validator`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from lms.kit.i18n import N_, Text
from lms.units.syntax import BOXES, html_finder, parser, plain

_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_TARGET = re.compile(r"!?\[[^\]]*\]\(<?([^\s)>]*)>?[^)]*\)|<([a-z]+:[^\s>]+)>")
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|(?<![\w%])%[sd](?!\w)|\{[a-z0-9_]+(?:-[a-z0-9_]+)*\}")
_HTML = re.compile(r"<(?:/?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|!--|[!?][A-Za-z])")
_SCRIPT = re.compile(r"<\s*/?\s*(?:script|iframe|object|embed|style|svg)\b|\bon\w+\s*=", re.I)
_BOX = re.compile(r"^\s*:::+\s*(\S*)")
_TITLE = re.compile(r" {0,3}#(?:[ \t]|$)|=+[ \t]*$")
_REPLACEABLE = re.compile(r"^:::.*\{replaceable\b")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]")
_MARKS = "*_[]`"
_MARKUP = re.compile(r"[<\[`\x00-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]|^\s*:::")
_TELLING = re.compile(r"[\[\]`<{%*_\x00-\x1f\x7f\x85\u2028\u2029\ufffe\uffff]")
Feature = Literal["placeholder", "link", "footnote", "code"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a text: on which line of it, what, and what to do."""

    line: int
    message: Text
    advice: Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A page's mention of a file: a picture that it shows, or a link."""

    line: int
    target: str
    is_picture: bool


_NO_HTML = Text(N_("Write Markdown instead; to show a “<” to the reader, write “\\<”."))


def find_translation_faults(source: str, translation: str) -> Iterator[Fault]:
    """Yield what keeps a translation from standing in its source's place.

    Placeholders, links, footnotes and code must be the source's, in any order; mark-up must be
    closed; HTML is refused.
    """
    # Most texts have nothing to compare, and there are thousands of them.
    if not (_TELLING.search(source) or _TELLING.search(translation)):
        return
    if _CONTROL.search(translation):
        yield _control_fault(1)
    yield from _html_faults(translation, 1)
    for feature, pattern in _PATTERNS.items():
        wanted, found = _features(pattern, source), _features(pattern, translation)
        if wanted != found:
            yield _difference(feature, wanted - found, found - wanted)
    if any(mark in translation for mark in _MARKS):
        loose = _loose_marks(translation) - _loose_marks(source)
        if loose:
            yield Fault(
                1,
                Text(N_("The mark-up “%(mark)s” is not closed."), mark=sorted(loose)[0]),
                Text(N_(
                    "Close it as in the source, with no space inside; beside punctuation, put the "
                    "punctuation outside the marks."
                )),
            )  # fmt: skip


_PATTERNS: dict[Feature, re.Pattern[str]] = {
    "placeholder": PLACEHOLDER,
    "link": _TARGET,
    "footnote": FOOTNOTE,
    "code": _CODE,
}
_MESSAGES: dict[Feature, tuple[str, str]] = {
    "placeholder": (
        N_("The placeholder %(what)s of the source is missing."),
        N_("The placeholder %(what)s is not in the source."),
    ),
    "link": (
        N_("The link to %(what)s of the source is missing."),
        N_("The link to %(what)s is not in the source."),
    ),
    "footnote": (
        N_("The footnote %(what)s of the source is missing."),
        N_("The footnote %(what)s is not in the source."),
    ),
    "code": (
        N_("The code %(what)s of the source is missing."),
        N_("The code %(what)s is not in the source."),
    ),
}


def _features(pattern: re.Pattern[str], text: str) -> Counter[str]:
    found = (match.group(1) or match.group(2) if match.lastindex and pattern is _TARGET
             else match.group() for match in pattern.finditer(text))  # fmt: skip
    return Counter(found)


def _difference(feature: Feature, missing: Counter[str], added: Counter[str]) -> Fault:
    is_missing, is_added = _MESSAGES[feature]
    if missing:
        what = sorted(missing)[0]
        return Fault(
            1,
            Text(is_missing, what=what),
            Text(N_("Copy %(what)s unchanged into the translation."), what=what),
        )
    what = sorted(added)[0]
    return Fault(1, Text(is_added, what=what), Text(N_("Remove it, or write it as in the source.")))


def _loose_marks(text: str) -> set[str]:
    """Return the emphasis marks that would be shown to the reader as they are."""
    found: set[str] = set()
    for token in parser().parseInline(text)[0].children or []:
        if token.type == "text":
            found.update(mark for mark in ("*", "`") if mark in token.content)
    return found


def _control_fault(line: int) -> Fault:
    return Fault(
        line,
        Text(N_("The text contains a control character that nobody can see.")),
        Text(N_("Delete it; write a plain space or a new line instead.")),
    )


def _html_faults(text: str, line: int) -> Iterator[Fault]:
    if "<" not in text:
        return
    found = _HTML.search(_CODE.sub(_blank, text))
    if found:
        at = line + text[: found.start()].count("\n")
        is_script = _SCRIPT.search(found.group())
        message = (
            N_("HTML with a script is not allowed: %(html)s")
            if is_script
            else N_("HTML is not allowed in a course: %(html)s")
        )
        yield Fault(at, Text(message, html=found.group()[:60]), _NO_HTML)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group())


def may_hold_markup(text: str) -> bool:
    """Say whether a single text has anything for `inspect` to look at."""
    return bool(_MARKUP.search(text))


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look through a page or a single text found."""

    faults: tuple[Fault, ...]
    references: tuple[Reference, ...]


def inspect(text: str) -> Findings:
    """Look through a page, or a single text: what it may not contain, and what it refers to."""
    faults: list[Fault] = []
    found = _CONTROL.search(text.replace("\r\n", "\n"))
    if found:
        faults.append(_control_fault(text[: found.start()].count("\n") + 1))
    tokens = html_finder().parse(text)
    references = []
    for token, line in _walk(tokens):
        faults += _token_faults(token, line)
        if token.type == "image":
            references.append(Reference(line, str(token.attrs.get("src", "")), True))
        elif token.type == "link_open":
            references.append(Reference(line, str(token.attrs.get("href", "")), False))
    faults += [*_second_titles(tokens), *_open_boxes(text, tokens)]
    return Findings(tuple(faults), tuple(references))


def find_page_only(text: str) -> Iterator[Fault]:
    """Yield what only a page can have: a title, boxes that may be replaced, footnotes."""
    for number, line in enumerate(text.split("\n"), start=1):
        if _TITLE.match(line):
            yield Fault(
                number,
                Text(N_("A document has its title beside its text.")),
                Text(N_("Remove this heading, or begin it with “##”.")),
            )
        elif FOOTNOTE.search(_CODE.sub(_blank, line)):
            yield Fault(
                number,
                Text(N_("A document cannot have footnotes.")),
                Text(N_("Write the note into the text.")),
            )
        elif _REPLACEABLE.match(line):
            yield Fault(
                number,
                Text(N_("A box in a document cannot be replaced.")),
                Text(N_("Remove “{replaceable=…}”.")),
            )


def _token_faults(token: Token, line: int) -> Iterator[Fault]:
    if token.type in {"html_block", "html_inline"}:
        yield from _html_faults(token.content, line)
    elif token.type == "inline":
        yield from _box_faults(token.content, line)
    elif token.type == "image" and not plain(token.children or []).strip():
        yield Fault(
            line,
            Text(N_("The picture %(file)s has no alternative text."), file=token.attrs["src"]),
            Text(N_(
                "Say between the square brackets what the picture shows, for those who cannot "
                "see it."
            )),
        )  # fmt: skip


def _second_titles(tokens: list[Token]) -> Iterator[Fault]:
    titles = [token for token in tokens if token.type == "heading_open" and token.tag == "h1"]
    for token in titles[1:]:
        yield Fault(
            token.map[0] + 1 if token.map else 1,
            Text(N_("The page has a second first-level heading.")),
            Text(N_("A page has one title; begin its other headings with “##”.")),
        )


def _walk(tokens: list[Token]) -> Iterator[tuple[Token, int]]:
    """Yield every token with its line, those within a line of text included."""
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        yield token, line
        at = line
        for child in token.children or []:
            yield child, at
            at += child.type in {"softbreak", "hardbreak"}


def _box_faults(content: str, line: int) -> Iterator[Fault]:
    """Yield boxes of an unknown kind, which Markdown takes for a paragraph."""
    for number, part in enumerate(content.split("\n")):
        found = _BOX.match(part)
        if found and found.group(1):
            yield Fault(
                line + number,
                Text(N_("There is no box “%(name)s”."), name=found.group(1)),
                Text(N_("Use one of: %(names)s."), names=", ".join(BOXES)),
            )
        elif found:
            yield Fault(
                line + number,
                Text(N_("This closes a box that is not open.")),
                Text(N_("Remove the line, or open the box with “::: note” before.")),
            )


def _open_boxes(text: str, tokens: list[Token]) -> Iterator[Fault]:
    lines = text.split("\n")
    for token in tokens:
        if not (token.type.startswith("container_") and token.nesting == 1 and token.map):
            continue
        end = token.map[1]
        if end >= len(lines) or not lines[end].strip(" >").startswith(":::"):
            yield Fault(
                token.map[0] + 1,
                Text(N_("The box is not closed.")),
                Text(N_("Put “:::” on a line of its own where the box ends.")),
            )
