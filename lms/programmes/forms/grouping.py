"""What is sent when people are put into groups: a group for each, and what the list showed.

How they are put evenly is reckoned in `rules.grouping`.
"""

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from lms.web.forms import Form, SentField

PREFIX = "group-"


class ChosenGroups(SentField):
    """A group by participation; an empty one is none."""

    data: dict[str, str | None]

    def take(self, sent: "MultiDict[str, str]") -> None:
        """Read each `group-…` that was sent."""
        self.data = {
            name.removeprefix(PREFIX): value or None
            for name, value in sent.items()
            if name.startswith(PREFIX)
        }


class GroupingForm(Form):
    seen = HiddenField()
    chosen = ChosenGroups()
