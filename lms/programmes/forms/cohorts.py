"""What is sent to plan a cohort: its dates and places, its announcement, its people and groups.

Its form, criteria and quotas stand in `planning`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.kit.errors import DomainError, Invalid
from lms.kit.i18n import N_, NATIVE_NAMES
from lms.programmes.rules import cohorts as rules
from lms.programmes.rules import errors
from lms.programmes.rules.cohort_errors import LONGEST_GROUP_NAME, GroupNotValid, PlacesGiven
from lms.programmes.rules.cohorts import CohortPlan
from lms.programmes.rules.quotas import QuotasNotMet
from lms.programmes.rules.rows import CohortRow, Texts
from lms.programmes.rules.wall_clock import read_wall
from lms.web.forms import Form, choices, stripped, time_zones
from lms.web.texts import TextsField

NEEDED = N_("Please fill this in.")
DAY = N_("Please enter a day.")
TIME = N_("Please enter day and time.")
NUMBER = N_("Please write a whole number, at least 1.")
LONGEST_TITLE = 200
LONGEST_ANNOUNCEMENT = 20_000
MOST_PLACES = 100_000
PLACES: dict[type[Invalid], str] = {
    errors.CohortTextMissing: "title",
    errors.CohortLanguageMissing: "languages",
    errors.PlacesNotValid: "places",
    errors.OfferDaysNotValid: "offer_days",
    errors.TimeZoneUnknown: "time_zone",
    errors.DatesNotValid: "ends_on",
    errors.WindowNotValid: "closes_at",
    errors.NominationsCloseLate: "closes_at",
}


class Revised(Protocol):
    """A form that says which revision was changed."""

    revision: HiddenField


def read_revision(form: Revised) -> int:
    """Return the revision that was changed; where it is no number, one that nothing has."""
    sent = str(form.revision.data or "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 - of four bytes


class CohortForm(Form):
    revision = HiddenField()
    title = TextsField(N_("Title"), LONGEST_TITLE, needed=True)
    starts_on = DateField(N_("First day"), [InputRequired(DAY)])
    ends_on = DateField(N_("Last day"), [InputRequired(DAY)])
    time_zone = SelectField(
        N_("Time zone"),
        [InputRequired(NEEDED)],
        choices=time_zones,
        description=N_("All days and deadlines of the cohort are meant by its clocks."),
    )
    opens_at = DateTimeLocalField(N_("Nominations from"), [InputRequired(TIME)])
    closes_at = DateTimeLocalField(
        N_("Nominations until"),
        [InputRequired(TIME)],
        description=N_("Before the first day of the cohort, so that places can be given."),
    )
    places = IntegerField(
        N_("Places"), [InputRequired(NUMBER), NumberRange(1, MOST_PLACES, NUMBER)]
    )
    offer_days = IntegerField(
        N_("Days for the answer to an offer"),
        [
            InputRequired(NUMBER),
            NumberRange(1, rules.LONGEST_OFFER, errors.OfferDaysNotValid.message),
        ],
        default=7,
        description=N_("A place that is not accepted by then goes to the next on the list."),
    )
    languages = SelectMultipleField(
        N_("Languages"),
        [InputRequired(errors.CohortLanguageMissing.message)],
        choices=choices(NATIVE_NAMES.items()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=N_("In each of them there can be groups with a tutor."),
    )

    @classmethod
    def of(cls, cohort: CohortRow) -> "CohortForm":
        """Return the form of a cohort, its deadlines by its own clocks."""
        zone = ZoneInfo(cohort.time_zone)
        names = ("starts_on", "ends_on", "time_zone", "places", "offer_days", "revision")
        form = cls(data={
            **{name: getattr(cohort, name) for name in names},
            "opens_at": cohort.opens_at.astimezone(zone),
            "closes_at": cohort.closes_at.astimezone(zone),
            "languages": list(cohort.languages),
        })  # fmt: skip
        form.title.fill(cohort.title)
        return form

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Check each field, then whether they go together."""
        if not super().validate(extra_validators):
            return False
        opens_at, closes_at = self._read("opens_at"), self._read("closes_at")
        if opens_at is None or closes_at is None:
            return False
        self.plan = self._make_plan(opens_at, closes_at)
        try:
            rules.check_plan(self.plan)
        except Invalid as error:
            self._refuse(PLACES[type(error)], error)
            return False
        return True

    def _read(self, name: str) -> datetime | None:
        """Return the instant of a deadline; what its clocks do not show is said at the field."""
        try:
            return read_wall(self[name].data, str(self.time_zone.data))
        except Invalid as error:
            self._refuse(name, error)
            return None

    def _refuse(self, name: str, error: Invalid) -> None:
        told: list[Any] = [error.text]
        self[name].errors = told

    def _make_plan(self, opens_at: datetime, closes_at: datetime) -> CohortPlan:
        return CohortPlan(
            title=self.title.data,
            announcement={},
            time_zone=str(self.time_zone.data),
            starts_on=self.starts_on.data or date.min,
            ends_on=self.ends_on.data or date.min,
            opens_at=opens_at,
            closes_at=closes_at,
            offer_days=self.offer_days.data or 0,
            places=self.places.data or 0,
            languages=tuple(self.languages.data or ()),
        )

    def show_error(self, error: DomainError) -> None:
        """Say what is not allowed, at the places where it is about them, else above all fields."""
        if isinstance(error, PlacesGiven | QuotasNotMet):
            problems = error.problems if isinstance(error, QuotasNotMet) else ()
            told: list[Any] = [error.text, *(one.text for one in problems)]
            self.places.errors = told
        else:
            self.complain(error.text)


class NewCohortForm(CohortForm):
    # The choices depend on who plans; the policy checks the ones that were made.
    programme = SelectField(
        N_("Programme"), [InputRequired(NEEDED)], choices=[], validate_choice=False
    )
    runner = SelectField(N_("Run by"), [InputRequired(NEEDED)], choices=[], validate_choice=False)
    copied = SelectField(
        N_("Copy from an earlier cohort"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=N_(
            "Its announcement, form, criteria, quotas and own questions in surveys; dates and "
            "people are new."
        ),
    )


class AnnouncementForm(Form):
    revision = HiddenField()
    announcement = TextsField(
        N_("Announcement"),
        LONGEST_ANNOUNCEMENT,
        rows=10,
        description=N_(
            "For whom it is, what is learned, how it is held. Markdown: empty lines between "
            "paragraphs, *emphasis*, **strong**, lists with -, [text](https://…). A language "
            "without a text shows the one in English, or else any."
        ),
    )

    @classmethod
    def of(cls, texts: Texts, revision: int) -> "AnnouncementForm":
        """Return the form with these texts."""
        form = cls(data={"revision": revision})
        form.announcement.fill(texts)
        return form


class TaskForm(Form):
    person = HiddenField(validators=[InputRequired()])
    task = SelectField(N_("Task"), [InputRequired(NEEDED)], choices=[], validate_choice=False)


class GroupForm(Form):
    name = StringField(
        N_("Name"), [InputRequired(NEEDED), Length(max=LONGEST_GROUP_NAME)], filters=[stripped]
    )
    language = SelectField(
        N_("Language"), [InputRequired(NEEDED)], choices=[], validate_choice=False
    )
    tutor = SelectField(N_("Tutor"), [Optional()], choices=[], validate_choice=False)

    def offer(self, languages: Sequence[str], tutors: Sequence[tuple[str, str]]) -> None:
        """Let choose among the languages of the cohort and its tutors."""
        self.language.choices = choices((code, NATIVE_NAMES[code]) for code in languages)
        self.tutor.choices = choices([("", "–"), *tutors])

    def values(self) -> tuple[str, str, str | None]:
        """Return the name, the language, and the tutor where there is one."""
        return str(self.name.data), str(self.language.data), self.tutor.data or None

    def refuse(self, error: GroupNotValid) -> None:
        """Say what is wrong at its field."""
        told: list[Any] = [error.text]
        self[error.field].errors = told
