"""How the files of a course are called to people: a trainer need not know their paths."""

from collections.abc import Mapping
from types import MappingProxyType

from lms.content.format import CourseFile
from lms.kit.i18n import N_, Text, native_name
from lms.workshop.pages import title_of

NO_TITLES: Mapping[str, str] = MappingProxyType({})
# A title within a sentence of another direction keeps its own.
_ISOLATED = "\u2068%s\u2069"


def titles_of(head: CourseFile | None) -> dict[str, str]:
    """Return the titles that the outline gives to pages, by file."""
    activities = head.activities if head else ()
    return {a.page: a.title for a in activities if a.page and a.title}


def name_of(path: str, text: bytes | None = None, titles: Mapping[str, str] = NO_TITLES) -> Text:
    """Return what a file is called; a page by its title in the outline, else in its text."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if path == "course.yaml":
        return Text(N_("Outline and settings"))
    if folder.startswith("pages"):
        title = titles.get(path) or title_of((text or b"").decode(errors="replace"))
        return Text(N_("Page: %(name)s"), name=_ISOLATED % (title or stem))
    if folder == "variants":
        return Text(N_("Own text of a box: %(name)s"), name=_ISOLATED % stem)
    if folder == "locale":
        return Text(N_("Translations: %(name)s"), name=_ISOLATED % native_name(stem))
    kinds = {"questions": N_("Questions: %(name)s"), "quizzes": N_("Quiz: %(name)s")}
    if folder in kinds:
        return Text(kinds[folder], name=_ISOLATED % stem)
    return Text(N_("File: %(name)s"), name=_ISOLATED % name)
