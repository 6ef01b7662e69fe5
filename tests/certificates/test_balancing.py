"""Texts of two lines are broken in the middle, and who signs has the room that there is."""

from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2 import raw

from lms.certificates.drawing.balancing import balanced
from lms.certificates.drawing.glyphs import BODY, width_of
from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.designs import EMBLEM_PLACES, ORIENTATIONS, PAPERS, Design
from lms.certificates.rules.facts import Signatory
from lms.certificates.rules.samples import Around, sample_facts
from lms.kit.i18n import LANGUAGES
from tests.certificates.test_rendering import BASE

NAME = "Dr. Ngozi Adebayo-Whitfield"
# From the edge of the sheet to the inner side of the band, and what is left free above it.
BAND, DISTANCE = 14.0, 5.0
MILLIMETRES = 25.4 / 72

words = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=14)


def sheet(language: str, *, signing: int = 2, **look: str) -> list[tuple[str, float]]:
    """Return each line of a sample with how far it stands from the lower edge, in millimetres."""
    people = tuple(Signatory(NAME, dict.fromkeys(LANGUAGES, "Director")) for _ in range(signing))
    issuers = dict.fromkeys(LANGUAGES, "National Integrity Commission")
    facts = sample_facts("ordinary", language, Around(issuers, None, people))
    content = render_certificate(facts, language, BASE, design=Design(**look))
    document = pypdfium2.PdfDocument(BytesIO(content))
    try:
        page = document[0]
        texts = page.get_textpage()
        things = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=texts))
        return [(one.extract().strip(), one.get_bounds()[1] * MILLIMETRES) for one in things]
    finally:
        document.close()


def boxes_of(content: bytes, text: str) -> tuple[float, list[list[float]]]:
    """Return the width of a sheet and the boxes of a text on it, in millimetres."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    try:
        page = document[0]
        texts = page.get_textpage()
        things = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], textpage=texts))
        found = [one.get_bounds() for one in things if one.extract().strip() == text]
        return page.get_width() * MILLIMETRES, [[at * MILLIMETRES for at in one] for one in found]
    finally:
        document.close()


@given(words, st.floats(20, 400), st.floats(6, 12))
def test_no_word_is_lost_and_both_lines_have_room(listed, width, size):
    text = " ".join(listed)
    done = balanced(text, width, size, "en")
    lines = done.split("\n")
    assert " ".join(lines) == text
    assert len(lines) <= 2
    if len(lines) == 2:
        assert width_of(text, BODY) * size > width
        assert all(width_of(line, BODY) * size <= width for line in lines)
        # At no other space are the two more alike.
        longer = max(width_of(line, BODY) for line in lines)
        for at in range(1, len(listed)):
            pair = " ".join(listed[:at]), " ".join(listed[at:])
            assert longer <= max(width_of(one, BODY) for one in pair)


def test_what_has_room_or_no_space_stays_as_it_is_and_a_line_feed_is_a_space():
    assert balanced("Valid with\nan identity card", 400, 10, "en") == "Valid with an identity card"
    assert balanced("x" * 60, 200, 10, "en") == "x" * 60
    assert balanced("阿" * 60, 200, 10, "zh") == "阿" * 60
    assert balanced("one two three four five six seven", 60, 10, "en").count("\n") == 0


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("signing", [1, 2])
def test_a_name_of_27_letters_is_signed_on_one_line(paper, orientation, signing):
    lines = [line for line, _ in sheet("en", paper=paper, orientation=orientation, signing=signing)]
    assert lines.count(NAME) == signing


def test_of_three_a_long_name_breaks_at_its_space_not_at_its_hyphen():
    lines = [line for line, _ in sheet("en", signing=3)]
    assert lines.count("Dr. Ngozi") == lines.count("Adebayo-Whitfield") == 3


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru"])
def test_how_to_verify_leaves_no_word_alone(language):
    lines = [line for line, _ in sheet(language)]
    at = next(at for at, line in enumerate(lines) if line.startswith(f"{BASE}/verify"))
    first, second = lines[at - 2 : at]
    assert 0.6 < len(first) / len(second) < 1.7


# Of the height of a sheet that stands, what may be empty between two lines: about a seventh.
HOLE = 46.0


@pytest.mark.parametrize("emblem", EMBLEM_PLACES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_upright_sheet_has_no_hole(language, paper, emblem):
    lows = [low for _, low in sheet(language, paper=paper, orientation="portrait", emblem=emblem)]
    lows.sort()
    assert max(upper - lower for lower, upper in pairwise(lows)) < HOLE


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize(
    ("language", "beside"), [("en", ""), ("ar", ""), ("ar", "en"), ("en", "fr")]
)
def test_an_emblem_at_the_side_has_the_name_beside_it(language, beside, orientation):
    issuers = dict.fromkeys(LANGUAGES, "National Integrity Commission")
    facts = sample_facts("ordinary", language, Around(issuers))
    looks = Design(emblem="start", orientation=orientation)
    content = render_certificate(facts, language, BASE, beside=beside, design=looks)
    width, boxes = boxes_of(content, "National Integrity Commission")
    left, _, right, _ = boxes[0]
    # From the edge to the emblem, the emblem and its distance.
    assert (left if language == "en" else width - right) == pytest.approx(48.5, abs=2.5)
    assert len(boxes) == 1


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_last_line_keeps_its_distance_from_the_band(language, paper, orientation):
    lowest = min(low for _, low in sheet(language, paper=paper, orientation=orientation))
    assert lowest >= BAND + DISTANCE
