"""The files of a course that begins: from nothing, or from another course.

Pure. Which course derives from which is a row of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.content.format import COURSE_FILE
from lms.content.reader import Files
from lms.kit.i18n import N_, translate
from lms.workshop.editing.edits import Set
from lms.workshop.editing.splicing import apply

FIRST_PAGE = "pages/first-page.md"
LOCALE = "locale/"
# What the first module and page are called until the trainer says it better.
FIRST_MODULE_TITLE = N_("First module")
FIRST_PAGE_TITLE = N_("First page")
FIRST_WORDS = N_("Write here what people need to know first.")
_HEAD = f"""\
id: new
source_language: en
title: New
summary: New
level: awareness
hours: 1
modules:
  - id: first-module
    title: First
    activities:
      - {{id: first-page, page: {FIRST_PAGE}}}
completion: {{participation: {{visited: 80}}}}
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a trainer says about a course that begins."""

    slug: str
    title: str
    organisation_id: str
    language: str = "en"
    summary: str = ""
    level: str = "awareness"
    hours: float = 1


def first_files(new: Beginning) -> dict[str, bytes]:
    """Return a course of one page: valid from its first moment."""
    values = {
        "id": new.slug, "source_language": new.language, "title": new.title,
        "summary": new.summary, "level": new.level, "hours": new.hours,
    }  # fmt: skip
    edits = [Set((name,), value) for name, value in values.items()]
    edits.append(Set(("modules", 0, "title"), translate(new.language, FIRST_MODULE_TITLE)))
    title, words = (translate(new.language, text) for text in (FIRST_PAGE_TITLE, FIRST_WORDS))
    return {
        COURSE_FILE: apply(_HEAD, edits).encode(),
        FIRST_PAGE: f"# {title}\n\n{words}\n".encode(),
    }


def derived_files(files: Files, slug: str, title: str) -> dict[str, bytes]:
    """Return another course's files under a slug and a title of their own."""
    head = files[COURSE_FILE].decode()
    return {
        path: _renamed(content, slug) if path.startswith(LOCALE) else content
        for path, content in files.items()
    } | {COURSE_FILE: apply(head, [Set(("id",), slug), Set(("title",), title)]).encode()}


def _renamed(catalogue: bytes, slug: str) -> bytes:
    """Return a catalogue whose header names the course that it now translates."""
    head, mark, rest = catalogue.partition(b'"X-Course: ')
    return head + mark + slug.encode() + b"\\n" + rest.partition(b"\\n")[2] if mark else catalogue


def follow_names(head: bytes, names: Mapping[str, str]) -> bytes:
    """Return an upstream's `course.yaml` as if it had the derived course's names.

    So its own id and title are no difference when a later version is merged.
    """
    return apply(head.decode(), [Set((name,), value) for name, value in names.items()]).encode()
