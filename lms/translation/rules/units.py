"""Units as a translator works on them: how they stand, which are wanted, which comes next.

Pure; how a unit's status is derived is content's business (`lms.content.standing`).
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from lms.kit.folding import fold
from lms.kit.i18n import N_
from lms.units.po import Status
from lms.units.unit import Key

STATUSES: tuple[Status, ...] = ("missing", "stale", "draft", "translated", "reviewed")
# What a translator still has to work on, the most urgent first.
OPEN: tuple[Status, ...] = ("missing", "stale", "draft")
# What somebody else has to look at.
TO_REVIEW: frozenset[Status] = frozenset({"translated"})

# What is looked for like a status: drafts that a reviewer made, and texts with an open comment.
SENT_BACK = "sent-back"
DISCUSSED = "discussed"

# What a text is, in a reader's words.
KINDS = {
    "title": N_("Title of a page"),
    "heading": N_("Heading"),
    "paragraph": N_("Paragraph"),
    "item": N_("Item of a list"),
    "cell": N_("Cell of a table"),
    "heading of a table": N_("Heading of a table"),
    "quotation": N_("Quotation"),
    "footnote": N_("Footnote"),
    "title of a box": N_("Title of a box"),
    "caption": N_("Caption of a picture"),
    "alternative text": N_("Description of a picture for those who cannot see it"),
    "title of the course": N_("Title of the course"),
    "summary of the course": N_("Summary of the course"),
    "objective": N_("Objective"),
    "title of a module": N_("Title of a module"),
    "title of a page": N_("Title of a page"),
    "title of a quiz": N_("Title of a quiz"),
    "question": N_("Question"),
    "choice": N_("Choice of a question"),
    "part of a question": N_("Part of a question"),
    "feedback": N_("Feedback to an answer"),
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in one language.

    `previous` is the former text that its translation was made from, where that is another one.
    `author_id` wrote the text, `marked_by` gave it its status, both in the row `seq`, which is 0
    where the unit has no translation of its own. `sent_back_at`: when a reviewer made it a draft.
    """

    id: str
    key: Key
    file: str
    kind: str
    translation: str
    status: Status
    previous: Key | None = None
    seq: int = 0
    author_id: str | None = None
    marked_by: str | None = None
    sent_back_at: datetime | None = None

    @property
    def source(self) -> str:
        """Return the text in the source language."""
        return self.key.text

    @property
    def place(self) -> str:
        """Return where in its file the text stands: a field's name, or nothing."""
        name = self.key.context.partition("#")[2]
        return "" if name.isdigit() else name

    @property
    def mark(self) -> str:
        """Return how the unit stands, in one word: its status, or that it was sent back."""
        return self.status if self.sent_back_at is None else SENT_BACK

    def is_own(self, person_id: str | None) -> bool:
        """Say whether the person wrote the translation, or gave it the status that it has."""
        return person_id is not None and person_id in {self.author_id, self.marked_by}

    def is_sent_back_to(self, person_id: str | None) -> bool:
        """Say whether the person is to mend it: its translator, or anybody where none is known."""
        if self.sent_back_at is None or person_id == self.marked_by:
            return False
        return self.author_id is None or self.author_id == person_id


def unit_id(key: Key) -> str:
    """Return the name of a unit in addresses: as long as its text stays, it stays."""
    digest = hashlib.sha256(f"{key.context}\0{key.text}".encode()).digest()
    return base64.b32encode(digest[:16]).decode("ascii").rstrip("=").lower()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units have which status; those that were sent back are drafts too."""

    by_status: Mapping[Status, int] = field(default_factory=dict)
    sent_back: int = 0

    def __getitem__(self, status: Status) -> int:
        return self.by_status.get(status, 0)

    @property
    def total(self) -> int:
        """Return the number of units."""
        return sum(self.by_status.values())

    @property
    def done(self) -> int:
        """Return how many say today what the source says, reviewed or not."""
        return self["translated"] + self["reviewed"]


def count(rows: Iterable[UnitRow]) -> Counts:
    """Count units by status."""
    seen = list(rows)
    sent_back = sum(row.sent_back_at is not None for row in seen)
    return Counts(Counter(row.status for row in seen), sent_back)


def count_by_file(rows: Iterable[UnitRow]) -> dict[str, Counts]:
    """Count the units of each file by status, the files in the course's order."""
    found: dict[str, list[UnitRow]] = {}
    for row in rows:
        found.setdefault(row.file, []).append(row)
    return {file: count(of_file) for file, of_file in found.items()}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which units are wanted; an empty field wants all. `status`: one, or what is like one."""

    words: str = ""
    status: str = ""
    file: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether every unit is wanted."""
        return not (self.words or self.status or self.file)


def select_units(
    rows: Sequence[UnitRow], wish: Wish, folded: Sequence[str], discussed: Set[str] = frozenset()
) -> list[UnitRow]:
    """Return the units that meet the wish.

    `folded` is what is searched, unit by unit; `discussed` are the ids of those with an open
    comment.
    """
    words = fold(wish.words).split()
    chosen = []
    for row, text in zip(rows, folded, strict=True) if words else ((row, "") for row in rows):
        if wish.file and row.file != wish.file:
            continue
        if wish.status and not _has_status(row, wish.status, discussed):
            continue
        if all(word in text for word in words):
            chosen.append(row)
    return chosen


def _has_status(row: UnitRow, wanted: str, discussed: Set[str]) -> bool:
    if wanted == SENT_BACK:
        return row.sent_back_at is not None
    return row.id in discussed if wanted == DISCUSSED else row.status == wanted


def find_next_open(
    rows: Sequence[UnitRow], after: str | None, person_id: str | None, was: str = ""
) -> UnitRow | None:
    """Return the unit that a translator works on next, the kinds of work in the order of `OPEN`.

    What was sent back to the person comes first: from the beginning, and from one such to another.
    From any other unit the way goes on among those like it, then to the next kind. `was` is the
    status that the one before had until it was saved; one that was passed over has its own still.
    """
    start = _place_after(rows, after)
    before = rows[start - 1] if start else None
    if before is None or before.is_sent_back_to(person_id):
        for row in rows[start:]:
            if row.is_sent_back_to(person_id):
                return row
        # Whoever passes over all of them is not led back to them after every other text.
        start, before = 0, None
    is_passed = before is not None and before.status in OPEN
    mark = before.status if before is not None and is_passed else was
    kind = next((at for at, status in enumerate(OPEN) if status == mark), 0)
    legs = [(rows[start:], OPEN[kind])]
    legs += [(rows, status) for status in (*OPEN[kind + 1 :], *OPEN[:kind])]
    # What was saved leaves the way: its kind is finished first. What was passed over comes last.
    legs.insert(len(legs) if is_passed else 1, (rows[: max(start - 1, 0)], OPEN[kind]))
    return next((row for leg, status in legs for row in leg if row.status == status), None)


def find_next_to_review(
    rows: Sequence[UnitRow], after: str | None, person_id: str | None
) -> UnitRow | None:
    """Return the next unit to review that is not the person's own; past the end from the top."""
    others = _around(rows, _place_after(rows, after))
    return next((r for r in others if r.status in TO_REVIEW and not r.is_own(person_id)), None)


def _place_after(rows: Sequence[UnitRow], after: str | None) -> int:
    return next((at + 1 for at, row in enumerate(rows) if row.id == after), 0)


def _around(rows: Sequence[UnitRow], start: int) -> Iterator[UnitRow]:
    """Yield the rows from a place on and then from the top, without the one before the place."""
    yield from rows[start:]
    yield from rows[: max(start - 1, 0)]
