"""The shape of input: what the kept account takes from the other, roles, tasks, what is ended.

What there is to choose is known only once both accounts are.
"""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from lms.kit.i18n import N_
from lms.merging.rules import TAKEN, Choice
from lms.web.forms import Form, Wanted, choices

KEPT, OTHER = "kept", "other"


def _radio(label: str, description: str = "") -> RadioField:
    # What was not sent is what the page began with.
    return RadioField(
        label,
        description=description,
        choices=[],
        default=KEPT,
        validate_choice=False,
        validators=[Wanted()],
    )


class EndForm(Form):
    which = RadioField(
        N_("Enrolment that ends"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired(N_("Choose which of the two ends."))],
    )

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Fill in whose enrolment may be ended: ids and addresses."""
        self.which.choices = choices(people)


class MergeForm(Form):
    name = _radio(
        N_("Name"), N_("With all ways of writing it. What is printed on certificates stays.")
    )
    address = _radio(
        N_("E-mail address"),
        N_("Each address keeps its password. With the other one nobody signs in any more."),
    )
    organisation = _radio(N_("Organisation"))
    language = _radio(N_("Language"))
    time_zone = _radio(N_("Time zone"))
    carried = SelectMultipleField(
        N_("Roles and tasks of the other account that the kept one gets"),
        description=N_("Those you do not choose stay with the account that is closed."),
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    is_sure = BooleanField(
        N_("I have made sure that both accounts belong to the same person."),
        validators=[InputRequired(N_("Make sure first, and tick the box."))],
    )

    def offer(self, sides: dict[str, tuple[str, str]], offers: Iterable[tuple[str, str]]) -> None:
        """Fill in what there is to choose; what both have alike is not asked.

        `sides` are the two values by field, `offers` what each role or task is called.
        """
        for name, (kept, other) in sides.items():
            if kept == other:
                del self[name]
            else:
                field: Any = self[name]
                field.choices = choices([(KEPT, kept), (OTHER, other)])
        self.carried.choices = choices(offers)
        if not self.carried.choices:
            del self["carried"]

    def read(self) -> Choice:
        """Return what was chosen."""
        taken = frozenset(name for name in TAKEN if name in self and self[name].data == OTHER)
        return Choice(taken, frozenset(self.carried.data or ()))
