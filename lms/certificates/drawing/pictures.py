"""A picture made fit to be printed: an emblem or a signature, read, bounded, drawn anew.

What was sent is never printed: only what we have drawn ourselves, in RGB.
"""

from lms.kit import pictures
from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.kit.pictures import PictureBroken, PictureTooLarge, open_picture

FORMATS = ("PNG", "JPEG")
LARGEST = 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 1000


class PictureUnreadable(Invalid):
    """A picture is one that can be printed."""

    message = N_("This is no picture that can be read. Please choose a PNG or JPEG file.")


class PictureTooBig(Invalid):
    """A picture of a signature is small."""

    message = N_("This picture is too large. It may have at most 1 MB and 40 million pixels.")


def redraw(content: bytes) -> bytes:
    """Return the picture as a PNG in RGB of at most 1,000 pixels a side, without what else it had.

    Colours for printing (CMYK) become those of the screen, as the file of a certificate needs
    them. Raises `PictureTooBig`, `PictureUnreadable`.
    """
    if len(content) > LARGEST:
        raise PictureTooBig
    try:
        return pictures.redraw(content, FORMATS, SIDE, MOST_PIXELS)
    except PictureTooLarge as error:
        raise PictureTooBig from error
    except PictureBroken as error:
        raise PictureUnreadable from error


def is_readable(content: bytes) -> bool:
    """Say whether a stored picture can still be read whole."""
    try:
        with open_picture(content, FORMATS) as picture:
            picture.load()
    except (PictureBroken, PictureTooLarge):
        return False
    return True
