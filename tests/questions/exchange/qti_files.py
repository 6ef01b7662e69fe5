"""A content package of QTI, made of the files beside; those are written by hand after 1EdTech's
specification, one item for each interaction and for each way not to be taken.
"""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "qti"


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of some files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return stream.getvalue()


def files() -> dict[str, bytes]:
    """Return the files of the package by their path."""
    paths = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in paths}


def package() -> bytes:
    """Return the package."""
    return pack(files())
