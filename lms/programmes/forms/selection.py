"""The shape of what panels, those who run a cohort and nominees send of selection and of places.

Points by criterion and conflicts by nominee are read in the rules.
"""

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.kit.i18n import N_, NATIVE_NAMES
from lms.programmes.rules.places import LONGEST_REASON
from lms.programmes.rules.scoring import LONGEST_NOTE, REASON_NAMES, PlanRow
from lms.web.forms import Form, PartsField, choices, stripped

NEEDED = N_("Please fill this in.")
HUNDRED = N_("Please write a whole number from 1 to 100.")
TWENTY = N_("Please write a whole number from 1 to 20.")
MOST_PLACES = 100_000
PLACES = N_("Please write a whole number of places, 0 or more.")


class PlanForm(Form):
    is_anonymous = BooleanField(
        N_("The panel sees codes instead of names"),
        description=N_("Documents stay as they are: names may stand in them."),
    )
    shows_place = BooleanField(N_("The panel sees State and agency"))
    spread = IntegerField(
        N_("Points of a hundred by which members may differ"),
        description=N_("Where they differ by more, the panel is asked to agree on its points."),
        validators=[InputRequired(HUNDRED), NumberRange(1, 100, HUNDRED)],
    )
    scores_each = IntegerField(
        N_("How many members score each nomination, at least"),
        validators=[InputRequired(TWENTY), NumberRange(1, 20, TWENTY)],
    )

    @property
    def plan(self) -> PlanRow:
        """Return what was chosen."""
        return PlanRow(
            is_anonymous=bool(self.is_anonymous.data),
            shows_place=bool(self.shows_place.data),
            spread=self.spread.data or 0,
            scores_each=self.scores_each.data or 0,
        )


class DeclarationForm(Form):
    # By id of the nomination: the reason, or empty.
    conflict = PartsField()
    is_complete = BooleanField(
        N_("I know of no other conflict of interest with these nominees."),
        validators=[InputRequired(N_("Please tick this; otherwise name the conflicts above."))],
    )


class ScoreForm(Form):
    # By id of the criterion.
    points = PartsField()
    note = TextAreaField(
        N_("Note for the panel"),
        filters=[stripped],
        validators=[Optional(), Length(max=LONGEST_NOTE)],
    )
    # Set by the button for what the panel has agreed on.
    agreed = HiddenField()


class ConflictForm(Form):
    reason = SelectField(
        N_("Kind of conflict"),
        choices=choices(REASON_NAMES.items()),
        validators=[InputRequired(NEEDED)],
    )


class OverrideForm(Form):
    nomination = HiddenField(validators=[InputRequired(NEEDED)])
    outcome = RadioField(
        N_("Decision"),
        choices=choices([
            ("in", N_("Admit")), ("out", N_("Keep out")), ("none", N_("As computed")),
        ]),
        validators=[InputRequired(NEEDED)],
    )  # fmt: skip
    reason = StringField(
        N_("Reason"), filters=[stripped], validators=[Optional(), Length(max=LONGEST_REASON)]
    )


class WhatIfForm(Form):
    places = IntegerField(
        N_("Number of places"),
        validators=[Optional(), NumberRange(0, MOST_PLACES, PLACES)],
    )
    # The view gives the quotas of the cohort.
    without = SelectField(N_("Without the quota"), choices=[], validate_choice=False,
                          validators=[Optional()])  # fmt: skip


class AnswerForm(Form):
    # Those of the cohort; the view gives them.
    language = SelectField(
        N_("Language in which you take part"),
        choices=choices(NATIVE_NAMES.items()),
        validators=[InputRequired(NEEDED)],
    )


class ReasonForm(Form):
    reason = TextAreaField(
        N_("Reason"),
        filters=[stripped],
        validators=[InputRequired(N_("Please write why.")), Length(max=LONGEST_REASON)],
    )


class MaybeReasonForm(Form):
    reason = TextAreaField(
        N_("Reason"), filters=[stripped], validators=[Optional(), Length(max=LONGEST_REASON)]
    )


class SubstituteForm(Form):
    nomination = RadioField(
        N_("Officer who takes the place over"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired(N_("Please choose an officer."))],
    )
