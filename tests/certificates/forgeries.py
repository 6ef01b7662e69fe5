"""A genuine file without a database, and what people do to files: each forgery by its name.

What each comes to is expected beside it; `test_inspection` and the bench's table go through all.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pikepdf
from cryptography import x509

from lms.certificates.credentials.badge import Place, make_credential
from lms.certificates.drawing.engine import Attached
from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.codes import grouped, new_code
from lms.certificates.rules.facts import Facts
from lms.certificates.signing.authority import make_authority, make_key
from lms.certificates.signing.pades import sign_pdf
from lms.certificates.signing.signer import SoftwareSigner
from tests import cast
from tests.certificates import graduates

BASE_URL = "https://train.example.org"
DAY = date(2026, 11, 24)
PLACE = Place(0, 7)


def new_signer(name: str) -> SoftwareSigner:
    """Return a key under an authority of its own."""
    began = cast.NOW - timedelta(days=30)
    pair = make_key(make_authority(name, began), name, began)
    return SoftwareSigner(name.lower(), "ES256", pair.certificate, pair.chain, pair.key)


OURS, THEIRS = new_signer("Commission"), new_signer("Nobody")
FACTS = graduates.facts(code=new_code())
OTHER = graduates.facts(code=new_code(), holder_name="Farid Vakatora")
CERTIFICATES: list[x509.Certificate] = [OURS.certificate]


def make(facts: Facts, signer: SoftwareSigner | None = OURS, attached: Facts | None = None,
         place: Place = PLACE) -> bytes:  # fmt: skip
    """Return a file as it is issued: with its credential, and signed; or with another's."""
    token = make_credential(attached or facts, place, BASE_URL, signer or OURS)
    file = Attached("credential.jwt", token, "application/jwt", "Credential", DAY)
    pdf = render_certificate(facts, "en", BASE_URL, attachments=(file,))
    return sign_pdf(pdf, signer, cast.NOW) if signer else pdf


@cache
def genuine() -> bytes:
    """Return the file of `FACTS`, as it was issued."""
    return make(FACTS)


def _change_byte(pdf: bytes) -> bytes:
    # In the middle of the page's own drawing.
    place = len(pdf) // 3
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def _append_revision(pdf: bytes) -> bytes:
    """Let the catalogue name another language in a revision that is appended properly."""
    from pyhanko.pdf_utils.generic import pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Lang"] = pdf_string("fr")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _sign_again(pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigFieldSpec

    from lms.certificates.signing.pades import _Hand

    return bytes(
        signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            signers.PdfSignatureMetadata(field_name="Second", md_algorithm="sha256"),
            _Hand(THEIRS),
            new_field_spec=SigFieldSpec("Second"),
        ).getbuffer()
    )


def _rewrite(pdf: bytes, change: Callable[[pikepdf.Pdf], None], **how: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out, **how)  # type: ignore[arg-type]  # pikepdf's own many
    return out.getvalue()


def _strip(document: pikepdf.Pdf) -> None:
    del document.Root.AcroForm
    del document.pages[0].Annots


def _encrypt(pdf: bytes) -> bytes:
    return _rewrite(pdf, _strip, encryption=pikepdf.Encryption(owner="a", user="b"))


def _forge_qr(pdf: bytes) -> bytes:
    """Lay the QR code of another certificate over the file's own, as who copies a sheet would."""
    import segno

    code = segno.make_qr(f"{BASE_URL}/verify/{grouped(OTHER.code)}", error="m")
    rows = [[bool(cell) for cell in row] for row in code.matrix]

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[0]
        width, height = (float(page.MediaBox[2]), float(page.MediaBox[3]))
        size = 130 / len(rows)
        squares = " ".join(
            f"{20 + x * size:.2f} {20 + (len(rows) - 1 - y) * size:.2f} {size:.2f} {size:.2f} re"
            for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )  # fmt: skip
        # The old one goes under a white sheet; only the words stay.
        covered = f"q 1 g 0 0 {width} {height} re f 0 g {squares} f Q".encode()
        page.contents_add(document.make_stream(covered), prepend=False)
        _strip(document)

    return _rewrite(pdf, change)


def _cut(pdf: bytes) -> bytes:
    return pdf[: len(pdf) * 2 // 3]


def _mix_signature(pdf: bytes) -> bytes:
    """Put the signature of another file of ours into this one."""
    other = make(OTHER)

    def digits(one: bytes) -> tuple[int, int]:
        start = one.rindex(b"/Contents <") + len(b"/Contents <")
        return start, one.index(b">", start)

    (first, last), (begin, end) = digits(pdf), digits(other)
    assert last - first == end - begin
    return pdf[:first] + other[begin:end] + pdf[last:]


def _bomb(_pdf: bytes) -> bytes:
    """Return a small file whose attachment unpacks to two gigabytes."""
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(2_000)) + packer.flush()
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["credential.json"] = pikepdf.AttachedFileSpec(document, b"")
    stream = document.attachments["credential.json"].get_file().obj
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Forgery:
    """What is done to a genuine file, and what it comes to."""

    name: str
    make: Callable[[bytes], bytes]
    status: str
    reason: str


FORGERIES = [
    Forgery("a byte changed", _change_byte, "tampered", "changed"),
    Forgery("a revision appended", _append_revision, "tampered", "appended"),
    Forgery("bytes appended", lambda pdf: pdf + b"\n% more\n%%EOF\n", "tampered", "appended"),
    Forgery("a second signature", _sign_again, "tampered", "signed_again"),
    Forgery("the signature of another file", _mix_signature, "tampered", "changed"),
    Forgery(
        "another's attachment, signed by another key",
        lambda _: make(FACTS, THEIRS, OTHER),
        "not_ours",
        "other_attachment",
    ),
    Forgery("a QR code of another certificate", _forge_qr, "not_ours", "qr_forged"),
    Forgery("signed by another key", lambda _: make(FACTS, THEIRS), "not_ours", "other_key"),
    Forgery("no signature", lambda pdf: _rewrite(pdf, _strip), "not_ours", "unsigned"),
    Forgery("encrypted", _encrypt, "not_ours", "encrypted"),
    Forgery("the end cut off", _cut, "unknown", "cut_off"),
    Forgery("some bytes cut off", lambda pdf: pdf[:-40], "unknown", "cut_off"),
    Forgery("not a PDF", lambda _: b"PK\x03\x04 a file of another kind", "not_ours", "not_pdf"),
    Forgery(
        "damaged beyond reading", lambda _: b"%PDF-1.7\nrubbish\n%%EOF", "not_ours", "unreadable"
    ),
    Forgery("empty", lambda _: b"", "not_ours", "empty"),
    Forgery("200 MB", lambda pdf: pdf + bytes(200 * 1024 * 1024), "not_ours", "too_large"),
    Forgery("an attachment that unpacks to 2 GB", _bomb, "not_ours", "too_heavy"),
]


def grouped_code(facts: Facts = FACTS) -> str:
    """Return a certificate's code as it is printed."""
    return grouped(facts.code)
