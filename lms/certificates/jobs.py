"""Background doors: make a file of a certificate, remove what is left over, remind of keys.

Issuing has doors of its own. Each may be run again at any time: what is done stays done once.
"""

import logging

from flask import current_app

from lms.certificates.making import make_file
from lms.certificates.queries.certificates import is_on_record
from lms.certificates.rules.rows import MadeFile
from lms.certificates.services import files, key_mail, previews
from lms.certificates.sweeping import LEFT_FOR, find_left
from lms.kit import storage
from lms.kit.jobs import Run

log = logging.getLogger(__name__)


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


def find_left_files(run: Run) -> list[str]:
    """Return the files that a worker made and did not live to record."""
    return find_left(run.now)


def sweep_files(run: Run) -> None:
    """Remove what is left over: files of no record, and what was never written to its end."""
    left: list[str] = run.prepared
    for content_hash in left:
        if not is_on_record(content_hash):
            storage.remove(content_hash)
    previews.forget_old(run.now)
    unfinished = storage.remove_unfinished(run.now - LEFT_FOR)
    if left or unfinished:
        log.info("removed %s files of no record and %s unfinished ones", len(left), unfinished)


def remind_of_keys(run: Run) -> None:
    """Tell administrators of keys that end soon."""
    key_mail.remind_of_keys(run.now)
