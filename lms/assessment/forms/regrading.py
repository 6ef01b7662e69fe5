"""What is sent to put a question right: the way, another key, and why."""

from typing import Any

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from lms.assessment.rules import Way, key_of
from lms.kit.i18n import N_
from lms.questions.keys import Key
from lms.web.forms import Form, PartsField, choices, stripped

WAYS: dict[Way, str] = {
    "key": N_("Another key"),
    "everybody": N_("Full points for everybody"),
    "out": N_("Leave the question out of the result"),
}


class RegradeForm(Form):
    way = RadioField(
        N_("What is done"), [InputRequired(N_("Please choose."))], choices=choices(WAYS.items())
    )
    # Which fields there are, the type of the question decides.
    key = PartsField()
    reason = TextAreaField(
        N_("Why"),
        [DataRequired(N_("Please say why.")), Length(max=1000)],
        filters=[stripped],
        description=N_("Whoever gets another result reads it."),
        render_kw={"rows": 3, "dir": "auto"},
    )

    @property
    def wanted(self) -> Way:
        """Return what is to be done."""
        return next(way for way in WAYS if way == self.way.data)

    def read_key(self, former: Key | None) -> dict[str, Any]:
        """Return the new key, in the shape of the former one; empty where there is none."""
        if former is None or self.wanted != "key":
            return {}
        return dict(key_of(former, self.key.data))
