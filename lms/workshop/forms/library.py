"""What the library of questions is asked: what to look for, and where copies go."""

from collections.abc import Collection, Mapping

from wtforms import SelectField, StringField
from wtforms.validators import Length

from lms.kit.i18n import N_
from lms.web.forms import Depends, Form, Wanted, stripped
from lms.web.listing import page_number
from lms.workshop.pages import name_for
from lms.workshop.queries.library import FILTERS, SORTS, Wish

LONGEST_SEARCH = 200
LONGEST_NAME = 80
# As many as one page of the list has.
MOST_AT_ONCE = 50
# The choice of a bank that is to be begun.
NEW_BANK = "+"


def read_wish(args: Mapping[str, str]) -> Wish:
    """Return what an address asks of the list; a way of sorting that is none is the first."""
    asked = {name: args.get(name, "").strip()[:LONGEST_SEARCH] for name in FILTERS}
    sort = args.get("sort", "")
    return Wish(
        **{**asked, "words": args.get("q", "").strip()[:LONGEST_SEARCH]},
        sort=sort if sort in SORTS else SORTS[0],
        page=page_number(args.get("page")),
    )


class CopyForm(Form):
    course = SelectField(N_("Course"), choices=[], validate_choice=False, validators=[Wanted()])
    bank = SelectField(N_("Bank"), choices=[], validate_choice=False, validators=[Wanted()])
    new_bank = StringField(
        N_("Name of the new bank"),
        description=N_("Only where you begin one. Without a name it is called “questions”."),
        filters=[stripped],
        validators=[Depends(), Length(max=LONGEST_NAME, message=N_("The name is too long."))],
    )

    def bank_name(self, taken: Collection[str]) -> str:
        """Return the bank that was chosen, or a name for the one to begin; `taken` are there."""
        chosen = str(self.bank.data or "")
        if chosen in taken:
            return chosen
        return name_for(str(self.new_bank.data or ""), taken, "questions")
