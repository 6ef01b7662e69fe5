"""A course's register as a list: search and filter over rows with the names a reader may see.

Names of protected people are found only by those who may see them, since the search is over what
is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.certificates.rules.codes import LENGTH, grouped
from lms.certificates.rules.rows import CertificateRow
from lms.kit.folding import fold


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader looks for; empty texts ask for everything."""

    text: str = ""
    status: str = ""


def select_rows(
    rows: Sequence[CertificateRow], names: Mapping[str, str], wish: Wish
) -> list[CertificateRow]:
    """Return the certificates that meet the wish: by name, code or number, and by status."""
    words = fold(wish.text).split()
    return [
        row
        for row in rows
        if wish.status in {"", row.standing.status}
        and all(_is_found(word, row, names.get(row.person_id or "", "")) for word in words)
    ]


def _is_found(word: str, row: CertificateRow, name: str) -> bool:
    code = word.replace("-", "").upper()
    return (
        word in fold(name)
        or word.lstrip("#") == str(row.number)
        or word.upper() in grouped(row.code)
        or (len(code) == LENGTH and code == row.code)
    )
