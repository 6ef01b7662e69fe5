"""The shape of a file of questions that is sent."""

from wtforms import FileField, SelectField
from wtforms.validators import ValidationError

from lms.kit.i18n import N_
from lms.questions.exchange.found import LARGEST_FILE
from lms.web.forms import Depends, Form, Wanted, choices

# The file itself, and the fields beside it.
LARGEST_SENT = LARGEST_FILE + 64 * 1024
FORMATS = (
    ("gift", "GIFT"),
    ("aiken", "Aiken"),
    ("moodle-xml", "Moodle XML"),
    ("qti3", "QTI 3.0"),
)


class IncomingForm(Form):
    file = FileField(
        N_("File"),
        description=N_("In UTF-8, as the other system exports it."),
        validators=[Wanted()],
        render_kw={"accept": ".txt,.gift,.aiken,.xml,.zip"},
    )
    format = SelectField(N_("Format"), choices=choices(FORMATS), validators=[Wanted()])
    bank = SelectField(
        N_("Bank"),
        description=N_("Where the file has no categories, a bank gets the file's name."),
        choices=[],
        validate_choice=False,
        validators=[Depends()],
    )

    def validate_file(self, field: FileField) -> None:
        """Ask for a file where none was chosen."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(N_("Choose a file first."))
