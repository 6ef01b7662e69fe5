"""A course as a folder and as a deterministic zip of the same tree; neither is trusted.

Nothing is unpacked onto a disk: a package is read within limits, or refused. A small one is read
into memory, a large one stays closed but for the file at hand.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

from lms.content.problems import Problem
from lms.content.reader import Files
from lms.kit.i18n import N_, Text

MOST_FILES = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_BYTES_OF_A_FILE = 50 * 1024 * 1024
# A real course with pictures shrinks to a tenth at most; text repeated without end to a thousandth.
HIGHEST_RATIO = 200
CHUNK = 64 * 1024
# The earliest time that a zip can hold: the same tree gives the same bytes.
EPOCH = (1980, 1, 1, 0, 0, 0)
_LINK = 0o120000
_KIND = 0o170000
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
Taken = TypeVar("Taken")


class PackageRefused(Exception):
    """A folder or a zip is not what a course can be read from; `problems` say why."""

    def __init__(self, file: str, message: Text, advice: Text) -> None:
        self.problems = [Problem(file, 1, "", message, advice)]
        super().__init__(str(self.problems[0]))


def read_package(path: Path) -> tuple[str, Files]:
    """Read a course from a folder or a zip; return its name and its files.

    Raises PackageRefused. The name is the folder's, which must be the course's id; empty for a
    zip, whose file may be called anything.
    """
    if path.is_dir():
        return path.resolve().name, read_folder(path)
    if not path.is_file():
        raise PackageRefused(
            str(path),
            Text(N_("There is no such folder or file.")),
            Text(N_("Give the path of a course's folder or of its zip file.")),
        )
    with path.open("rb") as stream:
        return "", read_zip(stream, path.name)


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their path from it; hidden ones are not the course's."""
    files: dict[str, bytes] = {}
    budget = _Budget()
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file():
            raise PackageRefused(
                name,
                Text(N_("This is a link or a special file.")),
                Text(N_("Put the file itself into the course's folder.")),
            )
        budget.add_file(name)
        budget.add_bytes(name, path.stat().st_size, path.stat().st_size)
        files[name] = path.read_bytes()
    return files


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path


def read_zip(stream: IO[bytes], name: str = "") -> dict[str, bytes]:
    """Return the files of a zip; refuse it whole where one entry is not acceptable."""
    with _opened(stream, name) as archive:
        return dict(_walk_entries(archive, b"".join))


@contextmanager
def packed_files(stream: IO[bytes], name: str = "") -> Iterator[Files]:
    """Give the files of a zip, each unpacked when it is asked for; refuse it as `read_zip` does.

    All of it is looked through first, so that what is asked for later is within the limits.
    """
    with _opened(stream, name) as archive:
        yield _PackedFiles(archive, [path for path, _ in _walk_entries(archive, _count)])


class _PackedFiles(Mapping[str, bytes]):
    """Files in an open zip that was looked through."""

    def __init__(self, archive: zipfile.ZipFile, names: Sequence[str]) -> None:
        self._archive = archive
        self._names = dict.fromkeys(names)

    def __getitem__(self, path: str) -> bytes:
        if path not in self._names:
            raise KeyError(path)
        return self._archive.read(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _count(chunks: Iterable[bytes]) -> int:
    return sum(map(len, chunks))


@contextmanager
def _opened(stream: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(stream) as archive:
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise PackageRefused(
            name,
            Text(N_("The file is not a zip that can be read.")),
            Text(N_("Export the course again, or pack the folder with an ordinary zip program.")),
        ) from error


def _walk_entries(
    archive: zipfile.ZipFile, take: Callable[[Iterator[bytes]], Taken]
) -> Iterator[tuple[str, Taken]]:
    """Yield the path of each file with what `take` makes of its bytes, in the order of the zip."""
    seen: set[str] = set()
    budget = _Budget()
    for entry in archive.infolist():
        check_name(entry)
        if entry.is_dir():
            continue
        budget.add_file(entry.filename)
        if entry.filename in seen:
            raise PackageRefused(
                entry.filename,
                Text(N_("The package contains this file twice.")),
                Text(N_("Pack the course again.")),
            )
        seen.add(entry.filename)
        yield entry.filename, take(_stream(archive, entry, budget))


def _stream(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: "_Budget") -> Iterator[bytes]:
    """Yield an entry's bytes as they are unpacked: what its header promises is not believed."""
    size = 0
    if entry.file_size > MOST_BYTES_OF_A_FILE:
        raise _too_big(entry.filename)
    with archive.open(entry) as source:
        while chunk := source.read(CHUNK):
            size += len(chunk)
            budget.add_bytes(entry.filename, len(chunk), size)
            if size > CHUNK * 4 and size > HIGHEST_RATIO * max(entry.compress_size, 1):
                raise _too_big(entry.filename)
            yield chunk


def check_name(entry: zipfile.ZipInfo) -> None:
    """Refuse a name that leads out of the course, is not UTF-8, or is a link or encrypted."""
    name = entry.orig_filename
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise PackageRefused(
            name, Text(N_("The package is encrypted.")), Text(N_("Pack it without a password."))
        )
    if not entry.flag_bits & _UTF8_FLAG and not name.isascii():
        raise PackageRefused(
            name,
            Text(N_("The name of a file is not in UTF-8.")),
            Text(N_("Use the letters a–z, digits and hyphens in names of files.")),
        )
    if (entry.external_attr >> 16) & _KIND == _LINK:
        raise PackageRefused(
            name,
            Text(N_("This is a link, not a file.")),
            Text(N_("Put the file itself into the package.")),
        )
    if _leads_out(name):
        raise PackageRefused(
            name,
            Text(N_("The name leads out of the course.")),
            Text(
                N_(
                    "Name files from the course's root, without “..”, a drive letter "
                    "or a leading slash."
                )
            ),
        )


def _leads_out(name: str) -> bool:
    parts = name.rstrip("/").split("/")
    is_odd = "\\" in name or "\0" in name or ":" in name or not name.isprintable()
    return is_odd or any(part in {"", ".", ".."} for part in parts)


class _Budget:
    """Counts files and bytes while a package is read."""

    def __init__(self) -> None:
        self.files = 0
        self.bytes = 0

    def add_file(self, name: str) -> None:
        self.files += 1
        if self.files > MOST_FILES:
            raise PackageRefused(
                name,
                Text(N_("The course has more than %(count)s files."), count=MOST_FILES),
                Text(N_("Remove what the course does not use.")),
            )

    def add_bytes(self, name: str, count: int, size: int) -> None:
        self.bytes += count
        if self.bytes > MOST_BYTES or size > MOST_BYTES_OF_A_FILE:
            raise _too_big(name)


def _too_big(name: str) -> PackageRefused:
    return PackageRefused(
        name,
        Text(N_("The course is larger than it may be when unpacked.")),
        Text(
            N_(
                "A file may have at most %(file)s MB, the whole course %(whole)s MB; "
                "make its pictures smaller."
            ),
            file=MOST_BYTES_OF_A_FILE // 1024**2,
            whole=MOST_BYTES // 1024**2,
        ),
    )


def write_zip(files: Files) -> bytes:
    """Return the tree as a zip: the same files give the same bytes, on any machine and day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            # Stored, not deflated: what deflate makes depends on the library's version.
            archive.writestr(entry, files[name], compress_type=zipfile.ZIP_STORED)
    return buffer.getvalue()
