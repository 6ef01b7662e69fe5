"""Background doors: make a file of a certificate. Issuing has doors of its own.

Each may be run again at any time: what is done stays done once.
"""

from flask import current_app

from lms.certificates.making import make_file
from lms.certificates.rules.rows import MadeFile
from lms.certificates.services import files, key_mail
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


def remind_of_keys(run: Run) -> None:
    """Tell administrators of keys that end soon."""
    key_mail.remind_of_keys(run.now)
