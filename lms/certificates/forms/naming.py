"""What a holder sends: how the name shall stand, and the language of a file.

What is done with it is decided in `services`.
"""

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from lms.accounts.rules import LONGEST_HONORIFIC
from lms.accounts.spelling import check_seen, find_fault
from lms.certificates.drawing.glyphs import find_complaint
from lms.certificates.rules import LONGEST_NAME
from lms.kit.errors import Invalid
from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES
from lms.web.forms import Depends, Form, Refused, stripped

OTHER = "other"
WRITTEN_DIFFERENTLY = N_("Another way of writing it, which I type below")
_LANGUAGE_CHOICES = {code: NATIVE_NAMES[code] for code in LANGUAGES}
_LANGUAGE_NEEDED = N_("Choose one of the six languages.")


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
    honorific = StringField(
        N_("Title or form of address before the name"),
        filters=[stripped],
        description=N_(
            "For example Dr, H.E. or Judge. It is printed before your name on certificates; leave "
            "it empty for none."
        ),
        validators=[
            Optional(),
            Length(max=LONGEST_HONORIFIC, message=N_("At most 40 characters.")),
        ],
    )
    language = SelectField(
        N_("Language of the certificate"),
        choices=_LANGUAGE_CHOICES,
        description=N_("You can get it in the other languages later."),
        validators=[InputRequired(_LANGUAGE_NEEDED)],
    )
    # Which of the two buttons it was: to look at it first, or to confirm.
    go = StringField(default="")

    def validate_name(self, field: RadioField) -> None:
        """Say of a name of the person's own that it cannot be printed, where it was chosen."""
        if field.data != OTHER:
            _check_name(str(field.data))

    def validate_typed(self, field: StringField) -> None:
        """Ask for a name that can be printed, where it was to be written differently."""
        if self.name.data != OTHER:
            return
        if not field.data:
            raise ValidationError(N_("Write your name as it should appear."))
        _check_name(field.data)

    def validate_honorific(self, field: StringField) -> None:
        """Refuse what cannot be printed before the name."""
        try:
            check_seen(field.data or "")
        except Invalid as error:
            raise Refused(error.text) from error
        complaint = find_complaint(field.data or "")
        if complaint is not None:
            raise Refused(complaint.text)

    @property
    def chosen(self) -> str:
        """Return the name as it shall stand: one of the person's own, or the one typed."""
        return str(self.typed.data if self.name.data == OTHER else self.name.data)


def _check_name(name: str) -> None:
    """Refuse what is no name, as the account does, and what cannot be printed."""
    complaint = find_complaint(name)
    fault = find_fault(name) or (complaint.text if complaint else None)
    if fault is not None:
        raise Refused(fault)


class LanguageForm(Form):
    language = SelectField(
        N_("Language of the certificate"),
        choices=_LANGUAGE_CHOICES,
        validators=[InputRequired(_LANGUAGE_NEEDED)],
    )
    # Empty, or not sent at all, where one language is enough.
    beside = SelectField(
        N_("Second language beside it"),
        choices={"": N_("None")} | _LANGUAGE_CHOICES,
        default="",
        validate_choice=False,
        description=N_("Both stand on one sheet, for readers of either."),
        validators=[Optional()],
    )

    def validate_beside(self, field: SelectField) -> None:
        """Ask for two languages that differ, where a second one is wanted."""
        if field.data not in LANGUAGES:
            raise ValidationError(_LANGUAGE_NEEDED)
        if field.data == self.language.data:
            raise ValidationError(N_("Choose another language than the first, or none."))

    @property
    def languages(self) -> tuple[str, str]:
        """Return the language of the file that is wanted, and the second one, or none."""
        return str(self.language.data), str(self.beside.data or "")
