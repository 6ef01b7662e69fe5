"""Pictures as Pillow reads them: whole, or refused.

What a picture may be, and what is drawn of it, is each room's own.
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
