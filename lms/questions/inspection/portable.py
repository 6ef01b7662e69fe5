"""PDF documents: whole, without password, and doing nothing by themselves."""

from typing import BinaryIO

from lms.kit.documents import DocumentBroken, DocumentLocked, names_in
from lms.questions.handed_in import Kind
from lms.questions.inspection.refusals import FileActs, FileDamaged, FileLocked
from lms.questions.inspection.seconds import check_one_file

# Where a document opens is its author's; what runs, fetches, sends or carries files is not.
_ACTS = frozenset({
    "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA",
    "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Movie", "/Rendition",
})  # fmt: skip


def inspect_portable(_kind: Kind, stream: BinaryIO, _size: int) -> None:
    """See that a document can be read; raise `FileDamaged`, `FileLocked`, `FileActs`."""
    content = stream.read()
    check_one_file(content)
    try:
        found = names_in(content)
    except DocumentLocked:
        raise FileLocked from None
    except DocumentBroken:
        raise FileDamaged from None
    if found & _ACTS:
        raise FileActs
