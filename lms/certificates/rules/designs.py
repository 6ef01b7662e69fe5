"""What a design of certificates says: paper, layout, colours, what is shown, the wording.

Values only; what is wrong with one is found in `preflight`, how one is drawn in `drawing`.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from lms.kit.i18n import N_

Layout = Literal["classic", "plain", "open"]
Paper = Literal["A4", "Letter"]
Orientation = Literal["landscape", "portrait"]
EmblemPlace = Literal["centre", "start", "none"]
Slot = Literal[
    "title_achievement",
    "title_participation",
    "above_name",
    "above_subject_achievement",
    "above_subject_participation",
    "statement",
]
Colour = Literal["ink", "muted", "primary", "accent", "line", "paper"]

LAYOUTS: dict[Layout, str] = {
    "classic": N_("Engraved bands, corners and a watermark"),
    "plain": N_("A fine frame"),
    "open": N_("No frame"),
}
# Width and height of each paper in millimetres, upright.
PAPERS: dict[Paper, tuple[float, float]] = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
ORIENTATIONS: dict[Orientation, str] = {"landscape": N_("Landscape"), "portrait": N_("Portrait")}
EMBLEM_PLACES: dict[EmblemPlace, str] = {
    "centre": N_("In the middle"),
    "start": N_("At the side where the language begins"),
    "none": N_("No emblem"),
}
# What may be shown or left out. The holder, the subject, the issuer, the day of issue and the way
# to verify always stand there.
SHOWABLE: dict[str, str] = {
    "hours": N_("Hours of study"),
    "result": N_("Result of the exam"),
    "sessions": N_("Sessions attended"),
    "study_language": N_("Language of study"),
    "exam_language": N_("Language of the exam"),
    "valid_until": N_("Valid until"),
    "articles": N_("Articles of the convention"),
    "version": N_("Version and content hash"),
    "conditions": N_("Conditions"),
}
# The sentences that a design may word itself, and what each is.
SLOTS: dict[Slot, str] = {
    "title_achievement": N_("Heading of a certificate of achievement"),
    "title_participation": N_("Heading of a certificate of participation"),
    "above_name": N_("Line above the holder's name"),
    "above_subject_achievement": N_("Line above the title, for achievement"),
    "above_subject_participation": N_("Line above the title, for participation"),
    "statement": N_("Sentence below the title"),
}
LONGEST_WORDING = 240
LONGEST_DESIGN_NAME = 80
LONGEST_OFFICE = 120
# What may stand in the wording in braces, and what is put there.
VARIABLES: dict[str, str] = {
    "holder": N_("the holder's name"),
    "subject": N_("the title of the course or programme"),
    "issuer": N_("the issuer's name"),
    "hours": N_("the hours of study"),
    "result": N_("the result of the exam"),
    "articles": N_("the articles of the convention"),
    "date": N_("the day of issue"),
    "place": N_("the place of issue"),
    "valid_until": N_("the last day of validity"),
}
# Those that a certificate may have nothing for.
NOT_ALWAYS_KNOWN = frozenset({"hours", "result", "articles", "place"})
# The fields in which who signs is chosen, in their order.
SIGNING: dict[str, str] = {
    "signatory_1": N_("First signatory"),
    "signatory_2": N_("Second signatory"),
    "signatory_3": N_("Third signatory"),
}
LOWEST_CONTRAST = 4.5
# Which colours texts are written in; the line is ornament, the paper is what they stand on.
TEXT_COLOURS: tuple[Colour, ...] = ("ink", "muted", "primary", "accent")
COLOURS: dict[Colour, str] = {
    "ink": N_("Text"),
    "muted": N_("Small print"),
    "primary": N_("Headings"),
    "accent": N_("Accent"),
    "line": N_("Lines and ornament"),
    "paper": N_("Paper"),
}
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a design, each as `#rrggbb` in small letters."""

    ink: str = "#1b2430"
    muted: str = "#55606e"
    primary: str = "#0b5351"
    accent: str = "#8a5207"
    line: str = "#c9bfa9"
    paper: str = "#ffffff"


@dataclass(frozen=True, slots=True)
class Design:
    """How certificates look: drawn from this alone, and kept by the hash of its JSON.

    `shows` are keys of `SHOWABLE`. `wording` has, by language and slot, what stands there in place
    of the usual sentence; a slot that is missing or empty has the usual one, and the statement
    none. `signatories` are ids, in the order in which they sign. `emblem_hash` is a picture of the
    design's own; without it the organisation's emblem is taken.
    """

    layout: Layout = "classic"
    paper: Paper = "A4"
    orientation: Orientation = "landscape"
    colours: Palette = field(default_factory=Palette)
    emblem: EmblemPlace = "centre"
    emblem_hash: str | None = None
    shows: frozenset[str] = frozenset(SHOWABLE)
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    signatories: tuple[str, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Return the width and height of the sheet in millimetres."""
        width, height = PAPERS[self.paper]
        return (height, width) if self.orientation == "landscape" else (width, height)

    def words(self, language: str, slot: str) -> str:
        """Return the design's own wording of a slot; empty where the usual one stands."""
        return self.wording.get(language, {}).get(slot, "")

    def to_json(self) -> dict[str, Any]:
        """Return the design as plain JSON values; `from_json` is the way back."""
        return asdict(self) | {"shows": sorted(self.shows), "signatories": list(self.signatories)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the design that `to_json` wrote; what an older one does not have is as usual."""
        return cls(
            **{
                **values,
                "colours": Palette(**values.get("colours", {})),
                "shows": frozenset(values.get("shows", SHOWABLE)),
                "signatories": tuple(values.get("signatories", ())),
            }
        )


DEFAULT = Design()


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a wording: plain text, or the name of a variable whose value stands there."""

    text: str
    is_variable: bool


def split_wording(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a wording; what stands in braces is a variable, known or not.

    Nothing of it is run: a brace names one of `VARIABLES`, or is an error of the pre-flight.
    """
    parts = _VARIABLE.split(text)
    pieces = (Piece(part, is_variable=index % 2 == 1) for index, part in enumerate(parts))
    return tuple(piece for piece in pieces if piece.text or piece.is_variable)


def is_colour(text: str) -> bool:
    """Say whether a text is a colour as a palette has it."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of the source
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
