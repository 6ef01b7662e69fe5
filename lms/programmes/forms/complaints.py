"""What is sent about complaints: one that is filed, what is said to it, the days for the answer.

What one may be about is said in `rules.complaints`.
"""

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.kit.i18n import N_
from lms.programmes.rules.complaints import ABOUT_NAMES, LONGEST_WORDS, MOST_DAYS
from lms.web.forms import Form, choices, stripped

NEEDED = N_("Please fill this in.")
DAYS = N_("Please write a whole number from 1 to 90.")


class ComplaintForm(Form):
    about = SelectField(
        N_("What it is about"),
        [InputRequired(N_("Please choose one."))],
        choices=choices(ABOUT_NAMES.items()),
    )
    words = TextAreaField(
        N_("Your complaint"),
        [DataRequired(NEEDED), Length(max=LONGEST_WORDS)],
        filters=[stripped],
        description=N_("What happened, when, and what you would like to be done."),
    )
    is_named = BooleanField(
        N_("Whoever answers may know my name"),
        description=N_("Without this they know only that somebody of the cohort complains."),
    )


class SayForm(Form):
    kind = HiddenField()
    words = TextAreaField(
        N_("Text"), [DataRequired(NEEDED), Length(max=LONGEST_WORDS)], filters=[stripped]
    )


class DaysForm(Form):
    days = IntegerField(
        N_("Days for the answer"),
        [InputRequired(DAYS), NumberRange(1, MOST_DAYS, DAYS)],
        description=N_("For complaints that come from now on."),
    )
