"""Files by the hash of their content, on disk: written once, never changed.

Who may read a file is decided by the room that knows what it is.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

CHUNK = 256 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_root: Path | None = None


class BlobMissing(Exception):
    """The storage has no file of this hash."""


def use(folder: Path) -> None:
    """Keep the files under `folder`."""
    global _root  # noqa: PLW0603 - one storage a process, named at start
    _root = folder


def path_of(content_hash: str) -> Path:
    """Return where the file of this hash stands, whether or not it does."""
    if _root is None:
        raise RuntimeError("the storage has no folder yet")
    return _root / content_hash[:2] / content_hash[2:]


def put(content: bytes) -> str:
    """Store `content` and return its SHA-256 as 64 hexadecimal digits; the same content once."""
    content_hash = hashlib.sha256(content).hexdigest()
    path = path_of(content_hash)
    if path.exists():
        return content_hash
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # A reader sees the whole file or none: the name appears at once.
    Path(temporary).replace(path)
    return content_hash


def put_stream(stream: IO[bytes]) -> str:
    """Store what a stream gives, which need not fit into memory, and return its SHA-256."""
    if _root is None:
        raise RuntimeError("the storage has no folder yet")
    _root.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    handle, temporary = tempfile.mkstemp(dir=_root)
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        path = path_of(digest.hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return digest.hexdigest()


def remove(content_hash: str) -> None:
    """Forget a file; nothing where there is none. Nothing may refer to it any more."""
    path_of(content_hash).unlink(missing_ok=True)


def list_older(before: datetime) -> Iterator[str]:
    """Give the hashes of the files that were stored before an instant, in no order."""
    for path in _list_paths(before):
        content_hash = path.parent.name + path.name
        if _HASH.fullmatch(content_hash):
            yield content_hash


def remove_unfinished(before: datetime) -> int:
    """Remove what was begun before an instant and never got its name; return how many."""
    left = [path for path in _list_paths(before) if path.name.startswith(tempfile.gettempprefix())]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _list_paths(before: datetime) -> Iterator[Path]:
    if _root is None:
        raise RuntimeError("the storage has no folder yet")
    for pattern in ("*", "*/*"):
        for path in _root.glob(pattern):
            with suppress(FileNotFoundError):  # another process may have removed it meanwhile
                if path.is_file() and path.stat().st_mtime < before.timestamp():
                    yield path


def exists(content_hash: str) -> bool:
    """Say whether the storage has this file."""
    return path_of(content_hash).exists()


def size(content_hash: str) -> int:
    """Return a file's length in bytes; raise `BlobMissing` where there is none."""
    try:
        return path_of(content_hash).stat().st_size
    except FileNotFoundError as error:
        raise BlobMissing(content_hash) from error


def get(content_hash: str) -> bytes:
    """Return the file's content; raise `BlobMissing` where there is none."""
    try:
        return path_of(content_hash).read_bytes()
    except FileNotFoundError as error:
        raise BlobMissing(content_hash) from error
