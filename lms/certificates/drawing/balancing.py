"""Where a text of two lines is broken: so that the two are about as long.

The renderer fills the first line and leaves what is over, which often is one word. How large texts
are is chosen in `fitting`.
"""

from functools import lru_cache

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
    if width_of(text, fonts) <= room:
        return text
    words = text.split(" ")
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    found = min(halves, key=lambda pair: _longer(pair, fonts), default=None)
    if found is None or _longer(found, fonts) > room * ROOM:
        return text
    return "\n".join(found)


def _longer(pair: tuple[str, str], fonts: tuple[str, ...]) -> float:
    return max(width_of(one, fonts) for one in pair)
