"""What a PDF shows in words: the codes of certificates, and the addresses where they are verified.

Read by PDFium, which knows what the letters of an embedded font mean.
"""

import re
from dataclasses import dataclass

import pypdfium2

from lms.certificates.rules.codes import ALPHABET, GROUP, read_code

CODE = rf"[{ALPHABET}]{{{GROUP}}}(?:-[{ALPHABET}]{{{GROUP}}}){{2}}"
_CODE = re.compile(CODE)
_PRINTED = re.compile(rf"(https?://\S{{1,200}}/verify/){CODE}")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Words:
    """The codes that a PDF shows, and the beginnings of the addresses of verification it prints."""

    codes: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


def read_words(pdf: bytes, most_pages: int) -> Words:
    """Return what the first pages show; nothing where PDFium cannot read the file."""
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return Words()
    try:
        texts = [_words_of(document[index]) for index in range(min(len(document), most_pages))]
    except pypdfium2.PdfiumError:
        return Words()
    finally:
        document.close()
    text = "\n".join(texts)
    codes = (read_code(match) for match in _CODE.findall(text))
    return Words(tuple(code for code in codes if code), tuple(_PRINTED.findall(text)))


def _words_of(page: pypdfium2.PdfPage) -> str:
    words = page.get_textpage()
    count = min(words.count_chars(), _LONGEST)
    # PDFium's wrapper goes in circles when it is asked for more than there is.
    return str(words.get_text_range(0, count, errors="ignore")) if count else ""
