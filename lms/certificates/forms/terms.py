"""What an administrator says of how certificates are issued: design, who signs, place, bands.

What holds in the end is decided in `rules.terms`.
"""

from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional, ValidationError

from lms.certificates.forms.designing import LANGUAGE_CHOICES, refuse_twice
from lms.certificates.rules.designs import SIGNING
from lms.certificates.rules.terms import (
    LONGEST_CONDITION,
    LONGEST_PLACE,
    BandsOutOfOrder,
    Said,
    check_bands,
)
from lms.kit.i18n import N_
from lms.web.forms import Form, choices
from lms.web.texts import TextsField

AS_ABOVE = N_("As said above it")
NO_SECOND = N_("One language only")
# What stands in the address of a choice for "no second language", which is not "as above".
NONE = "none"
PERCENT = N_("Enter a whole number from 1 to 100.")


class TermsForm(Form):
    design = SelectField(N_("Design"), choices=[], validate_choice=False, validators=[Optional()])
    signatory_1 = SelectField(
        SIGNING["signatory_1"],
        description=N_("Whoever signs here signs in place of those whom the design names."),
        choices=[],
        validate_choice=False,
        validators=[Optional()],
    )
    signatory_2 = SelectField(
        SIGNING["signatory_2"],
        choices=[],
        validate_choice=False,
        validators=[refuse_twice, Optional()],
    )
    signatory_3 = SelectField(
        SIGNING["signatory_3"],
        choices=[],
        validate_choice=False,
        validators=[refuse_twice, Optional()],
    )
    place = TextsField(
        N_("Place of issue"), LONGEST_PLACE, description=N_("It stands before the date.")
    )
    conditions = TextsField(
        N_("Conditions"),
        LONGEST_CONDITION,
        rows=2,
        description=N_("For example that the certificate holds with an identity document only."),
    )
    merit_from = IntegerField(
        N_("With merit, from percent"),
        description=N_(
            "With one of these two numbers the result is told in words: passed, with merit, with "
            "distinction."
        ),
        validators=[Optional(), NumberRange(1, 100, PERCENT)],
    )
    distinction_from = IntegerField(
        N_("With distinction, from percent"),
        validators=[Optional(), NumberRange(1, 100, PERCENT)],
    )
    second_language = SelectField(
        N_("Second language"),
        description=N_("It stands beside the language that the holder chooses, on the same sheet."),
        choices=[*choices([("", AS_ABOVE), (NONE, NO_SECOND)]), *LANGUAGE_CHOICES],
        validators=[Optional()],
    )

    def validate_distinction_from(self, _field: IntegerField) -> None:
        """Refuse bands that are out of order."""
        try:
            check_bands(self.merit_from.data, self.distinction_from.data)
        except BandsOutOfOrder as error:
            raise ValidationError(error.message) from error

    @property
    def signatories(self) -> tuple[str, ...]:
        """Return who signs, in their order."""
        fields = (self[name] for name in SIGNING)
        return tuple(str(field.data) for field in fields if field.data)

    @property
    def said(self) -> Said:
        """Return what was sent."""
        second = self.second_language.data
        return Said(
            design_id=self.design.data or None,
            signatories=self.signatories,
            places=self.place.data,
            conditions=self.conditions.data,
            merit_from=self.merit_from.data,
            distinction_from=self.distinction_from.data,
            second_language=None if not second else "" if second == NONE else second,
        )

    def leave_out_above(self) -> None:
        """Offer nothing that is said above these terms: nothing is, and one language is usual."""
        self.second_language.choices = [*choices([(NONE, NO_SECOND)]), *LANGUAGE_CHOICES]
        self.second_language.data = self.second_language.data or NONE

    def fill(self, said: Said) -> None:
        """Show what was said before."""
        self.design.data = said.design_id or ""
        for name, signatory_id in zip(SIGNING, said.signatories, strict=False):
            self[name].data = signatory_id
        self.place.fill(said.places)
        self.conditions.fill(said.conditions)
        self.merit_from.data, self.distinction_from.data = said.merit_from, said.distinction_from
        second = said.second_language
        self.second_language.data = "" if second is None else second or NONE
