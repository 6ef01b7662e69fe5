"""The shape of what focal points, officers and heads of unit send of a nomination.

The questions of a cohort's form are its own: what was sent for them is read in the rules.
"""

from typing import BinaryIO

from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import EmailInput

from lms.accounts.rules import LONGEST_EMAIL, LONGEST_NAME, EmailNotValid, check_email
from lms.kit.i18n import N_, NATIVE_NAMES
from lms.programmes.rules.nominations import DOCUMENT_NAMES, LONGEST_WORDS, SEX_NAMES
from lms.web.forms import (
    Depends,
    Form,
    PartsField,
    Refused,
    Wanted,
    choices,
    complain_at,
    lowered,
    stripped,
)

NEEDED = N_("Please fill this in.")
LANGUAGE_CHOICES = choices(NATIVE_NAMES.items())


def is_email(_form: Form, field: StringField) -> None:
    """Refuse what mail cannot be sent to; a WTForms validator."""
    try:
        field.data = check_email(str(field.data))
    except EmailNotValid as error:
        raise Refused(error.text) from error


class NominateForm(Form):
    # Of somebody with an account only this is sent, and what is known of them stays as it is.
    person = HiddenField()
    written_name = StringField(
        N_("Full name"),
        filters=[stripped],
        validators=[Optional(), Length(max=LONGEST_NAME), Wanted()],
    )
    email = StringField(
        N_("E-mail address"),
        filters=[lowered],
        validators=[Optional(), Length(max=LONGEST_EMAIL), is_email, Wanted()],
        widget=EmailInput(),
    )
    # The choices depend on who nominates; the policy checks the one that was made.
    organisation_id = SelectField(
        N_("State or agency"), choices=[], validate_choice=False, validators=[Optional(), Wanted()]
    )
    language = SelectField(
        N_("Language in which we write to the officer"),
        choices=LANGUAGE_CHOICES,
        default="en",
        validators=[InputRequired(NEEDED)],
    )
    is_protected = BooleanField(
        N_("Protected identity"),
        description=N_("Other people see a code instead of the name."),
    )
    # Whose place is taken over.
    substitutes = HiddenField()
    # The likenesses that were looked at, and are other people.
    different = HiddenField()

    def validate(self, extra_validators: object = None) -> bool:
        """Check each field; name, address and place are needed of whoever has no account."""
        is_valid = super().validate(extra_validators)  # type: ignore[arg-type]  # WTForms' own
        if self.person.data:
            return is_valid
        for field in (self.written_name, self.email, self.organisation_id):
            if not field.data and not field.errors:
                complain_at(field, NEEDED)
                is_valid = False
        return is_valid


class OrganisationPartForm(Form):
    head_name = StringField(
        N_("Name of the head of unit"),
        filters=[stripped],
        validators=[Optional(), Length(max=LONGEST_NAME)],
    )
    head_email = StringField(
        N_("E-mail address of the head of unit"),
        description=N_("A link is mailed to this address, by which the nomination is confirmed."),
        filters=[lowered],
        # Not to save, but to submit.
        validators=[Optional(), Length(max=LONGEST_EMAIL), is_email, Depends()],
        widget=EmailInput(),
    )
    sex = SelectField(
        N_("Sex of the officer"),
        description=N_("Asked for where places are kept for women."),
        choices=choices(SEX_NAMES.items()),
        validators=[Optional(), Depends()],
    )
    revision = IntegerField(validators=[InputRequired()])
    # By id of the question.
    answer = PartsField()


class NomineePartForm(Form):
    language = SelectField(
        N_("Language in which we write to you"),
        choices=LANGUAGE_CHOICES,
        validators=[InputRequired(NEEDED)],
    )
    # Those of the cohort; the view gives them.
    group_language = SelectField(
        N_("Language group"),
        description=N_("In which of its languages you want to take part."),
        choices=[],
        validate_choice=False,
        validators=[Optional()],
    )
    consent = BooleanField(
        N_(
            "I confirm the nomination, and I agree that what I wrote here and my documents are "
            "read by those who run the cohort and its selection panel."
        )
    )
    confirm = HiddenField()
    answer = PartsField()


class WordsForm(Form):
    words = TextAreaField(
        N_("Reason"),
        filters=[stripped],
        validators=[DataRequired(N_("Please give a reason.")), Length(max=LONGEST_WORDS)],
    )


class OptionalWordsForm(Form):
    words = TextAreaField(
        N_("Reason"), filters=[stripped], validators=[Optional(), Length(max=LONGEST_WORDS)]
    )


class HeadForm(Form):
    decision = HiddenField(validators=[Wanted()])
    words = TextAreaField(
        N_("Reason"),
        description=N_("Needed where you do not confirm; the focal point reads it."),
        filters=[stripped],
        validators=[Length(max=LONGEST_WORDS), Depends()],
    )

    def validate_decision(self, field: HiddenField) -> None:
        """Refuse what is neither answer."""
        if field.data not in {"confirm", "refuse"}:
            raise ValidationError(NEEDED)

    def validate_words(self, field: TextAreaField) -> None:
        """Refuse a refusal without a reason."""
        if self.decision.data == "refuse" and not field.data:
            raise ValidationError(N_("Please give a reason."))


class DocumentForm(Form):
    kind = SelectField(
        N_("Kind of document"),
        choices=choices(DOCUMENT_NAMES.items()),
        validators=[Optional(), Wanted()],
        default="cv",
    )
    # The question of the form that the file answers, where it answers one.
    question = HiddenField()
    file = FileField(N_("File"), validators=[Wanted()])

    @property
    def sent(self) -> tuple[str, BinaryIO] | None:
        """Return the name and the content of what was chosen, or nothing."""
        if not self.file.data or not self.file.data.filename:
            return None
        return str(self.file.data.filename), self.file.data.stream


class ApplyForm(Form):
    agreed = BooleanField(
        N_("My focal point may see my application and decide whether to endorse it."),
        validators=[InputRequired(N_("Without this you cannot apply."))],
    )


class MoveForm(Form):
    direction = HiddenField(validators=[InputRequired()])


class ListForm(Form):
    q = StringField(filters=[stripped])
    status = StringField()
    state = StringField()
