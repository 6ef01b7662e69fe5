"""The shape of what somebody enters about how they want to be told.

What it means for a message is in `lms.notifications.rules.timing`.
"""

from wtforms import SelectField, TimeField
from wtforms.validators import InputRequired, Optional

from lms.kit.i18n import N_
from lms.notifications.rules.timing import DUTY_PACES, NEWS_PACES
from lms.web.forms import Form, choices

NEEDED = N_("Please fill this in.")
# WTForms says so of a time that is none.
NO_TIME = N_("Not a valid time value.")
PACE_NAMES = {
    "now": N_("At once"),
    "day": N_("Once a day, in the morning"),
    "week": N_("Once a week, on Monday morning"),
    "off": N_("No e-mails; only in the app"),
}


class PreferenceForm(Form):
    duty = SelectField(
        N_("What I need to take part"),
        description=N_("Offers, results, requests and deadlines. What is urgent comes at once."),
        choices=choices((pace, PACE_NAMES[pace]) for pace in DUTY_PACES),
        validators=[InputRequired(NEEDED)],
    )
    news = SelectField(
        N_("News and hints"),
        choices=choices((pace, PACE_NAMES[pace]) for pace in NEWS_PACES),
        validators=[InputRequired(NEEDED)],
    )
    quiet_from = TimeField(
        N_("No e-mails from"),
        description=N_("Such as 20:00, by the clock of your time zone. What comes then waits."),
        validators=[Optional()],
    )
    quiet_to = TimeField(
        N_("No e-mails until"), description=N_("Such as 07:00."), validators=[Optional()]
    )
