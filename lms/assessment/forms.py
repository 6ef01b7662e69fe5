"""The shape of what is sent: a candidate's answer, and which figures a trainer wants.

Whether it fits its question is decided in `rules`.
"""

from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Regexp

from lms.kit.ids import ID_PATTERN
from lms.web.forms import Form


class ResponseForm(Form):
    client_id = StringField(validators=[InputRequired(), Regexp(rf"{ID_PATTERN.pattern}\Z")])
    # One field for all controls: radio buttons and check boxes send places, a text field a text.
    answer = SelectMultipleField(choices=[], validate_choice=False)
    go = StringField()

    @property
    def client(self) -> str:
        """Return the id that the page made for this answer."""
        return str(self.client_id.data)

    @property
    def answers(self) -> list[str]:
        """Return what was chosen or typed; empty where nothing was chosen."""
        return list(self.answer.data or ())


class FiguresForm(Form):
    version = StringField(default="")
    quiz = StringField(default="")
    sort = StringField(default="")
    page = StringField(default="1")
