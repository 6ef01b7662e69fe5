"""Reads of the media library: each file with its note, its captions and what uses it."""

from collections.abc import Collection, Mapping
from functools import lru_cache

import yaml
from pydantic import ValidationError

from lms.content.format import MediaNote
from lms.workshop import media, pages
from lms.workshop.media import Medium, MediumUnknown
from lms.workshop.queries.copies import Copy
from lms.workshop.queries.pages import list_mentions, list_sizes


def list_media(copy: Copy) -> list[Medium]:
    """Return the library of a course as a person has it, by name."""
    mentioned, sizes = list_mentions(copy), list_sizes(copy)
    return [_medium(copy, name, sizes, mentioned) for name in media.own_files(copy.paths)]


def list_pictures(copy: Copy) -> list[Medium]:
    """Return what can be shown within a page, without asking what uses it."""
    sizes = list_sizes(copy)
    found = [_medium(copy, name, sizes, {}) for name in media.own_files(copy.paths)]
    return [medium for medium in found if medium.is_picture]


def get_medium(copy: Copy, name: str) -> Medium:
    """Return one file of the library; raise `MediumUnknown`."""
    if name not in media.own_files(copy.paths):
        raise MediumUnknown(name=name)
    return _medium(copy, name, list_sizes(copy), list_mentions(copy))


def get_file(copy: Copy, path: str) -> bytes:
    """Return the content of a media file as a person has it; raise `MediumUnknown`."""
    content = copy.read(path) if path.startswith(media.FOLDER) else None
    if content is None:
        raise MediumUnknown(name=path)
    return content


def _medium(
    copy: Copy, name: str, sizes: Mapping[str, int], mentioned: Mapping[str, Collection[str]]
) -> Medium:
    path = media.FOLDER + name
    return Medium(
        name, sizes[path], _note(copy.read(media.note_path(name)) or b""),
        media.captions_of(name, copy.paths), pages.users_of(path, mentioned),
        path in copy.changes,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _note(content: bytes) -> MediaNote:
    """Return a note; nothing of one that cannot be read, which the validator tells."""
    try:
        return MediaNote.model_validate(yaml.safe_load(content) or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError):
        return MediaNote()
