"""Reads of boxes that may be replaced: where they are, and which languages have their own text."""

from dataclasses import dataclass

from lms.content.variants import file_of
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES
from lms.units import markdown
from lms.units.markdown import Setting
from lms.workshop.queries.copies import Copy, get_outline
from lms.workshop.queries.pages import list_pages

MARK = b"{replaceable="


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A replaceable box: its page's name and title, and the languages with their own text."""

    page: str
    title: str
    name: str
    first_words: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoxText:
    """A box in a language: its file, its own text if there is one, the page's text as HTML."""

    row: BoxRow
    language: str
    path: str
    text: str | None
    source: str


def list_boxes(copy: Copy) -> list[BoxRow]:
    """Return the boxes of a course that may be replaced, in the order of its pages."""
    paths = set(copy.paths)
    found = []
    for page in list_pages(copy, get_outline(copy)):
        content = copy.read(page.path) or b""
        if MARK not in content:
            continue
        inside = markdown.extract_boxes(page.path, content.decode(errors="replace"))
        for name, units in inside.items():
            languages = tuple(c for c in LANGUAGES if file_of(page.path, name, c) in paths)
            words = markdown.words(units[0].text) if units else ""
            found.append(BoxRow(page.name, page.title, name, words, languages))
    return found


def get_box(copy: Copy, page: str, name: str, language: str) -> BoxText:
    """Return a box in a language; raise `NotVisible` where there is none."""
    row = next((row for row in list_boxes(copy) if (row.page, row.name) == (page, name)), None)
    if row is None or language not in LANGUAGES:
        raise NotVisible
    file = f"pages/{page}.md"
    path = file_of(file, name, language)
    own = copy.read(path)
    text = (copy.read(file) or b"").decode(errors="replace")
    return BoxText(
        row, language, path,
        own.decode(errors="replace") if own is not None else None,
        markdown.render_box(text, name, Setting(file)),
    )  # fmt: skip
