"""Background doors: make a file of a certificate, and issue to many.

Each may be run again at any time: what is done stays done once.
"""

from flask import current_app

from lms.certificates.making import make_file
from lms.certificates.rules.rows import MadeFile
from lms.certificates.services import files, key_mail, runs
from lms.kit.actor import OPERATOR, Actor
from lms.kit.jobs import Run


def prepare_file(run: Run) -> MadeFile | None:
    """Make the file and store it; nothing where it is there."""
    base_url = current_app.extensions["settings"].base_url
    wish = run.arguments
    return make_file(
        wish["certificate"], wish["language"], wish.get("beside", ""), base_url, run.now
    )


def keep_file(run: Run) -> None:
    """Record the file that was made."""
    if run.prepared is not None:
        files.keep_file(run.now, run.prepared)


def issue_certificates(run: Run) -> None:
    """Issue to each person of a run, one transaction each."""
    person_id = run.arguments["person"]
    actor = Actor(kind="person", person_id=person_id) if person_id else OPERATOR
    run.for_each(
        run.arguments["enrolments"],
        work=lambda enrolment_id, _prepared: runs.issue_one(actor, run.now, enrolment_id),
    )


def remind_of_keys(run: Run) -> None:
    """Tell administrators of keys that end soon."""
    key_mail.remind_of_keys(run.now)
