"""Background doors of issuing: a window of a run over many, what is due for one, a sheet to see.

Each may be run again at any time: what is done stays done once. Files of one certificate that
somebody asks for are made in `jobs`.
"""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app

from lms.certificates.drafting import Drafter
from lms.certificates.making import make_file
from lms.certificates.previewing import draw_preview as draw
from lms.certificates.queries import runs as queries
from lms.certificates.rules.previews import Drawn
from lms.certificates.rules.rows import MadeFile
from lms.certificates.rules.runs import FILES_AT_ONCE, LONGEST_TOGETHER, ItemRow, RunRow
from lms.certificates.services import due, previews, runs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import begin_writing, reading
from lms.kit.jobs import Run


def issue_window(run: Run) -> None:
    """Issue to the people of a window, make their files, and ask for the next window of the lane.

    Certificates of a window are one transaction, and so are some of its files: a worker that dies
    leaves at most these as files that nobody knows. The numbers follow each other without gaps.
    """
    run_id, window = run.arguments["run"], run.arguments["window"]
    row = queries.find_run(run_id)
    if row is None or row.stopped_at is not None:
        return
    _issue(run, row, queries.list_open(run_id, window))
    _make_files(run, run_id, queries.list_open(run_id, window))
    begin_writing()
    runs.go_on(run.now, run_id, window)


def _issue(run: Run, row: RunRow, items: Sequence[ItemRow]) -> None:
    actor = Actor(kind="person", person_id=row.started_by) if row.started_by else OPERATOR
    drafter = Drafter()
    begin_writing()
    for item in items:
        runs.issue_item(actor, run.now, row, item.position, drafter)
    run.advance(len(items))


def _make_files(run: Run, run_id: str, items: Sequence[ItemRow]) -> None:
    while items:
        with reading():
            made = _make_some(run, items[:FILES_AT_ONCE])
        begin_writing()
        runs.keep_item_files(run.now, run_id, made)
        run.advance(len(made))
        items = items[len(made) :]


def _make_some(run: Run, items: Sequence[ItemRow]) -> dict[int, MadeFile | Exception | None]:
    """Make files, at least one, until it takes too long; return what came of each, by place."""
    base_url, began = current_app.extensions["settings"].base_url, run.now
    made: dict[int, MadeFile | Exception | None] = {}
    for item in items:
        made[item.position] = _make_file(item, base_url, run.now)
        if run.now - began > LONGEST_TOGETHER:
            break
    return made


def _make_file(item: ItemRow, base_url: str, now: datetime) -> MadeFile | Exception | None:
    try:
        return make_file(str(item.certificate_id), str(item.language), item.beside, base_url, now)
    # Whatever it was is kept with the person, and told; the others go on.
    except Exception as error:
        return error


def issue_due(run: Run) -> None:
    """Issue what is due for one completion or one award, or ask for the name."""
    for subject in ("enrolment", "award"):
        if subject in run.arguments:
            due.issue_due(run.now, subject, run.arguments[subject])


def draw_preview(run: Run) -> Drawn | None:
    """Draw a sheet for whoever decides; nothing where it is done or no longer wanted."""
    return draw(run.arguments["preview"], current_app.extensions["settings"].base_url)


def keep_preview(run: Run) -> None:
    """Record what was drawn."""
    if run.prepared is not None:
        previews.keep_preview(run.now, run.prepared)
