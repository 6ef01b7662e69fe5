"""What the questions' editor sends of a rubric: criteria, and the levels of each."""

from collections.abc import Mapping
from typing import Any

from wtforms import FieldList, FormField, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from lms.kit.i18n import N_
from lms.web.forms import Form
from lms.workshop.editing.parts import entries_of
from lms.workshop.editing.rubrics import arrange_criteria, criteria_of
from lms.workshop.forms.parts import as_text, prose

MOST_CRITERIA = 20
MOST_LEVELS = 12
MOST_POINTS = 1000
MOST_WORDS = 10_000


class LevelForm(Form):
    id = HiddenField()
    points = IntegerField(
        N_("Points"),
        validators=[
            Optional(),
            NumberRange(0, MOST_POINTS, N_("Please write a number from 0 to 1000.")),
        ],
        render_kw={"min": 0, "max": MOST_POINTS},
    )
    text = prose(N_("What an answer at this level shows"), rows=2, is_wanted=True)


class CriterionForm(Form):
    id = HiddenField()
    text = prose(N_("What is looked at"), rows=2, is_wanted=True)
    levels = FieldList(FormField(LevelForm), max_entries=MOST_LEVELS)


class RubricForm(Form):
    """A part of the form of a question that people mark."""

    criteria = FieldList(FormField(CriterionForm), max_entries=MOST_CRITERIA)
    fewest_words = IntegerField(
        N_("Words at least"), validators=[Optional(), NumberRange(1, MOST_WORDS)]
    )
    most_words = IntegerField(
        N_("Words at most"), validators=[Optional(), NumberRange(1, MOST_WORDS)]
    )

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the form's fields of a question as its file has it."""
        words = data.get("words")
        words = words if isinstance(words, Mapping) else {}
        return {
            "fewest_words": _number(words.get("min")),
            "most_words": _number(words.get("max")),
            "criteria": [
                {
                    "id": str(criterion.get("id", "")),
                    "text": as_text(criterion.get("text")),
                    "levels": [
                        {
                            "id": str(level.get("id", "")),
                            "points": _number(level.get("points")),
                            "text": as_text(level.get("text")),
                        }
                        for level in entries_of(criterion, "levels")
                    ],
                }
                for criterion in criteria_of(data)
            ],
        }

    def value(self, kind: str, act: str) -> dict[str, Any]:
        """Return what a question's file is to say of it, after the button that was pressed."""
        value: dict[str, Any] = {"criteria": arrange_criteria(self._criteria(), act)}
        if kind == "essay":
            words = {"min": self.fewest_words.data, "max": self.most_words.data}
            value["words"] = {name: each for name, each in words.items() if each} or None
        return value

    def _criteria(self) -> list[dict[str, Any]]:
        return [
            {
                "id": criterion.form.id.data,
                "text": criterion.form.text.data,
                "levels": [
                    {
                        "id": level.form.id.data,
                        "points": level.form.points.data,
                        "text": level.form.text.data,
                    }
                    for level in criterion.form.levels
                ],
            }
            for criterion in self.criteria
        ]


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
