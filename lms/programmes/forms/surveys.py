"""What is sent about surveys: answers by question, and the supervisor whom somebody names.

What answers may be is decided in `rules.surveys`.
"""

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import EmailInput

from lms.accounts.rules import LONGEST_EMAIL
from lms.kit.i18n import N_
from lms.programmes.forms.nominating import LANGUAGE_CHOICES, NEEDED, is_email
from lms.web.forms import Form, PartsField, lowered


class AnswerForm(Form):
    answer = PartsField()


class SupervisorForm(Form):
    email = StringField(
        N_("E-mail address of your supervisor"),
        filters=[lowered],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_EMAIL), is_email],
        widget=EmailInput(),
    )
    language = SelectField(
        N_("Language in which we write to your supervisor"),
        choices=LANGUAGE_CHOICES,
        validators=[InputRequired(NEEDED)],
    )
    consent = BooleanField(
        N_("I agree that my supervisor is asked, and may so learn that I took part."),
        validators=[DataRequired(N_("Without your agreement your supervisor is not asked."))],
    )
