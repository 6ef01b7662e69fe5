"""What a page shows of a question: fields to fill in, and after the finish what is said of them.

Which fields a question has, each type says in its own file; how they look, the templates.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

Control: TypeAlias = Literal[
    "radio",
    "checkbox",
    "select",
    "text",
    "number",
    "essay",
    "files",
    "comment",
    "notice",
    "decided",
    "decision",
]
Verdict: TypeAlias = Literal["", "right", "wrong", "missed"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; `text` is finished HTML, `value` what the form sends: its place.

    Places, for the ids that authors give may tell too much. In a review `verdict` is right, wrong
    or missed (chosen and key, chosen, key), else empty.
    """

    value: str
    text: str
    is_chosen: bool = False
    verdict: Verdict = ""
    feedback: str = ""


class Words(NamedTuple):
    """How many words were written, and how many there should be at least and at most."""

    written: int
    fewest: int | None
    most: int | None


class Reading(NamedTuple):
    """How a typed number is read, empty for none, and whether its unit may or must stand by it."""

    number: str
    takes_unit: bool
    needs_unit: bool


class ShownFile(NamedTuple):
    """A file that was handed in: the hash of its content, name, size in bytes, and kind."""

    hash: str
    name: str
    size: int
    kind: str

    @property
    def ending(self) -> str:
        """Return what its name ends in."""
        return self.name.rpartition(".")[2]


class FileLimits(NamedTuple):
    """How many files may be handed in, each of how many megabytes, their names ending in what."""

    files: int
    megabytes: int
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing to fill in; `name` tells it from others of its question, `label` is finished HTML.

    In a review `key` is what would have been right, where the options do not show it. `before` and
    `after` are finished HTML of the text in which the field stands, if it stands in one.
    """

    control: Control
    name: str = ""
    label: str = ""
    options: tuple[Option, ...] = ()
    typed: str = ""
    limit: int | None = None
    words: Words | None = None
    reading: Reading | None = None
    files: tuple[ShownFile, ...] = ()
    limits: FileLimits | None = None
    verdict: Verdict = ""
    key: str = ""
    feedback: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document of a case; `title` and `html` are finished HTML.

    A file has its `address` and the `ending` of its name; where a page cannot show it, `html` is
    empty.
    """

    id: str
    title: str
    html: str
    address: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True)
class ShownCase:
    """What stands beside a question of a case, and which of the case's questions it is, from 1."""

    id: str
    text: str
    documents: tuple[ShownDocument, ...]
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question as a page shows it; `text` is finished HTML in the paper's language."""

    position: int
    type: str
    text: str
    fields: tuple[Shown, ...]
    is_answered: bool = False
    case: ShownCase | None = None


def offer(
    ids: Iterable[str], words: Mapping[str, str], picked: Collection[str]
) -> Iterator[Option]:
    """Yield an option for each id, under its place from 1, in its words."""
    for place, name in enumerate(ids, start=1):
        yield Option(str(place), words[name], name in picked)


def judge(options: Iterable[Option], ids: Iterable[str], key: Collection[str]) -> Iterator[Option]:
    """Yield the options with what is to be said of each; `ids` are theirs, in their order."""
    for option, name in zip(options, ids, strict=True):
        yield replace(option, verdict=verdict(is_chosen=option.is_chosen, is_key=name in key))


def verdict(*, is_chosen: bool, is_key: bool) -> Verdict:
    """Return what is to be said of something that was chosen or not, and is right or not."""
    if is_chosen:
        return "right" if is_key else "wrong"
    return "missed" if is_key else ""


def verdict_on_part(*, is_answered: bool, is_right: bool) -> Verdict:
    """Return what is to be said of a part that always has a right answer: it can be missed."""
    return verdict(is_chosen=is_answered, is_key=is_right or not is_answered)
