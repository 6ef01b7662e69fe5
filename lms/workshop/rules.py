"""Merging what two people saved, what a file of a course may be called; and the room's errors.

Pure. A tree is the hash of each file by its path, as in `lms.content.hashes.entries_of`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from lms.kit.errors import DomainError, Invalid, NotAllowed
from lms.kit.i18n import N_

Entries = Mapping[str, str]
Side = Literal["mine", "theirs"]
SIDES: tuple[Side, ...] = ("mine", "theirs")
# A text longer than this is not a page; it is somebody's book.
LONGEST_TEXT = 1_000_000
# What an editor may write; translations are rows, and media come in by an upload.
EDITABLE = re.compile(
    r"course\.yaml"
    r"|pages/[a-z0-9][a-z0-9-]{0,79}\.md"
    r"|variants/[a-z0-9][a-z0-9-]{0,79}\.[a-z0-9][a-z0-9-]{0,39}\.(ar|zh|en|fr|ru|es)\.md"
    r"|(questions|quizzes)/[a-z0-9][a-z0-9-]{0,79}\.yaml"
    r"|media/[a-z0-9][a-z0-9.-]{0,79}"
)

# What stands around the two sides of a clash, in a text that joins both.
_MARK = re.compile(rb"^(?:<{7}|={7} |>{7})", re.MULTILINE)


class NotYourCourse(NotAllowed):
    """Only trainers of the organisation that owns a course may work on it."""

    message = N_("Only trainers of the organisation that owns the course may change it.")


class FileNameRefused(Invalid):
    """An editor cannot write a file of this name."""

    message = N_(
        "A course has no place for a file named “%(path)s”. Use small letters a–z, digits and "
        "hyphens."
    )


class TextTooLong(Invalid):
    """A text is longer than a file of a course may be."""

    message = N_("The text is too long: it may have at most %(most)s characters.")


class NothingToSave(DomainError):
    """A person wants to save and has changed nothing."""

    message = N_("There is nothing to save: you have changed nothing since the last revision.")


class NothingToDiscard(DomainError):
    """A person wants to discard what is saved already."""

    message = N_("There is nothing to discard: all of it is saved.")


class SlugReserved(Invalid):
    """A course would have an address that the workshop itself has."""

    message = N_("A course cannot have the address “%(slug)s”. Choose another.")


class NothingPublished(DomainError):
    """A course of which nothing is published is no origin of another."""

    message = N_("Nothing of the course is published yet, so that no course can derive from it.")


class DerivingNotOffered(NotAllowed):
    """The owner of a course does not let other organisations derive from it."""

    message = N_("The course's owner does not let other organisations derive courses from it.")


class DerivesFromNone(DomainError):
    """A course was written from nothing, and there is no later state to take in."""

    message = N_("The course derives from no other.")


class NothingToTake(DomainError):
    """The upstream course has nothing that is not taken in already."""

    message = N_("There is nothing to take in: you have the newest version already.")


class PackageNotValid(DomainError):
    """A package that has problems, or was not looked into yet, is to be taken in."""

    message = N_("The package cannot be taken in as it is. Nothing was changed.")


class RevisionUnknown(DomainError):
    """The course has no revision of this number."""

    status = 404
    message = N_("The course has no revision %(number)s.")


class SlugTaken(DomainError):
    """Another course has this address already."""

    message = N_("Another course has the address “%(slug)s” already. Choose another.")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person wants done about a file that two have changed.

    `seen` is the hash of the other side as they saw it, empty where it was removed: a decision
    about another state does not count. `text` is what they wrote by hand; it stands as their own.
    """

    side: Side
    seen: str
    text: bytes | None = None


@dataclass(frozen=True)
class Merged:
    """Two trees made one; `conflicts` are files that both changed, each in another way.

    Of a conflict `entries` has whatever was decided, else nothing that may be saved.
    """

    entries: dict[str, str]
    conflicts: tuple[str, ...]


def merge(base: Entries, mine: Entries, theirs: Entries, decided: Mapping[str, Side]) -> Merged:
    """Merge file by file: who alone changed, added or removed a file has it their way.

    `decided` says for a conflict whose file stands.
    """
    entries: dict[str, str] = {}
    conflicts = []
    for path in sorted({*base, *mine, *theirs}):
        was, here, there = base.get(path), mine.get(path), theirs.get(path)
        if here not in {was, there} and there != was:
            if path not in decided:
                conflicts.append(path)
                continue
            chosen = here if decided[path] == "mine" else there
        else:
            chosen = there if here == was else here
        if chosen is not None:
            entries[path] = chosen
    return Merged(entries, tuple(conflicts))


def has_marks(text: bytes) -> bool:
    """Say whether a text that joins two still holds a mark of `comparison.join_texts`."""
    return _MARK.search(text) is not None


def still_valid(decided: Mapping[str, Decision], theirs: Entries) -> dict[str, Decision]:
    """Return the decisions that count: about what the other side says now, with no marks left."""
    return {
        path: decision
        for path, decision in decided.items()
        if decision.seen == theirs.get(path, "") and not has_marks(decision.text or b"")
    }


def check_path(path: str) -> str:
    """Return the name of a file that an editor may write; raise `FileNameRefused`."""
    if EDITABLE.fullmatch(path) is None:
        raise FileNameRefused(path=path)
    return path


def clean_text(text: str) -> str:
    """Return a text as it is kept: Unix line ends, one at its end; raise `TextTooLong`.

    A browser sends a form's text with line ends of its own.
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(most=LONGEST_TEXT)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return f"{lines}\n" if lines else ""


class CheckOutdated(DomainError):
    """Somebody wants to publish a state of a course that was not checked."""

    message = N_("The course was changed after it was checked. Check it again, then publish it.")


class CourseHasProblems(DomainError):
    """Somebody wants to publish a course that the check found broken."""

    message = N_("The course has problems that keep it from being published. Correct them first.")


class NothingToPublish(DomainError):
    """All that the draft says is published."""

    message = N_("There is nothing to publish: all that the course says is published.")


class PublicationUnderWay(DomainError):
    """A course is being published, or waits for a second person, already."""

    message = N_("A publication of this course is under way already. It must be decided first.")


class PublicationDecided(DomainError):
    """Somebody decides on a publication that is decided."""

    message = N_("This publication is decided already.")


class SecondPersonIsFirst(NotAllowed):
    """Who asked to publish wants to confirm it too."""

    message = N_("You asked for this publication; another trainer must decide on it.")


class NotYourRequest(NotAllowed):
    """Only who asked for a publication may take the wish back."""

    message = N_("Only who asked for this publication may withdraw it.")


class TextUnknown(DomainError):
    """A remark is made on a text that the course does not have any more."""

    message = N_("The text was changed meanwhile. Load the page again, then write your remark.")
