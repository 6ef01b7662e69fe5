"""Moodle XML: the questions as Moodle exports them, with their feedback, categories and pictures.

Source: MoodleDocs, "Moodle XML format". What each type becomes is in `moodle_types.py`.
"""

from collections.abc import Iterator

from lxml import etree

from lms.kit.i18n import Text
from lms.questions.exchange.found import (
    FileRefused,
    Item,
    Left,
    NotTaken,
    Reading,
    shorten,
    sort_out,
)
from lms.questions.exchange.gift import read_category
from lms.questions.exchange.markup import parse_xml, text_at
from lms.questions.exchange.moodle_texts import Texts
from lms.questions.exchange.moodle_types import build


def read_moodle(content: bytes, language: str) -> Reading:
    """Return the questions of a file; raise `FileRefused` where it is none."""
    root = parse_xml(content)
    if root.tag != "quiz":
        raise FileRefused(
            Text("This is no Moodle XML: it begins with “%(tag)s”, not with “quiz”.", tag=root.tag)
        )
    return sort_out(_questions(root, language))


def _questions(root: etree._Element, language: str) -> Iterator[Item | Left]:
    category: tuple[str, ...] = ()
    for element in root.iterfind("question"):
        if element.get("type") == "category":
            category = read_category(text_at(element, "category/text"))
        else:
            yield _read(element, category, language)


def _read(element: etree._Element, category: tuple[str, ...], language: str) -> Item | Left:
    line = element.sourceline or 0
    name = shorten(text_at(element, "name/text") or text_at(element, "questiontext/text"))
    texts = Texts()
    tags = tuple(text_at(tag, "text") for tag in element.iterfind("tags/tag"))
    try:
        built = build(element, texts, language)
    except NotTaken as error:
        return Left(line, name, error.reason)
    return Item(line, name, built, category, tags, texts.pictures)
