"""Many files at once, on all cores: each is looked into as one is.

What the findings come to is decided by whoever asked.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from lms.certificates.checking.contents import read_attached
from lms.certificates.checking.inspection import inspect, read_limited
from lms.certificates.rules.inspection import Contents, Inspection

# Below this many, starting processes takes longer than looking.
_FEW = 40
_AT_ONCE = 16
_NOT_OPENED = Inspection("", contents=Contents("not_opened"))
_keys: list[x509.Certificate] = []


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be looked into, and what is left out since its name is not that of a PDF."""

    files: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)


def list_files(places: Sequence[Path]) -> Found:
    """Return the files meant: those named, and every PDF within the folders named.

    What cannot be opened is among them, a folder too: it is told of when its turn comes.
    """
    found = Found()
    for place in places:
        if not os.path.isdir(place):  # noqa: PTH112 - Path.is_dir raises where it may not look
            found.files.append(place)
            continue
        within = sorted(_walk(place))
        found.files.extend(path for path, is_meant in within if is_meant)
        found.skipped.extend(path for path, is_meant in within if not is_meant)
    return found


def _walk(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Yield what is in a folder and whether to look into it: PDFs, and what cannot be entered.

    Links to folders are not followed, for they may lead round in a circle.
    """
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        inside = [Path(place, name) for name in folders]
        yield from ((path, True) for path in inside if _is_called_pdf(path))
        yield from ((path, False) for path in inside if path.is_symlink())
        yield from ((path, _is_called_pdf(path)) for path in (Path(place, one) for one in files))
    yield from ((Path(error.filename), True) for error in closed)


def _is_called_pdf(path: Path) -> bool:
    return path.suffix.lower() == ".pdf"


def inspect_files(
    files: Sequence[Path], keys: Sequence[x509.Certificate]
) -> Iterator[tuple[Path, Inspection]]:
    """Yield each file with what its bytes tell, in their order."""
    pems = b"".join(key.public_bytes(Encoding.PEM) for key in keys)
    if len(files) < _FEW:
        _begin(pems)
        yield from zip(files, map(_inspect, files), strict=True)
        return
    # A process of its own begins afresh: what this one has open is not for them.
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("spawn"), initializer=_begin, initargs=(pems,)
    ) as pool:
        yield from zip(files, pool.map(_inspect, files, chunksize=_AT_ONCE), strict=True)


def _begin(pems: bytes) -> None:
    _keys[:] = x509.load_pem_x509_certificates(pems) if pems else []


def _inspect(file: Path) -> Inspection:
    try:
        # Whoever opens a pipe waits for somebody who writes into it.
        if not file.is_file():
            return _NOT_OPENED
        with file.open("rb") as stream:
            content = read_limited(stream)
    except OSError:
        return _NOT_OPENED
    return inspect(content, _keys, read_attached)
