"""How the files of a course are called to people: they need not know their paths.

A name is put into the reader's language; a title keeps its own.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from lms.content.format import CourseFile
from lms.kit.i18n import LANGUAGES, N_, Text, native_name
from lms.units import markdown
from lms.units.figures import PICTURES

NO_TITLES: Mapping[str, str] = MappingProxyType({})
NOTE = ".yaml"
# A title within a sentence of another direction keeps its own.
_ISOLATED = "\u2068%s\u2069"
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
CAPTIONS = re.compile(rf"(?P<stem>.+)\.(?P<language>{'|'.join(LANGUAGES)})\.vtt")


def titles_of(head: CourseFile | None) -> dict[str, str]:
    """Return the titles that the outline gives to pages, by file."""
    activities = head.activities if head else ()
    return {a.page: a.title for a in activities if a.page and a.title}


def title_of(text: str) -> str:
    """Return what a page calls itself, read from its headings alone: a course has hundreds."""
    headings = [(len(marks), words) for marks, words in _HEADING.findall(text)]
    found = min(headings, key=lambda heading: heading[0] != 1, default=(0, ""))[1]
    return markdown.words(found) if found else ""


def name_of(path: str, text: bytes | None = None, titles: Mapping[str, str] = NO_TITLES) -> Text:
    """Return what a file is called; a page by its title in the outline, else in its text."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if path == "course.yaml":
        return Text(N_("Outline and settings"))
    if folder.startswith("pages"):
        title = titles.get(path) or title_of((text or b"").decode(errors="replace"))
        return _named(N_("Page: %(name)s"), title or stem)
    if folder == "media":
        return _name_of_medium(name)
    if folder == "locale":
        return _named(N_("Translations: %(name)s"), native_name(stem))
    kinds = {
        "questions": N_("Questions: %(name)s"),
        "quizzes": N_("Quiz: %(name)s"),
        "variants": N_("Own text of a box: %(name)s"),
    }
    return _named(kinds[folder], stem) if folder in kinds else _named(N_("File: %(name)s"), name)


def _name_of_medium(name: str) -> Text:
    captions = CAPTIONS.fullmatch(name)
    if captions:
        language = _ISOLATED % native_name(captions["language"])
        said = N_("Captions of %(name)s: %(language)s")
        return Text(said, name=_ISOLATED % captions["stem"], language=language)
    if name.endswith(NOTE):
        return _named(N_("Note on %(name)s"), name.removesuffix(NOTE))
    is_picture = name.endswith(PICTURES)
    return _named(N_("Picture: %(name)s") if is_picture else N_("File: %(name)s"), name)


def _named(said: str, name: str) -> Text:
    return Text(said, name=_ISOLATED % name)
