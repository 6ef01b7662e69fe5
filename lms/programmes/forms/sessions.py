"""What is sent about sessions: a plan, a list of who was there, a code, a wish for a correction.

Whether it may be so is decided in `rules`.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
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

from lms.accounts.importing.sheets import LARGEST_FILE
from lms.kit.errors import Invalid
from lms.kit.i18n import N_, NATIVE_NAMES
from lms.programmes.rules.presence import LONGEST_REASON, PRESENCE_NAMES, Presence
from lms.programmes.rules.sessions import (
    MODE_NAMES,
    MOST_REPEATS,
    LinkNotValid,
    PlaceMissing,
    SessionEndsEarly,
    SessionPlan,
    SessionRow,
    SessionTooLong,
    on_the_wall,
    which_of_two,
)
from lms.programmes.rules.video_lists import Heard, read_video_list
from lms.programmes.rules.wall_clock import TimeSkipped, TimeTwice
from lms.web.forms import Depends, Form, PartsField, Refused, Wanted, choices, complain_at, stripped

NEEDED = N_("Please fill this in.")
TIME = N_("Please enter day and time.")
WALL = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
LONGEST_TITLE = 200
LONGEST_PLACE = 300
LONGEST_LINK = 1000
LONGEST_FILE_NAME = 120
MOST_PEOPLE = 100_000
MOST_MINUTES = 24 * 60
REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/",
           "Europe/", "Indian/", "Pacific/")  # fmt: skip
LANGUAGES = choices(NATIVE_NAMES.items())
# At which field a broken rule is told.
FIELDS: dict[type[Invalid], str] = {
    PlaceMissing: "place",
    LinkNotValid: "link",
    SessionEndsEarly: "ends",
    SessionTooLong: "ends",
    TimeSkipped: "starts",
    TimeTwice: "which",
}


@cache
def zones() -> list[Any]:
    """Return the time zones to choose from: UTC, then region and city."""
    names = sorted(name for name in available_timezones() if name.startswith(REGIONS))
    return choices([("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)])


def _boxes(label: str, description: str, some: Any = ()) -> SelectMultipleField:  # noqa: ANN401 - choices as WTForms takes them
    return SelectMultipleField(
        label,
        description=description,
        choices=some,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        # Whom there is to choose from is known once the cohort is; others are left out then.
        validate_choice=False,
        validators=[Optional()],
    )


class SessionForm(Form):
    sequence = HiddenField()
    title = StringField(
        N_("Title"),
        filters=[stripped],
        description=N_("It stands in people's calendars: write nothing of a real case in it."),
        validators=[DataRequired(NEEDED), Length(max=LONGEST_TITLE)],
    )
    starts = DateTimeLocalField(N_("Begins"), format=WALL, validators=[InputRequired(TIME)])
    ends = DateTimeLocalField(N_("Ends"), format=WALL, validators=[InputRequired(TIME)])
    time_zone = SelectField(
        N_("Time zone"),
        choices=zones,
        description=N_("The times above are those of the clocks there, also when they change."),
        validators=[InputRequired(NEEDED)],
    )
    which = RadioField(
        N_("Which of the two times?"),
        choices=choices([("first", N_("The first")), ("second", N_("The second, an hour later"))]),
        description=N_("The clocks are put back that night, so that this time comes twice."),
        validate_choice=False,
        validators=[Depends()],
    )
    mode = RadioField(
        N_("How it is held"),
        choices=choices(MODE_NAMES.items()),
        default="in_person",
        validators=[InputRequired(NEEDED)],
    )
    place = StringField(
        N_("Where it is held"),
        filters=[stripped],
        description=N_("Building, room and town. Needed unless the session is online."),
        validators=[Depends(), Length(max=LONGEST_PLACE)],
    )
    link = StringField(
        N_("Link to the video meeting"),
        filters=[stripped],
        description=N_("Shown to those who take part and to tutors alone. It may follow later."),
        validators=[Depends(), Length(max=LONGEST_LINK)],
    )
    language = SelectField(N_("Language"), choices=LANGUAGES, validators=[InputRequired(NEEDED)])
    interpreters = _boxes(
        N_("Interpretation into"), N_("Languages into which interpreters translate."), LANGUAGES
    )
    capacity = IntegerField(
        N_("Room for how many participants"),
        description=N_("Leave it empty where there is no limit."),
        validators=[
            Optional(),
            NumberRange(1, MOST_PEOPLE, N_("Please write a whole number, at least 1.")),
        ],
    )
    tutors = _boxes(N_("Tutors"), N_("People of the cohort's team who lead the session."))
    groups = _boxes(N_("Groups"), N_("Choose none if the session is for the whole cohort."))

    def offer(self, tutors: Sequence[tuple[str, str]], groups: Sequence[tuple[str, str]]) -> None:
        """Set whom and which groups there are to choose from."""
        self.tutors.choices = choices(tutors)
        self.groups.choices = choices(groups)

    @property
    def plan(self) -> SessionPlan:
        """Return what was sent."""
        return SessionPlan(
            title=str(self.title.data),
            mode=self.mode.data,
            starts=self.starts.data,  # type: ignore[arg-type]  # a validated form has it
            ends=self.ends.data,  # type: ignore[arg-type]
            time_zone=str(self.time_zone.data),
            which=self.which.data if self.which.data in {"first", "second"} else "",
            place=str(self.place.data or ""),
            link=str(self.link.data or ""),
            language=str(self.language.data),
            interpreters=tuple(self.interpreters.data or ()),
            capacity=self.capacity.data,
            tutor_ids=tuple(self.tutors.data or ()),
            group_ids=tuple(self.groups.data or ()),
        )

    def refuse(self, error: Invalid) -> None:
        """Say a broken rule at the field that it is of."""
        field = self[FIELDS.get(type(error), "title")]
        complain_at(field, error.text)


class PlanForm(SessionForm):
    """A session that is not there yet may be several; one that is there is changed by itself."""

    repeats = IntegerField(
        N_("How many times, once a week"),
        default=1,
        description=N_("1 for a single session. Each can be changed by itself afterwards."),
        validators=[
            InputRequired(NEEDED),
            NumberRange(1, MOST_REPEATS, N_("Please write a number from 1 to 52.")),
        ],
    )


def values_of(session: SessionRow) -> dict[str, Any]:
    """Return what a form of a session begins with, its times by the clocks of its zone."""
    zone = session.time_zone
    return {
        "sequence": session.sequence,
        "title": session.title,
        "starts": on_the_wall(session.starts_at, zone),
        "ends": on_the_wall(session.ends_at, zone),
        "which": which_of_two(session.starts_at, zone) or which_of_two(session.ends_at, zone),
        "time_zone": zone,
        "mode": session.mode,
        "place": session.place,
        "link": session.link,
        "language": session.language,
        "interpreters": list(session.interpreters),
        "capacity": session.capacity,
        "tutors": list(session.tutor_ids),
        "groups": list(session.group_ids),
    }


class AttendanceForm(Form):
    status = PartsField()
    was = PartsField()
    rest = HiddenField()
    reason = StringField(
        N_("Reason for changing what was noted"),
        filters=[stripped],
        description=N_("Needed after the session, where you change what was noted before."),
        validators=[Depends(), Length(max=LONGEST_REASON)],
    )

    @property
    def chosen(self) -> dict[str, Presence]:
        """Return what is to be noted, by participation; `rest` is for all not noted."""
        sent = _statuses(self.status.data)
        rest = _statuses({"": [str(self.rest.data)]}).get("")
        if rest is None:
            return sent
        return {key: rest if status == "none" else status for key, status in sent.items()}

    @property
    def shown(self) -> dict[str, Presence]:
        """Return what the page showed, by participation."""
        return _statuses(self.was.data)


def _statuses(sent: dict[str, list[str]]) -> dict[str, Presence]:
    return {
        key: status
        for key, values in sent.items()
        for status in PRESENCE_NAMES
        if values and values[0] == status
    }


class PresentForm(Form):
    code = StringField(
        N_("Code on the screen"),
        filters=[stripped],
        description=N_("Six digits. They change every half minute."),
        validators=[DataRequired(NEEDED), Length(max=20)],
    )


class VideoListForm(Form):
    file = FileField(
        N_("List of participants"),
        description=N_("CSV or Excel (.xlsx) as Zoom, Teams or Webex give it out, at most 5 MB."),
        validators=[Wanted()],
    )
    heard: Sequence[Heard] = ()
    file_name = ""

    def validate_file(self, field: FileField) -> None:
        """Read the list, and say what is wrong with it."""
        sent = field.data
        if not getattr(sent, "filename", ""):
            raise ValidationError(N_("Choose a file."))
        try:
            self.heard = read_video_list(sent.read(LARGEST_FILE + 1))
        except Invalid as error:
            raise Refused(error.text) from error
        self.file_name = str(sent.filename)[-LONGEST_FILE_NAME:]


class TakeListForm(Form):
    person = PartsField()
    least_minutes = IntegerField(
        N_("Present from how many minutes"),
        validators=[
            InputRequired(NEEDED),
            NumberRange(0, MOST_MINUTES, N_("Please write a number of minutes from 0 to 1440.")),
        ],
    )
    marks_others = BooleanField(N_("Note everybody else as absent"))

    @property
    def chosen(self) -> dict[int, str]:
        """Return by line of the list whose it is."""
        return {
            int(part): values[0]
            for part, values in self.person.data.items()
            if part.isdecimal() and values and values[0]
        }


class CorrectionForm(Form):
    wanted = RadioField(
        N_("What should be noted"),
        choices=choices(
            (code, name)
            for code, name in PRESENCE_NAMES.items()
            if code in {"present", "late", "excused"}
        ),
        validators=[InputRequired(N_("Please choose one."))],
    )
    reason = TextAreaField(
        N_("Reason"),
        filters=[stripped],
        description=N_("Your tutors read this. Please write nothing of a case."),
        validators=[DataRequired(NEEDED), Length(max=LONGEST_REASON)],
    )


class DecisionForm(Form):
    decision = HiddenField()
    answer = StringField(
        N_("Answer"),
        filters=[stripped],
        description=N_("Needed where you refuse. The participant reads it."),
        validators=[Depends(), Length(max=LONGEST_REASON)],
    )

    def validate_answer(self, field: StringField) -> None:
        """Ask for a reason where the wish is refused."""
        if self.decision.data != "grant" and not field.data:
            raise ValidationError(N_("Please say why you refuse."))
