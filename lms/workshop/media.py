"""The files of a course's media as a library: what belongs together, and what is noted about it.

Pure. A note is a file beside the medium, `media/<name>.yaml`; captions in a language are
`media/<stem>.<lang>.vtt`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import yaml

from lms.content.format import MediaNote
from lms.content.naming import CAPTIONS, NOTE
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.units.figures import FILMS, PICTURES, SOUNDS
from lms.workshop.pages import BYTES_PER_SECOND

FOLDER = "media/"
LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "CC0 1.0", "CC BY-NC 4.0", "Public domain")


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
        return self.name.endswith(FILMS + SOUNDS)

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
    found = CAPTIONS.fullmatch(captions)
    return found is not None and any(_stem(name) == found["stem"] for name in media)


def captions_path(name: str, language: str) -> str:
    """Return where the captions of a medium in a language stand."""
    return f"{FOLDER}{_stem(name)}.{language}.vtt"


def note_path(name: str) -> str:
    """Return where the note on a medium stands."""
    return f"{FOLDER}{name}{NOTE}"


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def write_note(note: MediaNote) -> bytes | None:
    """Return the file that a note makes; nothing for one that says nothing."""
    said = {name: value for name, value in note.model_dump().items() if value}
    if not said:
        return None
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000).encode()
