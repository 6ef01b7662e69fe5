"""Rules on fonts: embedded, with a glyph and a width for each sign shown, and a letter for it.

What is shown with which font was gathered by `walking`.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

from lms.certificates.checking.findings import A3, UA, Rule, rule
from lms.certificates.checking.opened import Opened

FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_IN_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_IN_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_NO_LETTER = frozenset({0, 0xFEFF, 0xFFFE})
_PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
_DEFAULT_WIDTH = 1000
_MOST_RANGE = 65_536


@dataclass
class Shown:
    """A font and the codes shown with it."""

    font: Any
    codes: list[int]

    @property
    def name(self) -> str:
        """The font's name in the file."""
        return str(self.font.get("/BaseFont", "a font without a name")).removeprefix("/")

    @property
    def is_composite(self) -> bool:
        """Whether its codes have two bytes."""
        return bool(self.font.get("/Subtype") == "/Type0")

    @property
    def below(self) -> Any:  # noqa: ANN401 - a dictionary of pikepdf's
        """The font that has widths and descriptor: itself, or the one that it is made of."""
        return self.font["/DescendantFonts"][0] if self.is_composite else self.font

    @property
    def descriptor(self) -> Any:  # noqa: ANN401 - a value of pikepdf's
        """What describes the font, the embedded file among it."""
        return self.below.get("/FontDescriptor", pikepdf.Dictionary())

    @cached_property
    def program(self) -> TTFont | None:
        """The embedded file, where it can be read as one of ours: OpenType or TrueType."""
        for key in FILES:
            stream = self.descriptor.get(key)
            if isinstance(stream, pikepdf.Stream):
                try:
                    return TTFont(io.BytesIO(stream.read_bytes()), lazy=True)
                except TTLibError:
                    return None
        return None

    @cached_property
    def letters(self) -> dict[int, str]:
        """What each code reads as."""
        stream = self.font.get("/ToUnicode")
        return _letters(stream.read_bytes()) if isinstance(stream, pikepdf.Stream) else {}

    @cached_property
    def widths(self) -> dict[int, float]:
        """The widths that the file says, in thousandths of the font's size."""
        found: dict[int, float] = {}
        entries = list(self.below.get("/W", pikepdf.Array()))
        while len(entries) > 1:
            first, second = int(entries.pop(0)), entries.pop(0)
            if isinstance(second, pikepdf.Array):
                found |= {first + at: float(width) for at, width in enumerate(second)}
            elif entries:
                width = float(entries.pop(0))
                found |= dict.fromkeys(range(first, min(int(second), _MOST_RANGE) + 1), width)
        return found


def _fonts(file: Opened) -> list[Shown]:
    fonts: dict[tuple[int, int], Any] = {}
    codes: dict[tuple[int, int], set[bytes]] = {}
    for page in file.pages:
        fonts |= page.fonts
        for key, shown in page.codes.items():
            codes.setdefault(key, set()).update(shown)
    return [
        Shown(font, sorted(int.from_bytes(code, "big") for code in codes[key]))
        for key, font in fonts.items()
    ]


@rule(f"{A3} 6.2.11.4.1; {UA} 7.21.4.1", "Every font that is shown is embedded")
def embedded(file: Opened) -> Iterator[str]:
    """Look for the embedded file of each font."""
    for shown in _fonts(file):
        if not any(isinstance(shown.descriptor.get(key), pikepdf.Stream) for key in FILES):
            yield shown.name


@rule(f"{A3} 6.2.11.3; {UA} 7.21.3", "A composite font says how its codes become glyphs")
def encodings(file: Opened) -> Iterator[str]:
    """Look at encodings, collections and maps of composite fonts."""
    for shown in _fonts(file):
        if not shown.is_composite:
            continue
        if str(shown.font.get("/Encoding")) not in {
            "/Identity-H",
            "/Identity-V",
        } and not isinstance(shown.font.get("/Encoding"), pikepdf.Stream):
            yield f"{shown.name}: encoding {shown.font.get('/Encoding')}"
        if shown.below.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in shown.below:
            yield f"{shown.name}: no map from codes to glyphs"


@rule(f"{A3} 6.2.11.8; {UA} 7.21.8", "No sign is shown as the glyph for what is missing")
def no_missing_glyph(file: Opened) -> Iterator[str]:
    """Look for the code of the missing glyph."""
    for shown in _fonts(file):
        if shown.is_composite and 0 in shown.codes:
            yield shown.name


@rule(f"{A3} 6.2.11.4.1; {UA} 7.21.4.1", "The embedded font has a glyph for each sign shown")
def glyphs(file: Opened) -> Iterator[str]:
    """Look into the embedded font."""
    for shown in _fonts(file):
        if shown.program is not None and "maxp" in shown.program and shown.is_composite:
            count = shown.program["maxp"].numGlyphs
            yield from (f"{shown.name}: {code}" for code in shown.codes if code >= count)


@rule(f"{A3} 6.2.11.5; {UA} 7.21.5", "The widths that the file says are those of the font")
def widths(file: Opened) -> Iterator[str]:
    """Compare both widths of each sign shown."""
    for shown in _fonts(file):
        if shown.program is None or "hmtx" not in shown.program or not shown.is_composite:
            continue
        names, metrics = shown.program.getGlyphOrder(), shown.program["hmtx"].metrics
        scale = 1000 / shown.program["head"].unitsPerEm
        usual = float(shown.below.get("/DW", _DEFAULT_WIDTH))
        for code in shown.codes:
            if code < len(names):
                wide, said = metrics[names[code]][0] * scale, shown.widths.get(code, usual)
                if abs(said - wide) > 1:
                    yield f"{shown.name}: {code} is {wide:.0f}, not {said:.0f}"


@rule(
    f"{A3} 6.2.11.4.2; {UA} 7.21.4.2",
    "A list of the glyphs embedded, where there is one, has all of them",
)
def glyph_lists(file: Opened) -> Iterator[str]:
    """Look at the set of codes of each font, where it has one."""
    for shown in _fonts(file):
        listed = shown.descriptor.get("/CIDSet")
        if isinstance(listed, pikepdf.Stream):
            bits = listed.read_bytes()
            missing = [
                code
                for code in shown.codes
                if not (code // 8 < len(bits) and bits[code // 8] >> (7 - code % 8) & 1)
            ]
            if missing:
                yield f"{shown.name}: {missing[0]}"


@rule(f"{A3} 6.2.11.7.2; {UA} 7.21.7", "Each sign shown reads as letters that there are")
def readable(file: Opened) -> Iterator[str]:
    """Look at what each code reads as."""
    for shown in _fonts(file):
        for code in shown.codes:
            read = shown.letters.get(code, "")
            if not read:
                yield f"{shown.name}: {code} reads as nothing"
            elif any(ord(letter) in _NO_LETTER for letter in read):
                yield f"{shown.name}: {code} reads as no letter"
            elif any(low <= ord(letter) <= high for letter in read for low, high in _PRIVATE):
                yield f"{shown.name}: {code} reads as a private letter"


def _letters(cmap: bytes) -> dict[int, str]:
    """Return what codes read as (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for block in _IN_CHARS.findall(cmap):
        for code, text in _PAIR.findall(block):
            found[int(code, 16)] = _text(text)
    for block in _IN_RANGES.findall(cmap):
        for low, high, text in _TRIPLE.findall(block):
            first = _text(text)
            for at in range(min(int(high, 16) - int(low, 16), _MOST_RANGE) + 1):
                found[int(low, 16) + at] = first[:-1] + chr(ord(first[-1]) + at)
    return found


def _text(digits: bytes) -> str:
    raw = bytes.fromhex(digits.decode("ascii"))
    return raw.decode("utf-16-be", "replace")


RULES: tuple[Rule, ...] = (
    embedded, encodings, no_missing_glyph, glyphs, widths, glyph_lists, readable,
)  # fmt: skip
