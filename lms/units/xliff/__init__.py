"""Translations as XLIFF 1.2 and 2.1, for the tools of translation offices.

The signs of Markdown become inline codes, which such a tool protects. What becomes of a file that
was read is decided in `lms.content.exchange`.
"""

from lms.units.xliff.reading import Received, is_xml, read
from lms.units.xliff.shape import VERSIONS, Head, Version, unit_id
from lms.units.xliff.writing import CannotBeWritten, write

__all__ = [
    "VERSIONS",
    "CannotBeWritten",
    "Head",
    "Received",
    "Version",
    "is_xml",
    "read",
    "unit_id",
    "write",
]
