"""Units as a translator works on them: how they stand, which are wanted, which comes next.

Pure; how a unit's status is derived is content's business (`lms.content.standing`).
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lms.kit.folding import fold
from lms.kit.i18n import N_
from lms.units.po import Status
from lms.units.unit import Key

STATUSES: tuple[Status, ...] = ("missing", "stale", "draft", "translated", "reviewed")
# What a translator still has to work on.
OPEN: frozenset[Status] = frozenset({"missing", "stale", "draft"})
# What somebody else has to look at.
TO_REVIEW: frozenset[Status] = frozenset({"translated"})

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
    "feedback": N_("Feedback to an answer"),
}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in one language.

    `previous` is the former text that its translation was made from, where that is another one.
    `author_id` wrote the text, `marked_by` gave it its status, both in the row `seq`, which is 0
    where the unit has no translation of its own.
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

    @property
    def source(self) -> str:
        """Return the text in the source language."""
        return self.key.text

    @property
    def place(self) -> str:
        """Return where in its file the text stands: a field's name, or nothing."""
        name = self.key.context.partition("#")[2]
        return "" if name.isdigit() else name

    def is_own(self, person_id: str | None) -> bool:
        """Say whether the person wrote the translation, or gave it the status that it has."""
        return person_id is not None and person_id in {self.author_id, self.marked_by}


def unit_id(key: Key) -> str:
    """Return the name of a unit in addresses: as long as its text stays, it stays."""
    digest = hashlib.sha256(f"{key.context}\0{key.text}".encode()).digest()
    return base64.b32encode(digest[:16]).decode("ascii").rstrip("=").lower()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many units have which status."""

    by_status: Mapping[Status, int] = field(default_factory=dict)

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
    return Counts(Counter(row.status for row in rows))


def count_by_file(rows: Iterable[UnitRow]) -> dict[str, Counts]:
    """Count the units of each file by status, the files in the course's order."""
    found: dict[str, Counter[Status]] = {}
    for row in rows:
        found.setdefault(row.file, Counter())[row.status] += 1
    return {file: Counts(counter) for file, counter in found.items()}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which units are wanted; an empty field wants all."""

    words: str = ""
    status: str = ""
    file: str = ""

    @property
    def is_empty(self) -> bool:
        """Say whether every unit is wanted."""
        return not (self.words or self.status or self.file)


def select_units(rows: Sequence[UnitRow], wish: Wish, folded: Sequence[str]) -> list[UnitRow]:
    """Return the units that meet the wish; `folded` is what is searched, unit by unit."""
    words = fold(wish.words).split()
    chosen = []
    for row, text in zip(rows, folded, strict=True) if words else ((row, "") for row in rows):
        if wish.file and row.file != wish.file:
            continue
        if wish.status and row.status != wish.status:
            continue
        if all(word in text for word in words):
            chosen.append(row)
    return chosen


def find_next(
    rows: Sequence[UnitRow],
    after: str | None,
    wanted: Collection[Status] = OPEN,
    not_of: str | None = None,
) -> UnitRow | None:
    """Return the next unit with a wanted status that is nobody's own who is `not_of`.

    Past the end the search begins at the top; the unit where it began is not found again.
    """
    start = next((at + 1 for at, row in enumerate(rows) if row.id == after), 0)
    for row in (*rows[start:], *rows[:start]):
        if row.status in wanted and row.id != after and not row.is_own(not_of):
            return row
    return None
