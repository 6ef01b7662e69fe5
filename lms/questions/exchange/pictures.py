"""The pictures of a file: which files are such, and under which name they come in.

What is in them is looked at when they do.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from lms.kit.i18n import Text

_ENDINGS: Mapping[str, str] = {".jpeg": ".jpg"}
_SHOWN = frozenset({".png", ".jpg", ".gif", ".webp", ".avif", ".svg"})
_OTHER = re.compile(r"[^a-z0-9]+")
_STEM, _DIGEST = 40, 8
NO_PICTURE = Text("A file that is no picture is not kept.")


def is_picture(name: str) -> bool:
    """Say whether a file's name is that of a picture."""
    return _ending(name) in _SHOWN


def name_picture(name: str, content: bytes) -> str:
    """Return a name that only this content has: the same picture twice is one file."""
    stem = PurePosixPath(name).stem.lower()
    plain = _OTHER.sub("-", stem).strip("-")[:_STEM].strip("-") or "picture"
    return f"{plain}-{hashlib.sha256(content).hexdigest()[:_DIGEST]}{_ending(name)}"


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    return _ENDINGS.get(ending, ending)
