"""Which characters the shipped fonts can draw, and how wide a text is in them.

A missing glyph would be taken silently from any font of the machine, or be an empty box: so
every character is asked for before anything is rendered. Drawing itself is done elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import category

import uharfbuzz

from lms.certificates.rules.characters import CharactersMissing, DirectionTurned
from lms.kit.characters import describe, is_turning
from lms.kit.i18n import N_
from lms.kit.paths import TEMPLATES

FONTS = TEMPLATES / "certificates" / "fonts"
# In the order in which the style sheet names them; the first that has a character draws it.
FILES = ("display.ttf", "serif.ttf", "naskh.ttf", "naskh-bold.ttf", "han.otf")
HEADLINE = ("display.ttf", "naskh-bold.ttf", "han.otf")
BODY = ("serif.ttf", "naskh.ttf", "han.otf")
ARABIC_BODY = ("naskh.ttf", "serif.ttf", "han.otf")
# Persian, Urdu and the Indian languages spell with the two joiners; no font need draw them.
_INVISIBLE = frozenset("\u200c\u200d")
# The three marks of direction (Unicode Standard Annex 9).
_MARKS = frozenset("\u200e\u200f\u061c")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PICTURES = frozenset({"So"})
# Skin tones, and the signs that make a picture of a letter or a digit.
_PICTURE_PARTS = frozenset({*range(0x1F3FB, 0x1F400), 0xFE0F, 0x20E3})


class CharactersUnseen(CharactersMissing):
    """A character that controls, and shows nothing, has no place on a certificate."""

    message = N_(
        "These characters cannot be seen and have no place on a certificate: %(characters)s."
    )


class PicturesInText(CharactersMissing):
    """A text of a certificate is letters and signs, not little pictures."""

    message = N_(
        "Emoji and other small pictures cannot be printed on a certificate: %(characters)s."
    )


@dataclass(frozen=True, slots=True)
class Box:
    """The place for a line of text: its width, and the sizes between which one is chosen.

    All in points. Below `wraps_at` a text may take two lines rather than shrink further.
    """

    width: float
    largest: float
    smallest: float
    wraps_at: float


@lru_cache(maxsize=len(FILES))
def characters_of(file: str) -> frozenset[int]:
    """Return the code points that a font can draw."""
    return frozenset(_face(file).unicodes)


@lru_cache(maxsize=1)
def drawable() -> frozenset[int]:
    """Return the code points that any of the shipped fonts can draw.

    Signs that control and turn text are none, even where a font has them: they would make a name
    read otherwise than it is written.
    """
    every = frozenset[int]().union(*map(characters_of, FILES))
    return frozenset(
        point
        for point in every
        if not category(chr(point)).startswith("C") and category(chr(point)) not in _UNSEEN
    )


def find_missing(text: str) -> tuple[str, ...]:
    """Return the characters of `text` that no shipped font can draw, each once, in order."""
    known = drawable()
    return tuple(
        dict.fromkeys(
            character
            for character in text
            if ord(character) not in known and character not in _INVISIBLE
        )
    )


def find_complaint(
    *texts: str, tell: Callable[[Sequence[str]], str] = describe
) -> CharactersMissing | None:
    """Return the error that names what cannot be printed, and says why; nothing where all can.

    Where there are several reasons, the gravest is told: what would deceive a reader comes first.
    `tell` puts the characters into words.
    """
    return next(iter(find_complaints(*texts, tell=tell)), None)


def find_complaints(
    *texts: str, tell: Callable[[Sequence[str]], str] = describe
) -> list[CharactersMissing]:
    """Return an error for each reason why something cannot be printed, the gravest first.

    Each character is told of once; `tell` puts those of a reason into words.
    """
    left: Sequence[str] = find_missing("".join(texts))
    complaints = []
    for kind, is_of_kind in _REASONS:
        found = [character for character in left if is_of_kind(character)]
        left = [character for character in left if character not in found]
        if found:
            complaints.append(kind(characters=tell(found)))
    return complaints


def check_readable(*texts: str) -> None:
    """Raise `DirectionTurned` or `CharactersUnseen` where a text is not what a reader sees.

    For what is not printed here, such as a name on paper: no font need have its characters.
    """
    complaint = find_complaint(*texts)
    if isinstance(complaint, DirectionTurned | CharactersUnseen):
        raise complaint


def check_drawable(*texts: str) -> None:
    """Raise `CharactersMissing` where a text has characters that no font can draw."""
    complaint = find_complaint(*texts)
    if complaint is not None:
        raise complaint


def _is_picture(character: str) -> bool:
    return category(character) in _PICTURES or ord(character) in _PICTURE_PARTS


_REASONS: tuple[tuple[type[CharactersMissing], Callable[[str], bool]], ...] = (
    (
        DirectionTurned,
        lambda character: is_turning(character) or character in _MARKS,
    ),
    (CharactersUnseen, lambda character: category(character) in _UNSEEN),
    (PicturesInText, _is_picture),
    (CharactersMissing, lambda _character: True),
)


def fit(text: str, box: Box) -> float:
    """Return the size in points at which `text` fits into `box`, measured in the headline fonts."""
    size = min(box.largest, box.width / max(width_of(text), 1e-6))
    if size < box.wraps_at:
        # Two lines, with room for the last word of the first one to be moved down.
        size = min(box.wraps_at, size * 1.7)
    return round(max(size, box.smallest), 1)


def fits(text: str, box: Box) -> bool:
    """Say whether `text` fits into `box` at its smallest size: in one line, or in two."""
    lines = 1.7 if box.smallest < box.wraps_at else 1
    return width_of(text) * box.smallest <= box.width * lines


def width_of(text: str, fonts: tuple[str, ...] = HEADLINE) -> float:
    """Return how wide `text` is in these fonts, in multiples of the font's size."""
    return sum(_measure(file, run) for file, run in _runs(text, fonts))


def _runs(text: str, fonts: tuple[str, ...]) -> list[tuple[str, str]]:
    runs: list[tuple[str, str]] = []
    for character in text:
        file = next((f for f in fonts if ord(character) in characters_of(f)), fonts[0])
        if runs and (runs[-1][0] == file or character == " "):
            runs[-1] = (runs[-1][0], runs[-1][1] + character)
        else:
            runs.append((file, character))
    return runs


def _measure(file: str, text: str) -> float:
    font, units = _font(file)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions) / units)


@lru_cache(maxsize=len(FILES))
def _font(file: str) -> tuple[object, int]:
    face = _face(file)
    return uharfbuzz.Font(face), face.upem


def _face(file: str) -> Any:  # noqa: ANN401 - uharfbuzz has no types
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / file)))
