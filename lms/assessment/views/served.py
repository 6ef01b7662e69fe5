"""What a page of questions carries under a seal: when it was served, and which answers it showed.

What follows for the answers made on it is decided in `rules`.
"""

from datetime import datetime

from lms.assessment import rules
from lms.assessment.forms import ResponseForm
from lms.assessment.rules import AttemptRow, Sent
from lms.web.seals import is_sealed, make_seal

_PURPOSE = "page of an attempt"
_SHOWN = "answer that a page shows"


def seal_served(attempt: AttemptRow, now: datetime) -> str:
    """Return what a page carries to say when it was served."""
    served = rules.write_milliseconds(now)
    return f"{served}.{make_seal(_PURPOSE, attempt.id, served)}"


def made_at_of(form: ResponseForm, attempt: AttemptRow, now: datetime) -> datetime | None:
    """Return when an answer was made, within what can be known; nothing where no script said it."""
    served, _, seal = form.served.partition(".")
    made_at, served_at = rules.read_milliseconds(form.made), None
    if is_sealed(seal, _PURPOSE, attempt.id, served):
        served_at = rules.read_milliseconds(served)
    if made_at is None or served_at is None:
        return None
    return rules.bound(made_at, served_at, now)


def seal_shown(attempt_id: str, position: int, value: str) -> str:
    """Return what a page carries to say which answer it shows, and which nobody can read."""
    return make_seal(_SHOWN, attempt_id, str(position), value)


def was_shown(attempt_id: str, sent: Sent, value: str) -> bool:
    """Say whether the page that sent an answer had shown one that reads `value`."""
    return is_sealed(sent.shown, _SHOWN, attempt_id, str(sent.position), value)
