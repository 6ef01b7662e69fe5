"""What is sent to put a question right: the way, another key, and why."""

from typing import Any

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assessment.rules import Way
from lms.kit.i18n import LANGUAGES, N_
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
    # Which choices there are, the page knows.
    right = SelectMultipleField(
        N_("Right"),
        [Optional()],
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    is_true = RadioField(
        N_("The statement is"),
        [Optional()],
        choices=choices([("yes", N_("True")), ("no", N_("False"))]),
        validate_choice=False,
    )
    accept = PartsField()
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

    def key(self, former: Key | None) -> dict[str, Any]:
        """Return the new key, in the shape of the former one; empty where there is none."""
        if former is None or self.wanted != "key":
            return {}
        if "choices" in former:
            return {"choices": list(self.right.data or ())}
        if "correct" in former:
            return {"correct": self.is_true.data == "yes"}
        return {"accept": self._accepted()}

    def _accepted(self) -> dict[str, list[str]]:
        found = {
            language: [
                line.strip()
                for text in self.accept.data.get(language, ())
                for line in text.splitlines()
                if line.strip()
            ]
            for language in LANGUAGES
        }
        return {language: words for language, words in found.items() if words}
