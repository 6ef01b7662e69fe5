"""Background doors of designs: draw a trial, try a draft with all samples.

Each may be run again at any time: what is done stays done once.
"""

from flask import current_app

from lms.certificates.services import publishing, trials
from lms.certificates.services.publishing import Checked
from lms.certificates.trying import Drawn, check_drawings
from lms.certificates.trying import draw_trial as draw
from lms.kit.jobs import Run


def _base_url() -> str:
    address: str = current_app.extensions["settings"].base_url
    return address


def draw_trial(run: Run) -> Drawn | None:
    """Draw and store; nothing where it is done or no longer wanted."""
    return draw(run.arguments["trial"], _base_url())


def keep_trial(run: Run) -> None:
    """Record what was drawn."""
    drawn: Drawn | None = run.prepared
    if drawn is not None:
        files = (drawn.pdf_hash, drawn.picture_hash)
        trials.keep_trial(run.now, drawn.trial_id, files, drawn.problems)


def check_design(run: Run) -> Checked | None:
    """Try the draft that was asked for with each sample in one language."""
    wish = run.arguments
    return check_drawings(wish["design"], wish["hash"], wish["language"], _base_url(), run.now)


def keep_check(run: Run) -> None:
    """Record what was found, and go on to the next language."""
    if run.prepared is not None:
        publishing.keep_check(run.now, run.prepared)
