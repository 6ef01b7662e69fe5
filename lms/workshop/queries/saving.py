"""Reads of the page that saves: what changed, what came in meanwhile, what two have changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from lms.content import queries as content
from lms.content.format import COURSE_FILE
from lms.content.hashes import content_hash
from lms.content.naming import NO_TITLES, name_of, titles_of
from lms.content.queries import RevisionRow
from lms.kit import storage
from lms.kit.i18n import Text
from lms.workshop.comparison import (
    Clash,
    FileChange,
    FileKind,
    changed_paths,
    compare_files,
    join_texts,
    merge_texts,
    text_of,
)
from lms.workshop.queries.copies import Change, Copy, get_outline, read_head
from lms.workshop.rules import Entries, merge

# How far back it is looked who wrote the other side.
FARTHEST = 50


@dataclass(frozen=True, slots=True)
class NamedChange:
    """A file that differs, and what it is called to people."""

    name: Text
    change: FileChange


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that a person has changed and not saved, and what it is called to people."""

    path: str
    name: Text
    kind: FileKind


@dataclass(frozen=True, slots=True)
class Conflict:
    """A file that two have changed, each in another way.

    `mine` and `theirs` say how each came from what both began with. `seen` is the hash of the
    other side. `joined` holds both sides' changes; nothing where the file is no text.
    `author_id` wrote the other side.
    """

    path: str
    name: Text
    mine: FileChange
    theirs: FileChange
    seen: str
    joined: tuple[str | Clash, ...] | None
    author_id: str | None = None

    @property
    def is_removed(self) -> bool:
        """Say whether one of the two removed the file."""
        return "removed" in {self.mine.kind, self.theirs.kind}

    @property
    def has_clash(self) -> bool:
        """Say whether both changed the same lines."""
        return any(isinstance(piece, Clash) for piece in self.joined or ())

    def text_under(self, mine: str, theirs: str) -> str:
        """Return what may be written by hand; where the sides clash, both under these names."""
        return join_texts(self.joined or (), mine, theirs)


@dataclass(frozen=True)
class SavePage:
    """What saving a working copy would do."""

    changes: tuple[NamedChange, ...]
    incoming: tuple[Text, ...]
    conflicts: tuple[Conflict, ...]


def list_changed(copy: Copy) -> list[ChangedFile]:
    """Return the files that a person has changed and not saved."""
    titles = titles_of(get_outline(copy))
    return [
        ChangedFile(
            path,
            name_of(path, change.content or copy.read_saved(path), titles),
            _kind(path, change, copy.entries),
        )
        for path, change in sorted(copy.changes.items())
    ]


def _kind(path: str, change: Change, entries: Entries) -> FileKind:
    if change.content is None:
        return "removed"
    return "changed" if path in entries else "added"


def _list_changes(copy: Copy) -> list[NamedChange]:
    """Return what a person has changed and not saved, compared with what they began from."""
    titles = titles_of(get_outline(copy))
    return [
        name_change(path, copy.read_saved(path), change.content, titles)
        for path, change in sorted(copy.changes.items())
    ]


def name_change(
    path: str, old: bytes | None, new: bytes | None, titles: Mapping[str, str] = NO_TITLES
) -> NamedChange:
    """Return how a file differs between two states, with its name."""
    return NamedChange(name_of(path, new or old, titles), compare_files(path, old, new))


def get_save_page(copy: Copy) -> SavePage:
    """Return what saving would do: with conflicts it does nothing until they are decided."""
    theirs = content.get_entries(copy.newest.tree_hash)
    found = merge(copy.entries, copy.hashes, theirs, {})
    authors, titles = _authors(copy, found.conflicts), titles_of(get_outline(copy))
    incoming = set(changed_paths(copy.entries, theirs)) - {*found.conflicts, *copy.changes}
    return SavePage(
        tuple(_list_changes(copy)),
        tuple(name_incoming(copy, incoming)),
        tuple(
            make_conflict(
                path, copy.read_saved(path), copy.read(path), _stored(theirs, path),
                authors.get(path), titles,
            )
            for path in found.conflicts
        ),
    )  # fmt: skip


def name_incoming(copy: Copy, paths: Collection[str]) -> list[Text]:
    """Return what files are called that others have saved."""
    theirs = content.get_entries(copy.newest.tree_hash)
    titles = titles_of(read_head(_stored(theirs, COURSE_FILE) or b""))
    return [name_of(path, _stored(theirs, path), titles) for path in sorted(paths)]


def make_conflict(
    path: str,
    was: bytes | None,
    mine: bytes | None,
    theirs: bytes | None,
    author_id: str | None = None,
    titles: Mapping[str, str] = NO_TITLES,
) -> Conflict:
    """Return both sides of a file that two have changed, and a text that joins them."""
    return Conflict(
        path,
        name_of(path, mine or theirs, titles),
        compare_files(path, was, mine),
        compare_files(path, was, theirs),
        "" if theirs is None else content_hash(theirs),
        _joined(path, was, mine, theirs),
        author_id,
    )


def _joined(
    path: str, base: bytes | None, mine: bytes | None, theirs: bytes | None
) -> tuple[str | Clash, ...] | None:
    old, here, there = (text_of(path, content) for content in (base, mine, theirs))
    if old is None or here is None or there is None:
        return None
    if mine is None or theirs is None:
        return (here or there,)
    return tuple(merge_texts(old, here, there))


def _stored(entries: Mapping[str, str], path: str) -> bytes | None:
    return storage.get(entries[path]) if path in entries else None


def _authors(copy: Copy, paths: tuple[str, ...]) -> dict[str, str | None]:
    """Return for each file who saved its newest state, since the copy began."""
    authors: dict[str, str | None] = {}
    waiting = set(paths)
    newer: RevisionRow | None = None
    later: Entries = {}
    for revision in content.list_revisions(copy.course.id, FARTHEST) if waiting else ():
        entries = content.get_entries(revision.tree_hash)
        if newer is not None:
            found = {path for path in waiting if later.get(path) != entries.get(path)}
            authors.update(dict.fromkeys(found, newer.author_id))
            waiting -= found
        if not waiting or revision.number <= copy.base.number:
            break
        newer, later = revision, entries
    return authors
