"""Smaller forms of a course's pictures, drawn at publication: AVIF and WebP in a few widths.

The picture itself stays as it is, and is what a browser gets that knows neither. How a page names
the forms is in `lms.units.figures`.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.kit import storage
from lms.kit.pictures import PictureBroken, PictureTooLarge, open_picture
from lms.units.figures import form_name

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTHS = (480, 960, 1600)
KINDS = ("avif", "webp")
QUALITY = {"avif": 55, "webp": 78}
DRAWN = (".png", ".jpg", ".jpeg", ".webp", ".avif")
# Below this nobody waits, and another address would cost more than it saves.
SMALL = 15_000
# An import brings pictures of any size; one larger than this stays as it is.
MOST_PIXELS = 40_000_000


@dataclass(frozen=True)
class Drawn:
    """A picture's size in pixels, and the hash of each smaller form by its name (`960.avif`)."""

    width: int
    height: int
    forms: dict[str, str]


def draw(content: bytes) -> Drawn | None:
    """Draw and store a picture's smaller forms; nothing for what is no picture that can be drawn.

    Each form is smaller in bytes than the picture, or is left out.
    """
    try:
        with open_picture(content) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            is_still = getattr(picture, "n_frames", 1) == 1
            is_drawn = is_still and len(content) > SMALL
            forms = dict(_forms(picture, len(content))) if is_drawn else {}
            return Drawn(picture.width, picture.height, forms)
    except (PictureBroken, PictureTooLarge):
        return None


def _forms(picture: "Image", most: int) -> Iterator[tuple[str, str]]:
    # Late: as in `lms.kit.pictures`.
    from PIL.Image import Resampling  # noqa: PLC0415

    whole = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    widths = sorted({min(width, picture.width) for width in WIDTHS})
    for width in widths:
        height = max(1, round(picture.height * width / picture.width))
        scaled = whole.resize((width, height), Resampling.LANCZOS, reducing_gap=3.0)
        for kind in KINDS:
            out = io.BytesIO()
            settings = {"speed": 8} if kind == "avif" else {"method": 4}
            scaled.save(out, kind.upper(), quality=QUALITY[kind], **settings)
            if out.tell() < most:
                yield form_name(kind, width), storage.put(out.getvalue())
