"""Copying questions into a course, and taking an original's newer text over: each makes a revision.

What a question becomes there is planned in `lms.workshop.library.copying`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.audit.services import record
from lms.content.queries import CourseRow
from lms.content.services import append_translations
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import DomainError
from lms.kit.i18n import N_, translate
from lms.workshop import queries
from lms.workshop.editing.banks import add_questions, replace_question
from lms.workshop.editing.edits import FileUnreadable
from lms.workshop.library.copying import (
    Original,
    Plan,
    Planned,
    Refused,
    Target,
    plan_copies,
    plan_renewal,
)
from lms.workshop.library.reading import Entry
from lms.workshop.models import QuestionLineage
from lms.workshop.queries.copies import Copy
from lms.workshop.queries.questions import bank_file, bank_name
from lms.workshop.queries.shelves import Shelf, find_draft
from lms.workshop.services.incoming import BankNameRefused, get_saved, save_questions

COPIED = N_("Questions copied from %(courses)s")
RENEWED = N_("Newer text of “%(question)s” taken over from %(course)s")


class BankHasUnsaved(DomainError):
    """The actor has changes in the bank that a revision would run into."""

    message = N_(
        "You have unsaved changes in the bank “%(name)s”. Save or discard them first; then copy."
    )


class NothingToCopy(DomainError):
    """None of the questions that were chosen can come in."""

    message = N_("None of these questions can be copied. The reason is given beside each.")


class NotRenewed(DomainError):
    """The original's newer text does not fit into the course; `text` says why."""

    message = N_("The newer text cannot be taken over.")

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.text = refused.reason


class NothingNewer(DomainError):
    """The original says what was copied, or the reader does not see it."""

    message = N_("The original says the same as when it was copied.")


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: the revision's number, and the ids that the questions have here."""

    revision: int
    ids: tuple[str, ...]


def plan(course: CourseRow, bank: str, originals: Sequence[Original]) -> Plan:
    """Return what copying questions into a bank of a course's saved draft would do.

    Raises `BankNameRefused`, and `FileUnreadable` where a bank of it cannot be read.
    """
    return plan_copies(_target(_get_draft(course), bank), originals)


def _get_draft(course: CourseRow) -> Shelf:
    shelf = find_draft(course)
    if shelf is None or shelf.head is None:
        raise FileUnreadable
    return shelf


def _target(shelf: Shelf, bank: str) -> Target:
    if not bank_name(bank_file(bank)):
        raise BankNameRefused(name=bank)
    if bank_file(bank) in shelf.hashes and bank not in shelf.banks:
        raise FileUnreadable
    entries = list(shelf.entries())
    return Target(
        bank, shelf.head, shelf.language, shelf.objectives, dict(shelf.hashes),
        {card.id for found in shelf.banks.values() for card in found.cards},
        {entry.hash: (entry.question.id, entry.bank) for entry in entries},
    )  # fmt: skip


def copy_questions(
    actor: Actor, now: datetime, course: CourseRow, bank: str, originals: Sequence[Original]
) -> Copied:
    """Copy questions to the end of a bank, and save that as the draft's next revision.

    Those that cannot come in stay out. Raises `NothingToCopy`, `BankHasUnsaved`,
    `NotTheCoursesTrainer`, and what `plan` raises.
    """
    saved = get_saved(actor, course, is_locked=True)
    _check_unsaved(actor, course, bank)
    shelf = _get_draft(course)
    planned = plan_copies(_target(shelf, bank), originals).planned
    if not planned:
        raise NothingToCopy
    before = shelf.banks[bank].text if bank in shelf.banks else ""
    text = add_questions(before, [one.data for one in planned])
    courses = ", ".join(sorted({one.original.slug for one in planned}))
    message = translate(actor.language or "en", COPIED) % {"courses": courses}
    number = _save(actor, now, saved, bank, text, planned, message)
    return Copied(number, tuple(str(one.data["id"]) for one in planned))


def renew_question(
    actor: Actor, now: datetime, course: CourseRow, copy: Entry, original: Original
) -> int:
    """Give a copy the text that its original has by now; return the revision's number.

    Its id, its objective and what was translated here stay. Raises `NotRenewed`, and what
    `copy_questions` raises.
    """
    saved = get_saved(actor, course, is_locked=True)
    _check_unsaved(actor, course, copy.bank)
    shelf = _get_draft(course)
    found = plan_renewal(_target(shelf, copy.bank), original, copy)
    if isinstance(found, Refused):
        raise NotRenewed(found)
    text = replace_question(shelf.banks[copy.bank], copy.question.id, found.data)
    message = translate(actor.language or "en", RENEWED) % {
        "question": copy.question.id, "course": original.slug,
    }  # fmt: skip
    return _save(actor, now, saved, copy.bank, text, (found,), message)


def _check_unsaved(actor: Actor, course: CourseRow, bank: str) -> None:
    if bank_file(bank) in queries.get_copy(course, actor.person_id).changes:
        raise BankHasUnsaved(name=bank)


def _save(
    actor: Actor,
    now: datetime,
    saved: Copy,
    bank: str,
    text: str,
    planned: Sequence[Planned],
    message: str,
) -> int:
    media = {path: content for one in planned for path, content in one.files.items()}
    with_media = Copy(
        saved.course, saved.base, saved.newest, {**saved.entries, **media}, saved.changes
    )
    number = save_questions(actor, now, with_media, {bank_file(bank): text.encode()}, message)
    _translate(actor, now, saved.course, planned)
    for one in planned:
        _record(actor, now, saved.course, one, number)
    return number


def _translate(actor: Actor, now: datetime, course: CourseRow, planned: Sequence[Planned]) -> None:
    """Add the translations that come along, where the course has none of its own."""
    shelf = _get_draft(course)
    for language in sorted({language for one in planned for language in one.translations}):
        own = shelf.said.get(language, {})
        new = {
            key: row
            for one in planned
            for key, row in one.translations.get(language, {}).items()
            if not own.get(key, ("",))[0]
        }
        append_translations(actor, now, course.id, language, new)


def _record(actor: Actor, now: datetime, course: CourseRow, one: Planned, number: int) -> None:
    original, entry = one.original, one.original.entry
    db.session.add(
        QuestionLineage(
            course_id=course.id, question_id=str(one.data["id"]),
            origin_course_id=original.course_id, origin_question_id=entry.question.id,
            origin_state=original.state, origin_version=original.version_number,
            origin_hash=entry.hash, copy_hash=one.hash, taken=dict(entry.data),
            revision_number=number, person_id=actor.person_id, created_at=now,
        )
    )  # fmt: skip
    record(
        actor, now, "question.copied", subject_type="course", subject_id=course.id,
        details={
            "slug": course.slug, "question": one.data["id"], "from": original.slug,
            "original": entry.question.id, "revision": number,
        },
    )  # fmt: skip
    db.session.flush()
