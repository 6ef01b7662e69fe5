"""What a PDF shows: the codes in its words, the addresses in its QR codes.

Read by PDFium, which knows what the letters of an embedded font mean and draws the page, and by
ZXing, which reads a QR code in whatever way it is drawn.
"""

import re
from dataclasses import dataclass

import pypdfium2
import zxingcpp

from lms.certificates.rules.codes import ALPHABET, GROUP, read_code

CODE = rf"[{ALPHABET}]{{{GROUP}}}(?:-[{ALPHABET}]{{{GROUP}}}){{2}}"
_CODE = re.compile(CODE)
_PRINTED = re.compile(rf"(https?://\S{{1,200}}/verify/){CODE}")
_LONGEST = 20_000
# Pixels along the longer side of a drawn page: a QR code of ours has two or three for a module.
_PIXELS = 1_600
_MOST_QR_CODES = 8
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True, slots=True)
class Sight:
    """The codes that a PDF shows in words, the beginnings of the addresses that it prints for them,
    and what its QR codes say."""

    codes: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    qr_codes: tuple[str, ...] = ()


def read_pages(pdf: bytes, most_pages: int) -> Sight:
    """Return what the first pages show; nothing where PDFium cannot read the file."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return Sight()
    try:
        pages = [document[index] for index in range(min(len(document), most_pages))]
        text = "\n".join(_words_of(page) for page in pages)
        qr_codes = [said for page in pages for said in _qr_codes_of(page)]
    except pypdfium2.PdfiumError:
        return Sight()
    finally:
        document.close()
    codes = (read_code(match) for match in _CODE.findall(text))
    return Sight(
        tuple(code for code in codes if code), tuple(_PRINTED.findall(text)), tuple(qr_codes)
    )


def _words_of(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    count = min(words.count_chars(), _LONGEST)
    # PDFium's wrapper goes in circles when it is asked for more than there is.
    return str(words.get_text_range(0, count, errors="ignore")) if count else ""


def _qr_codes_of(page: pypdfium2.PdfPage) -> list[str]:
    longest = max(page.get_size())
    if not longest:
        return []
    drawn = page.render(scale=_PIXELS / longest, grayscale=True).to_numpy().squeeze()
    found = zxingcpp.read_barcodes(drawn, formats=_QR)
    return [code.text for code in found[:_MOST_QR_CODES]]
