"""Pictures: whole, of the kind that the name says, not too large, and with nothing behind them."""

from typing import BinaryIO

from lms.kit.pictures import PictureBroken, PictureTooLarge, open_picture
from lms.questions.handed_in import Kind
from lms.questions.inspection.refusals import FileDamaged, TooManyPixels
from lms.questions.inspection.seconds import check_one_file

MILLION = 1_000_000
MOST_MILLIONS = 50


def inspect_picture(kind: Kind, stream: BinaryIO, _size: int) -> None:
    """See that a picture can be shown; raise `FileDamaged`, `TooManyPixels`, `SecondFile`."""
    content = stream.read()
    check_one_file(content)
    try:
        with open_picture(content, (kind.upper(),)) as picture:
            # The size is known from the head, before anything is unpacked.
            if picture.width * picture.height > MOST_MILLIONS * MILLION:
                raise TooManyPixels(most=MOST_MILLIONS)
            # A photograph is decoded to its end, at an eighth of its size.
            picture.draft("RGB", (picture.width // 8, picture.height // 8))
            picture.load()
    except PictureTooLarge:
        raise TooManyPixels(most=MOST_MILLIONS) from None
    except PictureBroken:
        raise FileDamaged from None
