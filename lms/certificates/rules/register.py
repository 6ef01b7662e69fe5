"""What is looked for in the register of certificates, and how a row of it stands in a table.

What is found is read in `queries.register`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from lms.certificates.rules import KINDS
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.rows import CertificateRow
from lms.certificates.rules.verification import STATUS_NAMES
from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES, N_

# Which certificates are told of as ending soon.
SOON = timedelta(days=90)
LONGEST_TEXT = 200
# Two names of 120 characters fit in. Some characters come to eighteen when they are folded, and the
# index of PostgreSQL takes no more than 2,704 bytes.
LONGEST_FOLDED = 500
# Of a code, a piece of fewer characters would be found in nearly every one.
SHORTEST_PIECE = 4
# By what the register is sorted, downwards with "-" before it; the newest stand first by default.
SORTS = ("number", "issued", "holder", "until")
NEWEST_FIRST = "-number"
SUBJECTS = {
    "course": N_("Courses"),
    "programme": N_("Programmes"),
    "paper": N_("Issued on paper"),
}
# The names of an export's columns stay, whatever the reader's language: programs rely on them.
COLUMNS = (
    "number", "code", "holder", "kind", "subject", "subject_code", "title", "language", "hours",
    "issuer", "issued_on", "valid_until", "status", "reason", "since", "paper_number",
    "protected",
)  # fmt: skip


Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader looks for; empty texts and no days ask for everything.

    `subject` is `course`, `programme`, `paper`, or one course or programme: `course:<short name>`.
    `key` is the id of a key that a file was signed with, `review` asks for suspensions to be looked
    at again.
    """

    text: str = ""
    kind: str = ""
    subject: str = ""
    status: str = ""
    language: str = ""
    key: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    ends_from: date | None = None
    ends_to: date | None = None
    review: str = ""
    sort: str = NEWEST_FIRST

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Self:
        """Return what an address asks for; what is none of ours asks for everything."""
        return cls(
            text=sent.get("q", "").strip()[:LONGEST_TEXT],
            kind=_among(sent.get("kind", ""), KINDS),
            # Pages of one course lead here by its short name alone.
            subject=sent.get("subject", "")[:LONGEST_TEXT]
            or (f"course:{sent['course'][:LONGEST_TEXT]}" if sent.get("course") else ""),
            status=_among(sent.get("status", ""), STATUS_NAMES),
            language=_among(sent.get("language", ""), LANGUAGES),
            key=sent.get("key", "")[:LONGEST_TEXT],
            issued_from=_day(sent.get("issued_from", "")),
            issued_to=_day(sent.get("issued_to", "")),
            ends_from=_day(sent.get("ends_from", "")),
            ends_to=_day(sent.get("ends_to", "")),
            review=_among(sent.get("review", ""), ("due",)),
            sort=_among(sent.get("sort", ""), (*SORTS, *(f"-{name}" for name in SORTS)))
            or NEWEST_FIRST,
        )

    @property
    def arguments(self) -> dict[str, str]:
        """Return the wish as arguments of an address, those left out that are so by default."""
        order = {} if self.sort == NEWEST_FIRST else {"sort": self.sort}
        return self.filters | order

    @property
    def filters(self) -> dict[str, str]:
        """Return as arguments of an address what narrows the register, in whatever order."""
        said = {
            "q": self.text, "kind": self.kind, "subject": self.subject, "status": self.status,
            "language": self.language, "key": self.key, "issued_from": _text(self.issued_from),
            "issued_to": _text(self.issued_to), "ends_from": _text(self.ends_from),
            "ends_to": _text(self.ends_to), "review": self.review,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}

    @property
    def wrong_days(self) -> tuple[str, ...]:
        """Return the first days that are after the last ones, by their names in an address."""
        spans = {
            "issued_from": (self.issued_from, self.issued_to),
            "ends_from": (self.ends_from, self.ends_to),
        }
        return tuple(
            name for name, (first, last) in spans.items() if first and last and first > last
        )

    @property
    def has_short_piece(self) -> bool:
        """Say whether a word might be a piece of a code, and is too short to be looked for."""
        words = [word.replace("-", "") for word in self.text.split()]
        return any(
            len(word) < SHORTEST_PIECE and word.isascii() and word.isalnum() for word in words
        )

    @property
    def is_everything(self) -> bool:
        """Say whether nothing is left out."""
        return not self.filters

    @property
    def course(self) -> str:
        """Return the short name of the one course that is asked for, or nothing."""
        kind, _, code = self.subject.partition(":")
        return code if kind == "course" else ""


def ending_soon(today: date) -> Wish:
    """Return the wish for what is valid and ends within the next `SOON`."""
    return replace(Wish(), status="valid", ends_from=today, ends_to=today + SOON)


def fold_names(facts: Facts) -> str:
    """Return the names that stand on a certificate as they are searched for."""
    names = " ".join(name for name in (facts.holder_name, facts.latin_name) if name)
    return fold(names)[:LONGEST_FOLDED]


def to_table(
    rows: Iterable[CertificateRow],
    holders: Mapping[str, str],
    protected: frozenset[str],
    language: str,
) -> list[Sequence[Cell]]:
    """Return the lines of an export in the order of `COLUMNS`, the title in `language`.

    `holders` are their names by the certificate, as the reader may see them, `protected` the
    certificates whose holder's identity is; codes stand for kinds and statuses.
    """
    return [_line(row, holders[row.id], language, is_protected=row.id in protected) for row in rows]


def _line(
    row: CertificateRow, holder: str, language: str, *, is_protected: bool
) -> tuple[Cell, ...]:
    facts, standing = row.facts, row.standing
    return (
        row.number, grouped(row.code), holder, row.kind, facts.subject, facts.subject_code,
        facts.title_in(language), facts.study_language, facts.hours, facts.issuer_in(language),
        facts.issued_on, row.valid_until, standing.status, standing.reason,
        standing.since.date() if standing.since else None, facts.paper_number,
        "yes" if is_protected else "",
    )  # fmt: skip


def as_texts(row: Sequence[Cell]) -> list[str]:
    """Return a line of a table as CSV has it: days as 2026-11-24, numbers without a needless .0."""
    return [_as_text(cell) for cell in row]


def _as_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.15g}" if isinstance(cell, float) else str("" if cell is None else cell)


def _among(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
