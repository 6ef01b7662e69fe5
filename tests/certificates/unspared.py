"""Draws sheets as the renderer would by itself: `python -m tests.certificates.unspared FOLDER ar`.

Each further word is a sheet's language, or two of them joined by a hyphen; it names the file too.
"""

import sys
from pathlib import Path

from lms.certificates.drawing import engine
from lms.certificates.drawing.rendering import render_certificate
from tests.certificates.graduates import facts


def draw(languages: str) -> bytes:
    """Return the sheet in these languages."""
    language, _, beside = languages.partition("-")
    return render_certificate(facts(language), language, "https://academy.example", beside=beside)


if __name__ == "__main__":
    engine.spare = lambda: None
    for each in sys.argv[2:]:
        Path(sys.argv[1], each).write_bytes(draw(each))
