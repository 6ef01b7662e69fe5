"""The commands on questions: taking in those of other systems.

What they do is in `lms.questions.exchange` and `lms.workshop`.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lms.admin.running import as_option, operation, print_json

if TYPE_CHECKING:
    from lms.questions.exchange.found import Left
    from lms.workshop.editing.incoming import Plan

FORMATS = ("gift", "aiken", "moodle-xml", "qti3")


@click.group()
def questions() -> None:
    """Take in questions from other systems."""


@questions.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--course", "slug", required=True, metavar="SLUG", help="The course they go into.")
@click.option(
    "--format", "format_name", required=True, type=click.Choice(FORMATS), help="The file's format."
)
@click.option(
    "--bank", metavar="NAME", help="Put all into this bank, instead of one for each category."
)
@click.option(
    "--dry-run", "is_trial", is_flag=True, help="Say what would be taken; change nothing."
)
@click.option(
    "--partly",
    "is_partly",
    is_flag=True,
    help="Take what can be taken; without it one that cannot be keeps all out.",
)
@as_option
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
def import_(
    file: Path,
    slug: str,
    format_name: str,
    bank: str | None,
    is_trial: bool,
    is_partly: bool,
    email: str | None,
    is_json: bool,
) -> None:
    """Take the questions of a file into a course's draft, as its next revision.

    Questions that the course has already are not taken twice. Each that cannot be taken is listed
    with its line and the reason, and each that loses something with what it loses.
    """
    from lms.content.queries import get_course  # noqa: PLC0415 - `--help` stays quick
    from lms.workshop.services import incoming  # noqa: PLC0415 - `--help` stays quick

    read = file.read_bytes()
    with operation(email=email, is_write=not is_trial) as task:
        copy = incoming.get_saved(task.actor, get_course(slug), is_locked=not is_trial)
        plan = incoming.plan_questions(copy, file.name, read, format_name, bank)
        is_refused = bool(plan.left) and not is_partly
        number = None
        if plan.changes and not (is_trial or is_refused):
            message = f"{len(plan.placed)} questions from {file.name}"
            number = incoming.save_questions(task.actor, task.now, copy, plan.changes, message)
    if is_json:
        print_json({"course": slug, "revision": number, "is_trial": is_trial, **_as_json(plan)})
    else:
        click.echo("\n".join([*_describe(plan), _conclude(plan, number, is_trial, is_refused)]))
    if is_refused:
        sys.exit(1)


def _as_json(plan: "Plan") -> dict[str, object]:
    return {
        "taken": [
            {
                "line": one.line, "name": one.name, "bank": one.bank, "id": one.data["id"],
                "type": one.data["type"], "objective": one.data.get("objective"),
                "losses": [str(loss) for loss in one.losses],
            }
            for one in plan.placed
        ],
        "known": [_left_as_json(one) for one in plan.known],
        "left": [_left_as_json(one) for one in plan.left],
    }  # fmt: skip


def _left_as_json(left: "Left") -> dict[str, object]:
    return {"line": left.line, "name": left.name, "reason": str(left.reason)}


def _describe(plan: "Plan") -> list[str]:
    """Return what becomes of each question, line by line."""
    lines = []
    for placed in plan.placed:
        kind, bank, question_id = placed.data["type"], placed.bank, placed.data["id"]
        lines.append(f"line {placed.line}: “{placed.name}”: {kind} {question_id}, bank {bank}")
        lines += [f"  not kept: {loss}" for loss in placed.losses]
    for title, group in (("known", plan.known), ("not taken", plan.left)):
        lines += [f"line {one.line}: “{one.name}”: {title}: {one.reason}" for one in group]
    return lines


def _conclude(plan: "Plan", number: int | None, is_trial: bool, is_refused: bool) -> str:
    counts = (
        f"{len(plan.placed)} to take, {len(plan.known)} known, {len(plan.left)} cannot be taken"
    )
    if is_refused:
        return f"{counts}: nothing taken (--partly takes what can be taken)."
    if number is not None:
        return f"{counts}: taken as revision {number}; not yet published."
    return f"{counts}: nothing {'taken, this was a trial' if is_trial else 'new'}."
