"""A picture made fit to be the site's emblem: read, bounded, drawn anew.

What was sent is never served: only what we have drawn ourselves.
"""

import io

from lms.kit.pictures import PictureBroken, PictureTooLarge, open_picture
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
        return _redraw(content)
    except PictureTooLarge as error:
        raise EmblemTooLarge from error
    except PictureBroken as error:
        raise EmblemUnreadable from error


def _redraw(content: bytes) -> bytes:
    with open_picture(content, FORMATS) as picture:
        # The size stands in the head of the file: nothing has been unpacked yet.
        if picture.width * picture.height > MOST_PIXELS:
            raise EmblemTooLarge
        drawn = picture.convert("RGBA")
    drawn.thumbnail((EMBLEM_PIXELS, EMBLEM_PIXELS))
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()
