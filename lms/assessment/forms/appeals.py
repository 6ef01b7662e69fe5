"""What is sent about appeals: one against a result, a decision on it, and who decides.

Whether an appeal is taken, and what a decision changes, is decided in `rules`.
"""

from collections.abc import Iterable

from wtforms import EmailField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assessment.queries.appeal_pages import AppealedQuestion
from lms.assessment.rules import ReasonNeeded, Sheet, read_levels
from lms.assessment.rules.appeals import (
    LONGEST_TEXT,
    LONGEST_WHY,
    Decision,
    QuestionsMissing,
    Ruling,
    Verdict,
    WhyTooLong,
    read_points,
)
from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.questions.rubrics import Rubric
from lms.web.forms import Depends, Form, PartsField, choices, stripped

TOO_LONG = N_("Please write at most 4000 characters.")
LONGEST_PLACE = 3


class AppealForm(Form):
    scope = RadioField(
        N_("What you appeal against"),
        [InputRequired(N_("Please choose."))],
        choices=choices([("some", N_("Some questions")), ("whole", N_("The whole result"))]),
    )
    # Which questions there are, the page knows.
    question = SelectMultipleField(
        N_("Questions concerned"),
        [Depends()],
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    reason = TextAreaField(
        N_("Why the result is wrong"),
        [DataRequired(N_("Please say why.")), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[stripped],
        render_kw={"rows": 8, "maxlength": LONGEST_TEXT, "dir": "auto"},
    )

    def validate_question(self, _field: SelectMultipleField) -> None:
        """Refuse an appeal against some questions that names none."""
        if self.scope.data == "some" and not self.places:
            raise ValidationError(QuestionsMissing.message)

    @property
    def places(self) -> tuple[int, ...] | None:
        """Return the places of the questions on the paper; `None`: the whole result."""
        if self.scope.data != "some":
            return None
        written = self.question.data or ()
        return tuple(int(place) for place in written if _is_place(place))


def _is_place(written: str) -> bool:
    return written.isascii() and written.isdecimal() and len(written) <= LONGEST_PLACE


VERDICTS: dict[Verdict, str] = {
    "upheld": N_("The appeal is upheld"),
    "dismissed": N_("The appeal is dismissed"),
}


class DecisionForm(Form):
    # By the places of the questions; of levels also by that of the criterion.
    points = PartsField()
    level = PartsField()
    why = PartsField()
    verdict = RadioField(
        N_("Decision"), [InputRequired(N_("Please choose."))], choices=choices(VERDICTS.items())
    )
    answer = TextAreaField(
        N_("Reasons, for the candidate"),
        [DataRequired(N_("Please say why.")), Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[stripped],
        render_kw={"rows": 6, "maxlength": LONGEST_TEXT, "dir": "auto"},
    )

    def decide(
        self, questions: Iterable[AppealedQuestion], language: str
    ) -> tuple[Decision, dict[int, Invalid]]:
        """Return what is decided, and what cannot be read, by the place of its question.

        Numbers are read as `language` writes them.
        """
        rulings, problems = {}, {}
        for row in questions:
            try:
                rulings[row.item.item_id] = self._ruling(row, language)
            except Invalid as problem:
                problems[row.position] = problem
        verdict = next(name for name in VERDICTS if name == self.verdict.data)
        return Decision(verdict, self.answer.data or "", rulings), problems

    def _ruling(self, row: AppealedQuestion, language: str) -> Ruling:
        why, share, sheet = self.why_of(row.position), None, None
        if len(why) > LONGEST_WHY:
            raise WhyTooLong
        if row.rubric is not None:
            sheet = self._sheet(row, row.rubric, why)
            share = sheet.share(row.rubric) if sheet else None
        elif self.points_of(row.position):
            share = read_points(self.points_of(row.position), row.question.weight, language)
        if share is not None and share * row.question.weight > row.points and not why:
            raise ReasonNeeded
        return Ruling(share, why, sheet)

    def _sheet(self, row: AppealedQuestion, rubric: Rubric, why: str) -> Sheet | None:
        levels = read_levels(rubric, self.levels_of(row.position))
        # What was remarked on the answer's passages stays beside it.
        return Sheet(levels, why, row.sheet.remarks) if levels else None

    def points_of(self, position: int) -> str:
        """Return the points that were written for a question."""
        return _first(self.points, position)

    def why_of(self, position: int) -> str:
        """Return what was written on a question."""
        return _first(self.why, position)

    def levels_of(self, position: int) -> dict[str, list[str]]:
        """Return the levels chosen for a question, places by the criterion's place."""
        found = {}
        for part, values in (self.level.data or {}).items():
            place, _, criterion = part.partition("-")
            if place == str(position):
                found[criterion] = values
        return found


def _first(field: PartsField, position: int) -> str:
    values = (field.data or {}).get(str(position), ())
    return str(values[0]).strip() if values else ""


class PageForm(Form):
    page = StringField(default="1")


class DeciderForm(Form):
    email = EmailField(
        N_("E-mail address of a trainer or administrator"),
        [InputRequired(N_("Please enter an e-mail address.")), Length(max=254)],
        filters=[stripped],
        description=N_("Not of somebody who wrote the course, or who marks it."),
    )
