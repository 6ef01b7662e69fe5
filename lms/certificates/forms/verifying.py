"""What a stranger sends: a code, and a name to compare.

What is told of it is decided in `rules.verification`.
"""

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from lms.certificates.rules import LONGEST_NAME
from lms.kit.i18n import N_
from lms.web.forms import Form, Wanted, stripped


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
