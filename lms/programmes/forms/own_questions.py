"""What is sent about a cohort's own survey questions.

What they may be is decided in `rules.own_questions`.
"""

from wtforms import SelectField
from wtforms.validators import InputRequired

from lms.kit.i18n import N_
from lms.programmes.forms.choosing import ChoosingForm
from lms.programmes.forms.cohorts import NEEDED
from lms.programmes.rules.form_editing import write_options
from lms.programmes.rules.own_questions import CHOOSING, KIND_NAMES, OwnQuestion
from lms.web.forms import Depends, choices
from lms.web.texts import TextsField


class OwnQuestionForm(ChoosingForm):
    choosing = CHOOSING
    kind = SelectField(
        N_("Kind of answer"), [InputRequired(NEEDED)], choices=choices(KIND_NAMES.items())
    )
    label = TextsField(N_("Question"), 300, needed=True)
    options = TextsField(
        N_("To choose from"),
        2000,
        rows=5,
        validators=[Depends()],
        description=N_(
            "Only where one or any of several is chosen: each line is one, in the same order in "
            "each language."
        ),
    )

    @classmethod
    def of(cls, question: OwnQuestion) -> "OwnQuestionForm":
        """Return the form of a question."""
        form = cls(data={"kind": question.kind})
        form.label.fill(question.label)
        form.options.fill(write_options(question.options))
        return form
