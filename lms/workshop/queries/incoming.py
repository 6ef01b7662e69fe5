"""Reads of files of questions that were sent: what was found in one, told question by question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lms.kit.i18n import Text
from lms.workshop.reports import Message

# So many of a kind are shown; the count is told in full.
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Told:
    """A question of the file, and what is said of it: what is lost, or why it stays outside.

    `bank` and `type` are empty where it stays outside.
    """

    line: int
    name: str
    said: tuple[Text, ...]
    bank: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look into a file has found: what comes in, what is there, what stays outside."""

    placed: tuple[Told, ...]
    known: tuple[Told, ...]
    left: tuple[Told, ...]


def read_found(result: Mapping[str, Any]) -> Found:
    """Return what a look has found."""
    return Found(*(_told(result[name]) for name in ("placed", "known", "left")))


def _told(rows: Sequence[Mapping[str, Any]]) -> tuple[Told, ...]:
    return tuple(
        Told(
            row["line"], row["name"],
            tuple(Message.model_validate(said).text for said in row["said"]),
            row.get("bank", ""), row.get("type", ""),
        )
        for row in rows
    )  # fmt: skip
