"""What participants send to have prior learning recognised, and what is sent to decide it.

What proof may be is said in `rules.recognition`.
"""

from typing import BinaryIO

from wtforms import MultipleFileField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from lms.kit.i18n import N_
from lms.programmes.rules.recognition import LONGEST_STATEMENT, MOST_FILES
from lms.web.forms import Form, choices, stripped

TOO_MANY = N_("Please send at most three files.")


class AskRecognitionForm(Form):
    statement = TextAreaField(
        N_("What you have learnt, where and when"),
        [DataRequired(N_("Please fill this in.")), Length(max=LONGEST_STATEMENT)],
        filters=[stripped],
        description=N_("Do not write about cases or people that you work with."),
    )
    # The awards of whoever asks; the view checks the one that was chosen.
    award = SelectField(N_("Earlier award"), [Optional()], choices=[], validate_choice=False)
    files = MultipleFileField(
        N_("Proof"),
        [Optional()],
        description=N_("Up to three files, such as a certificate: PDF, pictures or documents."),
    )

    @property
    def sent(self) -> list[tuple[str, BinaryIO]]:
        """Return the name and the content of each file that was chosen."""
        chosen = [one for one in self.files.data or () if getattr(one, "filename", "")]
        return [(str(one.filename), one.stream) for one in chosen]

    def validate_files(self, _field: MultipleFileField) -> None:
        """Refuse more files than are looked at."""
        if len(self.sent) > MOST_FILES:
            raise ValidationError(TOO_MANY)


class DecideRecognitionForm(Form):
    verdict = RadioField(
        N_("Decision"),
        [InputRequired(N_("Please choose one."))],
        choices=choices([("granted", N_("Recognise it")), ("declined", N_("Do not recognise it"))]),
    )
    reason = TextAreaField(
        N_("Reason"),
        [DataRequired(N_("Please give a reason.")), Length(max=LONGEST_STATEMENT)],
        filters=[stripped],
        description=N_("The participant reads it."),
    )
