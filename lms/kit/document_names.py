"""`python -m lms.kit.document_names`: the names in the PDF on standard input, as a JSON list.

Run by `lms.kit.documents` alone, beside the server, which needs no memory for it. It ends with
`LOCKED` where a password is needed, and otherwise than well where the document is none, or wants
more memory or time than it gets.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf

from lms.kit.documents import LOCKED

# What a catalogue of 32 MiB needs fits several times over.
MOST_BYTES = 768 * 1024 * 1024
MOST_SECONDS = 20


def main() -> int:
    """Read, look, write; return how the process ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        names = sorted(_names_in(io.BytesIO(sys.stdin.buffer.read())))
    except pikepdf.PasswordError:
        return LOCKED
    except (pikepdf.PdfError, MemoryError, ValueError):
        return 1
    sys.stdout.write(json.dumps(names))
    return 0


def _names_in(stream: BinaryIO) -> set[str]:
    with pikepdf.open(stream) as document:
        return {name for part in document.objects for name in _names(part)}


def _names(part: pikepdf.Object) -> Iterator[str]:
    """Yield the names in one object and in all that stands within it, not beyond its references."""
    inside: list[object] = [part]
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
    return bool(getattr(value, "is_indirect", False))


if __name__ == "__main__":
    sys.exit(main())
