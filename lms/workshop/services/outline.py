"""What a trainer does with the outline and with any other YAML file: change it, undo the change.

How a text changes is in `lms.workshop.editing`; all of it goes into the person's working copy.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from lms.content.format import COURSE_FILE
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.workshop import queries
from lms.workshop.editing import outline
from lms.workshop.editing.edits import Edit
from lms.workshop.editing.outline import Outline, read_outline
from lms.workshop.editing.splicing import apply
from lms.workshop.queries import Copy
from lms.workshop.queries.outline import find_previous, get_head, read_text
from lms.workshop.services.files import put_files
from lms.workshop.services.pages import add_page
from lms.workshop.services.quizzes import add_quiz


class NothingToUndo(DomainError):
    """The file has no earlier state in the working copy."""

    message = N_("There is nothing to undo.")


def change_yaml(
    actor: Actor, now: datetime, course: CourseRow, path: str, edits: Sequence[Edit]
) -> None:
    """Edit a YAML file in the actor's working copy; raise `FileUnreadable`."""
    text = read_text(hold(actor, course), path)
    new = apply(text, edits)
    if new != text:
        put_files(actor, now, course, {path: new.encode()})


def hold(actor: Actor, course: CourseRow) -> Copy:
    """Return the actor's working copy, held until the transaction ends."""
    queries.hold_copy(course.id, actor.person_id)
    return queries.get_copy(course, actor.person_id)


def change_outline(
    actor: Actor, now: datetime, course: CourseRow, plan: Callable[[Outline], Sequence[Edit]]
) -> bool:
    """Change the outline as it stands now by what `plan` makes of it; say whether it did.

    Raises what `plan` does, and `FileUnreadable`.
    """
    edits = plan(read_outline(get_head(hold(actor, course))))
    change_yaml(actor, now, course, COURSE_FILE, edits)
    return bool(edits)


def add_module(actor: Actor, now: datetime, course: CourseRow, title: str) -> str:
    """Add a module at the end, and return its id."""
    made: list[str] = []

    def plan(modules: Outline) -> Sequence[Edit]:
        module_id, edits = outline.add_module(modules, title)
        made.append(module_id)
        return edits

    change_outline(actor, now, course, plan)
    return made[0]


def add_activity(
    actor: Actor, now: datetime, course: CourseRow, module_id: str, *, is_quiz: bool, title: str
) -> str:
    """Begin a page or a quiz under a title at the end of a module, and return the activity's id."""
    outline.module_at(read_outline(get_head(hold(actor, course))), module_id)
    if is_quiz:
        file = f"quizzes/{add_quiz(actor, now, course, title)}.yaml"
    else:
        file = f"pages/{add_page(actor, now, course, title)}.md"
    return place_file(actor, now, course, module_id, file)


def place_file(actor: Actor, now: datetime, course: CourseRow, module_id: str, file: str) -> str:
    """Put a page or quiz that stands nowhere at the end of a module; return the activity's id."""
    made: list[str] = []

    def plan(modules: Outline) -> Sequence[Edit]:
        is_quiz = file.startswith("quizzes/")
        activity_id, edits = outline.add_activity(modules, module_id, file, is_quiz=is_quiz)
        made.append(activity_id)
        return edits

    change_outline(actor, now, course, plan)
    return made[0]


def undo(actor: Actor, now: datetime, course: CourseRow, path: str) -> None:
    """Bring back what a file was before its last change; done twice, the change is back.

    Raises `NothingToUndo`.
    """
    previous = find_previous(hold(actor, course), actor.person_id, path)
    if previous is None:
        raise NothingToUndo
    put_files(actor, now, course, {path: previous.encode()})
