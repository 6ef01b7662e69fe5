"""Real PDFs in six languages: structure, fonts, text, the same bytes, and what is refused."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pikepdf
import pytest
from PIL import Image
from weasyprint.text.line_break import Layout

from lms.certificates.checking.fonts import Shown
from lms.certificates.drawing.engine import DESIGN, Engine, RenderingFailed, SheetFull
from lms.certificates.drawing.fitting import find_overflow, name_box, subject_box
from lms.certificates.drawing.glyphs import (
    FILES,
    FONTS,
    Box,
    CharactersMissing,
    CharactersUnseen,
    DirectionTurned,
    PicturesInText,
    find_missing,
    fit,
)
from lms.certificates.drawing.rendering import Emblem, render_certificate
from lms.certificates.rules import LONGEST_NAME
from lms.certificates.rules.designs import DEFAULT, Design
from lms.kit.i18n import LANGUAGES
from lms.kit.paths import project_root
from tests.certificates import graduates
from tests.conftest import skip_or_fail

BASE = "https://learn.example.org"
NAME_BOX, COURSE_BOX = name_box(DEFAULT), subject_box(DEFAULT, "")
PICTURES = project_root() / "build" / "certificates"
LONGEST = (
    "Maria Francisca Conceição de Todos-os-Santos Albuquerque Vasconcelos e Souza Pereira da Silva"
    " Neto"
)
ALL_SCRIPTS = "Amina Diallo — أمينة ديالو — 阿米娜 — Амина"


def run(program: str, *arguments: str) -> str:
    """Run one of Debian's programs and return what it prints."""
    if shutil.which(program) is None:
        skip_or_fail(f"{program} is not installed")
    done = subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """A certificate in each language."""
    folder = tmp_path_factory.mktemp("certificates")
    paths = {}
    for language in LANGUAGES:
        paths[language] = folder / f"{language}.pdf"
        paths[language].write_bytes(render_certificate(graduates.facts(language), language, BASE))
    return paths


def text_of(path: Path) -> str:
    marks = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e\u200f\u2066\u2067\u2068\u2069"))
    return run("pdftotext", "-layout", str(path), "-").translate(marks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_can_be_read_out_again(files, language):
    text = " ".join(text_of(files[language]).split())
    assert graduates.NAMES[language] in text
    assert graduates.TITLES[language] in text
    assert "7K3M9P-X2QF4H-T8VWNC" in text
    assert f"{BASE}/verify/7K3M9P-X2QF4H-T8VWNC" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_what_it_is(files, language):
    with pikepdf.open(files[language]) as pdf:
        root = pdf.Root
        assert len(pdf.pages) == 1
        assert [round(float(x)) for x in pdf.pages[0].MediaBox] == [0, 0, 842, 595]
        assert str(root.Lang) == language
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert graduates.TITLES[language] in str(pdf.docinfo.Title)
        assert str(pdf.docinfo.CreationDate) == "D:20261124000000Z"
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "3"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"


def elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the structure elements at and below `node`, in reading order."""
    if isinstance(node, pikepdf.Array):
        return [found for child in node for found in elements(child)]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    below = elements(node.K) if "/K" in node else []
    return [node, *below]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_tagged(files, language):
    with pikepdf.open(files[language]) as pdf:
        found = elements(pdf.Root.StructTreeRoot.K)
        tags = [str(element.S) for element in found]
        headings = [tag for tag in tags if tag.startswith("/H")]
        assert headings == ["/H1", "/H2"]
        assert tags.count("/LI") == tags.count("/LBody") == 5
        figures = [element for element in found if element.S == "/Figure"]
        assert len(figures) == 1
        assert str(figures[0].Alt)
        left, bottom, right, top = (float(x) for x in figures[0].A.BBox)
        assert 0 < left < right < 842
        assert 0 < bottom < top < 595


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_our_fonts_are_in_it_embedded_and_mapped(files, language):
    rows = run("pdffonts", str(files[language])).splitlines()[2:]
    assert rows
    for row in rows:
        assert "+Certificate-" in row
        assert row.split()[-5:-2] == ["yes", "yes", "yes"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_qpdf_finds_nothing_wrong(files, language):
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(files[language]))


def test_whoever_opens_a_file_need_not_unpack_its_structure_to_find_the_page(files):
    lines = run("qpdf", "--show-xref", str(files["en"])).splitlines()
    packed = {int(line.split("/")[0]) for line in lines if ": compressed;" in line}
    with pikepdf.open(files["en"]) as pdf:
        way = [pdf.Root, pdf.Root.Pages, pdf.pages[0].obj, pdf.Root.StructTreeRoot]
        elements = pdf.Root.StructTreeRoot.K
        assert packed.isdisjoint(one.objgen[0] for one in way)
        assert packed.issuperset(one.objgen[0] for one in elements)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_laid_out_and_shaped_once(monkeypatch, language):
    render_certificate(graduates.facts(language), language, BASE)
    shaped = []
    original = Layout.set_text
    monkeypatch.setattr(
        Layout,
        "set_text",
        lambda self, text, **more: shaped.append(text) or original(self, text, **more),
    )
    render_certificate(graduates.facts(language), language, BASE)
    assert len(shaped) > 15
    assert {text: shaped.count(text) for text in shaped if shaped.count(text) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_of_each_for_the_eye(files, language):
    PICTURES.mkdir(parents=True, exist_ok=True)
    target = PICTURES / language
    run("pdftoppm", "-r", "110", "-png", "-singlefile", str(files[language]), str(target))
    assert target.with_suffix(".png").stat().st_size > 20_000


def test_the_same_facts_give_the_same_bytes_in_another_process(files):
    program = (
        "import hashlib; from tests.certificates.graduates import facts;"
        "from lms.certificates.drawing.rendering import render_certificate as render;"
        f"print(hashlib.sha256(render(facts('ar'), 'ar', {BASE!r})).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, timeout=60, cwd=project_root(),
    )  # fmt: skip
    content = files["ar"].read_bytes()
    assert done.stdout.strip() == hashlib.sha256(content).hexdigest()
    assert render_certificate(graduates.facts("ar"), "ar", BASE) == content


@pytest.mark.parametrize("name", ["Q", LONGEST, ALL_SCRIPTS, '<b>Rob\'; -- & "Bob"</b>'])
def test_every_name_fits_on_one_page_and_stands_as_it_is(tmp_path, name):
    path = tmp_path / "name.pdf"
    path.write_bytes(render_certificate(graduates.facts(holder_name=name), "en", BASE))
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1
    words = " ".join(text_of(path).split())
    for word in name.split("—")[0].split():
        assert word in words


def test_long_texts_are_set_smaller_and_short_ones_not():
    assert fit("Amina Diallo", NAME_BOX) == NAME_BOX.largest
    assert NAME_BOX.smallest < fit(LONGEST, NAME_BOX) <= NAME_BOX.wraps_at
    assert fit("阿" * 120, NAME_BOX) >= NAME_BOX.smallest
    assert fit("A", Box(width=10, largest=5, smallest=1, wraps_at=1)) == 5
    assert COURSE_BOX.smallest <= fit("x" * 200, COURSE_BOX) < COURSE_BOX.largest


def test_a_participation_shows_no_result(tmp_path):
    path = tmp_path / "participation.pdf"
    facts = graduates.facts(kind="participation", points=None, valid_until=None, articles=())
    path.write_bytes(render_certificate(facts, "en", BASE))
    text = text_of(path)
    assert "Certificate of participation" in text
    assert "Result" not in text
    assert "No limit" in text


def test_a_wording_for_which_something_is_missing_gives_way_to_the_usual_one(tmp_path):
    wording = {"en": {"above_name": "In {place} given to", "statement": "Given in {place}."}}
    design = replace(DEFAULT, wording=wording)
    path = tmp_path / "placed.pdf"
    for places, words in (({"en": "Vienna"}, "In Vienna given to"), ({}, "Awarded to")):
        facts = replace(graduates.facts("en"), places=places)
        path.write_bytes(render_certificate(facts, "en", BASE, design=design))
        text = " ".join(text_of(path).split())
        assert words in text
        assert ("Given in Vienna." in text) is bool(places)
        assert "In given" not in text


def emblem(colour: str = "#0b5351") -> Emblem:
    picture = BytesIO()
    Image.new("RGBA", (200, 120), colour).save(picture, "PNG")
    return Emblem(picture.getvalue(), "0" * 64)


def test_an_emblem_stands_in_the_place_of_the_seal(tmp_path):
    path = tmp_path / "emblem.pdf"
    path.write_bytes(render_certificate(graduates.facts(), "fr", BASE, emblem=emblem()))
    with pikepdf.open(path) as pdf:
        figures = [e for e in elements(pdf.Root.StructTreeRoot.K) if e.S == "/Figure"]
        assert len(figures) == 2


def test_a_picture_that_was_drawn_before_is_drawn_the_same_again():
    first, other, again = (
        render_certificate(graduates.facts(), "en", BASE, emblem=emblem(colour))
        for colour in ("#0b5351", "#7a1f2b", "#0b5351")
    )
    assert first == again
    assert first != other
    with pytest.raises(RenderingFailed):
        render_certificate(graduates.facts(), "en", BASE, emblem=Emblem(b"no picture", "0" * 64))


@pytest.mark.parametrize("name", ["Q", "x" * LONGEST_NAME, "阿" * LONGEST_NAME, "أ" * LONGEST_NAME])
@pytest.mark.parametrize("orientation", ["landscape", "portrait"])
def test_names_of_one_and_of_the_most_characters_have_room(name, orientation):
    design = Design(orientation=orientation)
    facts = graduates.facts(holder_name=name)
    assert find_overflow(facts, "en", "ar", design) == []
    assert render_certificate(facts, "en", BASE, beside="ar", design=design).startswith(b"%PDF")


def test_a_text_too_long_at_its_smallest_is_named():
    titles = dict.fromkeys(LANGUAGES, "Integrity and procurement " * 20)
    facts = graduates.facts(holder_name="W" * 300, latin_name="M" * 300, titles=titles)
    assert find_overflow(facts, "en", "fr", DEFAULT) == ["name", "latin_name", "subject"]


def test_more_than_a_sheet_has_room_for_is_refused():
    conditions = {"en": "Valid together with proof of service. " * 200}
    with pytest.raises(SheetFull):
        render_certificate(graduates.facts(conditions=conditions), "en", BASE)


def test_marks_are_composed_with_their_letters(tmp_path):
    path = tmp_path / "marks.pdf"
    name = normalize("NFD", "Nguyễn Thị Ánh Đặng")
    path.write_bytes(render_certificate(graduates.facts(holder_name=name), "en", BASE))
    assert normalize("NFC", name) in text_of(path)


def test_each_run_has_its_language(tmp_path):
    content = render_certificate(
        graduates.facts("ar", latin_name="Amina Diallo"), "ar", BASE, beside="en"
    )
    path = tmp_path / "both.pdf"
    path.write_bytes(content)
    said = run("pdfinfo", "-struct-text", str(path))
    assert f"{graduates.TITLES['en']}" in said
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        texts = marked_texts(pdf)
        runs = [
            e for e in elements(pdf.Root.StructTreeRoot.K) if len(e.K) and isinstance(e.K[0], int)
        ]
        spoken = {str(e.get("/Lang", "ar")): set() for e in runs}
        for one in runs:
            spoken[str(one.get("/Lang", "ar"))].add(texts.get(one.K[0], "").strip())
    assert graduates.TITLES["en"] in spoken["en"]
    assert "Certificate of achievement" in spoken["en"]
    assert spoken["und-Latn"] == {"Amina Diallo"}
    assert not {text for text in spoken["ar"] if "achievement" in text}


def marked_texts(pdf: pikepdf.Pdf) -> dict[int, str]:
    """Return what each mark of the page reads as."""
    found: dict[int, str] = {}
    mark = font = None
    for instruction in pikepdf.parse_content_stream(pdf.pages[0]):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "BDC":
            mark = operands[1].get("/MCID")
        elif operator == "Tf":
            font = Shown(pdf.pages[0].Resources.Font[operands[0]], [])
        elif operator == "TJ":
            raw = b"".join(bytes(one) for one in operands[0] if isinstance(one, pikepdf.String))
            codes = [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
            read = "".join(font.letters[code] for code in codes)
            found[mark] = found.get(mark, "") + read
    return found


@pytest.mark.parametrize(
    ("name", "reason", "shown"),
    [
        ("Amina 🙂", PicturesInText, "SLIGHTLY SMILING FACE"),
        ("Amina 👩\u200d⚖\ufe0f", PicturesInText, "WOMAN"),
        ("Amina \u202eollaiD", DirectionTurned, "RIGHT-TO-LEFT OVERRIDE"),
        ("Amina \u2067🙂", DirectionTurned, "RIGHT-TO-LEFT ISOLATE"),
        ("Amina \u200f", DirectionTurned, "RIGHT-TO-LEFT MARK"),
        ("Amina \x07", CharactersUnseen, "U+0007"),
        ("Amina\u2028Diallo", CharactersUnseen, "LINE SEPARATOR"),
        ("Amina \ue000", CharactersMissing, "U+E000"),
        ("अमीना", CharactersMissing, "DEVANAGARI LETTER A"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name_with_the_reason(name, reason, shown):
    with pytest.raises(CharactersMissing) as refused:
        render_certificate(graduates.facts(holder_name=name), "en", BASE)
    assert type(refused.value) is reason
    assert shown in str(refused.value)


def test_rarer_characters_of_names_are_there():
    assert find_missing("陈喆 李堃 Nguyễn Thị Ánh Γιώργος Џорџ آفرین دخت Ğülşah Ọlá") == ()


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://example.org/x.png" alt="x"/>',
        '<img src="file:///etc/passwd" alt="x"/>',
        '<img src="../../layout.html" alt="x"/>',
        '<p style="background: url(http://169.254.169.254/)">x</p>',
        '<p style="colour: red">x</p>',
    ],
)
def test_nothing_else_is_fetched_and_no_complaint_is_swallowed(html):
    with pytest.raises(RenderingFailed):
        draw(html)


def test_what_is_shipped_is_fetched():
    assert draw('<p style="background: url(seal.svg)">x</p>').startswith(b"%PDF")


def draw(html: str) -> bytes:
    """Draw a sheet of the least that one needs, with `html` on it."""
    parts = "".join(f'<div id="{part}">x</div>' for part in ("issuer", "award"))
    page = f'<html lang="en" class="a4-landscape"><head><title>x</title></head><body>{parts}{html}'
    return Engine.get().write([f'{page}<div id="foot">x</div></body></html>'], {}, b"0" * 16)


def test_fonts_have_their_licence_and_stay_small():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text("utf-8")
    assert sum((FONTS / file).stat().st_size for file in FILES) < 6_000_000
    assert {path.name for path in DESIGN.glob("*.svg")} >= {"watermark.svg", "seal.svg"}
