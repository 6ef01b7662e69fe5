"""Questions from another system: what a file would bring into a course, and bringing it in.

Where they go is decided in `lms.workshop.editing.incoming`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from lms.accounts.queries import find_actor
from lms.content import queries as content
from lms.content import services as drafts
from lms.content.queries import CourseRow
from lms.content.rules import NotTheCoursesTrainer, check_trainer
from lms.kit import jobs, storage
from lms.kit.actor import Actor
from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_
from lms.questions.exchange.reading import read_questions
from lms.workshop.editing.edits import FileUnreadable
from lms.workshop.editing.incoming import Plan, Target, plan_incoming
from lms.workshop.queries.copies import Copy, get_copy, get_outline
from lms.workshop.queries.outline import language_of
from lms.workshop.queries.packages import CHECK_QUESTIONS, TAKE_QUESTIONS
from lms.workshop.queries.questions import bank_file, bank_name, list_banks, list_objectives
from lms.workshop.reports import Message
from lms.workshop.services.files import put_files


class BankChangedMeanwhile(DomainError):
    """A bank was changed while questions were on their way into it."""

    message = N_("A bank was changed at the same time. Nothing was taken: please try again.")


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


@dataclass(frozen=True)
class Prepared:
    """What is to come into the working copy of who sent it, planned on what it was then."""

    actor: Actor
    course: CourseRow
    copy: Copy
    plan: Plan


def start_check(
    actor: Actor, now: datetime, course: CourseRow, content_hash: str, asked: Mapping[str, Any]
) -> str:
    """Ask for a look into a file that is stored; return the job's id.

    `asked` says how it is read: its name (`file`), its `format`, and the `bank` for all or nothing.
    """
    sent = {"person": actor.person_id, "hash": content_hash, "course": course.slug, **asked}
    return _start(CHECK_QUESTIONS, now, sent)


def start_taking(now: datetime, arguments: Mapping[str, Any]) -> str:
    """Ask for the questions of a file to be taken in that was looked into; return the job's id."""
    return _start(TAKE_QUESTIONS, now, arguments)


def _start(kind: str, now: datetime, arguments: Mapping[str, Any]) -> str:
    key = ":".join(str(arguments[name]) for name in ("person", "course", "hash", "format", "bank"))
    return jobs.enqueue(kind, key, arguments, now)


def prepare_questions(now: datetime, arguments: Mapping[str, Any]) -> Prepared:
    """Read a file and plan where its questions go, for who sent it.

    Raises what `plan_questions` raises, and `NotTheCoursesTrainer`.
    """
    actor = find_actor(arguments["person"], now)
    if actor is None:
        raise NotTheCoursesTrainer
    course = content.get_course(arguments["course"])
    check_trainer(actor, course.owner_path)
    copy = get_copy(course, actor.person_id)
    read = storage.get(arguments["hash"])
    bank = arguments["bank"] or None
    plan = plan_questions(copy, arguments["file"], read, arguments["format"], bank)
    return Prepared(actor, course, copy, plan)


def report_on(prepared: Prepared) -> dict[str, Any]:
    """Return what was found in a file, as a row keeps it."""
    plan = prepared.plan
    return {
        "placed": [
            {
                "line": one.line, "name": one.name, "bank": one.bank, "type": one.data["type"],
                "said": [Message.of(loss).model_dump() for loss in one.losses],
            }
            for one in plan.placed
        ],
        **{
            name: [
                {"line": one.line, "name": one.name, "said": [Message.of(one.reason).model_dump()]}
                for one in group
            ]
            for name, group in (("known", plan.known), ("left", plan.left))
        },
    }  # fmt: skip


def take_questions(now: datetime, prepared: Prepared) -> dict[str, Any]:
    """Put the questions among the unsaved changes of who sent them; return how many they are.

    Raises `BankChangedMeanwhile`.
    """
    changes, before = prepared.plan.changes, prepared.copy.hashes
    current = get_copy(prepared.course, prepared.actor.person_id).hashes
    if any(current.get(path) != before.get(path) for path in changes):
        raise BankChangedMeanwhile
    put_files(prepared.actor, now, prepared.course, changes)
    return {"count": len(prepared.plan.placed)}
