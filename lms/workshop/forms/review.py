"""The shape of a remark on a text of a course, and of the list of remarks."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from lms.kit.i18n import N_
from lms.web.forms import Form, stripped

NEEDED = N_("Please fill this in.")
LONGEST_COMMENT = 4000


class CommentForm(Form):
    text = TextAreaField(
        N_("Your remark"),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_COMMENT)],
        render_kw={"rows": 3, "maxlength": LONGEST_COMMENT},
    )


class RemarkForm(CommentForm):
    context = HiddenField(validators=[DataRequired()])
    source = HiddenField(validators=[DataRequired()])


class ThreadsForm(Form):
    status = StringField(validators=[Optional()])
    file = StringField(validators=[Optional()])
    page = StringField(validators=[Optional()])
