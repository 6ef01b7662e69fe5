"""What the questions' editor sends of a question that is answered with files."""

from collections.abc import Mapping
from typing import Any

from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.kit.i18n import N_
from lms.questions.file_upload import MOST_FILES, MOST_MEGABYTES
from lms.web.forms import Form, Wanted
from lms.web.forms import choices as options
from lms.workshop.editing.uploads import KIND_NAMES, USUAL, arranged_kinds, kinds_of


class FilesForm(Form):
    """A part of the form of a question, beside its rubric."""

    files = IntegerField(
        N_("Files at most"),
        validators=[
            Wanted(), Optional(),
            NumberRange(1, MOST_FILES, N_("Please write a number from 1 to 5.")),
        ],
        description=N_("Where it is one, a new file takes the place of the one before."),
        render_kw={"min": 1, "max": MOST_FILES},
    )  # fmt: skip
    megabytes = IntegerField(
        N_("Size of a file at most, in MB"),
        validators=[
            Wanted(), Optional(),
            NumberRange(1, MOST_MEGABYTES, N_("Please write a number from 1 to 20.")),
        ],
        render_kw={"min": 1, "max": MOST_MEGABYTES},
    )  # fmt: skip
    kinds = SelectMultipleField(
        N_("Kinds of files"),
        choices=options(KIND_NAMES.items()),
        validate_choice=False,
        validators=[Wanted()],
        description=N_("What a file is, is seen in its content. Macros and programs are refused."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the form's fields of a question as its file has it."""
        numbers = {name: data.get(name, USUAL[name]) for name in ("files", "megabytes")}
        return {
            **{name: value for name, value in numbers.items() if isinstance(value, int)},
            "kinds": kinds_of(data),
        }

    def value(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a question's file is to say of its files."""
        return {
            "files": self.files.data,
            "megabytes": self.megabytes.data,
            "kinds": arranged_kinds(old, list(self.kinds.data or ())),
        }
