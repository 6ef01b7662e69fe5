"""A course's translations as files: `locale/<language>.po` follows the course's texts.

What a PO file is, is in `lms.units.po`; translations as rows are in `services`.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lms.content import package
from lms.content.problems import Problem
from lms.content.reader import Course, Files, read_course
from lms.content.standing import Said, find_links
from lms.content.texts import list_units
from lms.kit.i18n import LANGUAGES
from lms.units import po
from lms.units.unit import Key, Unit


def catalogue_of(course: Course, language: str, status: po.Status = "translated") -> po.Catalogue:
    """Return the course's catalogue of a language, brought up to date with its texts."""
    catalogue = course.catalogues.get(language) or po.blank(language, course.head.id)
    return po.follow(catalogue, list_units(course), status)


def translations_in(catalogue: po.Catalogue) -> dict[Key, tuple[str, po.Status]]:
    """Return what a catalogue says of each unit; a stale text translates the former source."""
    found: dict[Key, tuple[str, po.Status]] = {}
    for entry in catalogue.living().values():
        if entry.previous is None:
            found[entry.key] = (entry.translation, entry.status)
    for entry in catalogue.living().values():
        if entry.previous is not None:
            found.setdefault(entry.previous, (entry.translation, "translated"))
    return found


def merge(
    course: Course, language: str, said: Mapping[Key, Said], units: Sequence[Unit]
) -> po.Catalogue | None:
    """Return a language's file with what was translated since; the same one where nothing was.

    What was translated here and whose source changed since comes along as stale. Nothing where
    there is neither a file nor a translation of any unit.
    """
    catalogue = course.catalogues.get(language)
    rows = {key: (one.text, one.status) for key, one in said.items()}
    merged = po.change(catalogue or po.blank(language, course.head.id), rows)
    present = merged.living()
    carried = _carried(units, said, present)
    if carried or any(rows.get(u.key, ("",))[0] for u in units if u.key not in present):
        merged = po.change(po.follow(merged, units), rows)
        return po.outdate(merged, carried)
    return merged if catalogue else None


def _carried(
    units: Sequence[Unit], said: Mapping[Key, Said], present: Mapping[Key, po.Entry]
) -> dict[Key, tuple[Key, str, po.Status]]:
    """Return the former texts, not in the file, whose translation a unit inherits."""
    declared = {key: entry.previous for key, entry in present.items() if entry.previous}
    links = find_links(units, said, declared)
    known = {*present, *declared.values()}
    return {
        key: (former, said[former].text, said[former].status)
        for key, former in links.items()
        if former not in known
    }


@dataclass(frozen=True)
class Frozen:
    """A draft's files with its translations in them, and what reading these files gives.

    They are read once: what is written into them is known already.
    """

    files: Files
    course: Course
    problems: tuple[Problem, ...]


def freeze(files: Files, translations: Mapping[str, Mapping[Key, Said]]) -> Frozen:
    """Return a draft with the translations kept as rows written into `locale/`."""
    course, problems = read_course(files)
    frozen = dict(files)
    known = dict(course.catalogues)
    units = list_units(course) if course.course else ()
    for language, said in translations.items():
        merged = merge(course, language, said, units) if course.course else None
        if merged is None:
            continue
        file = po_file(language)
        frozen[file] = po.write(merged)
        known.pop(language, None)
        problems = [problem for problem in problems if problem.file != file]
        try:
            known[language] = po.settle(merged)
        except po.CatalogueBroken as error:
            problems.append(Problem(file, error.line, "", error.text, error.advice))
    read = replace(course, files=frozen, catalogues=dict(sorted(known.items())))
    return Frozen(frozen, read, tuple(problems))


def current(
    course: Course, language: str, said: Mapping[Key, Said], units: Sequence[Unit]
) -> po.Catalogue:
    """Return a language's catalogue as it stands: every unit, with what was translated since."""
    merged = merge(course, language, said, units) or po.blank(language, course.head.id)
    return po.follow(merged, units)


def po_file(language: str) -> str:
    """Return the path of a language's catalogue within a course."""
    return f"locale/{language}.po"


def write_po(folder: Path, language: str, status: po.Status = "translated") -> Path:
    """Create or update `locale/<language>.po` in a course's folder and return its path.

    Every unit gets an entry; new ones are marked with `status` beforehand. Raises ValueError with
    the problems of files that cannot be read: their translations would be lost.
    """
    course, problems = read_course(package.read_folder(folder))
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    path = folder / po_file(language)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(po.write(catalogue_of(course, language, status)))
    return path


def main(arguments: list[str]) -> int:
    """Write the catalogue of a folder: `FOLDER LANGUAGE [--drafts]`."""
    status: po.Status = "draft" if "--drafts" in arguments else "translated"
    names = [name for name in arguments if name != "--drafts"]
    if len(names) != 2 or names[1] not in LANGUAGES:  # noqa: PLR2004 - a folder and a language
        sys.stderr.write(f"usage: FOLDER {'|'.join(LANGUAGES)} [--drafts]\n")
        return 2
    try:
        path = write_po(Path(names[0]), names[1], status)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    totals = po.counts(po.read(path.read_bytes()).entries)
    sys.stdout.write(f"{path}: {', '.join(f'{n} {name}' for name, n in totals.items())}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
