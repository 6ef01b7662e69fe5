"""A list of people as a command takes it: all of it or nothing, its columns known by their names.

In the browser a person says what the columns are, and chooses line by line.
"""

from dataclasses import dataclass

from lms.accounts.importing.columns import WORDS, Reading, guess_columns
from lms.accounts.importing.lines import Line
from lms.accounts.importing.sheets import read_sheet
from lms.accounts.queries.imports import check_import
from lms.accounts.rules import AlreadyInvited, ColumnsMissing, EmailTaken, Invitee
from lms.kit.actor import Actor
from lms.kit.i18n import Text

_TAKEN = {"known": EmailTaken.message, "invited": AlreadyInvited.message}


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line: whom it invites, or why nobody."""

    number: int
    problems: tuple[Text, ...]
    invitee: Invitee | None


def read_list(actor: Actor, content: bytes) -> list[ListedLine]:
    """Return every line of a file, checked against what the actor administers and who is there.

    Raises what `read_sheet` raises, and `ColumnsMissing`.
    """
    sheet = read_sheet(content, WORDS)
    otherwise = {"language": "en", "roles": "trainee"}
    reading = Reading(guess_columns(sheet.headings), {}, otherwise)
    missing = [name for name in ("name", "email", "organisation") if not _has(reading, name)]
    if missing:
        raise ColumnsMissing(names=", ".join(missing))
    return [_listed(line) for line in check_import(actor, sheet, reading)]


def _has(reading: Reading, name: str) -> bool:
    parts = {"given_name", "family_name"} if name == "name" else {name}
    return name in reading.columns or parts <= reading.columns.keys()


def _listed(line: Line) -> ListedLine:
    if line.standing in _TAKEN:
        return ListedLine(line.number, (Text(_TAKEN[line.standing]),), None)
    return ListedLine(line.number, tuple(one.text for one in line.problems), line.invitee)
