"""Lists of who was in a call, as Zoom, Teams and Webex write them: who, and for how many minutes.

How a file becomes cells is `lms.accounts.importing.sheets`'s. Nothing here decides who was present.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lms.accounts.importing.likeness import name_key
from lms.accounts.importing.sheets import Sheet, SheetUnreadable, read_sheet
from lms.kit.errors import Invalid
from lms.kit.folding import fold
from lms.kit.i18n import N_

Column = str
# The names of the columns, folded and without what stands in brackets, in the six languages.
HEADINGS: Mapping[Column, frozenset[str]] = {
    "name": frozenset(map(fold, (
        "name", "full name", "display name", "participant", "attendee name", "user name",
        "nom", "nom complet", "nom d'affichage", "nombre", "nombre completo",
        "nombre para mostrar", "имя", "полное имя", "отображаемое имя", "姓名", "名称", "全名",
        "显示名称", "الاسم", "الاسم الكامل", "اسم العرض",
    ))),
    "email": frozenset(map(fold, (
        "email", "e-mail", "user email", "email address", "attendee email", "participant id",
        "e-mail de l'utilisateur", "adresse e-mail", "adresse de messagerie", "courriel",
        "correo electrónico", "correo electrónico del usuario", "correo del usuario",
        "электронная почта", "адрес электронной почты", "электронная почта пользователя",
        "电子邮件", "用户电子邮件", "电子邮件地址", "邮箱", "البريد الإلكتروني",
        "البريد الإلكتروني للمستخدم", "عنوان البريد الإلكتروني",
    ))),
    "minutes": frozenset(map(fold, (
        "duration", "total duration", "in-meeting duration", "meeting duration",
        "attendance duration", "time in session", "durée", "durée totale",
        "durée de la réunion", "durée en réunion", "duración", "duración total",
        "duración en la reunión", "продолжительность", "длительность",
        "общая продолжительность", "продолжительность на собрании", "持续时间", "时长",
        "总持续时间", "会议中的持续时间", "المدة", "المدة الإجمالية", "مدة الاجتماع",
        "المدة في الاجتماع",
    ))),
}  # fmt: skip
_UNITS: Mapping[str, int] = {
    **dict.fromkeys(("h", "ч", "小时", "时", "س"), 3600),
    **dict.fromkeys(("m", "м", "分", "د"), 60),
    **dict.fromkeys(("s", "с", "秒", "ث"), 1),
}
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d+)?")
_SECTION = re.compile(r"\d+\.\s")
_NO_MINUTES = -1


class ColumnsMissing(Invalid):
    """Of a list it must be clear who was there, and for how long."""

    message = N_(
        "No columns for a name and a duration were found. Please send the list of participants as "
        "the video service gives it out, with its line of headings."
    )


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who was in the call, all times they came taken together."""

    name: str
    email: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who was to come; the names are as the sender of the list may see them."""

    participation_id: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Found:
    """A line of a list, and who it may be; `is_sure` where the address is the same."""

    heard: Heard
    participation_id: str = ""
    is_sure: bool = False


def read_video_list(content: bytes) -> list[Heard]:
    """Return who was in a call.

    Raises `ColumnsMissing`, and what `read_sheet` raises.
    """
    words = {word for names in HEADINGS.values() for word in names}
    sheet = _cut(read_sheet(_begin_at_headings(content), words))
    places = _find_columns(sheet.headings)
    if "name" not in places or "minutes" not in places:
        raise ColumnsMissing
    met: dict[tuple[str, str], Heard] = {}
    for _line, cells in sheet.rows:
        if _SECTION.match(cells[0]) and not any(cells[1:]):
            # Teams goes on with who did what in the meeting.
            break
        one = _read_line(cells, places)
        if one is not None:
            key = (one.email, "" if one.email else fold(one.name))
            before = met.get(key)
            met[key] = replace(before, minutes=before.minutes + one.minutes) if before else one
    return list(met.values())


def _begin_at_headings(content: bytes) -> bytes:
    """Return a CSV file from the line that names people: a summary may stand above it."""
    if content.startswith(b"PK"):
        return content
    try:
        encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        lines = content.decode(encoding).splitlines(keepends=True)
    except UnicodeError as error:
        raise SheetUnreadable from error
    for place, line in enumerate(lines):
        if {"name", "minutes"} <= _find_columns(_split(line)).keys():
            return "".join(lines[place:]).encode()
    raise ColumnsMissing


def _split(line: str) -> list[str]:
    delimiter = max(",;\t", key=line.count)
    return next(csv.reader(io.StringIO(line), delimiter=delimiter), [])


def _cut(sheet: Sheet) -> Sheet:
    """Return a sheet from the line that names people, where a workbook has a summary above it."""
    if {"name", "minutes"} <= _find_columns(sheet.headings).keys():
        return sheet
    for place, (_line, cells) in enumerate(sheet.rows):
        if {"name", "minutes"} <= _find_columns(cells).keys():
            return Sheet(cells, sheet.rows[place + 1 :])
    return sheet


def _find_columns(headings: Sequence[str]) -> dict[Column, int]:
    places: dict[Column, int] = {}
    for place, heading in enumerate(headings):
        word = fold(_BRACKETS.sub("", heading)).strip()
        for column, names in HEADINGS.items():
            if word in names:
                places.setdefault(column, place)
    return places


def _read_line(cells: Sequence[str], places: Mapping[Column, int]) -> Heard | None:
    name = cells[places["name"]].strip()
    minutes = read_minutes(cells[places["minutes"]])
    if not name or minutes == _NO_MINUTES:
        return None
    email = cells[places["email"]].strip().lower() if "email" in places else ""
    return Heard(name, email if "@" in email else "", minutes)


def read_minutes(text: str) -> int:
    """Return whole minutes of a duration: `62`, `1h 2m 30s`, `01:02:30`, `1 ч 2 мин`; -1 of none.

    A plain number is of minutes, as Zoom and Webex write it.
    """
    text = text.strip().lower()
    if _NUMBER.fullmatch(text):
        return int(float(text.replace(",", ".")))
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, _seconds = clock.groups()
        return int(hours) * 60 + int(minutes)
    seconds = 0.0
    parts = _PART.findall(text)
    for number, unit in parts:
        worth = next((value for start, value in _UNITS.items() if unit.startswith(start)), None)
        if worth is None:
            return _NO_MINUTES
        seconds += float(number.replace(",", ".")) * worth
    return int(seconds // 60) if parts else _NO_MINUTES


def match_people(heard: Iterable[Heard], known: Sequence[Known]) -> list[Found]:
    """Return who each line may be: by address, which is sure; else by name, which is a suggestion.

    A name that fits two of them fits nobody, and nobody is suggested twice.
    """
    by_email = {person.email: person.participation_id for person in known if person.email}
    by_name: dict[str, list[str]] = {}
    for person in known:
        by_name.setdefault(name_key(person.name), []).append(person.participation_id)
    lines = list(heard)
    taken = {by_email[one.email] for one in lines if one.email in by_email}
    found = []
    for one in lines:
        if one.email in by_email:
            found.append(Found(one, by_email[one.email], is_sure=True))
            continue
        free = [key for key in by_name.get(name_key(one.name), []) if key not in taken]
        guess = free[0] if len(free) == 1 else ""
        taken |= {guess} - {""}
        found.append(Found(one, guess))
    return found
