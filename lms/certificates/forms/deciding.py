"""What an administrator sends with a decision: its reason and a note, and what is right instead.

What is done with it is decided in `services.decisions`.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from wtforms import DateField, DecimalField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from lms.accounts.rules import LONGEST_HONORIFIC
from lms.certificates.drawing.glyphs import check_drawable, check_readable
from lms.certificates.rules import LONGEST_NAME
from lms.certificates.rules.characters import CharactersMissing
from lms.certificates.rules.deciding import Correction, EndsTooEarly, Naming, check_end
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.paper_days import DayToCome, DayTooEarly, check_day
from lms.certificates.rules.status import (
    REASONS,
    REASONS_TO_CORRECT,
    REASONS_TO_SUSPEND,
    Reason,
)
from lms.kit.characters import is_latin
from lms.kit.errors import DomainError
from lms.kit.i18n import LANGUAGES, N_, Text
from lms.web.forms import Form, PartsField, complain_at, stripped

LONGEST_NOTE = 2000
LONGEST_TITLE = 300
MOST_HOURS = 10_000
TITLE_TOO_LONG = N_("A title has at most 300 characters.")
NOT_LATIN = N_("Write this name in Latin letters, or leave it empty.")
# What names the holder beside the name itself.
_NAMING = ("latin_name", "honorific")
NOTE_TOO_LONG = N_("A note has at most 2,000 characters.")


class NoteForm(Form):
    note = TextAreaField(
        N_("Internal note"),
        filters=[stripped],
        description=N_("For your organisation's own records; nobody else sees it."),
        validators=[Length(max=LONGEST_NOTE, message=NOTE_TOO_LONG)],
    )


def _reason_field(reasons: Mapping[Reason, str]) -> RadioField:
    return RadioField(
        N_("Reason"),
        choices={str(reason): words for reason, words in reasons.items()},
        description=N_(
            "Everybody who verifies the certificate sees this. Of another reason nothing is said."
        ),
        validators=[InputRequired(N_("Choose a reason."))],
    )


class RevokeForm(NoteForm):
    reason = _reason_field(REASONS)


class SuspendForm(RevokeForm):
    reason = _reason_field(REASONS_TO_SUSPEND)
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
    reason = _reason_field(REASONS_TO_CORRECT)
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
    title_errors: Mapping[str, Text | str] = MappingProxyType({})
    title = PartsField(N_("Title, by language"))
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
        return {language: words.strip() for language, words in sent.items() if words.strip()}

    def hide_holder(self) -> None:
        """Take away the fields that name the holder, who has confirmed the own names."""
        for name in _NAMING:
            del self[name]

    def read_names(self, facts: Facts) -> Naming:
        """Return the names as they were typed; an empty one of the holder stays as it is."""
        if "latin_name" not in self:
            return Naming(facts.holder_name, facts.latin_name, facts.honorific)
        return Naming(
            self.holder_name.data or facts.holder_name,
            self.latin_name.data or None,
            self.honorific.data or None,
        )

    def read(self, facts: Facts, names: Naming, today: date) -> Correction:
        """Return what the new certificate says; `facts` are those of the one it replaces.

        It is dated today; one that was issued on paper, as on the paper.
        """
        hours = self.hours.data
        on_paper = self.issued_on.data or facts.issued_on
        return Correction(
            **names._asdict(),
            titles=self.titles,
            hours=float(hours) if hours is not None else None,
            issued_on=on_paper if facts.subject == "paper" else today,
            valid_until=self.valid_until.data,
        )

    def find_faults(
        self, facts: Facts, wanted: Correction, today: date, losses: Mapping[str, DomainError]
    ) -> bool:
        """Put what cannot be printed or does not hold at its field; say whether there is any.

        `losses` are what one person alone may not take away.
        """
        for name, loss in losses.items():
            complain_at(self[name], loss.text)
        for name in ("holder_name", *_NAMING):
            complaint = _complaint(facts, self[name].data or "") if name in self else None
            if complaint is not None:
                complain_at(self[name], complaint)
        latin = wanted.latin_name if "latin_name" in self else None
        if latin and latin != facts.latin_name and not is_latin(latin):
            complain_at(self.latin_name, NOT_LATIN)
        self.title_errors = {
            language: words
            for language, title in self.titles.items()
            if (words := _complaint(facts, title) or _too_long(title)) is not None
        }
        for fault in self.title_errors.values():
            complain_at(self.title, fault)
        self._complain_of_days(facts, wanted, today)
        return bool(self.errors)

    def _complain_of_days(self, facts: Facts, wanted: Correction, today: date) -> None:
        try:
            check_end(facts, wanted, today)
        except EndsTooEarly as error:
            complain_at(self.valid_until, error.text)
        try:
            if facts.subject == "paper":
                check_day(wanted.issued_on, today)
        except (DayToCome, DayTooEarly) as error:
            complain_at(self.issued_on, error.text)


def _complaint(facts: Facts, text: str) -> Text | None:
    """Return why a text cannot stand on a certificate; one on paper need only be readable."""
    check = check_readable if facts.subject == "paper" else check_drawable
    try:
        check(text)
    except CharactersMissing as error:
        return error.text
    return None


def _too_long(title: str) -> str | None:
    return TITLE_TOO_LONG if len(title) > LONGEST_TITLE else None


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
