"""What stands beside a medium: captions by language, and a note. Words, and so an edition's.

Pure. What captions say is read in `captions`.
"""

from collections.abc import Collection, Mapping

from lms.content.reader import Files
from lms.units.figures import captions_in

_CAPTIONS, _NOTE = ".vtt", ".yaml"


def is_annotation(path: str) -> bool:
    """Say whether a file says something of a medium and asks nothing."""
    return path.startswith("media/") and path.endswith((_CAPTIONS, _NOTE))


def follow(own: Files, published: Files, draft: Files) -> Files:
    """Return a version's files with the newest words on its media.

    Of a medium that the draft still has they are the draft's, else those `published` last.
    """
    kept = {path: content for path, content in own.items() if not is_annotation(path)}
    found = dict(kept)
    for medium in kept:
        if medium.startswith("media/"):
            source = draft if draft.get(medium) == own[medium] else published
            found |= {path: source[path] for path in _beside(medium, source)}
    return found


def _beside(medium: str, files: Collection[str]) -> list[str]:
    captions = captions_in([medium, *files]).get(medium, {})
    notes = [medium + _NOTE] if medium + _NOTE in files else []
    return [*captions.values(), *notes]


def select(hashes: Mapping[str, str], *, is_source: bool) -> dict[str, str]:
    """Return which of a course's files, by their hashes, an edition says on its media.

    Captions are offered on the pages of every language. Notes are in the source language, and no
    page shows them.
    """
    return {
        path: value
        for path, value in sorted(hashes.items())
        if is_annotation(path) and (is_source or path.endswith(_CAPTIONS))
    }


def list_changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the files that differ, given what two editions say on their media."""
    names = sorted({*old, *new})
    return tuple(name for name in names if old.get(name) != new.get(name))
