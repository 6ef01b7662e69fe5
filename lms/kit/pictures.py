"""What all who open pictures with Pillow want of it.

What a picture may be, and what is drawn of it, is each room's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PIL import ImageFile


@contextmanager
def whole_only() -> Iterator[None]:
    """Refuse pictures whose end is missing, with `OSError`.

    Pillow does so by itself, until WeasyPrint is imported: that tells it, for the whole process,
    to fill what is missing with grey.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
