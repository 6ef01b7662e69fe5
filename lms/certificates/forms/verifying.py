"""What a stranger sends: a code, a name to compare, a file to look into.

What is told of it is decided in `rules.verification`.
"""

from typing import BinaryIO, cast

from wtforms import FileField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from lms.certificates.rules import LONGEST_NAME
from lms.certificates.rules.codes import find_fault
from lms.kit.i18n import N_
from lms.web.forms import Form, Refused, Wanted, stripped

_FILE_NEEDED = N_("Choose a file first.")


class CodeForm(Form):
    code = StringField(
        N_("Code of the certificate"),
        filters=[stripped],
        # The page opens with no code yet, and must not complain then.
        validators=[Wanted()],
    )

    def validate_code(self, field: StringField) -> None:
        """Say what is wrong with what was typed, as far as that is seen without the register."""
        fault = find_fault(field.data) if field.data else None
        if fault:
            raise Refused(fault)


class NameForm(Form):
    name = StringField(
        N_("Name of the holder"),
        filters=[stripped],
        description=N_(
            "As it stands on the certificate, in its script or in Latin letters; the order of the "
            "words does not matter."
        ),
        validators=[
            DataRequired(N_("Write the name that stands on the certificate.")),
            Length(max=LONGEST_NAME, message=N_("A name has at most 120 characters.")),
        ],
    )


class CarriedForm(Form):
    """What stands for an answer that was given in another language; without it nothing was said."""

    said = StringField()


class FileForm(Form):
    file = FileField(
        N_("The certificate's file (PDF)"),
        description=N_("At most 10 MB. The file is looked into and not kept."),
        validators=[InputRequired(_FILE_NEEDED)],
    )

    @property
    def stream(self) -> BinaryIO:
        """Return the content of the file that came along; there is one where the form is valid."""
        return cast("BinaryIO", self.file.data.stream)

    def validate_file(self, field: FileField) -> None:
        """Ask for a file: a browser sends a field without a name where none was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_FILE_NEEDED)
