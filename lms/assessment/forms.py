"""The shape of what is sent: a candidate's answer, which figures or which analysis a trainer wants.

Whether it fits its question is decided in `rules`.
"""

from collections.abc import Mapping

from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assessment.rules import ROLES, AnalysisWish, Plan, Role, Sheet, place_remark, read_levels
from lms.assessment.rules.remarks import LONGEST_REMARK, MOST_REMARKS
from lms.kit.i18n import N_
from lms.kit.ids import ID_PATTERN
from lms.questions.rubrics import Rubric
from lms.questions.rules import Raw
from lms.web.forms import Form, PartsField, choices, stripped


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


class StartForm(Form):
    promise = StringField(default="")


class FlagForm(Form):
    flag = StringField(default="")


class LanguageForm(Form):
    language = StringField(validators=[InputRequired()])
    position = StringField(default="1")


class FiguresForm(Form):
    version = StringField(default="")
    quiz = StringField(default="")
    sort = StringField(default="")
    page = StringField(default="1")


ATTEMPTS = choices([("first", N_("The first attempt")), ("last", N_("The last attempt"))])


class AnalysisForm(Form):
    # Which quizzes, versions and languages there are, the page knows.
    quiz = SelectField(N_("Quiz"), choices=[], validate_choice=False, validators=[InputRequired()])
    versions = SelectMultipleField(
        N_("Versions"),
        [InputRequired(N_("Choose at least one version."))],
        choices=[],
        validate_choice=False,
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    languages = SelectMultipleField(
        N_("Languages"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=N_("Choose none for all."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    begin = DateField(N_("Finished on or after"), [Optional()])
    end = DateField(N_("Finished on or before"), [Optional()])
    which = SelectField(
        N_("Which attempt of each person"),
        [InputRequired()],
        choices=ATTEMPTS,
        default="first",
        description=N_("Whoever has seen the questions before is no fair measure of them."),
    )
    before = SelectField(
        N_("Gain since"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=N_("A quiz taken before, such as the pre-test."),
    )

    def validate_end(self, field: DateField) -> None:
        """Refuse days that end before they begin."""
        if self.begin.data and field.data and field.data < self.begin.data:
            raise ValidationError(N_("This day is before the first one."))

    def validate_before(self, field: SelectField) -> None:
        """Refuse a gain from a quiz to itself."""
        if field.data and field.data == self.quiz.data:
            raise ValidationError(N_("Choose another quiz than the one analysed."))

    @property
    def wish(self) -> AnalysisWish:
        """Return what is to be analysed."""
        return AnalysisWish(
            activity_id=str(self.quiz.data),
            versions=tuple(sorted(self.versions.data or (), reverse=True)),
            languages=tuple(self.languages.data or ()),
            begin=self.begin.data,
            end=self.end.data,
            which="last" if self.which.data == "last" else "first",
            before=str(self.before.data or ""),
        )


class PlanForm(Form):
    second_percent = IntegerField(
        N_("Answers marked twice, in percent"),
        [InputRequired(), NumberRange(0, 100, N_("Please write a number from 0 to 100."))],
        description=N_("A second person marks them without seeing the first mark."),
        render_kw={"min": 0, "max": 100},
    )
    threshold_percent = IntegerField(
        N_("Difference from which on a moderator decides, in percent of the points"),
        [InputRequired(), NumberRange(0, 100, N_("Please write a number from 0 to 100."))],
        render_kw={"min": 0, "max": 100},
    )
    may_authors_decide = BooleanField(
        N_("Who wrote the course may mark alone"),
        description=N_("Otherwise their marks are always checked by somebody who did not."),
    )
    standard = TextAreaField(
        N_("How the pass mark was set"),
        [Optional(), Length(max=2000, message=N_("Please write at most 2000 characters."))],
        filters=[stripped],
        description=N_("The method, who took part, and when."),
        render_kw={"rows": 3, "dir": "auto"},
    )

    @classmethod
    def of(cls, plan: Plan) -> "PlanForm":
        """Return the form of a plan."""
        return cls(data={name: getattr(plan, name) for name in Plan.__slots__})

    @property
    def plan(self) -> Plan:
        """Return what was set."""
        return Plan(
            second_percent=int(self.second_percent.data or 0),
            threshold_percent=int(self.threshold_percent.data or 0),
            may_authors_decide=bool(self.may_authors_decide.data),
            standard=self.standard.data or "",
        )


ROLE_NAMES: dict[Role, str] = {
    "marker": N_("Marks"),
    "second": N_("Marks a second time, blind"),
    "moderator": N_("Decides where two marks differ"),
}


class DutyForm(Form):
    email = EmailField(
        N_("E-mail address of a trainer"),
        [InputRequired(N_("Please enter an e-mail address.")), Length(max=254)],
        filters=[stripped],
    )
    role = SelectField(N_("Does what"), [InputRequired()], choices=choices(ROLE_NAMES.items()))

    @property
    def duty(self) -> Role:
        """Return what the person is asked to do."""
        return next(role for role in ROLES if role == self.role.data)


LONGEST_COMMENT = 4000
LONGEST_PLACE = 6


class MarkForm(Form):
    level = PartsField()
    quote = PartsField()
    start = PartsField()
    remark = PartsField()
    comment = TextAreaField(
        N_("Comment for the candidate"),
        [Optional(), Length(max=LONGEST_COMMENT)],
        filters=[stripped],
        render_kw={"rows": 4, "dir": "auto"},
    )
    phrase = SelectMultipleField(choices=[], validate_choice=False)
    is_kept = BooleanField(N_("Keep this comment at hand for this question"))
    reason = StringField(
        N_("Why the mark is changed"), [Optional(), Length(max=500)], filters=[stripped]
    )
    act = StringField(default="")

    @property
    def why(self) -> str:
        """Return why the mark is changed."""
        return self.reason.data or ""

    def sheet(self, rubric: Rubric, written: str, phrases: Mapping[str, str]) -> Sheet:
        """Return what was said of an answer; raise `LevelUnknown`.

        `written` is the answer, `phrases` the comments that are at hand, by their ids.
        """
        ticked = [phrases[name] for name in self.phrase.data or () if name in phrases]
        parts = sorted(self.remark.data, key=lambda part: (len(part), part))[:MOST_REMARKS]
        remarks = [
            place_remark(
                written,
                _first(self.remark, part),
                _first(self.quote, part),
                _place(_first(self.start, part)),
            )
            for part in parts
        ]
        return Sheet(
            levels=read_levels(rubric, self.level.data),
            comment="\n\n".join([*filter(None, [self.comment.data]), *ticked]),
            remarks=tuple(remark for remark in remarks if remark),
        )


def _place(written: str) -> int | None:
    is_number = written.isascii() and written.isdecimal() and len(written) <= LONGEST_PLACE
    return int(written) if is_number else None


def _first(field: PartsField, part: str) -> str:
    values = field.data.get(part, ())
    return str(values[0])[:LONGEST_REMARK].strip() if values else ""
