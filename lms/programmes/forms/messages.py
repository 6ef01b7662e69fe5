"""What is sent as a message: the words, for whom, and that a hint at case data was seen.

What looks like case data is said in `rules.case_data`.
"""

from collections.abc import Sequence

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.kit.ids import digest
from lms.programmes.rules.messages import LONGEST_MESSAGE
from lms.web.forms import Depends, Form, choices, complain_at, stripped


def _with_plain_lines(value: object) -> object:
    # A browser ends lines by two signs; what was looked at must be what is sent again.
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class MessageForm(Form):
    words = TextAreaField(
        N_("Message"),
        [
            DataRequired(N_("Please write a message.")),
            Length(max=LONGEST_MESSAGE, message=N_("Please write at most 5,000 characters.")),
        ],
        filters=[_with_plain_lines, stripped],
        description=N_("Names of people, case numbers and other data of real cases stay out."),
    )
    # From which text it began.
    template = HiddenField()
    # The print of the words that the sender confirmed as they are.
    confirmed = HiddenField()

    @property
    def print(self) -> str:
        """Return the print of the words."""
        return digest(str(self.words.data))

    @property
    def is_confirmed(self) -> bool:
        """Say whether the sender has seen the hints at these very words, and sends them."""
        return self.confirmed.data == self.print

    def refuse(self, error: Invalid) -> None:
        """Say a broken rule at the words."""
        complain_at(self.words, error.text)


class MailingForm(MessageForm):
    to = SelectField(N_("To"), [Depends()], choices=[], validate_choice=False)

    def offer(self, readers: Sequence[tuple[str, str]]) -> None:
        """Set to whom one may write; the first is who is written to otherwise."""
        self.to.choices = choices(readers)
