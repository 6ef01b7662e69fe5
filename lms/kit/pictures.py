"""Pictures as Pillow reads them, whole or refused, and drawn anew.

What a picture may be, and how its refusal is worded, is each room's own.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


class PictureBroken(Exception):
    """No picture, or one that is damaged."""


class PictureTooLarge(Exception):
    """A picture of so many pixels that to unpack it would fill the memory."""


@contextmanager
def open_picture(content: bytes, formats: tuple[str, ...] | None = None) -> Iterator["Image"]:
    """Open a picture, of any format or of these, and read it within the `with`.

    Raises `PictureBroken`, also where its end is missing, and `PictureTooLarge`. Pillow refuses
    half a picture by itself, until WeasyPrint is imported: that tells it, for the whole process, to
    fill what is missing with grey.
    """
    # Late: 10 MiB that a web process does without until somebody sends a picture.
    from PIL import Image, ImageFile, UnidentifiedImageError  # noqa: PLC0415

    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=formats) as picture:
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise PictureBroken from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def redraw(content: bytes, formats: tuple[str, ...], side: int, most_pixels: int) -> bytes:
    """Return a picture as a PNG in RGB of at most `side` pixels a side, without what else it had.

    Colours for printing (CMYK) become those of the screen. Raises `PictureBroken`, also for another
    format, and `PictureTooLarge` where it has more than `most_pixels`.
    """
    with open_picture(content, formats) as picture:
        # The size stands in the head of the file: nothing has been unpacked yet.
        if picture.width * picture.height > most_pixels:
            raise PictureTooLarge
        drawn = picture.convert("RGBA")
    drawn.thumbnail((side, side))
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()
