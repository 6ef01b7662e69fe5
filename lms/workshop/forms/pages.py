"""What the page editor sends."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from lms.kit.i18n import N_
from lms.web.forms import Form, Wanted, stripped
from lms.workshop.rules import LONGEST_TEXT

LONGEST_TITLE = 200


class PageForm(Form):
    text = TextAreaField(N_("Text of the page"), render_kw={"maxlength": LONGEST_TEXT})
    # The state that the text was written over, and who wrote it: a browser may have changed hands.
    seen = HiddenField()
    person = HiddenField()

    @property
    def value(self) -> str:
        """Return the text as it was sent."""
        return self.text.data or ""


class TextForm(Form):
    text = TextAreaField(N_("Text of the file"), render_kw={"maxlength": LONGEST_TEXT})
    # The state that the text was written over.
    seen = HiddenField()

    @property
    def value(self) -> str:
        """Return the text as it was sent."""
        return self.text.data or ""


class NewPageForm(Form):
    title = StringField(
        N_("Title"),
        filters=[stripped],
        validators=[DataRequired(N_("Please give it a title.")), Length(max=LONGEST_TITLE)],
    )


class RenameForm(Form):
    name = StringField(
        N_("Name of the file"),
        description=N_("Small letters a–z, digits and hyphens, such as “asset-recovery”."),
        filters=[stripped],
        validators=[
            Wanted(),
            Regexp(
                r"[a-z0-9][a-z0-9-]{0,79}\Z",
                message=N_("Use small letters a–z, digits and hyphens only."),
            ),
        ],
    )
