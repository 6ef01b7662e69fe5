"""The shape of what is sent: a candidate's answer, which figures or which analysis a trainer wants.

Whether it fits its question is decided in `rules`.
"""

from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Optional, Regexp, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assessment.rules import AnalysisWish
from lms.kit.i18n import N_
from lms.kit.ids import ID_PATTERN
from lms.questions.rules import Raw
from lms.web.forms import Form, PartsField, choices


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
