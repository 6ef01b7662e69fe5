"""What forms of questions have in common whose answers may be chosen from lines.

What the lines become is decided in `rules.form_editing`.
"""

from collections.abc import Collection
from typing import Any, ClassVar

from wtforms import SelectField

from lms.kit.i18n import N_
from lms.web.forms import Form, complain_at
from lms.web.texts import MISSING, TextsField

NOT_CHOSEN = N_(
    "Nothing is chosen in an answer of this kind. Please choose another kind, or remove these "
    "lines."
)


class ChoosingForm(Form):
    """The form of a question whose answer is of a kind; of those in `choosing` one has lines."""

    choosing: ClassVar[Collection[str]]
    kind: SelectField
    options: TextsField

    @property
    def is_choosing(self) -> bool:
        """Say whether something is chosen."""
        return self.kind.data in self.choosing

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Check each field; what to choose from belongs to some kinds and no other."""
        is_valid = super().validate(extra_validators)
        if self.is_choosing and not self.options.data:
            complain_at(self.options, MISSING)
            return False
        if self.options.data and not self.is_choosing:
            complain_at(self.options, NOT_CHOSEN)
            return False
        return is_valid
