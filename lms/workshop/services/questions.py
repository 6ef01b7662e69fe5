"""What a trainer does with questions: add, change, move and remove them, begin a bank.

How a bank's text changes is in `lms.workshop.editing`; all goes into the person's working copy.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.workshop.editing import banks
from lms.workshop.editing.banks import Bank, read_bank
from lms.workshop.editing.cases import check_removal
from lms.workshop.editing.questions import begin_question, question_edits
from lms.workshop.editing.retyping import retyped_bank
from lms.workshop.pages import name_for
from lms.workshop.queries.outline import language_of, read_text
from lms.workshop.queries.questions import BankUnknown, bank_file, list_banks, list_questions
from lms.workshop.services.files import put_files
from lms.workshop.services.outline import hold


def add_bank(actor: Actor, now: datetime, course: CourseRow, title: str) -> str:
    """Begin an empty bank, and return the name made for it."""
    copy = hold(actor, course)
    taken = {path.partition("/")[2].removesuffix(".yaml") for path in copy.paths}
    name = name_for(title, taken, "questions")
    put_files(actor, now, course, {bank_file(name): b"[]\n"})
    return name


def add_question(
    actor: Actor, now: datetime, course: CourseRow, bank: str, kind: str, text: str
) -> str:
    """Add a question of a type at the end of a bank, and return the id made for it.

    Ids are the course's own: no other bank has it. Raises `BankUnknown`.
    """
    taken = {found.card.id for found in list_questions(list_banks(hold(actor, course), {}))}
    value = begin_question(kind, text, taken)

    def change(found: Bank) -> str:
        return banks.add_question(found, value)

    _change(actor, now, course, bank, change)
    return str(value["id"])


def change_question(
    actor: Actor,
    now: datetime,
    course: CourseRow,
    bank: str,
    question_id: str,
    new: Mapping[str, Any],
) -> None:
    """Give a question what its form says; raise `BankUnknown`, `QuestionUnknown`."""

    def change(found: Bank) -> str:
        edits = question_edits(found.data_of(question_id), new)
        return banks.change_question(found, question_id, edits)

    _change(actor, now, course, bank, change)


def retype_question(
    actor: Actor, now: datetime, course: CourseRow, bank: str, question_id: str, kind: str
) -> None:
    """Give a question another type; raise `BankUnknown`, `QuestionUnknown`."""
    language = language_of(hold(actor, course))
    _change(
        actor, now, course, bank, lambda found: retyped_bank(found, question_id, kind, language)
    )


def move_question(
    actor: Actor, now: datetime, course: CourseRow, bank: str, question_id: str, step: int
) -> None:
    """Move a question within its bank; raise `BankUnknown`, `QuestionUnknown`."""
    _change(actor, now, course, bank, lambda found: banks.move_question(found, question_id, step))


def remove_question(
    actor: Actor, now: datetime, course: CourseRow, bank: str, question_id: str
) -> None:
    """Remove a question; raise `BankUnknown`, `QuestionUnknown`, `CaseInUse`."""

    def change(found: Bank) -> str:
        check_removal(found.cards, question_id)
        return banks.remove_question(found, question_id)

    _change(actor, now, course, bank, change)


def _change(
    actor: Actor, now: datetime, course: CourseRow, name: str, change: Callable[[Bank], str]
) -> None:
    copy = hold(actor, course)
    file = bank_file(name)
    if file not in copy.paths:
        raise BankUnknown(name=name)
    text = read_text(copy, file)
    new = change(read_bank(text))
    if new != text:
        put_files(actor, now, course, {file: new.encode()})
