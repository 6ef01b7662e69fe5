"""What an administrator sends when issuing: whom, by which rule, and a decision with its reason.

What is done with it is decided in `services`.
"""

from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from lms.certificates.rules.issuing import LONGEST_REASON, MODES, ReasonMissing
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.web.forms import Depends, Form, complain_at, stripped


class FindForm(Form):
    """How a long list of people is searched; empty values ask for all."""

    q = StringField(filters=[stripped])
    outcome = StringField(filters=[stripped])
    page = StringField()


class ResultsForm(Form):
    """Which results of a run are shown."""

    result = StringField(filters=[stripped])
    page = StringField()


class StartForm(Form):
    """Whom to issue to: everybody who can get one, or those who were chosen."""

    who = StringField(filters=[stripped])
    # The choices are the people of the page, which are known only once it is.
    keys = SelectMultipleField(choices=[], validate_choice=False)


class RuleForm(Form):
    mode = RadioField(
        N_("When a certificate is issued"),
        choices={str(mode): words for mode, words in MODES.items()},
        validators=[InputRequired(N_("Choose one of the three."))],
    )


class ApproveForm(Form):
    page = StringField(default="")
    # Who was looked at alone, by the enrolment or the award; empty where many were.
    one = StringField(default="")
    # The button for all: it carries the seal of those who were on the page.
    everybody = StringField(default="")
    keys = SelectMultipleField(choices=[], validate_choice=False)
    decision = RadioField(
        N_("Decision"),
        choices={
            "approved": N_("Issue the certificates"),
            "refused": N_("Do not issue them"),
        },
        validators=[InputRequired(N_("Choose what you decide."))],
    )
    reason = TextAreaField(
        N_("Reason"),
        filters=[stripped],
        description=N_("Needed when no certificate is issued; the person reads it."),
        validators=[
            Depends(),
            Length(max=LONGEST_REASON, message=N_("A reason has at most 2,000 characters.")),
        ],
    )

    def refuse(self, error: DomainError) -> None:
        """Say at its field, or above all fields, why nothing was decided."""
        if isinstance(error, ReasonMissing):
            complain_at(self.reason, error.text)
        else:
            self.complain(error.text)
