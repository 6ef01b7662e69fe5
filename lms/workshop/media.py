"""The files of a course's media as a library: what belongs together, and what is noted about it.

Pure. A note is a file beside the medium, `media/<name>.yaml`; captions in a language are
`media/<stem>.<lang>.vtt`.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import yaml

from lms.content.format import MediaNote
from lms.kit.errors import DomainError
from lms.kit.i18n import LANGUAGES, N_
from lms.workshop.pages import BYTES_PER_SECOND
from lms.workshop.uploads import PICTURES

FOLDER = "media/"
NOTE = ".yaml"
LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "CC0 1.0", "CC BY-NC 4.0", "Public domain")
_CAPTIONS = re.compile(rf"(?P<stem>.+)\.(?P<language>{'|'.join(LANGUAGES)})\.vtt")
_SHOWN = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")


class MediumUnknown(DomainError):
    """The library has no file of this name."""

    status = 404
    message = N_("The course has no media file “%(name)s”. It may have been removed.")


class MediumInUse(DomainError):
    """A file is to be removed that pages still show."""

    message = N_(
        "The file is used by %(count)s other files of the course. Confirm that you want to remove "
        "it all the same."
    )


@dataclass(frozen=True)
class Medium:
    """A file of the library with its note, its captions by language, and the files that use it."""

    name: str
    size: int
    note: MediaNote
    captions: Mapping[str, str]
    users: tuple[str, ...] = field(default=())
    is_changed: bool = False

    @property
    def path(self) -> str:
        """Return its name within the course."""
        return FOLDER + self.name

    @property
    def is_picture(self) -> bool:
        """Say whether it is shown within a page."""
        return self.name.endswith(PICTURES)

    @property
    def is_played(self) -> bool:
        """Say whether it is a film or a sound, which wants captions."""
        return self.name.endswith((".mp4", ".webm", ".mp3", ".ogg"))

    @property
    def seconds(self) -> float:
        """Return how long it takes at 400 kbit/s."""
        return self.size / BYTES_PER_SECOND


def own_files(paths: Collection[str]) -> list[str]:
    """Return the names of the media themselves: notes and captions belong to them."""
    names = [path.removeprefix(FOLDER) for path in paths if path.startswith(FOLDER)]
    media = {name for name in names if not name.endswith((NOTE, ".vtt"))}
    loose = {name for name in names if name.endswith(".vtt") and not _has_medium(name, media)}
    return sorted(media | loose)


def _has_medium(captions: str, media: Collection[str]) -> bool:
    found = _CAPTIONS.fullmatch(captions)
    return found is not None and any(_stem(name) == found["stem"] for name in media)


def captions_of(name: str, paths: Collection[str]) -> dict[str, str]:
    """Return the captions of a film or a sound: their files by language."""
    found: dict[str, str] = {}
    for path in paths:
        match = _CAPTIONS.fullmatch(path.removeprefix(FOLDER))
        if match and path.startswith(FOLDER) and match["stem"] == _stem(name):
            found[match["language"]] = path
    return found


def captions_path(name: str, language: str) -> str:
    """Return where the captions of a medium in a language stand."""
    return f"{FOLDER}{_stem(name)}.{language}.vtt"


def note_path(name: str) -> str:
    """Return where the note on a medium stands."""
    return f"{FOLDER}{name}{NOTE}"


def is_shown(name: str) -> bool:
    """Say whether the library can handle a file of this name."""
    return bool(_SHOWN.fullmatch(name))


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def write_note(note: MediaNote) -> bytes | None:
    """Return the file that a note makes; nothing for one that says nothing."""
    said = {name: value for name, value in note.model_dump().items() if value}
    if not said:
        return None
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000).encode()
