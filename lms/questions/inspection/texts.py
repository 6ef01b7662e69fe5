"""Plain texts and tables of text: in any usual encoding, without anything that is no text."""

import codecs
import re
import unicodedata
from typing import BinaryIO

from lms.questions.handed_in import Kind
from lms.questions.inspection.refusals import FileActs, NotWhatItSays

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KEPT = "\t\n\r\f"
# How files begin that hold no NUL at once, and are no texts.
_OTHERS = (b"PK\x03\x04", b"%PDF-", b"MZ", b"\x7fELF", b"{\\rtf")
# A cell by which a program of tables starts another program (DDE): =cmd|'/c calc'!A1
_STARTS = re.compile(r"""(?:^|[,;\t"'])\s*[=+@-][^,;\t\n]*\|[^,;\t\n]*!""", re.MULTILINE)


def inspect_text(kind: Kind, stream: BinaryIO, _size: int) -> None:
    """See that a file is a text; raise `NotWhatItSays`, `FileActs`."""
    content = stream.read()
    text = _decode(content)
    if text is None or content.startswith(_OTHERS) or any(map(_is_no_text, set(text))):
        raise NotWhatItSays(ending=kind)
    if kind == "csv" and _STARTS.search(text):
        raise FileActs


def _decode(content: bytes) -> str | None:
    """Return a text; what is no Unicode is read as one of the many old encodings of 8 bits."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        # Which of them it is nobody can know; control characters are the same in all. Those of the
        # upper half are letters there.
        return content.translate(None, bytes(range(0x80, 0x100))).decode("ascii")


def _is_no_text(letter: str) -> bool:
    return letter not in _KEPT and unicodedata.category(letter) == "Cc"
