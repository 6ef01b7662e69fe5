"""Reads of the media library: each file with its note, its captions and what uses it."""

from collections.abc import Collection, Mapping
from functools import lru_cache

import yaml
from pydantic import ValidationError

from lms.content.format import MediaNote
from lms.units.figures import captions_in
from lms.workshop import media, pages
from lms.workshop.media import Medium, MediumUnknown
from lms.workshop.queries.copies import Copy
from lms.workshop.queries.pages import list_mentions, list_sizes


def list_media(copy: Copy) -> list[Medium]:
    """Return the library of a course as a person has it, by name."""
    return _list(copy, list_mentions(copy))


def list_shown(copy: Copy) -> list[Medium]:
    """Return what can be shown or played within a page, without asking what uses it."""
    return [medium for medium in _list(copy, {}) if medium.is_picture or medium.is_played]


def _list(copy: Copy, mentioned: Mapping[str, Collection[str]]) -> list[Medium]:
    sizes, captions = list_sizes(copy), captions_in(copy.paths)
    return [_medium(copy, name, sizes, mentioned, captions) for name in media.own_files(copy.paths)]


def list_files(copy: Copy) -> list[str]:
    """Return the paths of the library's files, by name."""
    return [media.FOLDER + name for name in media.own_files(copy.paths)]


def get_medium(copy: Copy, name: str) -> Medium:
    """Return one file of the library; raise `MediumUnknown`."""
    if name not in media.own_files(copy.paths):
        raise MediumUnknown(name=name)
    return _medium(copy, name, list_sizes(copy), list_mentions(copy), captions_in(copy.paths))


def get_file(copy: Copy, path: str) -> bytes:
    """Return the content of a media file as a person has it; raise `MediumUnknown`."""
    content = copy.read(path) if path.startswith(media.FOLDER) else None
    if content is None:
        raise MediumUnknown(name=path)
    return content


def _medium(
    copy: Copy,
    name: str,
    sizes: Mapping[str, int],
    mentioned: Mapping[str, Collection[str]],
    captions: Mapping[str, Mapping[str, str]],
) -> Medium:
    path = media.FOLDER + name
    return Medium(
        name, sizes[path], _note(copy.read(media.note_path(name)) or b""),
        captions.get(path, {}), pages.users_of(path, mentioned),
        path in copy.changes,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _note(content: bytes) -> MediaNote:
    """Return a note; nothing of one that cannot be read, which the validator tells."""
    try:
        return MediaNote.model_validate(yaml.safe_load(content) or {})
    except (yaml.YAMLError, ValidationError, UnicodeDecodeError):
        return MediaNote()
