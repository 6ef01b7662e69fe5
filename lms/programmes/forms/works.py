"""What is sent about graded work: a version with files, points, an observation, a return.

What work may be is said in `rules.works`.
"""

from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.kit.i18n import N_, Text
from lms.programmes.rules.observation import CRITERIA, LEVELS
from lms.programmes.rules.works import LONGEST_NOTE, LONGEST_WORDS, MOST_FILES
from lms.web.forms import Depends, Form, choices, complain_at, stripped

NEEDED = N_("Please fill this in.")
TOO_MANY = N_("Please send at most %(most)s files.")


class HandInForm(Form):
    words = TextAreaField(
        N_("Your work, or a note on it"),
        [Depends(), Length(max=LONGEST_WORDS)],
        filters=[stripped],
        description=N_("Names of people, case numbers and other data of real cases stay out."),
    )
    files = MultipleFileField(
        N_("Files"),
        [Depends()],
        description=N_(
            "Up to five: PDF, Word, Excel, PowerPoint, OpenDocument, text or a picture, each at "
            "most 20 MB."
        ),
    )
    # What the page showed: nothing is handed in over what came meanwhile.
    seen = HiddenField()

    @property
    def sent(self) -> list[tuple[str, BinaryIO]]:
        """Return the name and the content of each file that was chosen."""
        chosen = [one for one in self.files.data or () if getattr(one, "filename", "")]
        return [(str(one.filename), one.stream) for one in chosen]

    def validate_files(self, field: MultipleFileField) -> None:
        """Refuse more files than are looked at."""
        if len(self.sent) > MOST_FILES:
            complain_at(field, Text(TOO_MANY, most=MOST_FILES))


def _note(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        [DataRequired(NEEDED), Length(max=LONGEST_NOTE)],
        filters=[stripped],
        description=N_("The participant reads it."),
    )


class GradeForm(Form):
    seen = HiddenField()
    points = IntegerField(
        N_("Points, in percent"),
        [
            InputRequired(N_("Please write a whole number from 0 to 100.")),
            NumberRange(0, 100, N_("Please write a whole number from 0 to 100.")),
        ],
    )
    note = _note(N_("What the points are for"))


class ReturnForm(Form):
    # It stands on one page with the form of a grade.
    seen = HiddenField(id="return-seen")
    revision = _note(N_("What is to be revised"))


class ObserveForm(Form):
    seen = HiddenField()
    held_on = DateField(N_("Day of the session"), [InputRequired(N_("Please enter a day."))])
    note = _note(N_("Remarks: what was good, what to try next time"))

    @property
    def scores(self) -> dict[str, int]:
        """Return the level of each criterion."""
        return {name: int(self[name].data) for name in CRITERIA}

    def check_day(self, now: datetime, time_zone: str) -> None:
        """Refuse a day that is still to come by the clock of the cohort."""
        day = self.held_on.data
        if day is not None and day > now.astimezone(ZoneInfo(time_zone)).date():
            complain_at(
                self.held_on, N_("This day is still to come. Please grade after the session.")
            )


# One for each criterion, in their order: the criteria are named in one place.
for _name, _text in CRITERIA.items():
    setattr(
        ObserveForm,
        _name,
        RadioField(
            _text,
            [InputRequired(N_("Please choose one."))],
            choices=choices((str(level), name) for level, name in LEVELS.items()),
        ),
    )
