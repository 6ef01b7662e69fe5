"""The shape of what is sent to save: a message, and what is decided about each conflict."""

from collections.abc import Iterable, Mapping

from wtforms import StringField
from wtforms.validators import Length

from lms.kit.i18n import N_, Text
from lms.web.forms import Form, stripped
from lms.workshop.queries.saving import Conflict
from lms.workshop.rules import Decision, clean_text, has_marks

LONGEST_MESSAGE = 300
SIDE, SEEN, TEXT = "side-", "seen-", "text-"
CHOOSE = N_("Please choose which text stands.")
SAVED_AGAIN = N_("This file was saved again meanwhile. Please look at it and decide once more.")
MARKS_LEFT = N_(
    "The text still holds both sides between marks. Leave what is to stand, and remove the lines "
    "that begin with <<<<<<<, ======= and >>>>>>>."
)


class SaveForm(Form):
    message = StringField(
        N_("What did you change?"),
        description=N_("One line for your colleagues; it stands in the history."),
        filters=[stripped],
        validators=[Length(max=LONGEST_MESSAGE, message=N_("Use at most 300 characters."))],
        render_kw={"maxlength": LONGEST_MESSAGE},
    )


def read_decisions(values: Mapping[str, str]) -> dict[str, Decision]:
    """Return what is decided about each file in conflict; what is undecided is left out.

    Each file has three fields, named after its path: whose state stands, which state of the other
    side was seen, and the text written by hand.
    """
    decisions = {}
    for name, side in values.items():
        if not name.startswith(SIDE):
            continue
        path = name.removeprefix(SIDE)
        seen = values.get(SEEN + path, "")
        if side == "mine":
            decisions[path] = Decision("mine", seen)
        elif side == "theirs":
            decisions[path] = Decision("theirs", seen)
        elif side == "text":
            text = clean_text(values.get(TEXT + path, ""))
            decisions[path] = Decision("mine", seen, text.encode())
    return decisions


def find_undecided(
    conflicts: Iterable[Conflict], decided: Mapping[str, Decision]
) -> dict[str, Text]:
    """Return what is still to be done about each file in conflict, by its path."""
    problems = {}
    for conflict in conflicts:
        decision = decided.get(conflict.path)
        if decision is None:
            problems[conflict.path] = Text(CHOOSE)
        elif decision.seen != conflict.seen:
            problems[conflict.path] = Text(SAVED_AGAIN)
        elif has_marks(decision.text or b""):
            problems[conflict.path] = Text(MARKS_LEFT)
    return problems
