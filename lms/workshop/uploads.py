"""What may come into a course's media, and in which form it is kept.

A file is what its first bytes say, not what its name says. Pictures are drawn anew: what hides
behind or within them (places, names, a second file) does not come along.
"""

import io
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lms.kit.documents import DocumentBroken, names_in
from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text
from lms.kit.pictures import PictureBroken, PictureTooLarge, open_picture
from lms.units.figures import PICTURES
from lms.workshop.drawings import check_drawing

if TYPE_CHECKING:
    from PIL.Image import Image

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 32 * MEBIBYTE
LARGEST_PICTURE = 12 * MEBIBYTE
MOST_PIXELS = 40_000_000
LONGEST_EDGE = 2000
LONGEST_PROFILE = 4096
QUALITY = 85

# What a file's name may end in, and what it then has to be.
ENDINGS = {
    "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP", "avif": "AVIF",
    "svg": "SVG", "pdf": "PDF", "mp3": "MP3", "ogg": "OGG", "mp4": "MP4", "webm": "WEBM",
    "vtt": "VTT",
}  # fmt: skip
RASTER = {"PNG", "JPEG", "GIF", "WEBP", "AVIF"}
_MAGIC = (
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("GIF", re.compile(rb"GIF8[79]a")),
    ("WEBP", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("AVIF", re.compile(rb"....ftypavi[fs]", re.DOTALL)),
    ("PDF", re.compile(rb"%PDF-")),
    ("MP4", re.compile(rb"....ftyp(?:isom|iso[2-6]|mp4[12]|avc1|M4V |M4A |dash|MSNV)", re.DOTALL)),
    ("WEBM", re.compile(rb"\x1a\x45\xdf\xa3.{1,60}webm", re.DOTALL)),
    ("OGG", re.compile(rb"OggS")),
    ("MP3", re.compile(rb"ID3|\xff[\xfb\xf3\xf2]")),
    ("VTT", re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT[ \t\r\n]")),
    ("SVG", re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]",
                       re.DOTALL)),
)  # fmt: skip
# A page or an archive within a film, a sound or a document: some program would open it as such.
_SECOND_FILE = re.compile(rb"<(?:script|html|iframe|body)[\s>]|<\?php|PK\x05\x06", re.IGNORECASE)
_ENDS = 70_000
_ACTIVE = ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/OpenAction", "/AA")


class UploadRefused(Invalid):
    """A file may not come into the course."""

    message = N_("The file was refused.")

    def __init__(self, message: str, **params: object) -> None:
        super().__init__()
        self.text = Text(message, **params)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it will be kept: the first part and the end of its name, and its content."""

    stem: str
    ending: str
    content: bytes

    @property
    def is_picture(self) -> bool:
        """Say whether it is shown within a page."""
        return f".{self.ending}" in PICTURES


def check_upload(name: str, content: bytes) -> Upload:
    """Return a file as it will be kept; raise `UploadRefused` with the reason."""
    path = PurePosixPath(name.replace("\\", "/"))
    ending = path.suffix.lower().removeprefix(".")
    wanted = ENDINGS.get(ending)
    if wanted is None:
        raise UploadRefused(
            N_("Files of this kind have no place in a course. Choose one of: %(endings)s."),
            endings=", ".join(ENDINGS),
        )
    _check_size(content, LARGEST_PICTURE if wanted in RASTER | {"SVG"} else LARGEST_FILE)
    kind = kind_of(content)
    if kind != wanted:
        raise _mistyped(kind, ending)
    return Upload(path.stem, "jpg" if ending == "jpeg" else ending, _clean(kind, content))


def kind_of(content: bytes) -> str | None:
    """Return what a file is by its first bytes, or nothing where it is none that we take."""
    start = content[:1024]
    return next((kind for kind, magic in _MAGIC if magic.match(start)), None)


def _check_size(content: bytes, most: int) -> None:
    if not content:
        raise UploadRefused(N_("The file is empty. Choose another."))
    if len(content) > most:
        raise UploadRefused(
            N_("The file is too large: it may have at most %(most)s MB."), most=most // MEBIBYTE
        )


def _mistyped(kind: str | None, ending: str) -> UploadRefused:
    if kind is None:
        return UploadRefused(
            N_("The content is not what the name says: this is no %(ending)s file."), ending=ending
        )
    return UploadRefused(
        N_("The content is not what the name says: the file is %(kind)s, and its name ends in "
           "“.%(ending)s”. Save it again under the right name."), kind=kind, ending=ending,
    )  # fmt: skip


def _clean(kind: str, content: bytes) -> bytes:
    if kind in RASTER:
        return draw_anew(content)
    if kind == "SVG":
        reason = check_drawing(content)
        if reason:
            raise UploadRefused(reason)
        return content
    if kind == "PDF":
        _check_document(content)
    _check_one_file(content)
    return content


def _check_one_file(content: bytes) -> None:
    if any(_SECOND_FILE.search(part) for part in (content[:_ENDS], content[-_ENDS:])):
        raise UploadRefused(N_("A second file hides in this one. Export it again, and try anew."))


def _check_document(content: bytes) -> None:
    """Refuse a PDF that does things: scripts, starting programs, carrying files."""
    try:
        found = names_in(content)
    except DocumentBroken as error:
        raise UploadRefused(
            N_("The document is damaged or needs a password. Export it again, and try anew.")
        ) from error
    if found.intersection(_ACTIVE):
        raise UploadRefused(
            N_("The document has scripts, actions or attached files. Print it into a plain PDF.")
        )


def draw_anew(content: bytes) -> bytes:
    """Return a picture that holds its pixels and nothing else, at most `LONGEST_EDGE` wide or high.

    Raises `UploadRefused` for what is damaged, and for a decompression bomb: the size is known
    from the head before anything is unpacked.
    """
    try:
        with open_picture(content) as picture:
            frames = getattr(picture, "n_frames", 1)
            if picture.width * picture.height * frames > MOST_PIXELS:
                raise _too_many_pixels()
            return _save(picture, frames)
    except PictureTooLarge as error:
        raise _too_many_pixels() from error
    except PictureBroken as error:
        raise UploadRefused(
            N_("The picture is damaged and cannot be shown. Export it again, and try anew.")
        ) from error


def _too_many_pixels() -> UploadRefused:
    return UploadRefused(
        N_("The picture has too many pixels: at most %(most)s million. Make it smaller first."),
        most=MOST_PIXELS // 1_000_000,
    )


def _save(picture: "Image", frames: int) -> bytes:
    # Late: as in `lms.kit.pictures`.
    from PIL.ImageOps import exif_transpose  # noqa: PLC0415

    kind = picture.format or ""
    settings: dict[str, object] = {"optimize": True} if kind != "AVIF" else {}
    profile = picture.info.get("icc_profile")
    if kind in {"JPEG", "WEBP", "AVIF"}:
        settings["quality"] = QUALITY
    if kind == "JPEG":
        settings["progressive"] = True
    if frames > 1:
        settings |= {"save_all": True, "loop": picture.info.get("loop", 0)}
        still = picture
    else:
        still = exif_transpose(picture)
        still.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
        still.info = {
            key: value for key, value in still.info.items() if key == "transparency"
        }  # comments and places are not for readers
    if profile and len(profile) <= LONGEST_PROFILE:
        settings["icc_profile"] = profile
    out = io.BytesIO()
    still.save(out, kind, **settings)
    return out.getvalue()
