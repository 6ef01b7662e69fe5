"""The shape of a package that is sent."""

from wtforms import FileField, SelectField
from wtforms.validators import ValidationError

from lms.content.package import MOST_BYTES
from lms.kit.i18n import N_, Text
from lms.web.forms import Form, Refused, Wanted

# A package is stored, not squeezed: as large as its files, and its list of names.
LARGEST_PACKAGE = MOST_BYTES + 4 * 1024 * 1024
_ZIP = b"PK\x03\x04"


class PackageForm(Form):
    file = FileField(
        N_("Package"),
        description=N_("A course as a zip file."),
        validators=[Wanted()],
        render_kw={"accept": ".zip"},
    )

    def validate_file(self, field: FileField) -> None:
        """Refuse what is no zip by its first bytes; what is in it is looked at in a job."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(N_("Choose a file first."))
        start = field.data.stream.read(len(_ZIP))
        field.data.stream.seek(0)
        if start != _ZIP:
            raise Refused(Text(N_("This is no zip file.")))


class ImportForm(Form):
    organisation_id = SelectField(
        N_("Organisation that owns it"), choices=[], validate_choice=False, validators=[Wanted()]
    )
