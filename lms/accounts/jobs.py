"""Background doors: carry out a list of people, and take it back, a few lines a transaction.

Each may be run again at any time: what is done stays done once.
"""

from lms.accounts import queries, services
from lms.accounts.importing.lines import Line
from lms.accounts.queries.imports import check_import, find_import, list_done
from lms.kit.actor import OPERATOR, Actor
from lms.kit.errors import NotVisible
from lms.kit.jobs import Run

# So many lines wait for the disk together; other writers wait for them a tenth of a second.
AT_ONCE = 20


def prepare_import(run: Run) -> tuple[Actor, dict[str, Line]]:
    """Return who asked, with the rights of this moment, and the lines as they stand now."""
    row = find_import(run.arguments["import"])
    if row is None:
        raise NotVisible
    actor = _actor(run)
    lines = check_import(actor, row.read_sheet(), row.reading)
    return actor, {str(line.number): line for line in lines}


def import_people(run: Run) -> None:
    """Do what was chosen of each line."""
    actor, lines = run.prepared
    wanted = run.arguments["lines"]
    run.for_groups(
        wanted,
        lambda number: services.import_one(actor, run.now, lines[number], wanted[number]),
        AT_ONCE,
    )


def undo_import(run: Run) -> None:
    """Take back what was done with each line."""
    row = find_import(run.arguments["import"])
    if row is None:
        raise NotVisible
    actor, done = _actor(run), list_done(row.job_ids)
    run.for_groups(
        run.arguments["lines"],
        lambda number: services.undo_one(actor, run.now, done[number]),
        AT_ONCE,
    )


def _actor(run: Run) -> Actor:
    person_id = run.arguments["actor"]
    if person_id is None:
        return OPERATOR
    # Who has left meanwhile administers nothing any more: every line says so.
    return queries.find_actor(person_id, run.now) or Actor(kind="person", person_id=person_id)
