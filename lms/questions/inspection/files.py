"""One look at any file: its size, the kind that its name says, and then its content.

How the content of each kind is looked at, the other files of this folder say.
"""

import hashlib
import io
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import BinaryIO, Protocol

from lms.questions.handed_in import HandedIn, Kind, clean_name, endings_of, kind_of
from lms.questions.inspection.offices import (
    COMPOUND,
    ZIP,
    inspect_office,
    inspect_open_document,
)
from lms.questions.inspection.pictures import inspect_picture
from lms.questions.inspection.portable import inspect_portable
from lms.questions.inspection.refusals import (
    FileEmpty,
    FileTooLarge,
    KindNotTaken,
    NotWhatItSays,
    SecondFile,
)
from lms.questions.inspection.texts import inspect_text

CHUNK = 256 * 1024
# Readers of PDF take a document that begins so late; a file of another kind has none there.
_HEAD = 1024
Look = Callable[[Kind, BinaryIO, int], None]
_LOOKS: Mapping[Kind, Look] = MappingProxyType({
    "pdf": inspect_portable,
    "docx": inspect_office, "xlsx": inspect_office, "pptx": inspect_office,
    "odt": inspect_open_document, "ods": inspect_open_document, "odp": inspect_open_document,
    "txt": inspect_text, "csv": inspect_text,
    "png": inspect_picture, "jpeg": inspect_picture,
})  # fmt: skip
# How a file of each kind begins; a text begins anyhow.
_MAGIC: Mapping[Kind, tuple[bytes, ...]] = MappingProxyType({
    "pdf": (b"%PDF-",), "png": (b"\x89PNG\r\n\x1a\n",), "jpeg": (b"\xff\xd8\xff",),
    **dict.fromkeys(("docx", "xlsx", "pptx"), (ZIP, COMPOUND)),
    **dict.fromkeys(("odt", "ods", "odp"), (ZIP,)),
})  # fmt: skip


class Takes(Protocol):
    """What says which files it takes: a question, or a place for documents."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Return the kinds of files."""

    @property
    def megabytes(self) -> int:
        """Return how large a file may be, as it is told."""

    @property
    def most_bytes(self) -> int:
        """Return how large a file may be."""


def inspect_file(question: Takes, name: str, stream: BinaryIO) -> HandedIn:
    """Return what is noted of a file that a question, or another place, takes, under a clean name.

    Raises `FileRefused`. The stream is read from its beginning, and is there again afterwards.
    """
    name = clean_name(name)
    kind = kind_of(name)
    if kind is None or kind not in question.kinds:
        raise KindNotTaken(endings=", ".join(endings_of(question.kinds)))
    size = stream.seek(0, io.SEEK_END)
    if not size:
        raise FileEmpty
    if size > question.most_bytes:
        raise FileTooLarge(most=question.megabytes)
    stream.seek(0)
    _check_head(kind, name, stream.read(_HEAD))
    stream.seek(0)
    _LOOKS[kind](kind, stream, size)
    stream.seek(0)
    return HandedIn(hash=_hash(stream), name=name, size=size, kind=kind)


def _check_head(kind: Kind, name: str, head: bytes) -> None:
    if not head.startswith(_MAGIC.get(kind, (b"",))):
        raise NotWhatItSays(ending=name.rpartition(".")[2])
    if kind not in {"pdf", "txt", "csv"} and b"%PDF-" in head:
        raise SecondFile


def _hash(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()
