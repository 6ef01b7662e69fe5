"""The QR code of a certificate, drawn as one path: sharp in any size, and quicker than a picture.

What it opens is the sheet's to say.
"""

from typing import Any

# A fixed mask makes the same code the same drawing, and spares the search for the prettiest.
MASK = 3
QUIET = 4  # modules of white around the code (ISO/IEC 18004, 9.1)


class QrCode:
    """A QR code that the renderer can draw like a picture."""

    def __init__(self, address: str) -> None:
        import segno  # noqa: PLC0415 - only who makes files needs it

        matrix = segno.make_qr(address, error="m", mask=MASK).matrix
        self._size = len(matrix) + 2 * QUIET
        bars = b" ".join(
            b"%d %d %d 1 re" % (QUIET + start, QUIET + row, length)
            for row, modules in enumerate(matrix)
            for start, length in _bars(modules)
        )
        white, black = b"1 1 1 rg 0 0 %d %d re f" % (self._size, self._size), b"0 0 0 rg"
        self._drawn = b"\n".join((white, black, bars, b"f"))

    def get_intrinsic_size(self, *_arguments: Any) -> tuple[float, float, float]:  # noqa: ANN401 - the renderer's
        """Return width, height and their ratio."""
        return self._size, self._size, 1

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:  # noqa: ANN401 - the renderer's
        """Draw within `width` and `height` from the origin, downwards."""
        across, down = width / self._size, height / self._size
        stream.stream.append(b"q %.6f 0 0 %.6f 0 0 cm" % (across, down))
        stream.stream += (self._drawn, b"Q")


class Struck:
    """An empty field, struck through, where a sheet that was not issued has no code."""

    def get_intrinsic_size(self, *_arguments: Any) -> tuple[float, float, float]:  # noqa: ANN401 - the renderer's
        """Return width, height and their ratio."""
        return 1, 1, 1

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:  # noqa: ANN401 - the renderer's
        """Draw within `width` and `height` from the origin."""
        drawn = b"q 0.4 G 0.5 w 0 0 %.3f %.3f re S 0 0 m %.3f %.3f l 0 %.3f m %.3f 0 l S Q"
        stream.stream.append(drawn % (width, height, width, height, height, width))


def _bars(modules: bytearray) -> list[tuple[int, int]]:
    """Return where the dark bars of a row start, and how long they are."""
    bars: list[tuple[int, int]] = []
    for at, is_dark in enumerate(modules):
        if is_dark and bars and sum(bars[-1]) == at:
            bars[-1] = (bars[-1][0], bars[-1][1] + 1)
        elif is_dark:
            bars.append((at, 1))
    return bars
