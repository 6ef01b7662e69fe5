"""The shape of the text that stands in the place of a box."""

from wtforms import TextAreaField

from lms.kit.i18n import N_
from lms.web.forms import Form
from lms.workshop.rules import LONGEST_TEXT


class BoxForm(Form):
    text = TextAreaField(
        N_("Own text"),
        description=N_("What stands between the lines that open and close the box. A first line "
                       "“# …” is the box's title."),
        render_kw={"maxlength": LONGEST_TEXT, "rows": 12},
    )  # fmt: skip
