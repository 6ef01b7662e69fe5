"""What is sent to build a programme: its facts, and a form for each kind of requirement.

What a definition may say is checked by its own rules; their problems are shown at these fields.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    FloatField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.convention.register import JOB_FAMILIES, LEVELS
from lms.kit.i18n import N_, NATIVE_NAMES
from lms.questions.advice import Problem
from lms.questions.rules import SLUG_LENGTH
from lms.web.forms import Form, choices, stripped
from lms.web.texts import TextsField

NEEDED = N_("Please fill this in.")
WHOLE = N_("Please write a whole number, at least 1.")
SHARE = N_("Please write a whole number from 0 to 100.")
MONTHS = N_("Please write a whole number of months, from 1 to 240.")
HOURS = N_("Please write a number of hours, from 0.5 to 5000.")
LONGEST_TITLE = 200
LONGEST_TEXT = 5000
MOST = 1000


class NewProgrammeForm(Form):
    owner = SelectField(N_("Run by"), [InputRequired(NEEDED)], choices=[], validate_choice=False)
    title = StringField(
        N_("Title"), [InputRequired(NEEDED), Length(max=LONGEST_TITLE)], filters=[stripped]
    )
    source_language = SelectField(
        N_("Language of this title"),
        [InputRequired(NEEDED)],
        choices=choices(NATIVE_NAMES.items()),
        description=N_("Every text is written in it first; other languages follow."),
    )
    slug = StringField(
        N_("Short name"),
        [InputRequired(NEEDED), Length(max=SLUG_LENGTH)],
        filters=[stripped],
        description=N_(
            "It stands in the address and stays: small letters a–z, digits and hyphens, such as "
            "“asset-recovery-basics”."
        ),
    )


class DraftForm(Form):
    """A part of a draft; `base` tells what was there when the form was opened."""

    base = HiddenField()
    # The fields by the names that a definition has for them, where those differ.
    places: ClassVar[Mapping[str, str]] = {}

    def show_problems(self, problems: Iterable[Problem], depth: int) -> bool:
        """Show each problem at its field, or above all; `depth` steps of its place lead here.

        Return whether there is any.
        """
        shown = False
        for problem in problems:
            steps = [str(one) for one in reversed(problem.place[depth:])]
            names = (self.places.get(step, step) for step in steps)
            field = next((self._fields[name] for name in names if name in self._fields), None)
            told: list[Any] = list(field.errors if field else self.form_errors)
            if problem.text not in told:
                told.append(problem.text)
            if field:
                field.errors = told
            else:
                self.form_errors = told
            shown = True
        return shown

    def list_differences(self, other: "DraftForm") -> list[tuple[str, list[str]]]:
        """Return the labels of the fields that another form says otherwise, and what it says."""
        found = []
        for name, field in self._fields.items():
            theirs = other[name]
            if name != "base" and (field.data or None) != (theirs.data or None):
                found.append((str(field.label.text), _tell(theirs)))
        return found


def _tell(field: Any) -> list[str]:  # noqa: ANN401 - a field of any kind
    """Return what stands in a field, in words."""
    if isinstance(field, TextsField):
        return [f"{code}: {text}" for code, text in field.data.items()]
    data = field.data if isinstance(field.data, list) else [field.data]
    if getattr(field, "choices", None):
        return [str(one.label) for one in field.choices if one.value in data]
    if isinstance(field, BooleanField):
        return [N_("Yes") if field.data else N_("No")]
    return [str(one) for one in data if one is not None]


def whole_number(
    label: str,
    most: int,
    message: str,
    least: int = 1,
    **options: Any,  # noqa: ANN401 - WTForms' own
) -> IntegerField:
    """Return a field of a whole number from `least` to `most`; `message` says what to write."""
    return IntegerField(
        label, [InputRequired(message), NumberRange(least, most, message)], **options
    )


def _boxes(label: str, pairs: Iterable[tuple[str, str]], **options: Any) -> SelectMultipleField:  # noqa: ANN401
    return SelectMultipleField(
        label,
        choices=choices(pairs),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **options,
    )


class BasicsForm(DraftForm):
    places: ClassVar[Mapping[str, str]] = {
        "thresholds": "participation",
        "recertification": "again",
    }
    title = TextsField(N_("Title"), LONGEST_TITLE, needed=True)
    summary = TextsField(
        N_("Summary"),
        LONGEST_TEXT,
        needed=True,
        rows=3,
        description=N_("What for, in two or three sentences."),
    )
    source_language = SelectField(
        N_("Language of the programme"),
        [InputRequired(NEEDED)],
        choices=choices(NATIVE_NAMES.items()),
        description=N_("Every text has to be there in this language at least."),
    )
    job_families = _boxes(
        N_("Intended for"), JOB_FAMILIES.items(), validators=[InputRequired(NEEDED)]
    )
    level = SelectField(
        N_("Level"), [InputRequired(NEEDED)], choices=choices([("", ""), *LEVELS.items()])
    )
    hours = FloatField(
        N_("Hours"),
        [InputRequired(HOURS), NumberRange(0.5, 5000, HOURS)],
        description=N_("All together, with sessions and own work. They stand on the award."),
    )
    participation = whole_number(
        N_("Threshold for participation"),
        100,
        SHARE,
        least=1,
        default=100,
        description=N_("How many percent of the requirements that count for it must be met."),
    )
    achievement = whole_number(
        N_("Threshold for achievement"),
        100,
        SHARE,
        least=0,
        default=0,
        description=N_(
            "The least mean of the points of the requirements that count for it, in percent. Each "
            "of them has its own minimum besides."
        ),
    )
    valid_months = IntegerField(
        N_("Months for which an award is valid"),
        [Optional(), NumberRange(1, 240, MONTHS)],
        description=N_("Leave it empty where an award has no limit."),
    )
    again = _boxes(
        N_("What is done again for recertification"),
        [],
        validate_choice=False,
        description=N_("Choose nothing where an award cannot be renewed."),
    )
    again_hours = FloatField(
        N_("Hours of recertification"),
        [Optional(), NumberRange(0.5, 5000, HOURS)],
        description=N_(
            "What a renewed award says. Left empty, it says the hours of the courses done again; "
            "of sessions and graded work nobody else knows them."
        ),
    )
    opens_months_before = whole_number(
        N_("Recertification opens so many months before the end"), 240, MONTHS, default=3
    )
    grace_months = whole_number(
        N_("It closes so many months after the end"), 240, MONTHS, least=0, default=0
    )

    @classmethod
    def of(cls, draft: Mapping[str, Any], base: str) -> "BasicsForm":
        """Return the form of a draft."""
        renewal = draft.get("recertification") or {}
        form = cls(
            data={
                "participation": 100,
                "achievement": 0,
                **draft.get("thresholds", {}),
                **{name: draft.get(name) for name in ("level", "hours", "valid_months")},
                "source_language": draft["source_language"],
                "job_families": draft.get("job_families", ["all"]),
                "again": renewal.get("parts", []),
                "again_hours": renewal.get("hours"),
                "opens_months_before": renewal.get("opens_months_before", 3),
                "grace_months": renewal.get("grace_months", 0),
                "base": base,
            }
        )
        form.title.fill(draft.get("title", {}))
        form.summary.fill(draft.get("summary", {}))
        return form

    def read(self) -> dict[str, Any]:
        """Return what a draft says besides its requirements."""
        said: dict[str, Any] = {
            "title": self.title.data,
            "summary": self.summary.data,
            "source_language": self.source_language.data,
            "job_families": list(self.job_families.data or ()),
            "level": self.level.data,
            "hours": self.hours.data,
            "thresholds": {
                "participation": self.participation.data,
                "achievement": self.achievement.data,
            },
        }
        if self.valid_months.data:
            said["valid_months"] = self.valid_months.data
        if self.again.data:
            said["recertification"] = {
                "parts": list(self.again.data),
                "opens_months_before": self.opens_months_before.data,
                "grace_months": self.grace_months.data,
            }
            if self.again_hours.data:
                said["recertification"]["hours"] = self.again_hours.data
        return said


class KindForm(Form):
    """Which kind of requirement is to be added, and the choice that it is to stand in."""

    type = HiddenField()
    inside = HiddenField()


class DirectionForm(Form):
    direction = HiddenField()
