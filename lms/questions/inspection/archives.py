"""The zip of which office documents are made: whole, one file, of a size that can be unpacked.

What stands in it is looked at in `offices`. Source: APPNOTE.TXT, the ZIP file format.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import BinaryIO

from lms.questions.inspection.refusals import (
    FileDamaged,
    FileLocked,
    SecondFile,
    UnpacksTooLarge,
)

MEBIBYTE = 1024 * 1024
MOST_ENTRIES = 4000
LARGEST_DIRECTORY = 2 * MEBIBYTE
MOST_UNPACKED = 200 * MEBIBYTE
# Up to so much nobody asks how often it was there before it was packed.
SMALL = 20 * MEBIBYTE
MOST_TIMES = 100
_CHUNK = 64 * 1024
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_IS_ENCRYPTED, _IS_DESCRIBED_BEHIND = 0x1, 0x8
_LONGEST_DESCRIPTION = 24
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError,
    OSError, ValueError,
)  # fmt: skip


def open_archive(stream: BinaryIO, size: int) -> zipfile.ZipFile:
    """Return an archive that was unpacked once to its end, and is nothing else beside.

    Raises `FileDamaged`, `FileLocked`, `SecondFile`, `UnpacksTooLarge`.
    """
    start = _check_end(stream, size)
    try:
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
        _check_entries(entries, size)
        _check_gapless(stream, entries, start)
        _unpack(archive, entries)
    except _BROKEN as error:
        raise FileDamaged from error
    return archive


def _check_end(stream: BinaryIO, size: int) -> int:
    """See that the directory of the archive stands at its very end; return where it begins."""
    if size < _END.size:
        raise FileDamaged
    stream.seek(-_END.size, io.SEEK_END)
    mark, _, _, _, count, length, start, comment = _END.unpack(stream.read(_END.size))
    if mark != b"PK\x05\x06":
        stream.seek(0)
        raise SecondFile if b"PK\x05\x06" in stream.read() else FileDamaged
    if count > MOST_ENTRIES or length > LARGEST_DIRECTORY:
        raise UnpacksTooLarge
    if comment or start + length != size - _END.size:
        raise SecondFile
    return int(start)


def _check_entries(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise FileLocked
    if len(names) != len({name.casefold() for name in names}) or any(map(_is_astray, names)):
        raise FileDamaged
    if any(entry.compress_type not in {0, zipfile.ZIP_DEFLATED} for entry in entries):
        raise FileDamaged
    total = sum(entry.file_size for entry in entries)
    if total > MOST_UNPACKED or (total > SMALL and total > MOST_TIMES * size):
        raise UnpacksTooLarge


def _is_astray(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _check_gapless(stream: BinaryIO, entries: Sequence[zipfile.ZipInfo], start: int) -> None:
    """See that entries follow each other from the first byte, none over another, up to `start`."""
    place, spare = 0, 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if not place <= entry.header_offset <= place + spare:
            raise SecondFile
        stream.seek(entry.header_offset)
        mark, _, flags, *_, name_length, extra_length = _LOCAL.unpack(stream.read(_LOCAL.size))
        if mark != b"PK\x03\x04":
            raise FileDamaged
        place = entry.header_offset + _LOCAL.size + name_length + extra_length
        place += entry.compress_size
        spare = _LONGEST_DESCRIPTION if flags & _IS_DESCRIBED_BEHIND else 0
    if not place <= start <= place + spare:
        raise SecondFile


def _unpack(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Read all: more than the directory says comes out of no entry, and each has to be whole."""
    for entry in entries:
        with archive.open(entry) as content:
            while content.read(_CHUNK):
                pass
