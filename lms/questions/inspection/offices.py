"""Documents, tables and slides of offices: OOXML and OpenDocument, both of them archives.

Sources: ISO/IEC 29500-2 (Open Packaging Conventions); OASIS OpenDocument 1.3, part 2 (packages).
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import BinaryIO

from lxml import etree

from lms.questions.handed_in import Kind
from lms.questions.inspection.archives import open_archive
from lms.questions.inspection.refusals import (
    FileActs,
    FileDamaged,
    FileLocked,
    FileReachesOut,
    NotWhatItSays,
)

# What Microsoft Office wraps a document with a password in, and what its old formats are.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAIN: Mapping[Kind, str] = MappingProxyType({
    "docx": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "pptx": f"{_OFFICE}.presentationml.presentation.main+xml",
})  # fmt: skip
_OPEN: Mapping[Kind, bytes] = MappingProxyType({
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
})  # fmt: skip
# Parts that hold macros, controls, wrapped programs, or documents that may hold them.
_ACTING = re.compile(
    r"vbaproject|vbadata|(?:^|/)(?:macrosheets|dialogsheets|activex|basic|scripts)/"
    r"|oleobject[^/]*\.bin$|\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|lnk|msi|jar"
    r"|docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppam|ppsm|doc|xls|ppt)$",
    re.IGNORECASE,
)
_MACROS = "macroenabled"
_PART = 8 * 1024 * 1024


def inspect_office(kind: Kind, stream: BinaryIO, size: int) -> None:
    """See that an OOXML document is what its name says, and does nothing by itself.

    Raises `FileRefused`.
    """
    if stream.read(len(COMPOUND)) == COMPOUND:
        stream.seek(0)
        raise FileLocked if _ENCRYPTED in stream.read() else NotWhatItSays(ending=kind)
    with open_archive(stream, size) as archive:
        types = _content_types(archive, kind)
        if any(_MACROS in name.lower() for name in types) or _acts(archive.namelist()):
            raise FileActs
        if _MAIN[kind] not in types:
            raise NotWhatItSays(ending=kind)
        if any(_reaches_out(archive, name) for name in archive.namelist()):
            raise FileReachesOut


def inspect_open_document(kind: Kind, stream: BinaryIO, size: int) -> None:
    """See that an OpenDocument file is what its name says, and does nothing by itself.

    Raises `FileRefused`.
    """
    with open_archive(stream, size) as archive:
        names = archive.namelist()
        if not names or names[0] != "mimetype" or archive.read("mimetype") != _OPEN[kind]:
            raise NotWhatItSays(ending=kind)
        entries = _parse(archive, "META-INF/manifest.xml").iter("{*}file-entry")
        if any(len(entry) for entry in entries):
            # Nothing stands in an entry but how it is encrypted.
            raise FileLocked
        if _acts(names):
            raise FileActs


def _content_types(archive: zipfile.ZipFile, kind: Kind) -> list[str]:
    """Return what the parts of a package are, as it says itself."""
    name = "[Content_Types].xml"
    if name not in archive.namelist():
        raise NotWhatItSays(ending=kind)
    return [str(part.get("ContentType", "")) for part in _parse(archive, name)]


def _acts(names: Iterable[str]) -> bool:
    return any(_ACTING.search(name) for name in names)


def _reaches_out(archive: zipfile.ZipFile, name: str) -> bool:
    """Say whether a part names something outside of the file that is more than a link to follow."""
    if not name.endswith(".rels"):
        return False
    return any(
        part.get("TargetMode") == "External"
        and not str(part.get("Type", "")).endswith("/hyperlink")
        for part in _parse(archive, name)
    )


def _parse(archive: zipfile.ZipFile, name: str) -> etree._Element:
    """Return the root of a part; raise `FileDamaged`, also for what no such part needs."""
    if name not in archive.namelist() or archive.getinfo(name).file_size > _PART:
        raise FileDamaged
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise FileDamaged from error
    if root.getroottree().docinfo.doctype:
        raise FileDamaged
    return root
