"""The shape of what administrators enter about organisations and the installation.

Whose they are is decided by `lms.organisations.policy`.
"""

from wtforms import BooleanField, DateField, FileField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import EmailInput

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.organisations.emblem import redraw
from lms.organisations.rules import LARGEST_EMBLEM, LONGEST_NAME, MailSenderNotValid, check_sender
from lms.web.forms import Form, choices, stripped

NEEDED = N_("Please fill this in.")


class StateForm(Form):
    # The names are in the reader's language; the service refuses an unknown code.
    country_code = SelectField(
        N_("State"), choices=[], validate_choice=False, validators=[InputRequired(NEEDED)]
    )


class AgencyForm(Form):
    name = StringField(
        N_("Name of the agency"),
        description=N_("As the agency writes it itself; it is not translated."),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_NAME)],
    )


class RenameForm(Form):
    new_name = StringField(
        N_("New name"),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_NAME)],
    )


class PublishingForm(Form):
    needs_second_person = BooleanField(
        N_("Whatever is published needs a second person"),
        description=N_(
            "Another trainer has to confirm every publication of a course of this organisation, or "
            "of one below it."
        ),
    )


class RevokingForm(Form):
    needs_two_to_revoke = BooleanField(
        N_("Whoever revokes a certificate needs a second person"),
        description=N_(
            "Another administrator has to confirm every revocation of a certificate that this "
            "organisation, or one below it, has issued."
        ),
    )


class HubForm(Form):
    kind = RadioField(
        N_("Kind"),
        choices=choices([("hub", N_("Hub")), ("platform", N_("Platform"))]),
        default="hub",
        validators=[InputRequired(NEEDED)],
    )
    name = StringField(
        N_("Name of the hub or platform"),
        description=N_("As it is written in its own documents; it is not translated."),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_NAME)],
    )


class JoiningForm(Form):
    # The names are in the reader's language; the service refuses what is no State.
    state = SelectField(
        N_("State"), choices=[], validate_choice=False, validators=[InputRequired(NEEDED)]
    )
    joined_on = DateField(N_("Member from"), validators=[InputRequired(NEEDED)])


class LeavingForm(Form):
    left_on = DateField(
        N_("First day without membership"),
        description=N_(
            "From this day on its focal points cannot nominate for the hub's cohorts. Places that "
            "were given stay."
        ),
        validators=[InputRequired(NEEDED)],
    )


class SettingsForm(Form):
    name = StringField(
        N_("Name of the site"),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_NAME)],
    )
    mail_sender = StringField(
        N_("Sender of e-mails"),
        description=N_(
            "An address from which your server may send e-mail, and whose mailbox somebody reads."
        ),
        filters=[stripped],
        validators=[Optional(), Length(max=254)],
        widget=EmailInput(),
    )
    emblem = FileField(
        N_("Emblem"),
        description=N_("PNG, JPEG or WebP, at most 2 MB. It appears in the header of every page."),
        validators=[Optional()],
    )
    removes_emblem = BooleanField(N_("Remove the current emblem"))
    drawn: bytes = b""

    def validate_mail_sender(self, field: StringField) -> None:
        """Refuse what is no address."""
        try:
            field.data = check_sender(str(field.data)) if field.data else None
        except MailSenderNotValid as error:
            raise ValidationError(error.message) from error

    def validate_emblem(self, field: FileField) -> None:
        """Draw the picture anew, and refuse what is none."""
        content = field.data.read(LARGEST_EMBLEM + 1) if field.data else b""
        if not content:
            return
        try:
            self.drawn = redraw(content)
        except Invalid as error:
            raise ValidationError(error.message) from error
