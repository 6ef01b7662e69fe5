"""What writing and reading XLIFF have in common: names of elements, states, ids of units.

Sources: OASIS, XLIFF Version 1.2 (2008) and XLIFF Version 2.1 (2018).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lms.units.po import Status
from lms.units.unit import Key

Version = Literal["1.2", "2.1"]
VERSIONS: tuple[Version, ...] = ("1.2", "2.1")
# Versions 2.0 and 2.1 share the namespace and the core.
NAMESPACE: Mapping[Version, str] = {
    "1.2": "urn:oasis:names:tc:xliff:document:1.2",
    "2.1": "urn:oasis:names:tc:xliff:document:2.0",
}
XML = "http://www.w3.org/XML/1998/namespace"
# What a state of 2.1 leaves open is said in a sub-state under this name.
PREFIX = "article60"
PREVIOUS = "previous-source"
PREVIOUS_PLACE = "previous-place"

STATE_12: Mapping[Status, str] = {
    "missing": "new",
    "draft": "needs-review-translation",
    "translated": "translated",
    "reviewed": "signed-off",
    "stale": "needs-translation",
}
STATE_21: Mapping[Status, tuple[str, str]] = {
    "missing": ("initial", ""),
    "draft": ("translated", f"{PREFIX}:draft"),
    "translated": ("translated", ""),
    "reviewed": ("reviewed", ""),
    "stale": ("initial", f"{PREFIX}:stale"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says of itself.

    `stamp` tells which translations there were when it was written.
    """

    course: str
    revision: str
    source_language: str
    language: str
    stamp: str = ""


def unit_id(key: Key) -> str:
    """Return the id of a unit: the same as long as its place and its source are."""
    digest = hashlib.sha256(f"{key.context}\0{key.text}".encode()).hexdigest()
    return f"u{digest[:20]}"
