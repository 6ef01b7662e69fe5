"""Which results of a quiz somebody looks for.

What is allowed is decided in `policy`; an unknown filter leaves nothing, and the page says so.
"""

from wtforms import StringField

from lms.assessment.rules.results import OUTCOMES, SORTS, ResultWish
from lms.kit.i18n import N_
from lms.kit.ids import ID_PATTERN
from lms.web.forms import Form
from lms.web.listing import ROWS_PER_PAGE, page_number

OUTCOME_NAMES = {
    "passed": N_("Passed"),
    "failed": N_("Not passed"),
    "awaiting": N_("Awaiting marks"),
}
# A version beyond these digits is none.
_LONGEST_NUMBER = 6


class ResultsForm(Form):
    version = StringField(default="")
    sitting = StringField(default="")
    language = StringField(default="")
    outcome = StringField(default="")
    sort = StringField(default="")
    page = StringField(default="1")

    @property
    def wish(self) -> ResultWish:
        """Return what is looked for; a filter that means nothing is left out."""
        version, sitting = self.version.data or "", self.sitting.data or ""
        outcome, sort = self.outcome.data or "", self.sort.data or ""
        is_number = version.isascii() and version.isdecimal() and len(version) <= _LONGEST_NUMBER
        return ResultWish(
            version=version if is_number else "",
            sitting=sitting if ID_PATTERN.fullmatch(sitting) else "",
            language=(self.language.data or "")[:2],
            outcome=outcome if outcome in OUTCOMES else "",
            sort=sort if sort.removeprefix("-") in SORTS else "-finished",
        )

    @property
    def number(self) -> int:
        """Return the page asked for."""
        return page_number(self.page.data)

    @property
    def paging(self) -> slice:
        """Return which of all rows stand on the page asked for."""
        start = (self.number - 1) * ROWS_PER_PAGE
        return slice(start, start + ROWS_PER_PAGE)
