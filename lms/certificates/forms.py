"""What people send about certificates: the name, a language, a code, a reason, a search.

What is done with it is decided in `services`.
"""

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from lms.certificates.glyphs import find_complaint
from lms.certificates.rules import LONGEST_NAME
from lms.certificates.status import REASONS
from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES
from lms.web.forms import Depends, Form, Wanted, stripped

OTHER = "other"
WRITTEN_DIFFERENTLY = N_("Another way of writing it, which I type below")
_LANGUAGE_CHOICES = {code: NATIVE_NAMES[code] for code in LANGUAGES}
_LANGUAGE_NEEDED = N_("Choose one of the six languages.")
STATUS_FILTERS = ("valid", "expired", "suspended", "superseded", "revoked")


class ConfirmNameForm(Form):
    # The choices are the person's own names, which are known only once the person is.
    name = RadioField(
        N_("Your name on the certificate"),
        validate_choice=False,
        description=N_("This name is printed and stays as it is; it cannot be changed afterwards."),
        validators=[InputRequired(N_("Choose how your name should appear."))],
    )
    typed = StringField(
        N_("Your name, written differently"),
        filters=[stripped],
        description=N_("In any script. Only if you chose to write it differently."),
        validators=[
            Depends(),
            Length(max=LONGEST_NAME, message=N_("A name has at most 120 characters.")),
        ],
    )
    language = SelectField(
        N_("Language of the certificate"),
        choices=_LANGUAGE_CHOICES,
        description=N_("You can get it in the other languages later."),
        validators=[InputRequired(_LANGUAGE_NEEDED)],
    )

    def validate_typed(self, field: StringField) -> None:
        """Ask for a name that can be printed, where it was to be written differently."""
        if self.name.data != OTHER:
            return
        if not field.data:
            raise ValidationError(N_("Write your name as it should appear."))
        complaint = find_complaint(field.data)
        if complaint is not None:
            raise ValidationError(complaint.text)  # type: ignore[arg-type]  # waits for its reader

    @property
    def chosen(self) -> str:
        """Return the name as it shall stand: one of the person's own, or the one typed."""
        return str(self.typed.data if self.name.data == OTHER else self.name.data)


class LanguageForm(Form):
    language = SelectField(
        N_("Language of the certificate"),
        choices=_LANGUAGE_CHOICES,
        validators=[InputRequired(_LANGUAGE_NEEDED)],
    )


class CodeForm(Form):
    code = StringField(
        N_("Code of the certificate"),
        filters=[stripped],
        # The page opens with no code yet, and must not complain then.
        validators=[Wanted()],
    )


class NameForm(Form):
    name = StringField(
        N_("Name of the holder"),
        filters=[stripped],
        description=N_("As it stands on the certificate; the order of the words does not matter."),
        validators=[
            InputRequired(N_("Write the name that stands on the certificate.")),
            Length(max=LONGEST_NAME, message=N_("A name has at most 120 characters.")),
        ],
    )


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


class RegisterForm(Form):
    course = StringField(filters=[stripped])
    q = StringField(filters=[stripped])
    status = StringField(filters=[stripped])
    page = StringField()
