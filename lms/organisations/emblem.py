"""A picture made fit to be the site's emblem: read, bounded, drawn anew.

What was sent is never served: only what we have drawn ourselves.
"""

import io
import warnings

from PIL import Image, ImageFile, UnidentifiedImageError

from lms.kit.pictures import whole_only
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
        with warnings.catch_warnings():
            # Pillow warns of pictures that would fill the memory; our own bound is narrower.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _redraw(content)
    except Image.DecompressionBombError as error:
        raise EmblemTooLarge from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise EmblemUnreadable from error


def _redraw(content: bytes) -> bytes:
    # WeasyPrint, where a process has loaded it, makes Pillow take half a picture for a whole one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with whole_only(), Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        # The size stands in the head of the file: nothing has been unpacked yet.
        if picture.width * picture.height > MOST_PIXELS:
            raise EmblemTooLarge
        drawn = picture.convert("RGBA")
    drawn.thumbnail((EMBLEM_PIXELS, EMBLEM_PIXELS))
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()
