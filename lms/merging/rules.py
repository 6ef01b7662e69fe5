"""What holds where two accounts become one: broken rules, which identity is kept, what comes back.

What becomes of each column that names a person stands in `treatments`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_, Text

UNDO_LASTS = timedelta(days=30)
FORGET = "merging.forget"
# What the account that is kept may take from the other.
TAKEN = ("name", "address", "language", "time_zone", "organisation")
Identity = Mapping[str, Any]
Key = tuple[Any, ...]


class SameAccount(Invalid):
    """Two are needed."""

    message = N_("This is one and the same account. Choose another one.")


class OwnAccount(DomainError):
    """Whoever merges gains what the other account has: it is not done for oneself."""

    status = 403
    message = N_(
        "Nobody merges an account of their own: what the other one has would become yours. "
        "Ask another administrator."
    )


class KeptClosed(DomainError):
    """Whoever is left has to be able to sign in."""

    message = N_(
        "The account that is to be kept is closed. Open it first, or keep the other one instead."
    )


class AlreadyMerged(DomainError):
    """An account goes into another once."""

    message = N_("One of the two accounts has been merged already. Look at it again.")


class DemoAndReal(DomainError):
    """The demo's password is known to all."""

    message = N_("An account of the demonstration cannot be merged with a real one.")


class MergeBlocked(DomainError):
    """What would be wrong afterwards is put right before."""

    message = N_(
        "Something speaks against merging these accounts. Look at the list, then try again."
    )


class UndoOver(DomainError):
    """What moved is remembered for some days."""

    message = N_("This merge was undone already, or more than 30 days have passed since.")


class MergedFurther(DomainError):
    """The last merge is undone first."""

    message = N_(
        "The account that was kept has itself been merged into another one. Undo that merge first."
    )


@dataclass(frozen=True, slots=True)
class Where:
    """The course, cohort, programme or organisation that something belongs to."""

    kind: str
    id: str
    label: str
    # The owner's place in the tree; and how an address names the thing.
    path: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that speaks against a merge: what, what to do about it, and where.

    `is_doubled`: it is two enrolments in one course, of which an administrator may end one.
    """

    text: Text
    where: Where | None = None
    is_doubled: bool = False

    def in_words(self) -> str:
        """Return it as a line of English, with its place."""
        return f"{self.where.label}: {self.text}" if self.where else str(self.text)


@dataclass(frozen=True, slots=True)
class Offer:
    """A role or task of the one account that the other may be given, by the row's column and key.

    `why_not` says why the actor cannot give it.
    """

    value: str
    what: Text
    where: Where | None
    until: date | None = None
    why_not: Text | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: what the kept account takes from the other, and which roles and tasks."""

    taken: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge, as it is remembered."""

    id: str
    kept_id: str
    merged_id: str
    merged_at: datetime
    is_swapped: bool
    before: Mapping[str, Identity]
    after: Mapping[str, Identity]
    forgotten_at: datetime | None
    undone_at: datetime | None

    @property
    def undo_until(self) -> datetime:
        """Return from when on it cannot be undone."""
        return self.merged_at + UNDO_LASTS

    def may_be_undone(self, now: datetime) -> bool:
        """Say whether it can still be undone."""
        is_there = self.undone_at is None and self.forgotten_at is None
        return is_there and now < self.undo_until


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did, and what it could not do, in words."""

    returned: int
    left: tuple[Text, ...]


def join(
    kept_id: str, merged_id: str, before: Mapping[str, Identity], choice: Choice
) -> dict[str, dict[str, Any]]:
    """Return how both accounts are known after the merge.

    Addresses are exchanged where the other's is taken: each keeps opening the one account, or says
    which one does. Whoever was protected in one is protected in both.
    """
    kept, merged = dict(before[kept_id]), dict(before[merged_id])
    if "address" in choice.taken:
        kept["email"], merged["email"] = merged["email"], kept["email"]
    for part, field in (
        ("name", "names"),
        ("language", "language"),
        ("time_zone", "time_zone"),
        ("organisation", "organisation_id"),
    ):
        if part in choice.taken:
            kept[field] = merged[field]
    kept["is_protected"] = merged["is_protected"] = kept["is_protected"] or merged["is_protected"]
    merged |= {"is_active": False, "merged_into_id": kept_id}
    return {kept_id: kept, merged_id: merged}


def part(merge: MergeRow, now: Mapping[str, Identity]) -> tuple[dict[str, dict[str, Any]], bool]:
    """Return how both accounts are known after the undo, and whether passwords change back.

    What somebody changed since the merge stays; the account that was merged is what it was.
    """
    kept, merged = dict(now[merge.kept_id]), dict(merge.before[merge.merged_id])
    before, after = merge.before[merge.kept_id], merge.after[merge.kept_id]
    for field in after:
        if kept[field] == after[field] and field != "is_active":
            kept[field] = before[field]
    return {merge.kept_id: kept, merge.merged_id: merged}, kept["email"] == before["email"]


def find_left(
    moved: Mapping[str, Collection[Key]],
    links: Iterable[tuple[str, Key, str, Key]],
    worked_on: Collection[tuple[str, Key]] = (),
) -> set[tuple[str, Key]]:
    """Return the moved rows that cannot go back, by table and key, for something new hangs on them.

    `links` are (table, key, table above, key above) of all rows of the kept account that hang on a
    moved one, and of the moved ones among them; `worked_on` are the moved ones on which something
    hangs that is nobody's by itself. What hangs together stays together.
    """
    every = {(table, key) for table, keys in moved.items() for key in keys}
    beside: dict[tuple[str, Key], set[tuple[str, Key]]] = {}
    left: set[tuple[str, Key]] = set(worked_on)
    for table, key, above, above_key in links:
        low, high = (table, key), (above, above_key)
        beside.setdefault(low, set()).add(high)
        beside.setdefault(high, set()).add(low)
        left |= {one for one in (low, high) if one not in every}
    waiting = list(left)
    while waiting:
        for one in beside.get(waiting.pop(), ()):
            if one not in left:
                left.add(one)
                waiting.append(one)
    return left & every
