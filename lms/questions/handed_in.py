"""A file that is handed in as an answer: its kind, the name it is kept under, what is noted of it.

Whether its content is what the name says is looked at in `inspection`.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from lms.questions.rules import Strict

Kind: TypeAlias = Literal[
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "png", "jpeg"
]
# What the name of a file of each kind may end in; the first is the usual one.
ENDINGS: Mapping[Kind, tuple[str, ...]] = MappingProxyType({
    "pdf": ("pdf",), "docx": ("docx",), "xlsx": ("xlsx",), "pptx": ("pptx",), "odt": ("odt",),
    "ods": ("ods",), "odp": ("odp",), "txt": ("txt",), "csv": ("csv",), "png": ("png",),
    "jpeg": ("jpg", "jpeg"),
})  # fmt: skip
_KINDS = {ending: kind for kind, endings in ENDINGS.items() for ending in endings}
MEGABYTE = 1_000_000
LONGEST_NAME = 200
LONGEST_ENDING = 10
# Letters of some scripts are joined or kept apart by them; all else that is unseen goes.
_JOINERS = "\u200c\u200d"
_EDGES = f" .{_JOINERS}"
# No file system of those in use takes them in a name.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


class HandedIn(Strict):
    """A file of an answer: the SHA-256 of its content, its name, its size in bytes, its kind."""

    hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
    size: Annotated[int, Field(ge=1, strict=True)]
    kind: Kind

    @model_validator(mode="after")
    def _check(self) -> "HandedIn":
        if clean_name(self.name) != self.name or kind_of(self.name) != self.kind:
            raise ValueError("the name is not as names are kept")
        return self

    @property
    def ending(self) -> str:
        """Return what its name ends in."""
        return ending_of(self.name)


def clean_name(name: str) -> str:
    """Return the name a file is kept under: readable in any script, without path, harmless.

    What turns the direction of reading, and so could hide an ending, goes with all else unseen.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(
        letter for letter in _SPACES.sub(" ", last)
        if letter in _JOINERS or unicodedata.category(letter) not in _UNSEEN
    )  # fmt: skip
    tidy = _FORBIDDEN.sub("_", _SPACES.sub(" ", seen)).rstrip(_EDGES)
    stem, dot, ending = tidy.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > LONGEST_ENDING:
        return _strip(tidy[:LONGEST_NAME]) or "file"
    ending = ending.lower()
    return f"{_strip(_strip(stem)[: LONGEST_NAME - len(ending) - 1]) or 'file'}.{ending}"


def _strip(text: str) -> str:
    """Return a text without what a name may not begin or end with.

    Composed again: what went may have stood between a letter and its accent.
    """
    return unicodedata.normalize("NFC", text.strip(_EDGES))


def ending_of(name: str) -> str:
    """Return what a clean name ends in, empty where there is no dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(name: str) -> Kind | None:
    """Return the kind that a clean name says, or nothing where it is none that can be taken."""
    return _KINDS.get(ending_of(name))


def endings_of(kinds: Iterable[Kind]) -> tuple[str, ...]:
    """Return what the names of files of some kinds may end in."""
    return tuple(ending for kind in kinds for ending in ENDINGS[kind])
