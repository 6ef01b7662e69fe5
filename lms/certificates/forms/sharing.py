"""What a holder sends: whether the name is shown, and what a link shall be.

What is done with it is decided in `services.sharing`.
"""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from lms.certificates.rules.sharing import DAYS, LONGEST_NOTE, LinkWish
from lms.kit.i18n import N_
from lms.web.forms import Form, stripped

MATCHED, SHOWN = "matched", "shown"
_DAYS = {7: N_("7 days"), 30: N_("30 days"), 90: N_("90 days"), 365: N_("one year")}


class _WarnedForm(Form):
    # The page said that the identity is protected when this was filled in.
    warned = HiddenField()

    @property
    def is_warned(self) -> bool:
        """Say whether the holder has read that the own identity is protected."""
        return bool(self.warned.data)


class ConsentForm(_WarnedForm):
    name = RadioField(
        N_("Your name on the page of verification"),
        choices={
            MATCHED: N_("Not shown: whoever types a name sees whether it is the one."),
            SHOWN: N_("Shown to everybody who has the certificate's code."),
        },
        validators=[InputRequired(N_("Choose whether your name is shown."))],
    )

    @property
    def shows_name(self) -> bool:
        """Say whether the name shall be shown."""
        return bool(self.name.data == SHOWN)


class LinkForm(_WarnedForm):
    note = StringField(
        N_("Whom the link is for"),
        filters=[stripped],
        description=N_("In your own words, to know the link again. Nobody else sees this."),
        validators=[
            Optional(),
            Length(max=LONGEST_NOTE, message=N_("Write at most 80 characters.")),
        ],
    )
    days = SelectField(
        N_("Good for"),
        choices={str(days): _DAYS[days] for days in DAYS},
        default="30",
        validators=[InputRequired(N_("Choose for how long the link is good."))],
    )
    shows_name = BooleanField(
        N_("Show my name on this link"),
        description=N_(
            "Without it, whoever has the link can type a name and see whether it is yours."
        ),
    )

    @property
    def wish(self) -> LinkWish:
        """Return what was asked for."""
        return LinkWish(self.note.data or "", int(self.days.data), bool(self.shows_name.data))
