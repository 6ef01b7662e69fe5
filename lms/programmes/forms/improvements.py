"""What is sent about improvement actions: what one says, and how it is closed.

What is allowed is decided in `rules.improvements`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.programmes.forms.cohorts import DAY, NEEDED
from lms.programmes.rules.improvements import (
    LONGEST_NAME,
    LONGEST_WORDS,
    ActionPlan,
    DueInPast,
    OwnerNotClear,
)
from lms.web.forms import Form, choices, stripped

PLACES: dict[type[DomainError], str] = {OwnerNotClear: "owner", DueInPast: "due_on"}


class ImprovementForm(Form):
    revision = HiddenField()
    finding = TextAreaField(
        N_("What was found"),
        [DataRequired(NEEDED), Length(max=LONGEST_WORDS)],
        filters=[stripped],
        description=N_("What the surveys, tests or people say. Names of participants stay out."),
    )
    measure = TextAreaField(
        N_("What will be done"),
        [DataRequired(NEEDED), Length(max=LONGEST_WORDS)],
        filters=[stripped],
    )
    owner = SelectField(
        N_("Who sees to it"),
        [Optional()],
        choices=[],
        validate_choice=False,
        description=N_("Somebody who works in the cohort, and is then reminded by mail."),
    )
    owner_name = StringField(
        N_("Or somebody else"),
        [Length(max=LONGEST_NAME)],
        filters=[stripped],
        description=N_("A name or an office. The coordinators are reminded instead."),
    )
    due_on = DateField(N_("Until when"), [InputRequired(DAY)])

    @classmethod
    def of(cls, plan: ActionPlan, revision: int) -> "ImprovementForm":
        """Return the form of an action."""
        return cls(data={
            "revision": revision,
            "finding": plan.finding,
            "measure": plan.measure,
            "owner": plan.owner_id or "",
            "owner_name": plan.owner_name,
            "due_on": plan.due_on,
        })  # fmt: skip

    def offer(self, team: Sequence[tuple[str, str]]) -> None:
        """Let choose among those who work in the cohort."""
        self.owner.choices = choices([("", "–"), *team])

    def plan(self, team: Sequence[tuple[str, str]]) -> ActionPlan:
        """Return what is to be done; whoever does not work in the cohort is nobody here."""
        owner = str(self.owner.data or "")
        return ActionPlan(
            finding=str(self.finding.data),
            measure=str(self.measure.data),
            owner_id=owner if owner in dict(team) else None,
            owner_name=str(self.owner_name.data or ""),
            due_on=self.due_on.data or date.min,
        )

    def refuse(self, error: DomainError) -> None:
        """Say what is wrong at its field, or else above all."""
        told: list[Any] = [error.text]
        if type(error) in PLACES:
            self[PLACES[type(error)]].errors = told
        else:
            self.form_errors = told


class CloseForm(Form):
    status = RadioField(
        N_("What became of it"),
        [InputRequired(N_("Please choose one."))],
        choices=choices([("done", N_("It is done")), ("dropped", N_("It is dropped"))]),
    )
    note = TextAreaField(
        N_("Note"),
        [Length(max=LONGEST_WORDS)],
        filters=[stripped],
        description=N_("What came of it; where it is dropped, why."),
    )
