"""Rules for the texts of a course: what pages may hold, where links lead, what translations keep.

The rules of a single text are in `lms.units.checks`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from lms.content.format import COURSE_FILE
from lms.content.problems import Problem
from lms.content.reader import Course
from lms.content.texts import list_blocks, list_units
from lms.content.variants import find_variant_problems
from lms.kit.i18n import N_, Text
from lms.units import checks, markdown, po
from lms.units.figures import FILMS, PICTURES, SOUNDS
from lms.units.unit import Unit, field_of

_ABROAD = re.compile(r"https?://\S|mailto:\S|#")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_SVG_SCRIPT = re.compile(
    rb"<\s*(?:script|foreignObject|iframe)\b|[\s\"']on\w+\s*=|javascript:|<!ENTITY", re.I
)
_PICTURES = (*PICTURES, *FILMS, *SOUNDS)


def find_text_problems(course: Course) -> list[Problem]:
    """Return what is wrong with the texts, media and translations of a course."""
    problems = [*_media(course)]
    for file, text in course.pages.items():
        problems += find_page_problems(course, file, text)
    for file, text in course.variants.items():
        problems += find_page_problems(course, file, text)
    problems += find_variant_problems(course)
    units = list_units(course)
    problems += [*_lines(course, units), *_documents(course)]
    if course.course is not None:
        problems += _titles(course)
        for language, catalogue in course.catalogues.items():
            problems += find_catalogue_problems(course, language, catalogue)
    return problems


def find_page_problems(course: Course, file: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with one page of a course; of the others only the names are asked for."""
    findings = checks.inspect(text)
    for fault in findings.faults:
        yield Problem(file, fault.line, "", fault.message, fault.advice)
    yield from _references(course, file, 0, findings.references)


def _lines(course: Course, units: Iterable[Unit]) -> Iterator[Problem]:
    """Yield the problems of the single texts in the YAML files."""
    for unit in units:
        field = unit.context.partition("#")[2]
        # Most texts have nothing to look at; those that do are parsed.
        if not field_of(unit.context) or not checks.may_hold_markup(unit.text):
            continue
        findings = checks.inspect(unit.text)
        for fault in findings.faults:
            yield Problem(unit.file, unit.line, field, fault.message, fault.advice)
        yield from _references(course, unit.file, unit.line - 1, findings.references, field)


def _documents(course: Course) -> Iterator[Problem]:
    """Yield what is wrong with the documents of cases, each of which is a text like a page."""
    for file, place, question in course.questions():
        for block in list_blocks(course, file, place, question):
            field = block.context.partition("#")[2]
            findings = checks.inspect(block.text)
            for fault in [*findings.faults, *checks.find_page_only(block.text)]:
                line = block.line + fault.line - 1
                yield Problem(file, line, field, fault.message, fault.advice)
            yield from _references(course, file, block.line - 1, findings.references, field)


def _references(
    course: Course,
    file: str,
    offset: int,
    references: Iterable[checks.Reference],
    field: str = "",
) -> Iterator[Problem]:
    for reference in references:
        line = reference.line + offset
        target = reference.target.partition("#")[0]
        if reference.is_picture and not target.lower().endswith(_PICTURES):
            yield Problem(
                file, line, field,
                Text(N_("%(file)s is nothing that browsers can show."), file=target),
                Text(N_("Use SVG, PNG, JPEG, WebP or AVIF, MP4 or WebM, MP3 or Ogg, from media/.")),
            )  # fmt: skip
        elif target not in course.files and not _is_abroad(reference):
            yield _unreachable(course, file, line, field, reference)
        elif course.course and target.startswith("pages/") and target not in _shown(course):
            yield Problem(
                file, line, field,
                Text(N_("The page %(file)s belongs to no module."), file=target),
                Text(N_("Name it as an activity in course.yaml, or remove the link.")),
            )  # fmt: skip


def _is_abroad(reference: checks.Reference) -> bool:
    return not reference.is_picture and bool(_ABROAD.match(reference.target))


def _shown(course: Course) -> set[str | None]:
    return {activity.page for activity in course.course.activities} if course.course else set()


def _unreachable(
    course: Course, file: str, line: int, field: str, reference: checks.Reference
) -> Problem:
    if not reference.is_picture and _SCHEME.match(reference.target):
        return Problem(
            file, line, field,
            Text(N_("A link to %(address)s is not allowed."), address=reference.target),
            Text(N_(
                "Link to a file of the course, or to an address that begins with “https://”, "
                "“http://” or “mailto:”."
            )),
        )  # fmt: skip
    what = N_("There is no picture %(file)s.") if reference.is_picture else N_(
        "The link leads to %(file)s, which is not in the course."
    )  # fmt: skip
    return Problem(
        file, line, field, Text(what, file=reference.target), _right_path(course, reference.target)
    )  # fmt: skip


def _right_path(course: Course, target: str) -> Text:
    """Return the advice for a path that leads nowhere: the right one, where one file is meant."""
    path, mark, anchor = target.partition("#")
    name = path.rpartition("/")[2]
    meant = [known for known in course.files if known.rpartition("/")[2] == name]
    if len(meant) == 1:
        return Text(
            N_("Write “%(path)s”: paths begin at the course's root."),
            path=f"{meant[0]}{mark}{anchor}",
        )
    return Text(N_(
        "Add the file, or correct the path, which begins at the course's root "
        "(“media/…”, “pages/….md”); pictures from elsewhere are not shown."
    ))  # fmt: skip


def _titles(course: Course) -> Iterator[Problem]:
    """Yield the pages that nothing names."""
    for number, module in enumerate(course.head.modules):
        for place, activity in enumerate(module.activities):
            text = course.pages.get(activity.page or "")
            if text is None or activity.title or markdown.title(activity.page or "", text):
                continue
            path = ("modules", number, "activities", place)
            yield Problem(
                COURSE_FILE, course.line(COURSE_FILE, *path), ".".join(map(str, path)),
                Text(N_("The page %(file)s has no title."), file=activity.page),
                Text(N_("Write “title: …” here, or begin the page with “# …”.")),
            )  # fmt: skip


def _media(course: Course) -> Iterator[Problem]:
    for file in course.files:
        if not file.lower().endswith(".svg"):
            continue
        content = course.files[file]
        found = _SVG_SCRIPT.search(content)
        if found:
            yield Problem(
                file, content[: found.start()].count(b"\n") + 1, "",
                Text(N_("The drawing contains a script or foreign content.")),
                Text(N_("Export it again as a plain SVG, without scripts or event handlers.")),
            )  # fmt: skip


def find_catalogue_problems(
    course: Course, language: str, catalogue: po.Catalogue, file: str = ""
) -> Iterator[Problem]:
    """Yield what is wrong with a language's catalogue; `file` is its name where it stands alone."""
    file = file or f"locale/{language}.po"
    yield from _header(course, file, language, catalogue)
    living = [entry for entry in catalogue.entries if not entry.is_obsolete]
    counts = Counter(entry.key for entry in living)
    for entry in living:
        if counts[entry.key] > 1:
            counts[entry.key] = 1  # told once
            yield Problem(
                file, entry.line, entry.context,
                Text(N_("The same text is translated twice.")),
                Text(N_("Remove one of the entries with this msgctxt and msgid.")),
            )  # fmt: skip
        # A stale translation is measured by the source that it was made from.
        source = entry.previous.text if entry.previous else entry.text
        if entry.translation and source != entry.translation:
            for fault in checks.find_translation_faults(source, entry.translation):
                yield Problem(file, entry.line, entry.context, fault.message, fault.advice)


def _header(course: Course, file: str, language: str, catalogue: po.Catalogue) -> Iterator[Problem]:
    if language == course.head.source_language:
        yield Problem(
            file, 1, "",
            Text(N_("The course is written in this language; it is not translated into it.")),
            Text(N_("Remove the file, or correct “source_language” in course.yaml.")),
        )  # fmt: skip
    if catalogue.language.replace("_", "-").split("-")[0] not in {"", language}:
        yield Problem(
            file, 1, "Language",
            Text(N_("The header says that the language is “%(name)s”."), name=catalogue.language),
            Text(N_("Write “Language: %(code)s”, or rename the file."), code=language),
        )  # fmt: skip
    course_id = catalogue.fields.get(po.COURSE, course.head.id)
    if course_id != course.head.id:
        yield Problem(
            file, 1, po.COURSE,
            Text(N_("The header says that this translates the course “%(id)s”."), id=course_id),
            Text(N_("Put the file into that course, or correct the header.")),
        )  # fmt: skip
