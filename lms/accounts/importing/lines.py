"""What each line of a list says, what is wrong with it and where, and what may be done with it.

What is done is chosen by a person and carried out by the services.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from lms.accounts.importing.columns import FIELDS, Reading
from lms.accounts.importing.likeness import address_key, kept_keys, sought_keys
from lms.accounts.importing.sheets import Sheet
from lms.accounts.rules import ROLE_NAMES, Invitee, check_email, clean_name
from lms.kit.actor import ROLES
from lms.kit.errors import Invalid
from lms.kit.folding import fold
from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES, Text, translate
from lms.kit.territories import territory_name

STANDINGS = {
    "new": N_("New person"),
    "alike": N_("Possible duplicate"),
    "known": N_("Has an account already"),
    "invited": N_("Invited already"),
    "refused": N_("Not right"),
}
ACTION_NAMES = {"invite": N_("Invite"), "update": N_("Add what is missing"), "skip": N_("Skip")}
# What may be done with a line of each standing; the first is done where nobody says otherwise.
ACTIONS = {
    "new": ("invite", "skip"),
    "alike": ("skip", "invite"),
    "known": ("skip", "update"),
    "invited": ("skip",),
    "refused": ("skip",),
}
_YES_NO = {
    fold(word): is_yes
    for is_yes, words in (
        (True, "yes y 1 true x oui o sí si да نعم 是"),
        (False, "no n 0 false non нет لا 否 -"),
    )
    for word in words.split()
}
# With these a spreadsheet begins what it computes; no name and no word of ours begins so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SEPARATORS = re.compile(r"[,;|/+،、]")
MOST_WORDS = 40
ALIKE = 70
SAME_ADDRESS = N_("The same address is already in line %(line)s.")


class FormulaFound(Invalid):
    """What a spreadsheet would compute is no name, and is never kept."""

    message = N_("“%(text)s” looks like a formula. Write the text itself.")


class LanguageUnknown(Invalid):
    """There are six languages."""

    message = N_("“%(text)s” is no language of this site. Use one of: %(codes)s.")


class PlaceUnknown(Invalid):
    """People are invited to organisations that the inviting person administers."""

    message = N_("There is no organisation named “%(name)s” below yours.")


class PlaceAmbiguous(Invalid):
    """One name may be that of agencies of several States."""

    message = N_("Several organisations are named %(name)s. Write it as CODE/name.")


class RolesUnknown(Invalid):
    """There are six roles."""

    message = N_("“%(text)s” is no role. Use one or more of: %(roles)s; separate them with |.")


class ProtectedUnclear(Invalid):
    """Whether somebody is protected is not guessed."""

    message = N_("“%(text)s” says neither yes nor no.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and in which of the fields."""

    field: str
    text: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it says, what is wrong with it, whom it names, who that is here."""

    number: int
    said: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    invitee: Invitee | None = None
    standing: str = "refused"
    # An account that may be the same person, or that is: its id.
    person_id: str | None = None
    # An earlier line that may be the same person.
    line_alike: int | None = None

    @property
    def actions(self) -> tuple[str, ...]:
        """Return what may be done, the proposal first."""
        if self.standing == "known" and self.person_id is None:
            return ("skip",)
        return ACTIONS[self.standing]


@dataclass(frozen=True, slots=True)
class Known:
    """What the lines are checked against; people are only those whom the reader administers."""

    # Ids of organisations by what a list may call them, folded.
    places: Mapping[str, tuple[str, ...]]
    # The ids of all of them.
    ids: frozenset[str] = frozenset()
    # Every address that has an account, with the id of an account that the reader administers.
    people: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    invited: frozenset[str] = frozenset()
    # Ids of accounts by the keys of `likeness`.
    alike: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


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


@cache
def _language_words() -> dict[str, str]:
    words = {fold(name): code for code, name in NATIVE_NAMES.items()}
    return words | {code: code for code in LANGUAGES}


@cache
def _role_words() -> dict[str, str]:
    words = {
        fold(translate(language, name)): role
        for role, name in ROLE_NAMES.items()
        for language in LANGUAGES
    }
    return words | {role.replace("_", " "): role for role in ROLES} | {role: role for role in ROLES}


def check_lines(sheet: Sheet, reading: Reading, known: Known) -> list[Line]:
    """Return every line of a list with what is wrong, and how who it names stands here."""
    seen: dict[str, int] = {}
    lines = []
    for number, cells in sheet.rows:
        line = read_line(number, cells, reading, known)
        lines.append(_stand(line, known, seen))
    return lines


def read_line(number: int, cells: tuple[str, ...], reading: Reading, known: Known) -> Line:
    """Return what one line says and what is wrong with it, whoever is here already."""
    return _check(Line(number, read_cells(cells, reading)), reading, known)


def read_cells(cells: tuple[str, ...], reading: Reading) -> dict[str, str]:
    """Return what a line's cells say, by field, unchecked; the name is always there."""
    said = {
        name: cells[reading.columns[name]]
        for name in FIELDS
        if name in reading.columns and reading.columns[name] < len(cells)
    }
    if "name" not in said:
        parts = (said.get("given_name", ""), said.get("family_name", ""))
        said["name"] = " ".join(part for part in parts if part)
    return said


def _check(line: Line, reading: Reading, known: Known) -> Line:
    said = line.said
    readers: dict[str, Callable[[], Any]] = {
        "name": lambda: clean_name(_plain(said["name"])),
        "email": lambda: check_email(_plain(said.get("email", ""), ("=",))),
        "language": lambda: _language(_word(said, reading, "language"), reading),
        "organisation": lambda: _place(_word(said, reading, "organisation"), reading, known),
        "roles": lambda: _roles(_word(said, reading, "roles"), reading),
        "protected": lambda: _protected(said.get("protected", "")),
    }
    values, problems = {}, []
    for name, read in readers.items():
        try:
            values[name] = read()
        except Invalid as error:
            problems.append(Problem(name, error.text))
    if problems:
        return replace(line, problems=tuple(problems))
    invitee = Invitee(
        values["email"], values["name"], values["language"], values["organisation"],
        values["roles"], values["protected"],
    )  # fmt: skip
    return replace(line, invitee=invitee)


def _plain(text: str, begins: tuple[str, ...] = _FORMULA) -> str:
    if text.startswith(begins):
        raise FormulaFound(text=text)
    return text


def _word(said: Mapping[str, str], reading: Reading, name: str) -> str:
    """Return what a cell says; where it says nothing, what holds otherwise."""
    return _plain(said.get(name, "")) or reading.otherwise.get(name, "")


def _language(text: str, reading: Reading) -> str:
    word = fold(text)
    code = reading.values.get("language", {}).get(word) or _language_words().get(word)
    if code is None:
        raise LanguageUnknown(text=text, codes=", ".join(LANGUAGES))
    return code


def _place(text: str, reading: Reading, known: Known) -> str:
    word = fold(text)
    chosen = reading.values.get("organisation", {}).get(word)
    if chosen in known.ids:
        return str(chosen)
    if text in known.ids:
        return text
    found = known.places.get(word, ())
    if len(found) > 1:
        raise PlaceAmbiguous(name=text)
    if not found:
        raise PlaceUnknown(name=text)
    return found[0]


def _roles(text: str, reading: Reading) -> tuple[str, ...]:
    chosen = reading.values.get("roles", {})
    words = [fold(word) for word in _SEPARATORS.split(text) if word.strip()]
    roles = {chosen.get(word) or _role_words().get(word) for word in words}
    if None in roles or not roles:
        raise RolesUnknown(text=text, roles=", ".join(ROLES))
    return tuple(role for role in ROLES if role in roles)


def _protected(text: str) -> bool:
    is_protected = _YES_NO.get(fold(text), False if not text else None)
    if is_protected is None:
        raise ProtectedUnclear(text=text)
    return is_protected


def _stand(line: Line, known: Known, seen: dict[str, int]) -> Line:
    """Return a line with who its person is here already; `seen` are the lines above, by key."""
    invitee = line.invitee
    if invitee is None:
        return line
    email = invitee.email
    if email in seen:
        again = Problem("email", Text(SAME_ADDRESS, line=seen[email]))
        return replace(line, problems=(again,), invitee=None)
    mailbox = address_key(email)
    keys = (*sought_keys(invitee.full_name), mailbox)
    standing, person_id, line_alike = "new", None, None
    if email in known.people:
        standing, person_id = "known", known.people[email]
    elif email in known.invited:
        standing = "invited"
    else:
        person_id = next((known.alike[one] for one in keys if one in known.alike), None)
        line_alike = next((seen[one] for one in keys if one in seen), None)
        standing = "alike" if person_id or line_alike else "new"
    for one in (email, mailbox, *kept_keys(invitee.full_name)):
        seen.setdefault(one, line.number)
    return replace(line, standing=standing, person_id=person_id, line_alike=line_alike)


def list_unknown_words(lines: Iterable[Line]) -> dict[str, list[str]]:
    """Return the words of a list that nothing is known by, by field, the most frequent first."""
    counted: dict[str, Counter[str]] = {"organisation": Counter(), "language": Counter(),
                                        "roles": Counter()}  # fmt: skip
    for line in lines:
        for problem in line.problems:
            text = line.said.get(problem.field, "")
            if problem.field in counted and text and not text.startswith(_FORMULA):
                counted[problem.field][text] += 1
    return {name: [word for word, _ in words.most_common(MOST_WORDS)]
            for name, words in counted.items() if words}  # fmt: skip


def choose_action(line: Line, choices: Mapping[str, Any]) -> str:
    """Return what is to be done with a line: what is chosen for it, else for all of its kind."""
    own = choices.get("lines", {}).get(str(line.number))
    common = choices.get("all", {}).get(line.standing)
    return next((one for one in (own, common) if one in line.actions), line.actions[0])


def suggest(word: str, choices: Sequence[tuple[str, Any]]) -> str:
    """Return the choice (id, name) whose name is most like a word; nothing where none is."""
    names = {one: fold(str(name)) for one, name in choices}
    # Late: 3 MiB that a web process does without until somebody sends in a list.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extractOne(fold(word), names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    return str(found[2]) if found else ""
