"""The structural check: certificates keep every rule, and each rule is named where it is broken."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from lms.certificates.checking.structure import RULES, NotReadable, check
from lms.certificates.drawing.engine import Attached, Engine
from lms.certificates.drawing.rendering import Emblem, render_certificate
from lms.certificates.rules.designs import LAYOUTS, ORIENTATIONS, PAPERS, Design, Palette
from lms.certificates.rules.facts import Signatory
from lms.certificates.signing.authority import make_authority, make_key
from lms.certificates.signing.pades import sign_pdf
from lms.certificates.signing.signer import SoftwareSigner
from lms.kit.i18n import LANGUAGES
from tests.certificates import graduates

BASE = "https://learn.example.org"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HASH = "5" * 64
# A heading, a table, a list and a link: what a template may have that the shipped one has not.
TABLE = """<html lang="en" class="a4-landscape">
<head><title>A table</title></head><body>
<div id="issuer">Commission</div><div id="award"><h1>Results</h1>
<table><tbody><tr><th scope="col">Course</th><th scope="col">Hours</th></tr>
<tr><td>Integrity</td><td>2</td></tr><tr><td>Procurement</td><td>3</td></tr></tbody></table>
</div><div id="foot"><ul><li>One</li><li>Two</li></ul></div></body></html>"""


def picture(mode: str = "RGB") -> bytes:
    content = io.BytesIO()
    Image.new(mode, (120, 60), "#0b5351").save(content, "PNG")
    return content.getvalue()


@pytest.fixture(scope="module")
def signer() -> SoftwareSigner:
    """A key that signs in this process."""
    authority = make_authority("Test", NOW)
    pair = make_key(authority, "Test", NOW)
    return SoftwareSigner("k", "ES256", pair.certificate, (authority.certificate,), pair.key)


def draw(language: str, **more) -> bytes:
    """Draw a certificate with all that one can have."""
    signatory = Signatory("Elena Marković", dict.fromkeys(LANGUAGES, "Director"), HASH)
    facts = graduates.facts(
        language, latin_name="Amina Diallo", sessions_attended=12, sessions_held=14,
        exam_language="fr", places={"en": "Geneva", "ar": "جنيف"}, signatories=(signatory,),
        conditions=dict.fromkeys(LANGUAGES, "2026"),
    )  # fmt: skip
    token = Attached("credential.jwt", b"a.b.c", "application/vc+jwt", "Credential", NOW.date())
    return render_certificate(
        facts, language, BASE, emblem=Emblem(picture("RGBA"), HASH), pictures={HASH: picture()},
        attachments=(token,), **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def certificate(signer) -> bytes:
    """A signed certificate in Arabic and English."""
    return sign_pdf(draw("ar", beside="en"), signer, NOW)


@pytest.fixture(scope="module")
def table() -> bytes:
    """A sheet with a table."""
    return Engine.get().write([TABLE], {}, b"0" * 16)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signed_certificates_in_six_languages_keep_every_rule(language, signer):
    assert check(sign_pdf(draw(language), signer, NOW)) == []


@pytest.mark.parametrize(
    ("language", "beside"),
    [("ar", "en"), ("zh", "fr"), ("en", "ar"), ("ru", "zh"), ("es", "ru"), ("fr", "en")],
)
def test_certificates_in_two_languages_keep_every_rule(language, beside, signer):
    assert check(sign_pdf(draw(language, beside=beside), signer, NOW)) == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_design_keeps_every_rule(paper, orientation, layout, signer):
    colours = Palette(primary="#7a1f2b", paper="#fdf9ef")
    design = Design(layout=layout, paper=paper, orientation=orientation, colours=colours)
    assert check(sign_pdf(draw("en", beside="ar", design=design), signer, NOW)) == []


def test_a_table_keeps_every_rule(table, signer):
    assert check(table) == []
    assert check(sign_pdf(table, signer, NOW)) == []


# How each rule is broken: on the certificate, or on the sheet with the table.
Break = Callable[[pikepdf.Pdf], object]


def content_of(pdf: pikepdf.Pdf) -> bytes:
    return bytes(pdf.pages[0].obj.Contents.read_bytes())


def add(pdf: pikepdf.Pdf, painted: bytes) -> None:
    """Paint more on the page."""
    pdf.pages[0].obj.Contents = pdf.make_stream(content_of(pdf) + b"\n" + painted)


def reword(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    """Change the metadata."""
    before = pdf.Root.Metadata.read_bytes()
    changed = re.sub(old, new, before, count=1, flags=re.DOTALL)
    assert before != changed
    pdf.Root.Metadata = pdf.make_stream(changed, Type=Name.Metadata, Subtype=Name.XML)


def stream_of(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Stream:
    return next(
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == kind
    )


def element(pdf: pikepdf.Pdf, tag: str) -> pikepdf.Dictionary:
    return next(
        one
        for one in pdf.objects
        if isinstance(one, Dictionary) and one.get("/Type") == "/StructElem" and tag == one.S
    )


def run(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """The first tag that holds text."""
    return next(
        one
        for one in pdf.objects
        if isinstance(one, Dictionary) and one.get("/S") == "/Span" and isinstance(one.K[0], int)
    )


def font(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    return next(
        one
        for one in pdf.objects
        if isinstance(one, Dictionary) and one.get("/Subtype") == "/Type0"
    )


def attached(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    return next(
        one
        for one in pdf.objects
        if isinstance(one, Dictionary) and one.get("/Type") == "/Filespec"
    )


def widget(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    return pdf.pages[0].obj.Annots[0]


def link(pdf: pikepdf.Pdf, **more: object) -> None:
    """Lay a link over the page."""
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), F=4, Contents=String("x"),
        A=Dictionary(S=Name.URI, URI=String("https://example.org")), **more,
    )  # fmt: skip
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(annotation))


def set_state(pdf: pikepdf.Pdf, **state: object) -> None:
    pdf.pages[0].obj.Resources.ExtGState["/broken"] = Dictionary(**state)
    add(pdf, b"/Artifact BMC /broken gs 0 0 9 9 re f EMC")


def set_clear(pdf: pikepdf.Pdf) -> None:
    set_state(pdf, ca=0.5)
    del pdf.Root.OutputIntents


def set_profile(pdf: pikepdf.Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(profile.read_bytes(), N=4)


def set_cid_set(pdf: pikepdf.Pdf) -> None:
    font(pdf).DescendantFonts[0].FontDescriptor.CIDSet = pdf.make_stream(b"\x00")


def set_letters(pdf: pikepdf.Pdf) -> None:
    cmap = re.sub(rb"<([0-9a-fA-F]+)>\s*<[0-9a-fA-F]+>\n", rb"<\1> <e000>\n",
                  font(pdf).ToUnicode.read_bytes())  # fmt: skip
    assert b"e000" in cmap
    font(pdf).ToUnicode = pdf.make_stream(cmap)


def show(pdf: pikepdf.Pdf, code: bytes) -> None:
    """Show a sign as ornament."""
    name = next(
        name
        for name, one in pdf.pages[0].obj.Resources.Font.items()
        if one.objgen == font(pdf).objgen
    )
    add(pdf, b"/Artifact BMC BT " + name.encode() + b" 9 Tf <" + code + b"> Tj ET EMC")


ON_CERTIFICATE: dict[str, Break] = {
    "filters": lambda pdf: stream_of(pdf, "/Image").__setitem__("/F", String("x")),
    "limits": lambda pdf: pdf.Root.__setitem__("/X", Name("/" + "x" * 200)),
    "output-intent": set_profile,
    "actions": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("x")))
    ),
    "forms": lambda pdf: pdf.Root.AcroForm.__setitem__("/NeedAppearances", True),
    "marked": lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False),
    "language": lambda pdf: pdf.Root.__setitem__("/Lang", String("English, British")),
    "title-shown": lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
    "attachments": lambda pdf: attached(pdf).__delitem__("/AFRelationship"),
    "metadata": lambda pdf: pdf.Root.__delitem__("/Metadata"),
    "packet": lambda pdf: reword(pdf, rb"<\?xpacket begin", b"<?xpacket bytes='9' begin"),
    "archival": lambda pdf: reword(pdf, rb"(conformance\W+)A", rb"\1B"),
    "accessible": lambda pdf: reword(pdf, rb"(pdfuaid:part\W+)1", rb"\g<1>2"),
    "title": lambda pdf: reword(pdf, rb"<dc:title.*?</dc:title>", b""),
    "schemas": lambda pdf: reword(pdf, rb"(<pdfaProperty:name>)part", rb"\1other"),
    "descriptions": lambda pdf: reword(pdf, rb"(<pdfaSchema:prefix>)pdfuaid", rb"\1"),
    "all-marked": lambda pdf: add(pdf, b"0 0 9 9 re f"),
    "marks-apart": lambda pdf: add(pdf, b"/P <</MCID 900>> BDC /Artifact BMC EMC EMC"),
    "mark-languages": lambda pdf: add(pdf, b"/Span <</Lang (no language)>> BDC EMC"),
    "operators": lambda pdf: add(pdf, b"BX paint EX"),
    "nesting": lambda pdf: add(pdf, b"q " * 29 + b"Q " * 29),
    "page-sizes": lambda pdf: pdf.pages[0].obj.__setitem__("/MediaBox", Array([0, 0, 2, 2])),
    "colours": lambda pdf: add(pdf, b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC"),
    "pictures": lambda pdf: stream_of(pdf, "/Image").__setitem__("/Interpolate", True),
    "form-objects": lambda pdf: stream_of(pdf, "/Form").__setitem__("/Ref", Dictionary()),
    "states": lambda pdf: set_state(pdf, BM=Name("/Strange")),
    "transparency": set_clear,
    "intents": lambda pdf: add(pdf, b"/Mine ri"),
    "embedded": lambda pdf: font(pdf).DescendantFonts[0].__delitem__("/FontDescriptor"),
    "encodings": lambda pdf: font(pdf).__setitem__("/Encoding", Name("/Mine")),
    "no-missing-glyph": lambda pdf: show(pdf, b"0000"),
    "glyphs": lambda pdf: show(pdf, b"fff0"),
    "widths": lambda pdf: font(pdf).DescendantFonts[0].__setitem__("/W", Array([0, 65535, 123])),
    "glyph-lists": set_cid_set,
    "readable": set_letters,
    "standard-tags": lambda pdf: element(pdf, "/H1").__setitem__("/S", Name("/Headline")),
    "parents": lambda pdf: element(pdf, "/H1").__setitem__("/P", element(pdf, "/H2")),
    "parent-tree": lambda pdf: pdf.pages[0].obj.__setitem__("/StructParents", 77),
    "marks-there": lambda pdf: run(pdf).K.append(901),
    "alternative-texts": lambda pdf: element(pdf, "/Figure").__delitem__("/Alt"),
    "boxes": lambda pdf: element(pdf, "/Figure").A.__setitem__("/BBox", Array([0, -9, 9, 9])),
    "headings": lambda pdf: element(pdf, "/H2").__setitem__("/S", Name("/H3")),
    "nested-parts": lambda pdf: element(pdf, "/LI").__setitem__("/S", Name("/P")),
    "tag-languages": lambda pdf: run(pdf).__setitem__("/Lang", String("no language")),
    "notes": lambda pdf: element(pdf, "/Div").__setitem__("/S", Name("/Note")),
    "annotation-kinds": lambda pdf: widget(pdf).__setitem__("/Subtype", Name("/Movie")),
    "annotation-flags": lambda pdf: widget(pdf).__setitem__("/F", 2),
    "appearances": lambda pdf: widget(pdf).__setitem__("/Rect", Array([0, 0, 9, 9])),
    "field-names": lambda pdf: widget(pdf).__delitem__("/TU"),
    "annotations-tagged": link,
    "tab-order": lambda pdf: pdf.pages[0].obj.__delitem__("/Tabs"),
    "link-texts": lambda pdf: (link(pdf), pdf.pages[0].obj.Annots[-1].__delitem__("/Contents")),
}  # fmt: skip
ON_TABLE: dict[str, Break] = {
    "table-headings": lambda pdf: element(pdf, "/TH").A.__delitem__("/Scope"),
    "table-rows": lambda pdf: element(pdf, "/TD").A.__setitem__("/ColSpan", 2),
}
IN_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "header": lambda content: content.replace(b"%PDF-1.7", b"%PDF-2.0", 1),
    "identifiers": lambda content: content.replace(b"/ID", b"/IX"),
    "end-of-file": lambda content: content + b"more",
}


def saved(pdf: pikepdf.Pdf) -> bytes:
    output = io.BytesIO()
    pdf.save(output, fix_metadata_version=False, static_id=True)
    return output.getvalue()


def names(content: bytes) -> set[str]:
    return {finding.rule for finding in check(content)}


def test_writing_a_file_anew_breaks_nothing(certificate, table):
    for content in (certificate, table):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert check(saved(pdf)) == []


@pytest.mark.parametrize("rule", [*ON_CERTIFICATE, *ON_TABLE])
def test_each_rule_is_named_where_it_is_broken(rule, certificate, table):
    content = certificate if rule in ON_CERTIFICATE else table
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (ON_CERTIFICATE | ON_TABLE)[rule](pdf)
        assert rule in names(saved(pdf))


@pytest.mark.parametrize("rule", IN_BYTES)
def test_what_is_wrong_outside_of_the_objects_is_named(rule, certificate):
    assert rule in names(IN_BYTES[rule](certificate))


def test_an_encrypted_file_is_named(certificate):
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(certificate)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "no-encryption" in names(output.getvalue())


def test_every_rule_is_broken_by_a_test():
    broken = {*ON_CERTIFICATE, *ON_TABLE, *IN_BYTES, "no-encryption"}
    assert broken == {rule.name for rule in RULES}
    assert len(broken) == len(RULES)
    assert all(rule.clause and rule.asks for rule in RULES)


def test_what_cannot_be_read_says_so(certificate):
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(certificate)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(NotReadable, match="password"):
        check(output.getvalue())
    with pytest.raises(NotReadable, match=r"^not a PDF, or damaged: [^<]*$"):
        check(b"%PDF-1.7 and nothing more")
