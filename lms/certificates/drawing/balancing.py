"""Where a text of two lines is broken: so that the two are about as long.

The renderer fills the first line and leaves what is over, which often is one word. How large texts
are is chosen in `fitting`.
"""

from bisect import bisect_left
from functools import lru_cache
from operator import sub

from lms.certificates.drawing.glyphs import ARABIC_BODY, BODY, width_of

# Measured a little otherwise than the renderer does, a line that just fits might be broken again.
ROOM = 0.97
# No letter is wider than this, in multiples of its size: what has room so is not measured.
WIDEST = 1.1


@lru_cache(maxsize=1024)
def balanced(text: str, width: float, size: float, language: str) -> str:
    """Return a text with a line feed where it is broken, or as it is where nothing is gained.

    That is so where it has room on one line, needs three, or has no space in a good place. `width`
    of the line and `size` of the letters are in points. Line feeds that a person wrote are spaces.
    """
    text = " ".join(text.splitlines())
    if len(text) * size * WIDEST <= width:
        return text
    fonts = ARABIC_BODY if language == "ar" else BODY
    room = width / size
    if not room < width_of(text, fonts) < 2 * room:
        return text
    words = text.split(" ")

    def widths(at: int) -> tuple[float, float]:
        return width_of(" ".join(words[:at]), fonts), width_of(" ".join(words[at:]), fonts)

    # The first line grows with each word and the second shrinks: the best place is where they meet.
    places = range(1, len(words))
    meet = bisect_left(places, 0, key=lambda at: sub(*widths(at)))
    best = min(places[max(meet - 1, 0) : meet + 1], key=lambda at: max(widths(at)), default=None)
    if best is None or max(widths(best)) > room * ROOM:
        return text
    return f"{' '.join(words[:best])}\n{' '.join(words[best:])}"
