"""What differs between two states of a course: files, structure, texts, translations.

What publishing would make of it is decided in `rules`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.content import hashes
from lms.content.catalogues import translations_in
from lms.content.reader import Course, Files, read_course
from lms.content.texts import list_units
from lms.units.align import align
from lms.units.unit import Unit


@dataclass(frozen=True, slots=True)
class TextChange:
    """A source text that was changed, added (`old` is nothing) or removed (`new` is nothing)."""

    context: str
    line: int
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Difference:
    """All that differs; `translations` counts the changed ones by language."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    structure: tuple[str, ...]
    texts: tuple[TextChange, ...]
    translations: Mapping[str, int]

    def as_json(self) -> dict[str, object]:
        """Return the difference as plain values."""
        return {
            "added": list(self.added),
            "removed": list(self.removed),
            "changed": list(self.changed),
            "structure": list(self.structure),
            "texts": [
                {"context": t.context, "line": t.line, "old": t.old, "new": t.new}
                for t in self.texts
            ],
            "translations": dict(self.translations),
        }

    def describe(self) -> list[str]:
        """Return the difference for the command line, line by line."""
        lines = [f"+ {file}" for file in self.added]
        lines += [f"- {file}" for file in self.removed]
        lines += [
            f"~ {file}{' (structure)' if file in self.structure else ''}" for file in self.changed
        ]
        for text in self.texts:
            lines.append(f"  {text.context}:{text.line}")
            lines += [f"    - {text.old}"] if text.old is not None else []
            lines += [f"    + {text.new}"] if text.new is not None else []
        lines += [f"  {name}: {n} translations" for name, n in self.translations.items()]
        return lines or ["Nothing differs."]


def compare(old: Files, new: Files) -> Difference:
    """Compare two courses that could be imported; broken parts are compared as files alone."""
    before, after = read_course(old)[0], read_course(new)[0]
    return Difference(
        added=tuple(sorted(set(new) - set(old))),
        removed=tuple(sorted(set(old) - set(new))),
        changed=tuple(sorted(file for file in new if file in old and new[file] != old[file])),
        structure=_structure(before, after),
        texts=tuple(compare_texts(list_units(before), list_units(after))),
        translations=_translations(before, after),
    )


def _structure(before: Course, after: Course) -> tuple[str, ...]:
    if before.course is None or after.course is None:
        return ()
    old, new = hashes.structure_of(before), hashes.structure_of(after)
    return tuple(sorted(file for file in {*old, *new} if old.get(file) != new.get(file)))


def compare_texts(old: Sequence[Unit], new: Sequence[Unit]) -> list[TextChange]:
    """Return the source texts that differ: changed ones, then new ones, then those removed."""
    found = align(old, new)
    changes = [
        TextChange(new[at].context, new[at].line, old[was].text, new[at].text)
        for at, was in sorted(found.stale.items())
    ]
    changes += [TextChange(new[at].context, new[at].line, None, new[at].text) for at in found.new]
    changes += [
        TextChange(old[was].context, old[was].line, old[was].text, None) for was in found.removed
    ]
    return changes


def _translations(before: Course, after: Course) -> dict[str, int]:
    counts = {}
    for language in sorted({*before.catalogues, *after.catalogues}):
        said = [
            translations_in(course.catalogues[language]) if language in course.catalogues else {}
            for course in (before, after)
        ]
        keys = {*said[0], *said[1]}
        missing = ("", "missing")
        count = sum(said[0].get(key, missing) != said[1].get(key, missing) for key in keys)
        counts.update({language: count} if count else {})
    return counts
