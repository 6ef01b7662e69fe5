"""A picture made fit to be the site's emblem: read, bounded, drawn anew.

What was sent is never served: only what we have drawn ourselves.
"""

from lms.kit import pictures
from lms.kit.pictures import PictureBroken, PictureTooLarge
from lms.organisations.rules import (
    EMBLEM_PIXELS,
    LARGEST_EMBLEM,
    MOST_PIXELS,
    EmblemTooLarge,
    EmblemUnreadable,
)

FORMATS = ("PNG", "JPEG", "WEBP")


def redraw(content: bytes) -> bytes:
    """Return the picture as a PNG of at most 512 pixels a side, without what else the file had.

    Raises `EmblemTooLarge`, `EmblemUnreadable`.
    """
    if len(content) > LARGEST_EMBLEM:
        raise EmblemTooLarge
    try:
        return pictures.redraw(content, FORMATS, EMBLEM_PIXELS, MOST_PIXELS)
    except PictureTooLarge as error:
        raise EmblemTooLarge from error
    except PictureBroken as error:
        raise EmblemUnreadable from error
