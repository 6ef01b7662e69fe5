"""What a trainer does with quizzes: begin one, change it, remove it.

Where a quiz stands in the course is the outline's business.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.questions.cases import single
from lms.workshop import queries
from lms.workshop.editing.blueprints import begin_blueprint
from lms.workshop.editing.edits import load
from lms.workshop.editing.quizzes import quiz_edits
from lms.workshop.editing.splicing import apply
from lms.workshop.editing.writing import entry
from lms.workshop.pages import name_for
from lms.workshop.queries.outline import read_text
from lms.workshop.queries.questions import bank_name, list_banks, list_questions
from lms.workshop.queries.quizzes import QuizUnknown, find_cards, quiz_file
from lms.workshop.services.files import change_files, put_files

FIRST_BANK = "questions/questions.yaml"
MOST_AT_FIRST = 5


def add_quiz(actor: Actor, now: datetime, course: CourseRow, title: str) -> str:
    """Begin a quiz under a title, drawing from the course's first bank; return its id.

    A course without a bank gets one, which is empty.
    """
    copy = queries.get_copy(course, actor.person_id)
    taken = {path.partition("/")[2].removesuffix(".yaml") for path in copy.paths}
    quiz_id = name_for(title, taken, "quiz")
    bank = next((path for path in copy.paths if path.startswith("questions/")), FIRST_BANK)
    cards = [found.card for found in list_questions(list_banks(copy, {}))
             if found.bank == bank_name(bank)]  # fmt: skip
    available = len(single(cards))
    count = max(1, min(MOST_AT_FIRST, available))
    value = {"id": quiz_id, "title": title, "sections": [{"draw": count, "from": bank}]}
    lines = [line for key, part in value.items() for line in entry(key, part)]
    changes: dict[str, bytes | None] = {
        f"quizzes/{quiz_id}.yaml": ("\n".join(lines) + "\n").encode()
    }
    if bank not in copy.paths:
        changes[bank] = b"[]\n"
    change_files(actor, now, course, changes)
    return quiz_id


def change_quiz(
    actor: Actor,
    now: datetime,
    course: CourseRow,
    name: str,
    new: Mapping[str, Any],
    sections: Sequence[tuple[str, Mapping[str, Any]]],
) -> None:
    """Give a quiz what its form says; raise `QuizUnknown`, `FileUnreadable`."""
    queries.hold_copy(course.id, actor.person_id)
    copy = queries.get_copy(course, actor.person_id)
    file = quiz_file(name)
    if file not in copy.paths:
        raise QuizUnknown(name=name)
    text = read_text(copy, file)
    data = load(text)
    wanted = [(place, _begun(copy, section)) for place, section in sections]
    changed = apply(text, quiz_edits(data if isinstance(data, dict) else {}, new, wanted))
    if changed != text:
        put_files(actor, now, course, {file: changed.encode()})


def _begun(copy: queries.Copy, section: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a section; one that is to be drawn by a blueprint and has none yet begins one."""
    if "begin" not in section:
        return section
    cards = find_cards(copy, str(section.get("from", "")))
    return {**section, "blueprint": begin_blueprint(section["begin"], cards)}


def remove_quiz(actor: Actor, now: datetime, course: CourseRow, name: str) -> None:
    """Remove a quiz's file; where the outline still names it, the validator says so."""
    if quiz_file(name) not in queries.get_copy(course, actor.person_id).paths:
        raise QuizUnknown(name=name)
    put_files(actor, now, course, {quiz_file(name): None})
