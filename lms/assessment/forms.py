"""The shape of what is sent: a candidate's answer, and which figures a trainer wants.

Whether it fits its question is decided in `rules`.
"""

from wtforms import StringField
from wtforms.validators import InputRequired, Regexp

from lms.kit.ids import ID_PATTERN
from lms.questions.rules import Raw
from lms.web.forms import Form, PartsField


class ResponseForm(Form):
    client_id = StringField(validators=[InputRequired(), Regexp(rf"{ID_PATTERN.pattern}\Z")])
    answer = PartsField()
    made = StringField(default="")
    served = StringField(default="")
    go = StringField()

    @property
    def client(self) -> str:
        """Return the id that the page made for this answer."""
        return str(self.client_id.data)

    @property
    def answers(self) -> Raw:
        """Return what was chosen or typed, by field; empty where nothing was."""
        return dict(self.answer.data)


class FiguresForm(Form):
    version = StringField(default="")
    quiz = StringField(default="")
    sort = StringField(default="")
    page = StringField(default="1")
