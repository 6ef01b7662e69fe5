"""What an administrator sends of a signatory, and a signatory of the consent.

What is done with it is decided in `services.signatories`.
"""

from wtforms import BooleanField, FileField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import EmailInput

from lms.certificates.drawing.glyphs import find_complaint
from lms.certificates.drawing.pictures import LARGEST, redraw
from lms.certificates.forms.designing import CHOOSE, LANGUAGE_CHOICES, NEEDED
from lms.certificates.rules import LONGEST_NAME
from lms.certificates.rules.designs import LONGEST_OFFICE
from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.web.forms import Form, Refused, lowered, stripped
from lms.web.texts import TextsField


class SignatoryForm(Form):
    name = StringField(
        N_("Name"),
        description=N_("As it stands on certificates, in any script."),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_NAME)],
    )
    office = TextsField(
        N_("Office"),
        LONGEST_OFFICE,
        description=N_("For example “Head of the commission”, in each language."),
    )
    email = StringField(
        N_("E-mail"),
        description=N_("The link by which the signatory agrees is sent there."),
        filters=[lowered],
        validators=[Optional(), Length(max=254)],
        widget=EmailInput(),
    )
    language = SelectField(
        N_("Language of the e-mail"), choices=LANGUAGE_CHOICES, validators=[InputRequired(CHOOSE)]
    )
    picture = FileField(
        N_("Picture of the signature"),
        description=N_(
            "PNG or JPEG, at most 1 MB; best dark on a transparent or white ground. It is printed "
            "only while the signatory agrees."
        ),
        validators=[Optional()],
    )
    removes_picture = BooleanField(N_("Remove the picture"))
    drawn: bytes = b""

    def validate_name(self, field: StringField) -> None:
        """Refuse a name that cannot be printed."""
        complaint = find_complaint(str(field.data))
        if complaint is not None:
            raise Refused(complaint.text)

    def validate_email(self, field: StringField) -> None:
        """Refuse what is no address."""
        name, at, place = str(field.data or "").partition("@")
        if field.data and not (name and at and "." in place):
            raise ValidationError(N_("This is not an e-mail address."))

    def validate_picture(self, field: FileField) -> None:
        """Draw the picture anew, and refuse what is none."""
        content = field.data.read(LARGEST + 1) if field.data else b""
        if not content:
            return
        try:
            self.drawn = redraw(content)
        except Invalid as error:
            raise ValidationError(error.message) from error


class ConsentForm(Form):
    # Which picture, name and office were shown: their seal.
    shown = HiddenField(validators=[InputRequired(NEEDED)])
