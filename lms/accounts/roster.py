"""A list of people to be invited, as a CSV file: read, checked line by line, nothing stored.

The file comes from a spreadsheet in any of our languages: comma, semicolon or tab, with a mark
of byte order or without.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lms.accounts.rules import (
    EmailNotValid,
    Invitee,
    NameMissing,
    check_email,
    clean_name,
)
from lms.kit.actor import ROLES
from lms.kit.errors import Invalid
from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES, N_, Text
from lms.kit.territories import territory_name

COLUMNS = ("name", "email", "language", "organisation", "roles", "protected")
NEEDED = ("name", "email", "language", "organisation", "roles")
MOST_ROWS = 500
LARGEST_FILE = 1024 * 1024
_PROTECTED = {"": False, "no": False, "0": False, "false": False,
              "yes": True, "1": True, "true": True}  # fmt: skip


class RosterUnreadable(Invalid):
    """The file as a whole cannot be read."""

    message = N_("This is not a CSV file in UTF-8. Save the spreadsheet as “CSV UTF-8”.")


class RosterTooLarge(Invalid):
    """A list is short enough to be looked over before it is sent."""

    message = N_("The file has more than %(most)s people. Please split it.")


class RosterEmpty(Invalid):
    """A list names somebody."""

    message = N_("The file lists nobody: it has only the first line with the names of the columns.")


class ColumnsMissing(Invalid):
    """The first line names the columns."""

    message = N_("The first line must name the columns. Missing: %(names)s.")


class ColumnsUnknown(Invalid):
    """A column that we would not read is a mistake that somebody made."""

    message = N_("There is no column named %(names)s. The columns are: %(known)s.")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One line: what it says, what is wrong with it, and whom it invites where nothing is."""

    line: int
    values: Mapping[str, str]
    problems: tuple[Text, ...] = ()
    invitee: Invitee | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the lines are checked against: places by folded name, addresses there already."""

    places: Mapping[str, tuple[str, ...]]
    people: frozenset[str] = frozenset()
    invited: frozenset[str] = frozenset()


def name_places(
    places: Iterable[tuple[str, str, str | None, str]],
) -> dict[str, tuple[str, ...]]:
    """Return the ids of the organisations by what a list may call them, folded.

    `places` are (id, path, country code, name). A State goes by its code and by its name in any
    of the six languages; an agency by its name, or by its State's code and its name.
    """
    listed = list(places)
    codes = {place_id: code for place_id, _, code, _ in listed if code}
    named: dict[str, tuple[str, ...]] = {}
    for place_id, path, code, name in listed:
        calls = {name}
        if code:
            calls |= {code, *(territory_name(code, language) for language in LANGUAGES)}
        calls |= {f"{codes[above]}/{name}" for above in path.split("/") if above in codes}
        for call in {fold(call) for call in calls}:
            named[call] = (*named.get(call, ()), place_id)
    return named


def read_roster(content: bytes) -> list[RosterRow]:
    """Return the lines of the file, unchecked.

    Raises `RosterUnreadable`, `RosterTooLarge`, `RosterEmpty`, `ColumnsMissing`,
    `ColumnsUnknown`.
    """
    if len(content) > LARGEST_FILE:
        raise RosterTooLarge(most=MOST_ROWS)
    try:
        text = content.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        columns = _columns(next(reader, []))
        rows = [
            RosterRow(reader.line_num, _values(columns, cells))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RosterUnreadable from error
    if not rows:
        raise RosterEmpty
    if len(rows) > MOST_ROWS:
        raise RosterTooLarge(most=MOST_ROWS)
    return rows


def _delimiter(text: str) -> str:
    first_line = text.split("\n", maxsplit=1)[0]
    return max(",;\t", key=first_line.count)


def _columns(cells: list[str]) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ColumnsMissing(names=", ".join(missing))
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown:
        raise ColumnsUnknown(names=", ".join(unknown), known=", ".join(COLUMNS))
    return names


def _values(columns: list[str], cells: list[str]) -> dict[str, str]:
    values = dict.fromkeys(COLUMNS, "")
    values.update({name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name})
    return values


def check_roster(rows: Iterable[RosterRow], known: Known) -> list[RosterRow]:
    """Return the lines with what is wrong with each, or with whom each invites."""
    seen: dict[str, int] = {}
    checked = []
    for row in rows:
        email = row.values["email"].lower()
        checked.append(_check_row(row, known, seen.get(email)))
        seen.setdefault(email, row.line)
    return checked


def _check_row(row: RosterRow, known: Known, line_before: int | None) -> RosterRow:
    problems: list[Text] = []
    values = row.values
    name = _check_name(values["name"], problems)
    email = _check_address(values["email"], known, line_before, problems)
    language = values["language"].lower()
    if language not in LANGUAGES:
        problems.append(
            Text(N_("The language must be one of: %(codes)s."), codes=", ".join(LANGUAGES))
        )
    place = _check_place(values["organisation"], known, problems)
    roles = _check_roles(values["roles"], problems)
    protected = _PROTECTED.get(values["protected"].lower())
    if protected is None:
        problems.append(Text(N_("The column “protected” must say yes, no or nothing.")))
    if problems:
        return replace(row, problems=tuple(problems))
    invitee = Invitee(email, name, language, place, roles, bool(protected))
    return replace(row, invitee=invitee)


def _check_name(text: str, problems: list[Text]) -> str:
    try:
        return clean_name(text)
    except NameMissing as error:
        problems.append(error.text)
        return ""


def _check_address(text: str, known: Known, line_before: int | None, problems: list[Text]) -> str:
    try:
        email = check_email(text)
    except EmailNotValid as error:
        problems.append(error.text)
        return ""
    if line_before is not None:
        problems.append(Text(N_("The same address is already in line %(line)s."), line=line_before))
    if email in known.people:
        problems.append(Text(N_("There is an account with this address already.")))
    if email in known.invited:
        problems.append(Text(N_("This address has an open invitation already.")))
    return email


def _check_place(text: str, known: Known, problems: list[Text]) -> str:
    found = known.places.get(fold(text), ())
    if len(found) == 1:
        return found[0]
    if found:
        problems.append(
            Text(N_("Several organisations are named %(name)s. Write it as CODE/name."), name=text)
        )
    else:
        problems.append(
            Text(N_("There is no organisation named “%(name)s” below yours."), name=text)
        )
    return ""


def _check_roles(text: str, problems: list[Text]) -> tuple[str, ...]:
    words = [word.strip().lower().replace(" ", "_") for word in re.split(r"[,;|/+]", text)]
    asked = [word for word in words if word]
    unknown = [word for word in asked if word not in ROLES]
    if unknown or not asked:
        problems.append(
            Text(
                N_("The roles must be among: %(roles)s; separate several with |."),
                roles=", ".join(ROLES),
            )
        )
    return tuple(role for role in ROLES if role in asked)
