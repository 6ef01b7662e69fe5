"""How the files of a course are called to people: a trainer need not know their paths."""

from lms.kit.i18n import N_, Text, native_name
from lms.workshop.pages import title_of

# A title within a sentence of another direction keeps its own.
_ISOLATED = "\u2068%s\u2069"


def name_of(path: str, text: bytes | None = None) -> Text:
    """Return what a file is called; a page by its title, which stands in its text."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if path == "course.yaml":
        return Text(N_("Outline and settings"))
    if folder.startswith("pages"):
        title = title_of((text or b"").decode(errors="replace"))
        return Text(N_("Page: %(name)s"), name=_ISOLATED % (title or stem))
    if folder == "locale":
        return Text(N_("Translations: %(name)s"), name=_ISOLATED % native_name(stem))
    kinds = {"questions": N_("Questions: %(name)s"), "quizzes": N_("Quiz: %(name)s")}
    if folder in kinds:
        return Text(kinds[folder], name=_ISOLATED % stem)
    return Text(N_("File: %(name)s"), name=_ISOLATED % name)
