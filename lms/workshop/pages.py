"""Pages and media as an author sees them: names, titles, what refers to what, how heavy it is.

Pure. What a page may contain is checked in `lms.content.rules_of_text`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from anyascii import anyascii

from lms.content.captions import choose_transcripts
from lms.content.editions import labels_in
from lms.content.format import CourseFile
from lms.content.problems import Problem
from lms.content.reader import Course
from lms.content.rules_of_text import find_page_problems
from lms.content.variants import read_name
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.units import markdown
from lms.units.figures import FILMS, SOUNDS, Media, captions_in
from lms.units.markdown import Setting

PAGE = re.compile(r"pages/([a-z0-9][a-z0-9-]{0,79})\.md")
LONGEST_NAME = 60
# What a page of 400 kbit/s gets in a second.
BYTES_PER_SECOND = 50_000
LONGEST_WAIT = 10
_MENTION = re.compile(r"(?:media|pages)/[\w./-]*\w")
_OTHER = re.compile(r"[^a-z0-9]+")
# An apostrophe parts no word; in Latin letters the Arabic ayn and the Russian hard sign are one.
_JOINED = re.compile(r"['`]")


class PageUnknown(DomainError):
    """The course, as the person has it, has no page of this name."""

    status = 404
    message = N_("The course has no page “%(name)s”. It may have been renamed or removed.")


class PageNameTaken(Invalid):
    """Another page of the course has the name already."""

    message = N_("The course has a page “%(name)s” already. Choose another name.")


class WordsTooFew(Invalid):
    """A title is empty."""

    message = N_("Give the page a title.")


class AnotherPerson(DomainError):
    """A text comes from the page of somebody who has signed out since."""

    message = N_(
        "Somebody else is signed in in this browser now. The text was not sent; sign in again as "
        "yourself."
    )


CHANGED_MEANWHILE = N_("The page has changed meanwhile, in another window or by another person.")


@dataclass(frozen=True)
class Preview:
    """A page as its readers will get it, what is wrong with it, and how heavy it is."""

    html: str
    problems: tuple[Problem, ...]
    size: int

    @property
    def seconds(self) -> float:
        """Return how long the page takes at 400 kbit/s."""
        return self.size / BYTES_PER_SECOND

    @property
    def is_heavy(self) -> bool:
        """Say whether a reader on a slow line waits longer than is decent."""
        return self.seconds > LONGEST_WAIT


def path_of(name: str) -> str:
    """Return the file of a page, given its name."""
    return f"pages/{name}.md"


def name_for(title: str, taken: Collection[str], fallback: str = "page") -> str:
    """Make a name for a file out of a title: Latin letters, digits and hyphens, not yet taken.

    Letters of other scripts are written in Latin ones; `fallback` is for what has none.
    """
    plain = _JOINED.sub("", anyascii(title)).lower()
    base = _OTHER.sub("-", plain).strip("-")[:LONGEST_NAME].strip("-") or fallback
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def mentions(text: str) -> frozenset[str]:
    """Return the files in `media/` and `pages/` that a text names."""
    return frozenset(_MENTION.findall(text))


def users_of(path: str, mentioned: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the files that name `path`, itself left out."""
    return tuple(
        sorted(file for file, names in mentioned.items() if path in names and file != path)
    )


def point_elsewhere(text: str, old: str, new: str) -> str:
    """Return a text whose mentions of one file are of another."""
    return re.sub(rf"(?<![\w./-]){re.escape(old)}(?![\w/-]|\.\w)", new, text)


def preview(
    head: CourseFile | None,
    path: str,
    text: str,
    sizes: Mapping[str, int],
    addresses: tuple[str, str],
    read: Callable[[str], bytes | None] = lambda _path: None,
) -> Preview:
    """Compile a page as publishing does, in the language that it is written in.

    `sizes` has the bytes of every file that is known, by path; `addresses` are what is put before
    media and before the names of pages; `read` gives the content of captions.
    """
    media, pages = addresses
    language = head.source_language if head else "en"
    names = {name: pages + found[1] for name in sizes if (found := PAGE.fullmatch(name))}
    captions = {file: of for file, of in captions_in(sizes).items() if file in mentions(text)}
    transcripts = choose_transcripts(captions, read, language)
    known = Media(captions=captions, transcripts=transcripts)
    variants = {
        named.box: (read(file) or b"").decode(errors="replace")
        for file in sizes
        if (named := read_name(file)) and (named.page, named.language) == (path, language)
    }
    setting = Setting(
        path, language, None, labels_in(language), media, names, known, variants, has_lines=True
    )
    html = markdown.render(text, setting)
    course = Course(dict.fromkeys(sizes, b""), head, pages={path: text})
    problems = tuple(find_page_problems(course, path, text))
    return Preview(html, problems, len(html.encode()) + weigh(mentions(text), sizes))


def weigh(names: Iterable[str], sizes: Mapping[str, int]) -> int:
    """Return the bytes of the pictures among the files named; a film comes only when asked for.

    It is the most that a page takes: publishing draws smaller forms of its pictures.
    """
    return sum(sizes.get(name, 0) for name in names if not name.endswith(FILMS + SOUNDS))
