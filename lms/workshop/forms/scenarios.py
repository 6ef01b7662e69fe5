"""What the questions' editor sends of a scenario: scenes, and the options of each."""

from collections.abc import Mapping
from typing import Any

from wtforms import FieldList, FormField, HiddenField, IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from lms.kit.i18n import N_
from lms.web.forms import Form
from lms.workshop.editing.parts import entries_of
from lms.workshop.editing.scenarios import SCENES, arrange_scenes
from lms.workshop.forms.parts import LONGEST_WORD, as_text, clean, prose

MOST_SCENES = 50
MOST_OPTIONS = 8
MOST_POINTS = 1000


class OptionForm(Form):
    id = HiddenField()
    text = prose(N_("What can be done"), rows=2, is_wanted=True)
    # The id of a scene.
    to = StringField(filters=[clean], validators=[Length(max=LONGEST_WORD)])
    points = IntegerField(
        N_("Points"),
        validators=[
            Optional(),
            NumberRange(0, MOST_POINTS, N_("Please write a number from 0 to 1000.")),
        ],
        render_kw={"min": 0, "max": MOST_POINTS},
    )
    feedback = prose(N_("What is said to those who choose it"), rows=2)


class SceneForm(Form):
    id = HiddenField()
    text = prose(N_("What happens"), rows=3, is_wanted=True)
    options = FieldList(FormField(OptionForm), max_entries=MOST_OPTIONS)


class ScenarioForm(Form):
    """A part of the form of a question that is told scene by scene."""

    # The id of a scene.
    start = StringField(filters=[clean], validators=[Length(max=LONGEST_WORD)])
    scenes = FieldList(FormField(SceneForm), max_entries=MOST_SCENES)

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the form's fields of a question as its file has it."""
        return {
            "start": as_text(data.get("start")),
            "scenes": [
                {
                    "id": str(scene.get("id", "")),
                    "text": as_text(scene.get("text")),
                    "options": [_shown(one) for one in entries_of(scene, "options")],
                }
                for scene in entries_of(data, SCENES.key)
            ],
        }

    def value(self, act: str) -> dict[str, Any]:
        """Return what a question's file is to say of it, after the button that was pressed."""
        scenes = [
            {
                "id": scene.form.id.data,
                "text": scene.form.text.data,
                "options": [_value(option.form) for option in scene.form.options],
            }
            for scene in self.scenes
        ]
        return {"start": self.start.data or None, "scenes": arrange_scenes(scenes, act)}


def _shown(option: Mapping[str, Any]) -> dict[str, Any]:
    points = option.get("points")
    is_number = isinstance(points, int) and not isinstance(points, bool)
    words = {name: as_text(option.get(name)) for name in ("id", "text", "to", "feedback")}
    return {**words, "points": points if is_number else None}


def _value(form: OptionForm) -> dict[str, Any]:
    return {
        "id": form.id.data,
        "text": form.text.data,
        "to": form.to.data or None,
        "points": form.points.data,
        "feedback": form.feedback.data or None,
    }
