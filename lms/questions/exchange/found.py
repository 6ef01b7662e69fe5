"""What comes out of a file of questions: those that can be taken, those that cannot, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from pydantic import ValidationError

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text
from lms.questions.types import TYPES, parse_question

LARGEST_FILE = 16 * 1024 * 1024
MOST_QUESTIONS = 5000
LONGEST_NAME = 80
# Signs that no text of people has; the readers use some of them as marks of their own.
_UNSEEN = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class FileRefused(Invalid):
    """A file as a whole cannot be read; the message says why, and where."""

    message = N_("The file cannot be read.")

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


class NotTaken(Exception):
    """One question has no equal here; `reason` is said to the trainer."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.reason = Text(message, **params)


@dataclass(frozen=True)
class Built:
    """A question as YAML has it, without its id, and what of the file's it does not keep."""

    data: Mapping[str, Any]
    losses: tuple[Text, ...] = ()

    def with_general(self, feedback: str) -> "Built":
        """Return it with what is said to all, after what is said to the right answer."""
        said = " ".join(filter(None, (self.data.get("feedback"), feedback)))
        return replace(self, data={**self.data, "feedback": said}) if said else self

    def with_losses(self, *losses: Text) -> "Built":
        """Return it with more that is not kept, each said once."""
        return replace(self, losses=tuple(dict.fromkeys((*self.losses, *losses))))


@dataclass(frozen=True)
class Item:
    """A question that can be taken: where it stands, what it is called, what it becomes.

    `category` is the way to it in the file; `pictures` are the files that its texts name, by their
    names in the course's media.
    """

    line: int
    name: str
    built: Built
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Left:
    """A question that cannot be taken, and why."""

    line: int
    name: str
    reason: Text


@dataclass(frozen=True)
class Reading:
    """All that a file holds, in its order."""

    taken: tuple[Item, ...]
    left: tuple[Left, ...]


def decode(content: bytes) -> str:
    """Return a file's text with Unix line ends.

    UTF-8 is read, with or without a byte order mark, and UTF-16 with one. Raises `FileRefused`.
    """
    if len(content) > LARGEST_FILE:
        raise FileRefused(
            Text(
                "The file is too large: it may have at most %(most)s MB. Export it in parts.",
                most=LARGEST_FILE // (1024 * 1024),
            )
        )
    encoding = _WIDE.get(content[:2], "utf-8-sig")
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            Text("Line %(line)s is not in UTF-8. Save the file in UTF-8, and try again.", line=line)
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    unseen = next((at for at, sign in enumerate(text) if sign in _UNSEEN), None)
    if unseen is not None:
        raise FileRefused(
            Text(
                "Line %(line)s has a control character that nobody can see. Is this a text file?",
                line=text.count("\n", 0, unseen) + 1,
            )
        )
    return text


def check(item: Item) -> Item | Left:
    """Return a question that the format knows and finds right, or what is wrong with it."""
    kind = str(item.built.data["type"])
    if kind not in TYPES:
        reason = Text("The type “%(type)s” is not known here.", type=kind)
        return Left(item.line, item.name, reason)
    try:
        parse_question({"id": "question", **item.built.data})
    except ValidationError as error:
        return Left(item.line, item.name, error.errors()[0]["ctx"]["advice"])
    return item


def sort_out(found: Iterable[Item | Left]) -> Reading:
    """Return what was found, those that the format finds right apart from the others.

    Raises `FileRefused` for none, and for more than are looked through at once.
    """
    some = list(islice(found, MOST_QUESTIONS + 1))
    if len(some) > MOST_QUESTIONS:
        raise FileRefused(
            Text(
                "The file has more than %(most)s questions. Export it in parts.",
                most=MOST_QUESTIONS,
            )
        )
    checked = [check(one) if isinstance(one, Item) else one for one in some]
    if not checked:
        raise FileRefused(
            Text("There is no question in the file. Is it in the format that you chose?")
        )
    return Reading(
        tuple(one for one in checked if isinstance(one, Item)),
        tuple(one for one in checked if isinstance(one, Left)),
    )


def shorten(text: str) -> str:
    """Return a text as a question's name: on one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1]}…"
