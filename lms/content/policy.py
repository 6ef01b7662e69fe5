"""Who may be given a version's media.

Who may read a page is decided where people are enrolled, in `lms.learning`; who may change a course
is a rule of its own, in `rules`.
"""

from collections.abc import Callable

from lms.content import queries
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible

Reader = Callable[[Actor, str], bool]
_readers: list[Reader] = []


def let_read(reader: Reader) -> None:
    """Let those read a version's media for whom `reader(actor, version_id)` says so.

    Rooms above know who studies what; `lms.wiring` names them here.
    """
    if reader not in _readers:
        _readers.append(reader)


def load_media_for(actor: Actor, version_id: str, path: str) -> str:
    """Return the hash of a media file that the actor may see; raise `NotVisible` otherwise."""
    content_hash = queries.find_media(version_id, path)
    if content_hash is None or not _may_read(actor, version_id):
        raise NotVisible
    return content_hash


def load_captions_for(actor: Actor, version_id: str, path: str, content_hash: str) -> str:
    """Return the hash of captions as an edition of the version has them; raise `NotVisible`.

    They are words, which a later edition may have mended: an address names their content.
    """
    if not _may_read(actor, version_id) or not queries.is_published_so(
        version_id, path, content_hash
    ):
        raise NotVisible
    return content_hash


def load_form_for(actor: Actor, version_id: str, path: str, name: str) -> str:
    """Return the hash of a smaller form of a picture; raise `NotVisible` as for the picture."""
    content_hash = queries.find_form(load_media_for(actor, version_id, path), name)
    if content_hash is None:
        raise NotVisible
    return content_hash


def _may_read(actor: Actor, version_id: str) -> bool:
    if any(reader(actor, version_id) for reader in _readers):
        return True
    owner_path = queries.find_owner_path(version_id)
    return owner_path is not None and actor.has_role("trainer", path=owner_path)
