"""What is sent about deadlines: until when something is due, and more time for somebody.

The times are meant by the clocks of the cohort.
"""

from collections.abc import Sequence
from datetime import datetime

from wtforms import DateTimeLocalField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.programmes.rules.deadlines import LONGEST_REASON, NothingToExtend, PartUnknown
from lms.programmes.rules.wall_clock import read_wall
from lms.web.forms import Form, choices, complain_at, stripped

TIME = N_("Please enter day and time.")
WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]


class DatedForm(Form):
    part = SelectField(
        N_("Requirement"), [InputRequired(PartUnknown.message)], choices=[], validate_choice=False
    )
    due = DateTimeLocalField(N_("Due until"), format=WALL, validators=[InputRequired(TIME)])

    def read_due(self, zone: str) -> datetime:
        """Return the instant that is meant; raise `TimeSkipped`, `TimeTwice`."""
        return read_wall(self.due.data, zone)  # type: ignore[arg-type]  # a validated form has it

    def refuse(self, error: Invalid) -> None:
        """Say a broken rule at the field that it is of."""
        is_of_part = isinstance(error, PartUnknown | NothingToExtend)
        field = self.part if is_of_part else self.due
        complain_at(field, error.text)


class DeadlineForm(DatedForm):
    group = SelectField(
        N_("Group"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=N_("The time of a group comes before that of the whole cohort."),
    )

    def offer(self, parts: Sequence[tuple[str, str]], groups: Sequence[tuple[str, str]]) -> None:
        """Set which requirements and groups there are to choose from."""
        self.part.choices = choices(parts)
        self.group.choices = choices(groups)


class ExtendForm(DatedForm):
    reason = TextAreaField(
        N_("Reason"),
        [DataRequired(N_("Please give a reason.")), Length(max=LONGEST_REASON)],
        filters=[stripped],
        description=N_("It stays on record, and the participant reads it."),
    )
