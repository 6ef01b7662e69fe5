"""The rules of a course's results: search, filter, order, and a table that is safe to open.

Names of people come in from outside; who may see which rows is decided in `policy`.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from lms.kit.folding import fold
from lms.kit.i18n import N_, formats, native_name, translate

STATUS_WORDS = {
    "active": N_("Under way"),
    "participation": N_("Participation"),
    "achievement": N_("Achievement"),
    "withdrawn": N_("Withdrawn"),
}
SHEET_HEADER = (
    N_("Name"),
    N_("Organisation"),
    N_("Version"),
    N_("Language"),
    N_("Enrolled on"),
    N_("Progress in percent"),
    N_("Best result in percent"),
    N_("Status"),
    N_("Completed on"),
    N_("Edition"),
    N_("Last active on"),
    N_("Course"),
)
# A mean over fewer people would tell what one of them has reached.
FEWEST = 5
SORTS = ("name", "organisation", "version", "progress", "points", "status")
LEARNER_SORTS = (*SORTS, "course", "last")
# A spreadsheet takes a cell that begins so for a formula; the last three are full-width forms
# that some of them read alike.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "＠")


class ResultRow(NamedTuple):
    """One enrolment in the results: a tuple, for a course may have thousands.

    `done` of `total` parts; `points` is the best result in percent of the quiz that counts;
    `edition` is the newest one in the language studied, `last_at` when a part was last opened or
    done.
    """

    enrolment_id: str
    person_id: str
    organisation_id: str
    organisation: str
    version: int
    language: str
    done: int
    total: int
    points: Decimal | None
    status: str
    started_at: datetime
    completed_at: datetime | None
    course_id: str = ""
    course: str = ""
    version_id: str = ""
    edition: int = 1
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people are enrolled in a course, and how many have completed it."""

    enrolled: int = 0
    completed: int = 0


@dataclass(frozen=True, slots=True)
class ResultWish:
    """What somebody looks for among the results; an empty text leaves everything."""

    words: str = ""
    status: str = ""
    version: str = ""
    organisation: str = ""
    course: str = ""
    language: str = ""
    sort: str = "name"

    @property
    def needs_names(self) -> bool:
        """Say whether everybody's name is needed, rather than those of one page."""
        return bool(self.words) or self.sort.lstrip("-") == "name"


def status_of(status: str, is_participation: bool | None, is_achievement: bool | None) -> str:
    """Return what an enrolment has come to, as the results show it."""
    if is_achievement:
        return "achievement"
    if is_participation:
        return "participation"
    return status


def select_results(
    rows: Iterable[ResultRow], names: Mapping[str, str], wish: ResultWish
) -> list[ResultRow]:
    """Return the rows that meet each part of the wish; words are looked for in the names."""
    words = fold(wish.words).split()
    version = wish.version
    return [
        row
        for row in rows
        if (not wish.status or row.status == wish.status)
        and (not version or str(row.version) == version)
        and (not wish.organisation or row.organisation_id == wish.organisation)
        and _is_studied_so(row, wish)
        and (not words or _has_words(names[row.person_id], words))
    ]


def _is_studied_so(row: ResultRow, wish: ResultWish) -> bool:
    return (not wish.course or row.course_id == wish.course) and (
        not wish.language or row.language == wish.language
    )


def _has_words(name: str, words: Sequence[str]) -> bool:
    folded = fold(name)
    return all(word in folded for word in words)


def sort_results(rows: list[ResultRow], names: Mapping[str, str], sort: str) -> list[ResultRow]:
    """Return the rows in the order named, `-` before it for the reverse; ties by enrolment."""
    order = {status: place for place, status in enumerate(STATUS_WORDS)}
    keys: dict[str, Callable[[ResultRow], Any]] = {
        "name": lambda row: fold(names[row.person_id]),
        "organisation": lambda row: fold(row.organisation),
        "version": lambda row: row.version,
        "course": lambda row: fold(row.course),
        "last": lambda row: row.last_at.timestamp() if row.last_at else 0,
        "progress": _percent_done,
        "points": lambda row: -1 if row.points is None else row.points,
        "status": lambda row: (
            order[row.status],
            row.completed_at.timestamp() if row.completed_at else 0,
        ),
    }
    rows = sorted(rows, key=lambda row: row.enrolment_id)
    return sorted(rows, key=keys[sort.lstrip("-")], reverse=sort.startswith("-"))


class TableRow(NamedTuple):
    """One line of the table on the page: texts that need only be written out."""

    name: str
    organisation: str
    version: str
    progress: str
    points: str
    status: str
    completed_on: str


def to_table(
    rows: Sequence[ResultRow], names: Mapping[str, str], language: str, time_zone: str
) -> list[TableRow]:
    """Return the rows written out for a reader; each date and number is formatted once.

    Points are cut to whole percent: 69.9 must not read as the 70 that it missed.
    """
    form = formats(language)
    percent = cache(form.percent)
    day = cache(lambda instant: form.date(instant, time_zone))
    words = {status: translate(language, text) for status, text in STATUS_WORDS.items()}
    return [
        TableRow(
            names[row.person_id],
            row.organisation,
            form.number(row.version),
            percent(_percent_done(row)),
            "" if row.points is None else percent(int(row.points)),
            words[row.status],
            day(row.completed_at) if row.completed_at else "",
        )
        for row in rows
    ]


class LearnerRow(NamedTuple):
    """One line of a trainer's table: that of the results, and where the person stands."""

    shown: TableRow
    course: str
    language: str
    edition: str
    last_on: str
    last_part: str


def to_learners(
    rows: Sequence[ResultRow],
    names: Mapping[str, str],
    parts: Mapping[str, str],
    language: str,
    time_zone: str,
) -> list[LearnerRow]:
    """Return the rows written out for a trainer; `parts` are titles of last parts by enrolment."""
    form = formats(language)
    day = cache(lambda instant: form.date(instant, time_zone))
    return [
        LearnerRow(
            shown,
            row.course,
            native_name(row.language),
            form.number(row.edition),
            day(row.last_at) if row.last_at else "",
            parts.get(row.enrolment_id, ""),
        )
        for row, shown in zip(rows, to_table(rows, names, language, time_zone), strict=True)
    ]


def to_sheet(rows: Sequence[ResultRow], names: Mapping[str, str], language: str) -> bytes:
    """Return the rows as comma-separated values, with dates and numbers that a machine reads."""
    words = {status: translate(language, text) for status, text in STATUS_WORDS.items()}
    return to_csv(
        [translate(language, text) for text in SHEET_HEADER],
        (
            (
                names[row.person_id],
                row.organisation,
                str(row.version),
                row.language,
                row.started_at.date().isoformat(),
                str(_percent_done(row)),
                "" if row.points is None else str(row.points),
                words[row.status],
                row.completed_at.date().isoformat() if row.completed_at else "",
                str(row.edition),
                row.last_at.date().isoformat() if row.last_at else "",
                row.course,
            )
            for row in rows
        ),
    )


def _percent_done(row: ResultRow) -> int:
    return 100 * row.done // row.total if row.total else 0


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as UTF-8 with a mark at its start, by which spreadsheets know the encoding.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, CSV
    injection).
    """
    file = io.BytesIO()
    # As bytes from the first line: a long table as a text would take four times as much.
    with io.TextIOWrapper(file, "utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow([_as_text(cell) for cell in header])
        writer.writerows([_as_text(cell) for cell in row] for row in rows)
        text.flush()
        return file.getvalue()


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
