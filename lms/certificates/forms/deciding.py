"""What an administrator sends with a decision: its reason and a note.

What is done with it is decided in `services.decisions`.
"""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.certificates.rules.status import REASONS
from lms.kit.i18n import N_
from lms.web.forms import Form, stripped


class RevokeForm(Form):
    reason = RadioField(
        N_("Reason"),
        choices={str(reason): words for reason, words in REASONS.items()},
        description=N_("Everybody who verifies the certificate sees this."),
        validators=[InputRequired(N_("Choose a reason."))],
    )
    note = TextAreaField(
        N_("Internal note"),
        filters=[stripped],
        description=N_("For your organisation's own records; nobody else sees it."),
        validators=[Length(max=2000, message=N_("A note has at most 2,000 characters."))],
    )
