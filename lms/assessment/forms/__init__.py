"""The shape of what is sent: a candidate's answer, which figures or which analysis a trainer wants.

Whether it fits its question is decided in `rules`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from lms.assessment.rules import (
    AdjustmentRow,
    AnalysisWish,
    SittingRow,
)
from lms.kit.i18n import N_, Text
from lms.kit.ids import ID_PATTERN
from lms.questions.rules import Raw
from lms.web.forms import BesideField, Form, PartsField, Wanted, choices, complain_at, stripped


class ResponseForm(Form):
    answer = PartsField()
    # The id that the page made for the answer, when it was made, when the page was served (sealed),
    # and where to go from here.
    beside = BesideField("client_id", "made", "served", "go", validators=[Wanted()])

    def validate_beside(self, field: BesideField) -> None:
        """Refuse an id that no page of ours made."""
        if not ID_PATTERN.fullmatch(field.data["client_id"]):
            raise ValidationError

    @property
    def client(self) -> str:
        """Return the id that the page made for this answer."""
        return self.beside.data["client_id"]

    @property
    def made(self) -> str:
        """Return when the answer was made, as the page's script says it."""
        return self.beside.data["made"]

    @property
    def served(self) -> str:
        """Return when the page was served, under its seal."""
        return self.beside.data["served"]

    @property
    def go(self) -> str:
        """Return where the candidate wants to go from here."""
        return self.beside.data["go"]

    @property
    def answers(self) -> Raw:
        """Return what was chosen or typed, by field; empty where nothing was."""
        return dict(self.answer.data)


class StartForm(Form):
    promise = StringField(default="")
    code = StringField(default="", filters=[stripped])


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


_MINUTES = N_("Please write a number from 1 to 1000.")
_MORE = N_("Please write a number from 0 to 300.")
_NOTHING_GRANTED = N_("Please grant something: more time, pauses or another language.")
MOST_PEOPLE = 1000
REASONS = choices(
    [
        ("health", N_("Health or disability")),
        ("language", N_("Language")),
        ("equipment", N_("Equipment or connection")),
        ("other", N_("Something else")),
    ]
)


class SittingForm(Form):
    activity = SelectField(N_("Quiz"), [InputRequired()], choices=[], validate_choice=False)
    title = StringField(
        N_("Name of the sitting"),
        [DataRequired(N_("Please give it a name.")), Length(max=200)],
        filters=[stripped],
    )
    opens_at = DateTimeLocalField(
        N_("May be started from"), [InputRequired(N_("Please enter day and time."))]
    )
    closes_at = DateTimeLocalField(
        N_("May be started until"), [InputRequired(N_("Please enter day and time."))]
    )
    code = StringField(
        N_("Access code"),
        [Optional(), Length(min=4, max=40, message=N_("Please use 4 to 40 characters."))],
        filters=[stripped],
        description=N_(
            "Told to the candidates at the start. It is stored unreadable: left empty, the code "
            "that there is stays."
        ),
        render_kw={"autocomplete": "off"},
    )
    drops_code = BooleanField(N_("Ask for no access code any more"))
    minutes = IntegerField(
        N_("Minutes"),
        [Optional(), NumberRange(1, 1000, _MINUTES)],
        description=N_("Left empty, as the quiz says."),
    )
    attempts = IntegerField(
        N_("Attempts"),
        [Optional(), NumberRange(1, 1000, _MINUTES)],
        description=N_("Left empty, as the quiz says."),
    )

    is_exclusive = BooleanField(
        N_("An attempt is answered on one device at a time"),
        description=N_("On another one it can be taken over, which the log shows."),
    )

    @classmethod
    def of(cls, sitting: SittingRow, zone: str) -> "SittingForm":
        """Return the form of a sitting, its times in the reader's zone."""
        names = ("title", "minutes", "attempts", "is_exclusive")
        return cls(data={
            **{name: getattr(sitting, name) for name in names},
            "activity": sitting.activity_id,
            "opens_at": sitting.opens_at.astimezone(ZoneInfo(zone)),
            "closes_at": sitting.closes_at.astimezone(ZoneInfo(zone)),
        })  # fmt: skip

    def offer(self, quizzes: Mapping[str, str]) -> None:
        """Let the trainer choose among quizzes, by activity."""
        self.activity.choices = list(quizzes.items())

    def names_one_of(self, quizzes: Mapping[str, str]) -> bool:
        """Say whether the quiz is one of those; if not, it is said at the field."""
        is_one = self.activity.data in quizzes
        if not is_one:
            complain_at(self.activity, N_("Please choose a quiz of this course."))
        return is_one

    def validate_code(self, field: StringField) -> None:
        """Refuse a new code beside the wish for none."""
        if field.data and self.drops_code.data:
            raise ValidationError(N_("Write a new code, or ask for none any more: not both."))

    def validate_closes_at(self, field: DateTimeLocalField) -> None:
        """Refuse a window that ends before it begins."""
        if self.opens_at.data and field.data and field.data <= self.opens_at.data:
            raise ValidationError(N_("This is before the sitting opens."))

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Return from when until when it may be started, as instants; times are of `zone`."""
        first, last = self.opens_at.data, self.closes_at.data
        if first is None or last is None:
            raise ValueError("a form that was refused has no times")
        return first.replace(tzinfo=ZoneInfo(zone)), last.replace(tzinfo=ZoneInfo(zone))


class CandidatesForm(Form):
    emails = TextAreaField(
        N_("E-mail addresses, one on a line"),
        [InputRequired(N_("Please enter an e-mail address."))],
        description=N_("Only people who take the course can be put on the list."),
        render_kw={"rows": 5, "dir": "ltr"},
    )

    def validate_emails(self, _field: TextAreaField) -> None:
        """Refuse a list without end."""
        if len(self.addresses) > MOST_PEOPLE:
            raise ValidationError(N_("Please enter at most 1000 addresses at once."))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Return the addresses as accounts have them, each once."""
        written = (self.emails.data or "").replace(",", " ").replace(";", " ").split()
        return tuple(dict.fromkeys(address.lower() for address in written))

    def refuse(self, strangers: Sequence[str]) -> None:
        """Say at the field of which addresses nobody takes the course."""
        message = N_("Nobody with this address takes the course: %(addresses)s")
        said = Text(message, addresses=", ".join(strangers))
        complain_at(self.emails, said)


class GrantForm(Form):
    extra_percent = IntegerField(
        N_("More time, in percent"),
        [InputRequired(_MORE), NumberRange(0, 300, _MORE)],
        default=0,
    )
    extra_minutes = IntegerField(
        N_("More time, in minutes"),
        [InputRequired(_MORE), NumberRange(0, 300, _MORE)],
        default=0,
    )
    pause_minutes = IntegerField(
        N_("Pauses, in minutes altogether"),
        [InputRequired(_MORE), NumberRange(0, 300, _MORE)],
        default=0,
        description=N_("While the candidate pauses, the clock stands still."),
    )
    language = SelectField(
        N_("Language of the questions"), [Optional()], choices=[], validate_choice=False
    )
    # Nothing is chosen beforehand: the class of a reason is kept, and the first is about health.
    reason = SelectField(
        N_("Reason"),
        [InputRequired(N_("Please choose."))],
        choices=[*choices([("", "–")]), *REASONS],
        description=N_("Of the reason nothing more is kept, and no papers."),
    )

    def validate_extra_percent(self, _field: IntegerField) -> None:
        """Refuse to grant nothing; a field that could not be read says so itself."""
        given = (self.extra_percent, self.extra_minutes, self.pause_minutes, self.language)
        if not any(field.data or field.process_errors for field in given):
            raise ValidationError(_NOTHING_GRANTED)

    @classmethod
    def of(cls, given: AdjustmentRow | None) -> "GrantForm":
        """Return the form of what was granted so far."""
        names = ("extra_percent", "extra_minutes", "pause_minutes", "language", "reason")
        return cls(data={name: getattr(given, name) for name in names} if given else {})


class IncidentForm(Form):
    note = TextAreaField(
        N_("What happened"),
        [DataRequired(N_("Please write what happened.")), Length(max=2000)],
        filters=[stripped],
        description=N_("It can be added to, and never changed."),
        render_kw={"rows": 3, "dir": "auto"},
    )
