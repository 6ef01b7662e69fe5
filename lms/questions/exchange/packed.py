"""A zip from another system, read without trust: nothing is unpacked but what is asked for.

What its files mean, the reader of its format knows.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lms.kit.i18n import Text
from lms.questions.exchange.found import LARGEST_FILE, FileRefused

_MEGABYTE = 1024 * 1024
# Of all files together, unpacked; what one file may be, whoever reads it checks by what is in it.
MOST_UNPACKED = 128 * _MEGABYTE
MOST_ENTRIES = 10_000
# Pictures hardly shrink and text to a tenth; text repeated without end to a thousandth.
HIGHEST_RATIO = 200
_ENCRYPTED = 0x1
_UNREADABLE = Text("The file is no zip that can be read. Is it cut off? Export it again.")


def is_zip(content: bytes) -> bool:
    """Say whether a file begins as a zip does."""
    return content.startswith(b"PK")


class Packed(Mapping[str, bytes]):
    """The files of a zip by their path, each unpacked when it is asked for.

    Raises `FileRefused` where it is no zip, is too large, or has what no package needs.
    """

    def __init__(self, content: bytes) -> None:
        if len(content) > LARGEST_FILE:
            raise FileRefused(
                Text(
                    "The file is too large: it may have at most %(most)s MB. Export it in parts.",
                    most=LARGEST_FILE // _MEGABYTE,
                )
            )
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._entries = dict(_check(self._archive.infolist()))
            # A picture that many texts show is unpacked once.
            self._unpacked: dict[str, bytes] = {}
        except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
            raise FileRefused(_UNREADABLE) from error

    def __getitem__(self, path: str) -> bytes:
        entry = self._entries[path]
        if path in self._unpacked:
            return self._unpacked[path]
        try:
            return self._unpacked.setdefault(path, self._archive.read(entry))
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
            raise FileRefused(_UNREADABLE) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def _check(entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    size, seen = sum(entry.file_size for entry in entries), set()
    if len(entries) > MOST_ENTRIES or size > MOST_UNPACKED:
        raise FileRefused(
            Text(
                "The package is too large: unpacked it may have at most %(most)s MB and %(count)s "
                "files. Export it in parts.",
                most=MOST_UNPACKED // _MEGABYTE,
                count=MOST_ENTRIES,
            )
        )
    for entry in entries:
        name = entry.filename
        if _leads_out(name) or name in seen:
            raise FileRefused(
                Text("The file “%(name)s” has no place in a package. Export it again.", name=name)
            )
        seen.add(name)
        _check_entry(entry)
        if not entry.is_dir():
            yield name, entry


def _leads_out(name: str) -> bool:
    """Say whether a path is none within the package."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise FileRefused(Text("The package is locked by a password. Export it without one."))
    is_large = entry.file_size > _MEGABYTE
    if is_large and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
        text = Text(
            "The file “%(name)s” unpacks to far more than it is. Export it again.",
            name=entry.filename,
        )
        raise FileRefused(text)


def beside(path: str, reference: str) -> str:
    """Return the path of what a file refers to, from the top of the package."""
    plain = unquote(reference.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), plain))
