"""QR codes in a picture: the modules of one that is drawn straight, and whose they would be.

A photograph of one is not read here: what we draw is square, and has whole modules.
"""

import segno
from PIL import Image

# ISO/IEC 18004: 21 modules in version 1, four more in each; a quiet zone of up to four.
_SIZES = range(21, 178, 4)
_QUIET = range(5)
_MASKS = range(8)
_FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")
_HALF = 128

Modules = list[list[bool]]


def read_modules(picture: Image.Image) -> Modules | None:
    """Return the modules of a QR code, dark ones true; nothing where the picture is none."""
    grey = picture.convert("L")
    for size in _SIZES:
        for quiet in _QUIET:
            whole = size + 2 * quiet
            if grey.width % whole == 0 and grey.width > whole:
                modules = _sample(grey, size, quiet, grey.width // whole)
                if _has_finders(modules):
                    return modules
    return None


def is_qr_of(modules: Modules, address: str) -> bool:
    """Say whether these are the modules of a QR code that opens `address`, under any mask."""
    for mask in _MASKS:
        code = segno.make_qr(address, error="m", mask=mask)
        if [[bool(cell) for cell in row] for row in code.matrix] == modules:
            return True
    return False


def _sample(grey: Image.Image, size: int, quiet: int, scale: int) -> Modules:
    pixels = grey.load()
    assert pixels is not None  # noqa: S101 - only a picture that was closed has none
    places = [(quiet + index) * scale + scale // 2 for index in range(size)]
    return [[_is_dark(pixels[x, y]) for x in places] for y in places]


def _is_dark(pixel: object) -> bool:
    return isinstance(pixel, int | float) and pixel < _HALF


def _has_finders(modules: Modules) -> bool:
    """Say whether the three large squares stand in their corners."""
    size = len(_FINDER)
    corners = ((0, 0), (0, len(modules) - size), (len(modules) - size, 0))
    return all(
        "".join("1" if modules[top + row][left + column] else "0" for column in range(size))
        == _FINDER[row]
        for top, left in corners
        for row in range(size)
    )
