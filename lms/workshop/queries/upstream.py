"""Reads of what is new in the course that another derives from, and how it would be merged."""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.content import queries as content
from lms.content.format import COURSE_FILE
from lms.content.hashes import content_hash
from lms.kit import storage
from lms.workshop.beginnings import LOCALE, follow_names
from lms.workshop.comparison import changed_paths
from lms.workshop.queries.copies import Copy, get_outline, read_head
from lms.workshop.queries.history import MOST_COMPARED
from lms.workshop.queries.lineage import Origin, State, find_state
from lms.workshop.queries.saving import Conflict, NamedChange, make_conflict, name_change
from lms.workshop.rules import merge


@dataclass(frozen=True, slots=True)
class Tree:
    """A state of the upstream as if it had the derived course's names; translations left out."""

    hashes: Mapping[str, str]
    head: bytes

    def read(self, path: str) -> bytes | None:
        """Return a file of this state, or nothing where it has none."""
        if path == COURSE_FILE:
            return self.head
        return storage.get(self.hashes[path]) if path in self.hashes else None


@dataclass(frozen=True, slots=True)
class Upstream:
    """What is new upstream: the state that was taken in last, and the newest one."""

    origin: Origin
    state: State
    base: Tree
    theirs: Tree


@dataclass(frozen=True, slots=True)
class UpstreamPage:
    """What taking in the newest state would do; with conflicts nothing, until they are decided."""

    changes: tuple[NamedChange, ...]
    more: int
    conflicts: tuple[Conflict, ...]
    version_number: int


def find_upstream(copy: Copy, origin: Origin) -> Upstream | None:
    """Return what is new upstream, or nothing where nothing is."""
    state = find_state(origin.upstream)
    if state is None or state.tree_hash == origin.taken.tree_hash:
        return None
    names = _own_names(copy, origin)
    return Upstream(
        origin, state, _open(origin.taken.tree_hash, names), _open(state.tree_hash, names)
    )


def _own_names(copy: Copy, origin: Origin) -> dict[str, str]:
    """Return what the derived course calls itself, where that is of its own choosing."""
    entries = content.get_entries(origin.taken.tree_hash)
    taken, head = read_head(storage.get(entries[COURSE_FILE])), get_outline(copy)
    names = {"id": copy.course.slug}
    if taken is not None and head is not None and head.title != taken.title:
        names["title"] = head.title
    return names


def _open(tree_hash: str, names: Mapping[str, str]) -> Tree:
    entries = content.get_entries(tree_hash)
    head = follow_names(storage.get(entries[COURSE_FILE]), names)
    kept = {path: known for path, known in entries.items() if not path.startswith(LOCALE)}
    return Tree({**kept, COURSE_FILE: content_hash(head)}, head)


def own_hashes(copy: Copy) -> dict[str, str]:
    """Return the hashes of a person's files, translations left out: they are rows."""
    return {path: known for path, known in copy.hashes.items() if not path.startswith(LOCALE)}


def get_upstream_page(copy: Copy, upstream: Upstream) -> UpstreamPage:
    """Return what taking in the newest state of the upstream would do to a person's copy."""
    base, theirs = upstream.base, upstream.theirs
    paths = changed_paths(base.hashes, theirs.hashes)
    found = merge(base.hashes, own_hashes(copy), theirs.hashes, {})
    return UpstreamPage(
        tuple(
            name_change(path, base.read(path), theirs.read(path)) for path in paths[:MOST_COMPARED]
        ),
        max(0, len(paths) - MOST_COMPARED),
        tuple(
            make_conflict(path, base.read(path), copy.read(path), theirs.read(path))
            for path in found.conflicts
        ),
        upstream.state.version_number,
    )
