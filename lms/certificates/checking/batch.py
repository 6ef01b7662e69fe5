"""Many files at once, on all cores: each is looked into as one is.

What the findings come to is decided by whoever asked.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from lms.certificates.checking.contents import read_attached
from lms.certificates.checking.inspection import inspect, read_limited
from lms.certificates.rules.inspection import Inspection

# Below this many, starting processes takes longer than looking.
_FEW = 40
_AT_ONCE = 16
_keys: list[x509.Certificate] = []


def list_files(places: Sequence[Path]) -> list[Path]:
    """Return the files meant: those named, and every PDF within the folders named."""
    files: list[Path] = []
    for place in places:
        files += sorted(place.rglob("*.pdf")) if place.is_dir() else [place]
    return files


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
    with file.open("rb") as stream:
        return inspect(read_limited(stream), _keys, read_attached)
