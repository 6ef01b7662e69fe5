"""What holds for people: roles, scripts of names, protection, how long things last; broken rules.

Nothing here reads a table or a request.
"""

import hashlib
import unicodedata
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from lms.kit.actor import ROLES, Actor
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_, translate
from lms.kit.territories import territory_name

SESSION_IDLE = timedelta(hours=12)
SESSION_LONGEST = timedelta(days=7)
SESSION_NOTED_EVERY = timedelta(minutes=5)
TOKEN_LASTS = timedelta(hours=2)
INVITATION_LASTS = timedelta(days=14)

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
FEWEST_CHARACTERS = 5
LONGEST_NAME = 120
LONGEST_HONORIFIC = 40
LONGEST_EMAIL = 254

# The versions that a person agrees to; a change of meaning in the text is a new version.
DOCUMENTS = {"privacy": "2026-11-27", "terms": "2026-11"}

ROLE_NAMES = {
    "trainee": N_("Trainee"),
    "trainer": N_("Trainer"),
    "translator": N_("Translator"),
    "focal_point": N_("Focal point"),
    "administrator": N_("Administrator"),
    "auditor": N_("Auditor"),
}
SCRIPT_NAMES = {
    "Latn": N_("Latin script"),
    "Arab": N_("Arabic script"),
    "Cyrl": N_("Cyrillic script"),
    "Hans": N_("Chinese characters"),
    "Zyyy": N_("Another script"),
}
# What Unicode calls the letters of a script, at the beginning of each letter's name.
_SCRIPT_WORDS = {"LATIN": "Latn", "ARABIC": "Arab", "CYRILLIC": "Cyrl", "CJK": "Hans"}
_SCRIPT_OF_LANGUAGE = {"ar": "Arab", "zh": "Hans", "ru": "Cyrl"}
# Each of these names itself beside those after it.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
PROTECTED_PERSON = N_("Protected person %(code)s")


class EmailTaken(DomainError):
    """Two people cannot share an address."""

    message = N_("There is an account with this e-mail address already.")


class AlreadyInvited(DomainError):
    """An address has one open invitation."""

    message = N_(
        "This address has an open invitation already. Send it again or withdraw it instead."
    )


class LinkNotValid(DomainError):
    """A link from a mail was used, withdrawn, replaced, or is too old."""

    status = 404
    message = N_(
        "This link is not valid any more: it was used, withdrawn or replaced, or it is too old."
    )


class AccountMerged(DomainError):
    """What was merged into another account is opened by undoing the merge."""

    message = N_(
        "This account was merged into another one. Undo the merge instead of opening the account."
    )


class WrongPassword(Invalid):
    """Whoever changes how to sign in shows first that it is theirs."""

    message = N_("This is not your current password.")


class LastAdministrator(DomainError):
    """Somebody must be left who can let others in."""

    message = N_(
        "You are the last administrator of the whole installation. "
        "Give the role to somebody else first."
    )


class RoleUnknown(Invalid):
    """There are six roles."""

    message = N_("There is no role named %(role)s. The roles are: %(roles)s.")


class NameMissing(Invalid):
    """A person without a name could not be shown to anybody."""

    message = N_("A name is needed.")


class NameTooLong(Invalid):
    """A name fits a page and a certificate; it is never cut."""

    message = N_("A name has at most 120 characters.")


class HonorificTooLong(Invalid):
    """A form of address leaves room for the name."""

    message = N_("At most 40 characters.")


class NameNotConfirmed(DomainError):
    """A certificate bears the name that its holder confirmed."""

    message = N_("The name for the certificate has not been confirmed yet.")


class LastName(DomainError):
    """A person keeps at least one name."""

    message = N_("This is the only name we have. Change it instead of removing it.")


class PasswordTooWeak(Invalid):
    """A password is long and not one character repeated."""

    message = N_(
        "Choose a password of at least 12 sufficiently varied characters. "
        "Four unrelated words work well."
    )


class EmailNotValid(Invalid):
    """An address is what mail can be sent to."""

    message = N_("%(text)s is not an e-mail address. Write it like name@example.org.")


class PersonUnknown(DomainError):
    """Nobody active has this address."""

    status = 404
    message = N_("There is no active account with the address %(email)s.")


class RoleAbove(DomainError):
    """An administrator of a State does not govern those of the whole installation."""

    status = 403
    message = N_("This person is an administrator of an organisation that is not below yours.")


class ColumnsMissing(Invalid):
    """The first line names the columns."""

    message = N_("The first line must name the columns. Missing: %(names)s.")


class ImportBegun(DomainError):
    """What is done is not decided anew."""

    message = N_("This import has begun; how it is read cannot be changed any more.")


class ImportRunning(DomainError):
    """One thing at a time is done with a list."""

    message = N_("This import is still at work. Wait until it is done.")


class ImportUndone(DomainError):
    """What was taken back is not taken up again."""

    message = N_("This import was undone. Send the file again.")


class NothingToImport(DomainError):
    """An import does something."""

    message = N_("Every line is skipped: there is nothing to import.")


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody to be invited, checked."""

    email: str
    full_name: str
    language: str
    organisation_id: str
    roles: tuple[str, ...]
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in one script, and what stands before it on certificates."""

    id: str
    script: str
    full_name: str
    confirmed_at: datetime | None
    honorific: str | None = None


def check_roles(roles: Iterable[str]) -> tuple[str, ...]:
    """Return `roles` in the order of the six, each once; raise `RoleUnknown` for another word."""
    asked = set(roles)
    for role in sorted(asked):
        if role not in ROLES:
            raise RoleUnknown(role=role, roles=", ".join(ROLES))
    return tuple(role for role in ROLES if role in asked)


def clean_name(text: str) -> str:
    """Return a name as it is stored: composed (NFC), single spaces, no control characters.

    Raises `NameMissing` where nothing is left to see, `NameTooLong`.
    """
    name = unicodedata.normalize("NFC", " ".join(drop_unseen(text).split()))
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong
    return name


def clean_honorific(text: str) -> str | None:
    """Return what stands before a name as it is stored, written like names; nothing where empty.

    Raises `HonorificTooLong`.
    """
    honorific = unicodedata.normalize("NFC", " ".join(drop_unseen(text).split()))
    if len(honorific) > LONGEST_HONORIFIC:
        raise HonorificTooLong
    return honorific or None


def drop_unseen(text: str) -> str:
    """Return a text without control characters and marks that turn the direction of a page."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if c.isspace() else c for c in composed if _is_visible(c))


def _is_visible(character: str) -> bool:
    # Joiners shape names in Arabic script; marks that turn the direction of a page do not.
    category = unicodedata.category(character)
    return character in "\u200c\u200d" or character.isspace() or category not in {"Cc", "Cf"}


def script_of(name: str) -> str:
    """Return the script (ISO 15924) that most letters of `name` are of; `Zyyy` for another."""
    words = (unicodedata.name(letter, "?").split()[0] for letter in name if letter.isalpha())
    counted = Counter(_SCRIPT_WORDS.get(word, "Zyyy") for word in words)
    return counted.most_common(1)[0][0] if counted else "Zyyy"


def choose_name(names: Iterable[tuple[str, str]], language: str) -> str:
    """Return, of (script, name) pairs, the one that a reader of `language` can read best."""
    by_script = dict(names)
    wanted = _SCRIPT_OF_LANGUAGE.get(language, "Latn")
    for script in (wanted, "Latn", *SCRIPT_NAMES):
        if script in by_script:
            return by_script[script]
    return ""


def protected_name(person_id: str, language: str) -> str:
    """Return what stands in the place of a protected person's name, the same everywhere."""
    code = b32encode(hashlib.sha256(person_id.encode()).digest())[:4].decode("ascii")
    return translate(language, PROTECTED_PERSON) % {"code": code}


def may_see_name(
    actor: Actor, person_id: str, *, is_protected: bool, organisation_path: str
) -> bool:
    """Say whether `actor` sees the name itself: a protected person's, only who must."""
    if not is_protected or actor.person_id == person_id:
        return True
    return actor.has_role("administrator", path=organisation_path)


def name_organisation(country_code: str | None, name: str, language: str) -> str:
    """Return an organisation's name for a reader: a State's in their language."""
    return territory_name(country_code, language) if country_code else name


def describe_browser(user_agent: str) -> str:
    """Return the browser and the system that a request names, so that people know their own."""
    browser = next((word for mark, word in _BROWSERS if mark in user_agent), "")
    system = next((word for mark, word in _SYSTEMS if mark in user_agent), "")
    return " · ".join(part for part in (browser, system) if part) or user_agent[:40].strip()


def missing_documents(agreed: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the documents whose present version is not among the (document, version) pairs."""
    given = set(agreed)
    return tuple(item[0] for item in DOCUMENTS.items() if item not in given)


def ancestors(path: str) -> tuple[str, ...]:
    """Return `path` and the paths above it, from the root down."""
    ids = path.split("/")
    return tuple("/".join(ids[: count + 1]) for count in range(len(ids)))


def is_local_path(target: str | None) -> bool:
    """Say whether an address leads nowhere but into this site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    return not any(character in target for character in "\\\r\n\t\0")


def check_password(password: str) -> None:
    """Raise `PasswordTooWeak` for one that is short or monotonous; length is what counts."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise PasswordTooWeak
    if len(set(password)) < FEWEST_CHARACTERS:
        raise PasswordTooWeak


def check_email(text: str) -> str:
    """Return an address in the form in which it is stored; raise `EmailNotValid`."""
    try:
        checked = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise EmailNotValid(text=text.strip()) from error
    return checked.normalized.lower()


def invitation_status(
    *,
    accepted_at: datetime | None,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    now: datetime,
) -> str:
    """Return `accepted`, `withdrawn`, `expired` or `open`."""
    if accepted_at is not None:
        return "accepted"
    if withdrawn_at is not None:
        return "withdrawn"
    return "open" if now < expires_at else "expired"
