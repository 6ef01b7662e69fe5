"""What a PDF claims: the codes it names, the credential attached, whether its QR code fits them.

Nothing here says whether a claim is true. A file from anywhere is read in a process of its own
(`confined`): it may be made to be heavy.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pikepdf

from lms.certificates.checking.sight import Sight, read_pages
from lms.certificates.credentials.reading import TokenRefused, peek
from lms.certificates.rules.codes import grouped, read_code
from lms.certificates.rules.inspection import Contents

_MOST_PAGES = 5
_MOST_THINGS = 50
_LARGEST_CREDENTIAL = 256 * 1024
_UNREADABLE = (
    pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError, KeyError, AttributeError
)  # fmt: skip
_ADDRESS = re.compile(r"(.*/verify/)([^/?#]+)/?$")


def read_contents(pdf: bytes) -> Contents:
    """Return what a file claims; `trouble` where it cannot be read."""
    return _open(pdf, _read_all)


def read_attached(pdf: bytes) -> Contents:
    """Return only which credential is attached: enough for a file whose signature is intact."""
    return _open(pdf, _read_attached)


def _open(pdf: bytes, read: Callable[[bytes, pikepdf.Pdf], Contents]) -> Contents:
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return Contents("encrypted") if document.is_encrypted else read(pdf, document)
    except pikepdf.PasswordError:
        return Contents("encrypted")
    except MemoryError:
        return Contents("too_heavy")
    except _UNREADABLE as error:
        # What qpdf says where memory came to its end.
        return Contents("too_heavy" if "bad_alloc" in str(error) else "unreadable")


def _read_attached(_pdf: bytes, document: pikepdf.Pdf) -> Contents:
    credential = next(_credentials(document), None)
    attached = code_of(str(credential.get("id", ""))) if credential else None
    return Contents(attached=attached, credential=credential)


def _read_all(pdf: bytes, document: pikepdf.Pdf) -> Contents:
    found = _read_attached(pdf, document)
    pages = list(islice(document.pages, _MOST_PAGES))
    sight = read_pages(pdf, _MOST_PAGES)
    linked = [address for page in pages for address in _links(page)]
    attached = str((found.credential or {}).get("id", ""))
    bases = {*sight.bases, *(base for one in (attached, *linked) if (base := _base_of(one)))}
    # What is shown in words comes first: by that a reader takes it for a certificate.
    named = [*sight.codes, *map(code_of, linked), *map(code_of, sight.qr_codes)]
    codes = tuple(dict.fromkeys(code for code in named if code))
    return replace(found, codes=codes, qr_fits=_qr_fits(sight, bases, codes[:1]))


def _qr_fits(sight: Sight, bases: set[str], shown: tuple[str, ...]) -> bool | None:
    """Say whether a QR code leads to what is shown; none where there is none, or nothing shown."""
    if not sight.qr_codes or not shown:
        return None
    wanted = {base + grouped(shown[0]) for base in bases}
    return any(said in wanted if wanted else code_of(said) == shown[0] for said in sight.qr_codes)


def code_of(address: str) -> str | None:
    """Return the code of the certificate that an address of verification opens, or nothing."""
    match = _ADDRESS.match(address)
    return read_code(match[2]) if match else None


def _base_of(address: str) -> str | None:
    match = _ADDRESS.match(address)
    return match[1] if match and read_code(match[2]) else None


def _credentials(document: pikepdf.Pdf) -> Iterator[dict[str, Any]]:
    """Yield the attachments that are credentials, as JSON or as a token."""
    for name in list(document.attachments)[:_MOST_THINGS]:
        content = document.attachments[name].get_file().read_bytes()
        if len(content) > _LARGEST_CREDENTIAL:
            continue
        payload = _as_json(content) or _as_token(content)
        if payload is not None and "credentialSubject" in payload:
            yield payload


def _as_json(content: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _as_token(content: bytes) -> dict[str, Any] | None:
    try:
        return peek(content)
    except TokenRefused:
        return None


def _links(page: Any) -> Iterator[str]:  # noqa: ANN401 - pikepdf gives its objects no types
    for annotation in list(page.get("/Annots", []))[:_MOST_THINGS]:
        action = annotation.get("/A")
        address = action.get("/URI") if action is not None else None
        if address is not None:
            yield str(address)
