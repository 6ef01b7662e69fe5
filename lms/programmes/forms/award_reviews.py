"""What is sent to decide about an award whose facts have changed."""

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.programmes.rules.reviews import LONGEST_REASON
from lms.web.forms import Form, choices, stripped


class DecideAwardForm(Form):
    seen = HiddenField()
    decision = RadioField(
        N_("Decision"),
        [InputRequired(N_("Please choose one."))],
        choices=choices([("kept", N_("Keep the award")), ("withdrawn", N_("Withdraw the award"))]),
    )
    reason = TextAreaField(
        N_("Reason"),
        [DataRequired(N_("Please give a reason.")), Length(max=LONGEST_REASON)],
        filters=[stripped],
        description=N_("The participant reads it."),
    )

    def refuse(self, error: DomainError) -> None:
        """Say a broken rule above all fields."""
        self.complain(error.text)
