"""What an administrator sends with a decision: its reason and a note, and what is right instead.

What is done with it is decided in `services.decisions`.
"""

from collections.abc import Mapping

from wtforms import DateField, DecimalField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.accounts.rules import LONGEST_HONORIFIC
from lms.certificates.rules import LONGEST_NAME
from lms.certificates.rules.deciding import Correction
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.status import REASONS
from lms.kit.i18n import LANGUAGES, N_
from lms.web.forms import Form, PartsField, stripped

LONGEST_NOTE = 2000
LONGEST_TITLE = 300
MOST_HOURS = 10_000
NOTE_TOO_LONG = N_("A note has at most 2,000 characters.")


class NoteForm(Form):
    note = TextAreaField(
        N_("Internal note"),
        filters=[stripped],
        description=N_("For your organisation's own records; nobody else sees it."),
        validators=[Length(max=LONGEST_NOTE, message=NOTE_TOO_LONG)],
    )


class RevokeForm(NoteForm):
    reason = RadioField(
        N_("Reason"),
        choices={str(reason): words for reason, words in REASONS.items()},
        description=N_("Everybody who verifies the certificate sees this."),
        validators=[InputRequired(N_("Choose a reason."))],
    )


class SuspendForm(RevokeForm):
    review_on = DateField(
        N_("Look at it again on"),
        description=N_(
            "The suspension does not end by itself: on this day the register shows it as due."
        ),
        validators=[Optional()],
    )


class RefuseForm(Form):
    answer = TextAreaField(
        N_("Why the certificate stays as it is"),
        filters=[stripped],
        validators=[
            InputRequired(N_("Say why.")),
            Length(max=LONGEST_NOTE, message=NOTE_TOO_LONG),
        ],
    )


class CorrectForm(RevokeForm):
    # For somebody without an account; who has one confirms the own name.
    holder_name = StringField(
        N_("Name of the holder"),
        filters=[stripped],
        validators=[
            Optional(), Length(max=LONGEST_NAME, message=N_("A name has at most 120 characters."))
        ],
    )  # fmt: skip
    latin_name = StringField(
        N_("Name in Latin letters beside it"),
        filters=[stripped],
        validators=[Length(max=LONGEST_NAME, message=N_("A name has at most 120 characters."))],
    )
    honorific = StringField(
        N_("Title or form of address before the name"),
        filters=[stripped],
        validators=[Length(max=LONGEST_HONORIFIC, message=N_("At most 40 characters."))],
    )
    title = PartsField()
    hours = DecimalField(
        N_("Hours of study"),
        validators=[
            Optional(),
            NumberRange(min=0, max=MOST_HOURS, message=N_("Write a number from 0 to 10,000.")),
        ],
    )
    issued_on = DateField(N_("Issued on"), validators=[Optional()])
    valid_until = DateField(
        N_("Valid until"),
        description=N_("Empty: without a limit."),
        validators=[Optional()],
    )

    @property
    def titles(self) -> Mapping[str, str]:
        """Return the titles that were sent, by language; empty ones are left as they are."""
        sent = {language: self.title.data.get(language, [""])[0] for language in LANGUAGES}
        return {
            language: words.strip()[:LONGEST_TITLE]
            for language, words in sent.items()
            if words.strip()
        }

    def read(self, facts: Facts, holder_name: str, *, is_named: bool = True) -> Correction:
        """Return what the new certificate says; `facts` are those of the one it replaces.

        Whoever may not see the names on it leaves them as they are.
        """
        hours = self.hours.data
        return Correction(
            holder_name=holder_name,
            titles=self.titles,
            hours=float(hours) if hours is not None else None,
            issued_on=self.issued_on.data or facts.issued_on,
            valid_until=self.valid_until.data,
            latin_name=(self.latin_name.data or None) if is_named else facts.latin_name,
            honorific=(self.honorific.data or None) if is_named else facts.honorific,
        )


def fill_in(facts: Facts) -> CorrectForm:
    """Return the form as it stands before anything was changed."""
    return CorrectForm(
        holder_name=facts.holder_name,
        latin_name=facts.latin_name,
        honorific=facts.honorific,
        hours=facts.hours,
        issued_on=facts.issued_on,
        valid_until=facts.valid_until,
    )
