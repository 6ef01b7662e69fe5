"""What is sent about the requirements of a programme: a form for each kind.

The form of the programme's own facts, and the base of all, stand in `curricula`.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from lms.kit.i18n import N_
from lms.programmes.forms.curricula import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST,
    NEEDED,
    SHARE,
    WHOLE,
    DraftForm,
    whole_number,
)
from lms.web.forms import choices, complain_at
from lms.web.texts import TextsField


class PartForm(DraftForm):
    """What every kind of requirement has."""

    title = TextsField(
        N_("Title"),
        LONGEST_TITLE,
        description=N_("Only where it needs one of its own."),
    )
    inside = SelectField(
        N_("Place"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=N_("It stands by itself, or is one of those to choose from."),
    )
    counts_for = RadioField(
        N_("It counts for"),
        [InputRequired(NEEDED)],
        choices=choices(
            [("participation", N_("Participation")), ("achievement", N_("Achievement"))]
        ),
        default="participation",
    )
    when = RadioField(
        N_("When it is to be met"),
        [InputRequired(NEEDED)],
        choices=choices(
            [
                ("during", N_("During the programme")),
                ("before", N_("Before somebody gets a place")),
            ]
        ),
        default="during",
    )
    is_recognisable = BooleanField(N_("It can be met by proof of prior learning"))
    # What else it says, by the names of the fields that are as a definition has them.
    own: ClassVar[tuple[str, ...]] = ()

    def fill(self, part: Mapping[str, Any]) -> None:
        """Show what a requirement of a draft says."""
        for name in ("counts_for", "when", "is_recognisable", *self.own):
            if name in part:
                self[name].data = part[name]
        self.title.fill(part.get("title") or {})

    def read(self) -> dict[str, Any]:
        """Return what the requirement says, without its id and type."""
        said: dict[str, Any] = {name: self[name].data for name in self.own}
        if self.title.data:
            said["title"] = self.title.data
        return {
            **said,
            "counts_for": self.counts_for.data,
            "when": self.when.data,
            "is_recognisable": bool(self.is_recognisable.data),
        }


class CourseForm(PartForm):
    own: ClassVar[tuple[str, ...]] = ("course", "from_version", "kind")
    course = SelectField(N_("Course"), [InputRequired(NEEDED)], choices=[], validate_choice=False)
    from_version = whole_number(
        N_("From version"),
        MOST,
        WHOLE,
        default=1,
        description=N_("Who has completed an earlier version completes it again."),
    )
    kind = RadioField(
        N_("What of the course"),
        [InputRequired(NEEDED)],
        choices=choices(
            [
                ("participation", N_("Completed")),
                ("achievement", N_("Completed with its examination")),
            ]
        ),
        default="participation",
    )


def _points() -> IntegerField:
    return whole_number(N_("Least points, in percent"), 100, SHARE, least=0, default=60)


def _brief() -> TextsField:
    hint = N_("What is to be done, and what is looked at.")
    return TextsField(N_("Task"), LONGEST_TEXT, needed=True, rows=4, description=hint)


class ExamForm(PartForm):
    places: ClassVar[Mapping[str, str]] = {"course": "exam", "activity": "exam"}
    own: ClassVar[tuple[str, ...]] = ("points",)
    exam = SelectField(N_("Quiz"), [InputRequired(NEEDED)], choices=[], validate_choice=False)
    points = _points()
    before = SelectField(
        N_("Its pre-test"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=N_(
            "A quiz of the same course that is taken at the beginning. The evaluation of a cohort "
            "measures the gain from the one to the other."
        ),
    )

    def fill(self, part: Mapping[str, Any]) -> None:
        """Show what a requirement of a draft says: course and quiz are chosen together."""
        super().fill(part)
        self.exam.data = f"{part.get('course', '')}/{part.get('activity', '')}"
        if part.get("before"):
            self.before.data = f"{part.get('course', '')}/{part['before']}"

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Check each field; of two courses no test is before the other."""
        is_valid = super().validate(extra_validators)
        course = str(self.exam.data).partition("/")[0]
        if self.before.data and not str(self.before.data).startswith(f"{course}/"):
            complain_at(self.before, N_("Please choose a quiz of the same course."))
            return False
        return is_valid

    def read(self) -> dict[str, Any]:
        """Return what the requirement says, without its id and type."""
        course, _, activity = str(self.exam.data).partition("/")
        before = str(self.before.data or "").partition("/")[2]
        said = {"course": course, "activity": activity, **super().read()}
        return said | {"before": before} if before else said


class AttendanceForm(PartForm):
    own: ClassVar[tuple[str, ...]] = ("sessions",)
    sessions = whole_number(N_("Sessions to attend, at least"), MOST, WHOLE)


class GradedForm(PartForm):
    """A piece of work that is graded, or a session that is taught and assessed."""

    own: ClassVar[tuple[str, ...]] = ("points",)
    brief = _brief()
    points = _points()

    def fill(self, part: Mapping[str, Any]) -> None:
        """Show what a requirement of a draft says."""
        super().fill(part)
        self.brief.fill(part.get("brief") or {})

    def read(self) -> dict[str, Any]:
        """Return what the requirement says, without its id and type."""
        return {"brief": self.brief.data, **super().read()}


class ProgrammeForm(PartForm):
    own: ClassVar[tuple[str, ...]] = ("programme",)
    programme = SelectField(
        N_("Programme"), [InputRequired(NEEDED)], choices=[], validate_choice=False
    )


class ChoiceForm(PartForm):
    own: ClassVar[tuple[str, ...]] = ("at_least",)
    at_least = whole_number(N_("How many are to be met, at least"), MOST, WHOLE, default=1)


FORMS: Mapping[str, type[PartForm]] = {
    "course": CourseForm,
    "exam": ExamForm,
    "attendance": AttendanceForm,
    "product": GradedForm,
    "teaching": GradedForm,
    "programme": ProgrammeForm,
    "choice": ChoiceForm,
}
