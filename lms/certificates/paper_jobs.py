"""Background doors of lists of paper certificates: enter them, and take them back.

Each may be run again at any time: what is done stays done once.
"""

from lms.accounts import queries as people
from lms.accounts.queries.imports import list_done
from lms.certificates.queries import papers as queries
from lms.certificates.queries.papers import PaperImportRow
from lms.certificates.rules.papers import PaperLine
from lms.certificates.services import papers
from lms.kit.actor import OPERATOR, Actor
from lms.kit.errors import NotVisible
from lms.kit.jobs import Run

# So many wait for the disk together; others who issue wait for them a tenth of a second.
AT_ONCE = 10


def prepare_papers(run: Run) -> tuple[Actor, PaperImportRow, dict[str, PaperLine]]:
    """Return who asked, with the rights of this moment, and the lines as they stand now."""
    row = _get(run)
    lines = queries.check_import(row, run.now)
    return _actor(run), row, {str(line.number): line for line in lines}


def enter_papers(run: Run) -> None:
    """Enter each line that was right when it was looked at."""
    actor, row, lines = run.prepared
    run.for_groups(
        run.arguments["lines"],
        lambda number: papers.enter_paper(actor, run.now, row, lines[number]),
        AT_ONCE,
    )


def undo_papers(run: Run) -> None:
    """Revoke what was entered of each line."""
    row, actor = _get(run), _actor(run)
    done = list_done((str(row.job_id),))
    run.for_groups(
        run.arguments["lines"],
        lambda number: papers.withdraw_paper(actor, run.now, done[number]["certificate"]),
        AT_ONCE,
    )


def _get(run: Run) -> PaperImportRow:
    row = queries.find_import(run.arguments["import"])
    if row is None:
        raise NotVisible
    return row


def _actor(run: Run) -> Actor:
    person_id = run.arguments["actor"]
    if person_id is None:
        return OPERATOR
    return people.find_actor(person_id, run.now) or Actor(kind="person", person_id=person_id)
