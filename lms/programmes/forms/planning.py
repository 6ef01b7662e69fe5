"""What is sent of a cohort's form, criteria and quotas: one question, criterion, quota at a time.

What they may be is decided in `rules`.
"""

from typing import Any

from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.kit.i18n import N_
from lms.programmes.forms.choosing import ChoosingForm
from lms.programmes.forms.cohorts import NEEDED, NUMBER
from lms.programmes.rules.criteria import MOST_POINTS, MOST_WEIGHT, Criterion
from lms.programmes.rules.form_editing import write_options
from lms.programmes.rules.form_questions import CHOOSING, KIND_NAMES, FormQuestion
from lms.programmes.rules.quotas import LONGEST_NAME
from lms.web.forms import Depends, Form, PartsField, choices, complain_at, stripped
from lms.web.texts import TextsField

SHARE = N_("Please write a whole number from 1 to 100.")


class QuestionForm(ChoosingForm):
    choosing = CHOOSING
    kind = SelectField(
        N_("Kind of answer"), [InputRequired(NEEDED)], choices=choices(KIND_NAMES.items())
    )
    label = TextsField(N_("Question"), 300, needed=True)
    help = TextsField(
        N_("Help"), 1000, description=N_("Stands below the question: what is meant, an example.")
    )
    options = TextsField(
        N_("To choose from"),
        6000,
        rows=5,
        validators=[Depends()],
        description=N_(
            "Only where one or any of several is chosen: each line is one, in the same order in "
            "each language."
        ),
    )
    is_required = BooleanField(N_("An answer is needed"))
    is_panel_only = BooleanField(
        N_("Only for the selection panel"),
        description=N_(
            "For integrity and the like: nobody else is shown the answer but who gave it."
        ),
    )

    @classmethod
    def of(cls, question: FormQuestion) -> "QuestionForm":
        """Return the form of a question."""
        names = ("kind", "is_required", "is_panel_only")
        form = cls(data={name: getattr(question, name) for name in names})
        form.label.fill(question.label)
        form.help.fill(question.help)
        form.options.fill(write_options(question.options))
        return form


class CriterionForm(Form):
    name = TextsField(N_("Criterion"), 200, needed=True)
    points = IntegerField(
        N_("Most points"),
        [InputRequired(NUMBER), NumberRange(1, MOST_POINTS, SHARE)],
        default=5,
        description=N_("The panel gives whole points, from 0 to so many."),
    )
    weight = IntegerField(
        N_("Weight"),
        [InputRequired(NUMBER), NumberRange(1, MOST_WEIGHT, SHARE)],
        default=1,
        description=N_("How many times the points count in the score."),
    )
    levels = TextsField(
        N_("What deserves how many points"),
        3000,
        rows=5,
        description=N_("So that all members of the panel mean the same by them."),
    )

    @classmethod
    def of(cls, criterion: Criterion) -> "CriterionForm":
        """Return the form of a criterion."""
        form = cls(data={"points": criterion.points, "weight": criterion.weight})
        form.name.fill(criterion.name)
        form.levels.fill(criterion.levels)
        return form


class LimitsForm(Form):
    minimum = IntegerField(N_("At least"), [Optional(), NumberRange(1, 100_000, NUMBER)])
    share = IntegerField(
        N_("At least, in percent of the places"),
        [Optional(), NumberRange(1, 100, SHARE)],
        description=N_(
            "Instead of a number; it stays a share when the places change. It is rounded up: "
            "40 percent of 12 places are 5."
        ),
    )
    maximum = IntegerField(
        N_("At most"),
        [Optional(), NumberRange(0, 100_000, N_("Please write a whole number, 0 or more."))],
    )

    def show_error(self, name: str, text: Any) -> None:  # noqa: ANN401 - waits for a reader
        """Say what is wrong at the field of this name, or above all where there is none."""
        if name in self:
            complain_at(self[name], text)
        else:
            self.complain(text)


class QuotaForm(LimitsForm):
    name = StringField(
        N_("Name"), [InputRequired(NEEDED), Length(max=LONGEST_NAME)], filters=[stripped]
    )
    where = PartsField(N_("Whom it counts"), [Depends()])


class EachQuotaForm(LimitsForm):
    each = PartsField(N_("For each of these"), [Depends()])
