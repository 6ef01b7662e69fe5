"""Texts in the place of replaceable boxes: `variants/<page>.<box>.<language>.md`.

A language shows its own example where there is one, else the translation of the page's. In a course
that derives from another the same file, in the course's own language, brings in the own law without
a change of the page. A variant is content, not translation: it belongs to the version.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lms.content.problems import Problem
from lms.content.reader import Course
from lms.content.wording import Wording
from lms.kit.i18n import N_, Text
from lms.units import markdown
from lms.units.unit import Key

VARIANTS = "variants/"
NAME = re.compile(
    r"variants/(?P<page>[\w./-]+)\.(?P<box>[a-z0-9][a-z0-9-]{0,39})"
    r"\.(?P<language>ar|zh|en|fr|ru|es)\.md"
)
_MARK = re.compile(r"^:::.*\{replaceable\b[^}]*\}?", re.MULTILINE)
_NOT_WITHIN = re.compile(r"^[ \t]*:::|^\[\^[^\]]+\]:", re.MULTILINE)


class Variant(NamedTuple):
    """What the name of a variant's file says."""

    page: str
    box: str
    language: str


def read_name(file: str) -> Variant | None:
    """Return what the name of a variant's file says, or nothing for another file."""
    found = NAME.fullmatch(file)
    if found is None:
        return None
    return Variant(f"pages/{found['page']}.md", found["box"], found["language"])


def file_of(page: str, box: str, language: str) -> str:
    """Return the file of a variant, given its page's file."""
    name = page.removeprefix("pages/").removesuffix(".md")
    return f"{VARIANTS}{name}.{box}.{language}.md"


def find_variants(course: Course, page: str, language: str) -> dict[str, str]:
    """Return the texts in the place of a page's boxes in a language, by the name of each box."""
    return {
        named.box: text
        for file, text in course.variants.items()
        if (named := read_name(file)) and (named.page, named.language) == (page, language)
    }


def cover(course: Course, language: str, wordings: Mapping[Key, Wording]) -> dict[Key, Wording]:
    """Return the wordings with those that no reader sees, in replaced boxes, as being there."""
    covered = dict(wordings)
    for page in {named.page for file in course.variants if (named := read_name(file))}:
        boxes = find_variants(course, page, language)
        if boxes and page in course.pages:
            inside = markdown.extract_boxes(page, course.pages[page])
            for name in boxes:
                covered |= {unit.key: Wording(unit.text) for unit in inside.get(name, ())}
    return covered


def find_variant_problems(course: Course) -> Iterator[Problem]:
    """Yield what is wrong with marks of replaceable boxes, and with the variants themselves."""
    names: dict[str, list[str]] = {}
    for page, text in course.pages.items():
        # Most pages have none, and parsing takes its time.
        if "{replaceable" not in text:
            continue
        names[page] = [box.name for box in markdown.find_boxes(text)]
        yield from _marks(page, text, names[page])
    for file, text in course.variants.items():
        yield from _variant(file, text, names)


def _marks(page: str, text: str, names: list[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Problem(
                page, 1, "",
                Text(N_("Two replaceable boxes are called “%(name)s”."), name=name),
                Text(N_("Give each its own.")),
            )  # fmt: skip
    marks = list(_MARK.finditer(text))
    if len(marks) > len(names):
        yield Problem(
            page, text[: marks[0].start()].count("\n") + 1, "",
            Text(N_("A mark “{replaceable=…}” cannot be read.")),
            Text(N_(
                "Write it at the end of the line that opens the box, with a name of small letters "
                "a–z, digits and hyphens."
            )),
        )  # fmt: skip


def _variant(file: str, text: str, names: Mapping[str, list[str]]) -> Iterator[Problem]:
    named = read_name(file)
    if named is None:
        yield Problem(
            file, 1, "",
            Text(N_("The file's name does not say which box it replaces, and in which language.")),
            Text(N_("Call it “variants/<page>.<box>.<language>.md”.")),
        )  # fmt: skip
    elif named.box not in names.get(named.page, ()):
        yield Problem(
            file, 1, "",
            Text(
                N_("%(page)s has no replaceable box “%(name)s”."), page=named.page, name=named.box
            ),
            Text(N_("Mark the box with “{replaceable=%(name)s}”, or remove the file."),
                 name=named.box),
        )  # fmt: skip
    elif not text.strip():
        yield Problem(
            file, 1, "", Text(N_("The file is empty.")), Text(N_("Write the text, or remove it."))
        )
    found = _NOT_WITHIN.search(text)
    if found:
        yield Problem(
            file, text[: found.start()].count("\n") + 1, "",
            Text(N_("Boxes and footnotes cannot stand within a box.")),
            Text(N_("Write what stands between the lines that open and close the box.")),
        )  # fmt: skip
