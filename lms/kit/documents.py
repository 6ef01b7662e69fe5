"""What all who look into PDF documents want of it: the names of everything that stands in one.

What a document may hold is each room's own.
"""

from collections.abc import Iterator
from typing import BinaryIO

import pikepdf


def names_in(stream: BinaryIO) -> set[str]:
    """Return every key of a document and every kind of act in it, such as `/JavaScript`.

    Raises `pikepdf.PasswordError` where it is locked, another `pikepdf.PdfError` where it is none.
    """
    with pikepdf.open(stream) as document:
        return {name for part in document.objects for name in _names(part)}


def _names(part: object) -> Iterator[str]:
    """Yield the names in one object and in all that stands within it, not beyond its references."""
    inside = [part]
    while inside:
        here = inside.pop()
        if isinstance(here, pikepdf.Dictionary | pikepdf.Stream):
            yield from here.keys()
            kind = here.get("/S")
            if isinstance(kind, pikepdf.Name):
                yield str(kind)
            inside += [value for value in here.values() if not _is_elsewhere(value)]
        elif isinstance(here, pikepdf.Array):
            inside += [value for value in here if not _is_elsewhere(value)]


def _is_elsewhere(value: object) -> bool:
    """Say whether something stands among the document's objects by itself, and is met there."""
    return isinstance(value, pikepdf.Object) and value.is_indirect
