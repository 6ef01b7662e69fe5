"""What the form of a course's settings sends."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.content.queries import CourseRow
from lms.convention import register
from lms.kit.i18n import N_
from lms.web.forms import Form, Wanted, stripped
from lms.web.forms import choices as options
from lms.workshop.editing.edits import find
from lms.workshop.editing.settings import objectives_of

LONGEST_TITLE = 200
LONGEST = 2000
MOST_OBJECTIVES = 60
_PERCENT = N_("Please write a number from 0 to 100.")
VISIBILITIES = {
    "public": N_("Everybody sees the course"),
    "members": N_("Only members of the owning organisation and of those below it see the course"),
}
ENROLMENTS = {
    "open": N_("Everybody who sees the course may enrol"),
    "approval": N_("Whoever sees the course may ask, and its trainers decide"),
    "cohort": N_("Nobody enrols alone: whoever has a place in a programme that needs the course"),
}


def _boxes(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label, choices=[], validate_choice=False,
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip


def _one_line(value: str | None) -> str:
    return " ".join((value or "").split())


class ObjectiveForm(Form):
    id = HiddenField()
    text = TextAreaField(
        filters=[_one_line], validators=[Length(max=LONGEST)], render_kw={"rows": 2}
    )


class SettingsForm(Form):
    title = StringField(
        N_("Title"),
        filters=[stripped],
        validators=[DataRequired(N_("Please give it a title.")), Length(max=LONGEST_TITLE)],
    )
    summary = TextAreaField(
        N_("Summary"),
        description=N_("Two sentences for the catalogue."),
        filters=[stripped],
        validators=[DataRequired(N_("Please write a summary.")), Length(max=LONGEST)],
        render_kw={"rows": 4},
    )
    objectives = FieldList(FormField(ObjectiveForm), max_entries=MOST_OBJECTIVES)
    articles = _boxes(N_("Articles of the Convention"))
    topics = _boxes(N_("Topics of article 60(1)"))
    job_families = _boxes(N_("For whom"))
    level = SelectField(
        N_("Level"),
        choices=options(register.LEVELS.items()),
        validators=[Wanted()],
        validate_choice=False,
    )
    hours = DecimalField(
        N_("Hours"),
        places=None,
        validators=[
            InputRequired(N_("Please write how many hours it takes.")),
            NumberRange(0.1, 1000, N_("Please write a number from 0.1 to 1000.")),
        ],
    )
    visited = IntegerField(
        N_("Pages to be read, in percent"),
        description=N_("Left empty, reading is no condition of completion."),
        validators=[Optional(), NumberRange(0, 100, _PERCENT)],
    )
    quiz = SelectField(
        N_("Quiz that decides"), choices=[], validate_choice=False, validators=[Optional()],
        description=N_("For a certificate of achievement."),
    )  # fmt: skip
    points = IntegerField(
        N_("Points needed in it, in percent"),
        validators=[Optional(), NumberRange(0, 100, _PERCENT)],
    )
    valid_months = IntegerField(
        N_("Certificates are valid for, in months"),
        description=N_("Left empty, they do not expire."),
        validators=[Optional(), NumberRange(1, 1200, N_("Please write a number from 1 to 1200."))],
    )
    is_checked = BooleanField(
        N_("Compared with the official text of the Convention"),
        description=N_("Mark it only when a competent person has done so."),
    )
    visibility = RadioField(
        N_("Who sees it"),
        choices=options(VISIBILITIES.items()),
        validators=[Wanted()],
        validate_choice=False,
    )
    enrolment = RadioField(
        N_("How one enrols"),
        choices=options(ENROLMENTS.items()),
        validators=[Wanted()],
        validate_choice=False,
    )
    act = HiddenField()

    @classmethod
    def of(cls, data: Mapping[str, Any], course: CourseRow) -> "SettingsForm":
        """Return the form of a course as its file and its row have it."""
        families = data.get("job_families", ["all"])
        return cls(data={
            **{key: data.get(key) for key in ("title", "summary", "level", "hours",
                                              "valid_months")},
            "objectives": [{"id": part.get("id"), "text": part.get("text")}
                           for part in objectives_of(data)],
            "articles": _words(data.get("articles")),
            "topics": _words(data.get("topics")),
            "job_families": _words(families),
            "visited": find(data, ("completion", "participation", "visited")),
            "quiz": find(data, ("completion", "achievement", "quiz")),
            "points": find(data, ("completion", "achievement", "points")),
            "is_checked": find(data, ("review", "against_official_text")) is True,
            "visibility": course.visibility,
            "enrolment": course.enrolment,
        })  # fmt: skip

    def value(self) -> dict[str, Any]:
        """Return what the file is to say, but for objectives and completion."""
        hours = float(self.hours.data or 0)
        return {
            "title": self.title.data,
            "summary": (self.summary.data or "").replace("\r\n", "\n"),
            "articles": [int(number) for number in self.articles.data or () if number.isdecimal()],
            "topics": list(self.topics.data or ()),
            "job_families": list(self.job_families.data or ()) or ["all"],
            "level": self.level.data,
            "hours": int(hours) if hours.is_integer() else hours,
            "valid_months": self.valid_months.data,
            "is_checked": bool(self.is_checked.data),
        }

    def completion(self) -> dict[str, Any]:
        """Return what completes the course; nothing for a condition that is not made."""
        visited, quiz = self.visited.data, self.quiz.data
        achievement = {"quiz": quiz, "points": self.points.data or 0} if quiz else None
        return {
            "participation": None if visited is None else {"visited": visited},
            "achievement": achievement,
        }

    def written_objectives(self) -> list[tuple[str, str]]:
        """Return the objectives, each with its id, empty for a new one."""
        return [
            (str(part.form.id.data or ""), str(part.form.text.data or ""))
            for part in self.objectives
        ]


def _words(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else []
