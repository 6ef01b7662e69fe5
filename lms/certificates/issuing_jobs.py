"""Background doors of issuing: a window of a run over many, and what is due for one person.

Each may be run again at any time: what is done stays done once. Files of one certificate that
somebody asks for are made in `jobs`.
"""

from typing import Any

from flask import current_app

from lms.certificates.drafting import Drafter
from lms.certificates.making import make_file
from lms.certificates.queries import runs as queries
from lms.certificates.rules.rows import MadeFile
from lms.certificates.rules.runs import WINDOW, RunRow
from lms.certificates.services import due, runs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import begin_writing
from lms.kit.jobs import Run


def issue_window(run: Run) -> None:
    """Issue to the people of a window, make their files, and ask for the next window of the lane.

    Certificates of a window are one transaction, each file is one: a worker that dies leaves at
    most a file that nobody knows. The numbers follow each other without gaps.
    """
    run_id, window = run.arguments["run"], run.arguments["window"]
    row = queries.find_run(run_id)
    if row is None or row.stopped_at is not None:
        return
    _issue(run, row, [one.position for one in queries.list_open(run_id, window)])
    begin_writing()
    _make_files(run, run_id, [one.position for one in queries.list_open(run_id, window)])
    begin_writing()
    runs.go_on(run.now, run_id, window)


def _issue(run: Run, row: RunRow, positions: list[int]) -> None:
    actor = Actor(kind="person", person_id=row.started_by) if row.started_by else OPERATOR
    drafter = Drafter()

    def work(key: str) -> dict[str, Any]:
        return runs.issue_item(actor, run.now, row, int(key), drafter)

    run.for_groups(map(str, positions), work, WINDOW)


def _make_files(run: Run, run_id: str, positions: list[int]) -> None:
    base_url = current_app.extensions["settings"].base_url

    def prepare(key: str) -> MadeFile | Exception | None:
        item = queries.get_item(run_id, _position(key))
        try:
            return make_file(
                str(item.certificate_id), str(item.language), item.beside, base_url, run.now
            )
        # Whatever it was is kept with the person, and told; the others go on.
        except Exception as error:
            return error

    def work(key: str, made: MadeFile | Exception | None) -> dict[str, Any]:
        if isinstance(made, Exception):
            runs.fail_item_file(run_id, _position(key), made)
        else:
            runs.keep_item_file(run.now, run_id, _position(key), made)
        return {}

    run.for_each([f"file:{position}" for position in positions], work, prepare)


def _position(key: str) -> int:
    return int(key.removeprefix("file:"))


def issue_due(run: Run) -> None:
    """Issue what is due for one completion or one award, or ask for the name."""
    for subject in ("enrolment", "award"):
        if subject in run.arguments:
            due.issue_due(run.now, subject, run.arguments[subject])
