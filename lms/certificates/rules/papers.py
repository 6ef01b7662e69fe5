"""Lists of certificates that were issued on paper: which column is what, what each line says.

How a spreadsheet is read is decided in `lms.accounts.importing.sheets`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Self

from lms.accounts.importing.sheets import Sheet
from lms.accounts.rules import check_email, clean_name
from lms.certificates.rules import KINDS
from lms.certificates.rules.characters import check_direction
from lms.certificates.rules.facts import Facts, Kind
from lms.certificates.rules.paper_columns import (
    FIELD_NAMES,
    FIELDS,
    TITLE_FIELDS,
    find_field,
    is_paper_number,
)
from lms.certificates.rules.paper_days import (
    ORDERS,
    EndBeforeIssue,
    find_order,
    is_order_needed,
    read_day,
    read_day_of_issue,
)
from lms.kit.errors import DomainError, Invalid
from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES, N_, Text, translate

# The kinds of this room's jobs.
IMPORT = "certificates.import_papers"
UNDO = "certificates.undo_papers"

UNDO_DAYS = 30
UNDO_WITHIN = timedelta(days=UNDO_DAYS)
LONGEST_NUMBER = 60
LONGEST_TITLE = 300
LONGEST_ISSUER = 200
MOST_HOURS = 10_000
DAY_FIELDS = ("issued_on", "valid_until")
NEEDED = ("number", "name", "issued_on")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
STANDINGS = {
    "new": N_("Will be entered"),
    "there": N_("Is in the register already"),
    "refused": N_("Not right"),
}


class NothingToEnter(DomainError):
    """A list of which no line is right enters nothing."""

    message = N_("No line of this list can be entered.")


class PaperEntered(DomainError):
    """A paper is entered once."""

    status = 409
    message = N_("A certificate with this number is in the register already.")


class PaperLineRefused(DomainError):
    """What was right when it was looked at may be wrong by the time it is done."""

    message = N_("This line cannot be entered any more.")


class UndoTooLate(DomainError):
    """After a while a list is history; each certificate is decided on by itself."""

    message = N_("A list can be undone within 30 days. After that, revoke single certificates.")


class UndoNeedsAnother(DomainError):
    """Undoing a list revokes, and where revoking needs two, the second is not who sent it."""

    status = 403
    message = N_(
        "Your organisation wants two people for a revocation: another administrator than the one "
        "who entered this list has to undo it."
    )


class FormulaInCell(Invalid):
    """What a spreadsheet would compute is no fact, and is never kept."""

    message = N_("“%(text)s” looks like a formula. Write the text itself.")


class CellMissing(Invalid):
    """Some things every certificate has."""

    message = N_("This cell is empty.")


class CellTooLong(Invalid):
    """What is printed has its limits."""

    message = N_("This text is too long: at most %(most)s characters.")


class HoursUnclear(Invalid):
    """Hours are a number."""

    message = N_("“%(text)s” is no number of hours.")


class KindUnknown(Invalid):
    """There are two kinds."""

    message = N_("“%(text)s” is neither participation nor achievement.")


class NumberDoubled(Invalid):
    """Of two lines with one number nobody can tell which is right, so neither is entered."""

    message = N_("The same number is in line %(line)s, too.")


@dataclass(frozen=True, slots=True)
class PaperReading:
    """What a person said of a list: which column is what, and what holds where a cell is empty."""

    columns: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    kind: Kind = "participation"
    title: str = ""
    language: str = "en"
    # Which of `ORDERS` somebody said; none where the list itself tells, or has no such days.
    day_order: str = ""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return what `to_json` packed."""
        return cls(
            values["columns"], values["kind"], values["title"], values["language"],
            values.get("day_order", ""),
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "columns": dict(self.columns), "kind": self.kind, "title": self.title,
            "language": self.language, "day_order": self.day_order,
        }  # fmt: skip

    def find_problem(self) -> Text | None:
        """Return what is still to be said before anything can be entered, or nothing."""
        for name in NEEDED:
            if name not in self.columns:
                missing = Text(FIELD_NAMES[name])
                return Text(N_("Say which column holds this: %(field)s."), field=missing)
        if not self.title and not ({"title", *TITLE_FIELDS} & self.columns.keys()):
            return Text(N_("Say which column holds the title, or one title for all."))
        return None

    def order_in(self, sheet: Sheet) -> str:
        """Return the order in which a list's days are read: said, or told by them; "" for none."""
        return self.day_order or find_order(self._days_of(sheet))

    def lacks_order(self, sheet: Sheet) -> bool:
        """Say whether a list has days that nobody can read before their order is said."""
        return is_order_needed(self._days_of(sheet)) and not self.order_in(sheet)

    def _days_of(self, sheet: Sheet) -> list[str]:
        places = [self.columns[name] for name in DAY_FIELDS if name in self.columns]
        return [cells[at] for _line, cells in sheet.rows for at in places if at < len(cells)]


@dataclass(frozen=True, slots=True)
class PaperProblem:
    """What is wrong, and in which of the fields."""

    field: str
    text: Text


@dataclass(frozen=True, slots=True)
class Paper:
    """A certificate of paper as a line says it; days, hours and titles as values."""

    number: str
    name: str
    email: str | None
    kind: Kind
    issued_on: date
    valid_until: date | None
    hours: float | None
    issuer: str
    titles: Mapping[str, str]

    @property
    def base_key(self) -> str:
        """Return what tells it from all others of an organisation: who issued it, which number."""
        return key_of(self.issuer, self.number)

    def to_facts(self, code: str, issuer_names: Mapping[str, str]) -> Facts:
        """Return the facts as they are frozen; `issuer_names` where the list names no issuer.

        In which language somebody studied, no list says.
        """
        names = dict.fromkeys(LANGUAGES, self.issuer) if self.issuer else dict(issuer_names)
        return Facts(
            code=code, kind=self.kind, holder_name=self.name, subject="paper", subject_code="",
            titles=dict(self.titles), articles=(), version=None, content_hash=None, edition=None,
            study_language=None, hours=self.hours, points=None, issuer_names=names,
            emblem_hash=None, issued_on=self.issued_on, valid_until=self.valid_until,
            paper_number=self.number,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line: its number in the file, what it says, what is wrong, how it stands here."""

    number: int
    said: Mapping[str, str]
    problems: tuple[PaperProblem, ...] = ()
    paper: Paper | None = None
    standing: str = "refused"


def guess_reading(headings: Sequence[str], language: str | None) -> PaperReading:
    """Return what is supposed of a list until somebody says otherwise; each column once."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = find_field(heading)
        if name is not None:
            found.setdefault(name, place)
        # Beside it, an export of a register has the number in that register.
        if is_paper_number(heading):
            found["number"] = place
    return PaperReading(found, language=language if language in LANGUAGES else "en")


def check_papers(
    sheet: Sheet, reading: PaperReading, today: date, entered: frozenset[str]
) -> list[PaperLine]:
    """Return every line with what is wrong with it; `entered` are the keys that are there."""
    reading = replace(reading, day_order=reading.order_in(sheet))
    lines = [read_paper(number, cells, reading, today) for number, cells in sheet.rows]
    # A line that is wrong names its number, too: the right one may be meant for its holder.
    naming: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        naming[_said_key(line)].append(line.number)
    return [_stand(line, naming[_said_key(line)], entered) for line in lines]


def key_of(issuer: str, number: str) -> str:
    """Return what a paper is known by; without an issuer, the number in the register's own."""
    return f"{fold(issuer)}|{fold(number)}"


def _said_key(line: PaperLine) -> str:
    number = line.said.get("number", "")
    return key_of(line.said.get("issuer", ""), number) if number else f"line {line.number}"


def _stand(line: PaperLine, naming: Sequence[int], entered: frozenset[str]) -> PaperLine:
    other = next((number for number in naming if number != line.number), None)
    if other is not None:
        problem = PaperProblem("number", NumberDoubled(line=other).text)
        return PaperLine(line.number, line.said, (*line.problems, problem))
    if line.paper is None:
        return line
    standing = "there" if line.paper.base_key in entered else "new"
    return PaperLine(line.number, line.said, (), line.paper, standing)


def read_paper(number: int, cells: Sequence[str], reading: PaperReading, today: date) -> PaperLine:
    """Return what one line says and what is wrong with it, whatever is in the register.

    The order of its days is what `reading` says.
    """
    said = {
        name: cells[place]
        for name, place in reading.columns.items()
        if name in FIELDS and place < len(cells)
    }
    readers: dict[str, Callable[[], Any]] = {
        "number": lambda: _text(said, "number", LONGEST_NUMBER),
        "name": lambda: clean_name(_text(said, "name", LONGEST_TITLE)),
        "email": lambda: check_email(_plain(said["email"])) if said.get("email") else None,
        "kind": lambda: _kind(said.get("kind", "")) if said.get("kind") else reading.kind,
        "issued_on": lambda: read_day_of_issue(
            _text(said, "issued_on", LONGEST_NUMBER), reading.day_order, today
        ),
        "valid_until": lambda: (
            read_day(said["valid_until"], reading.day_order) if said.get("valid_until") else None
        ),
        "hours": lambda: _hours(said["hours"]) if said.get("hours") else None,
        "issuer": lambda: _text(said, "issuer", LONGEST_ISSUER) if said.get("issuer") else "",
        "title": lambda: _titles(said, reading),
    }
    values, problems = {}, []
    for name, read in readers.items():
        try:
            values[name] = read()
        except Invalid as error:
            problems.append(PaperProblem(name, error.text))
    problems += _check_order(values)
    if problems:
        return PaperLine(number, said, tuple(problems))
    values["titles"] = values.pop("title")
    return PaperLine(number, said, (), Paper(**values))


def _check_order(values: Mapping[str, Any]) -> list[PaperProblem]:
    issued_on, until = values.get("issued_on"), values.get("valid_until")
    if issued_on and until and until < issued_on:
        return [PaperProblem("valid_until", EndBeforeIssue().text)]
    return []


def _plain(text: str) -> str:
    check_direction(text)
    if text.startswith(_FORMULA):
        raise FormulaInCell(text=text)
    return text


def _text(said: Mapping[str, str], name: str, most: int) -> str:
    text = _plain(said.get(name, "").strip())
    if not text:
        raise CellMissing
    if len(text) > most:
        raise CellTooLong(most=most)
    return text


def _titles(said: Mapping[str, str], reading: PaperReading) -> dict[str, str]:
    titles = {
        language: _text(said, name, LONGEST_TITLE)
        for name, language in TITLE_FIELDS.items()
        if said.get(name)
    }
    if said.get("title"):
        titles.setdefault(reading.language, _text(said, "title", LONGEST_TITLE))
    if not titles and reading.title:
        titles[reading.language] = reading.title
    if not titles:
        raise CellMissing
    return titles


def _hours(text: str) -> float:
    try:
        hours = float(text.strip().replace(",", "."))
    except ValueError as error:
        raise HoursUnclear(text=text) from error
    if not 0 < hours <= MOST_HOURS:
        raise HoursUnclear(text=text)
    return hours


def _kind(text: str) -> Kind:
    word = fold(text)
    for kind, label in KINDS.items():
        if word in {kind, *(fold(translate(language, label)) for language in LANGUAGES)}:
            return kind
    raise KindUnknown(text=text)


def as_kind(text: str) -> Kind:
    """Return a kind that was chosen on a page; participation where it is none of ours."""
    return text if text in KINDS else "participation"


def as_order(text: str) -> str:
    """Return an order of days that was chosen on a page; none where it is none of ours."""
    return text if text in ORDERS else ""
