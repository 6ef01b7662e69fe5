"""How large each text of a certificate may be, and which does not fit even at its smallest.

Measured with HarfBuzz before anything is laid out. Whether all of it together fits on the sheet is
found after the layout, in `settling`.
"""

from unicodedata import normalize

from lms.certificates.drawing.glyphs import Box, fit, fits
from lms.certificates.rules.designs import Design
from lms.certificates.rules.facts import Facts

POINTS_IN_MM = 72 / 25.4
# Of the sheet's width, what stands between text and edge on both sides together, in millimetres.
MARGINS = 52.0
# The same for small texts, which may come as near as the style has it.
EDGES = 48.0
# On a sheet of this paper that lies: the width of who signs together, of the proof beside them, and
# what the proof leaves where nobody signs.
CLOSING = {"A4": (128.0, 116.0, 132.0), "Letter": (112.0, 114.0, 116.0)}
# Of an upright sheet's width, what the proof leaves.
UPRIGHT_PROOF = 36.0
# The QR code with its distance, what is around a name and a fact; then how much of the line each
# of so many has who sign.
CODE, PADDING, FACT = 28.0, 5.0, 3.0
SIGNATORIES = (0.0, 0.5, 0.5, 0.333)
# How much of the line each language has where two stand side by side.
HALF = 0.46


def is_side_by_side(design: Design, beside: str) -> bool:
    """Say whether the texts of two languages stand beside each other, not below."""
    return bool(beside) and design.orientation == "landscape"


def name_box(design: Design) -> Box:
    """Return the place for the holder's name."""
    return Box(width=_width(design), largest=38, smallest=6.2, wraps_at=21)


def latin_box(design: Design) -> Box:
    """Return the place for the name in Latin letters, below the other."""
    return Box(width=_width(design), largest=18, smallest=9, wraps_at=13)


def title_box(design: Design, beside: str) -> Box:
    """Return the place for the heading in one language."""
    largest = 24 if beside else 32
    return Box(width=_share(design, beside), largest=largest, smallest=14, wraps_at=18)


def subject_box(design: Design, beside: str) -> Box:
    """Return the place for the title of the course or programme in one language."""
    largest, wraps_at = (17, 13) if beside else (21, 15)
    return Box(width=_share(design, beside), largest=largest, smallest=9, wraps_at=wraps_at)


def lines_of(design: Design, beside: str, signatories: int) -> dict[str, float]:
    """Return how wide the lines of small texts are, in points, as `certificate.css` has them.

    Those of a `sentence`, the `proof`, who has `signed`, a fact by how many share its row (`of_3`).
    """
    signing = proof = whole = design.size[0] - EDGES
    if design.orientation == "portrait":
        proof -= UPRIGHT_PROOF
    else:
        signing, beside_them, left_empty = CLOSING[design.paper]
        proof = beside_them if signatories else whole - left_empty
    widths = {
        "sentence": whole * (0.48 if is_side_by_side(design, beside) else 1),
        "proof": proof - CODE,
        "signed": signing * SIGNATORIES[min(signatories, 3)] - PADDING,
    }
    widths |= {f"of_{number}": whole / number - FACT for number in range(1, 7)}
    return {name: width * POINTS_IN_MM for name, width in widths.items()}


def written_name(facts: Facts) -> str:
    """Return the holder's name with what stands before it, letters and marks composed.

    A font draws a composed letter better than one put together, and it is found again by search.
    """
    return normalize("NFC", facts.printed_name)


def written_latin(facts: Facts) -> str | None:
    """Return the name in Latin letters that stands below the other; none where it is the same."""
    latin = normalize("NFC", facts.latin_name or "")
    return latin if latin and latin != normalize("NFC", facts.holder_name) else None


def is_shrunk(facts: Facts, design: Design) -> bool:
    """Say whether the holder's name is too long for the usual letters on one line."""
    box = name_box(design)
    return fit(written_name(facts), box) <= box.wraps_at


def find_overflow(facts: Facts, language: str, beside: str, design: Design) -> list[str]:
    """Return which of `name`, `latin_name`, `subject` is too long for its place at its smallest."""
    measured = [("name", written_name(facts), name_box(design))]
    latin = written_latin(facts)
    if latin:
        measured.append(("latin_name", latin, latin_box(design)))
    measured += [
        ("subject", facts.title_in(one), subject_box(design, beside))
        for one in (language, beside)
        if one
    ]
    too_long = [what for what, text, box in measured if not fits(text, box)]
    return list(dict.fromkeys(too_long))


def _width(design: Design) -> float:
    return (design.size[0] - MARGINS) * POINTS_IN_MM


def _share(design: Design, beside: str) -> float:
    return _width(design) * (HALF if is_side_by_side(design, beside) else 1)
