"""Questions from another system: what a file would bring into a course, and bringing it in.

Where they go is decided in `lms.workshop.editing.incoming`.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from lms.content import queries as content
from lms.content import services as drafts
from lms.content.queries import CourseRow
from lms.content.rules import check_trainer
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.questions.exchange.reading import read_questions
from lms.workshop.editing.edits import FileUnreadable
from lms.workshop.editing.incoming import Plan, Target, plan_incoming
from lms.workshop.queries.copies import Copy, get_copy, get_outline
from lms.workshop.queries.outline import language_of
from lms.workshop.queries.questions import bank_file, bank_name, list_banks, list_objectives


class BankNameRefused(Invalid):
    """A bank's name has signs that no file's name may have."""

    message = N_("“%(name)s” cannot be a bank's name. Use small letters a–z, digits and hyphens.")


def plan_questions(
    copy: Copy, file: str, read: bytes, format_name: str, bank: str | None = None
) -> Plan:
    """Return what a file's questions would make of a course as the person has it.

    `bank` is the bank that all go into. Raises `FileRefused`, `BankNameRefused`, and
    `FileUnreadable` where a bank of the course itself cannot be read.
    """
    if bank is not None and not bank_name(bank_file(bank)):
        raise BankNameRefused(name=bank)
    reading = read_questions(read, format_name, language_of(copy))
    return plan_incoming(_target(copy), reading, bank, PurePath(file).stem)


def _target(copy: Copy) -> Target:
    rows = list_banks(copy, {})
    if any(row.bank is None for row in rows):
        raise FileUnreadable
    return Target(
        {row.name: row.bank for row in rows if row.bank},
        {objective.id: objective.text for objective in list_objectives(copy, rows)},
        get_outline(copy),
        copy.paths,
    )


def get_saved(actor: Actor, course: CourseRow, *, is_locked: bool) -> Copy:
    """Return a course's draft as it is saved, without anybody's unsaved changes.

    It is locked where a revision of it is to be made. Raises `NotTheCoursesTrainer`,
    `RevisionUnknown`.
    """
    check_trainer(actor, course.owner_path)
    if is_locked:
        content.lock_course(course.id)
    return get_copy(course, None)


def save_questions(
    actor: Actor, now: datetime, copy: Copy, changes: Mapping[str, bytes], message: str
) -> int:
    """Make the draft's next revision with the files that a plan changes, and return its number."""
    entries = {**copy.entries, **{path: storage.put(new) for path, new in changes.items()}}
    return drafts.save_revision(actor, now, copy.course, entries, [copy.newest.id], message)
