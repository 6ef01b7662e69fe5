"""What an administrator sends of certificates of paper: the list, and what its columns hold.

What the lines say is decided in `rules.papers`.
"""

from wtforms import FileField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from lms.accounts.importing.sheets import LARGEST_FILE, Sheet, read_sheet
from lms.accounts.rules import drop_unseen
from lms.certificates.rules.paper_columns import FIELDS, list_words
from lms.certificates.rules.paper_days import ORDERS
from lms.certificates.rules.papers import (
    LONGEST_TITLE,
    PaperReading,
    as_kind,
    as_order,
)
from lms.kit.characters import is_turning
from lms.kit.errors import Invalid
from lms.kit.i18n import LANGUAGES, N_
from lms.web.forms import Form, PartsField, Refused, choices, stripped

LONGEST_FILE_NAME = 200
LONGEST_PLACE = 3


def _clean(text: str) -> str:
    """Return a cell as it is kept: what turns its direction stays, for the line is refused then."""
    if not any(map(is_turning, text)):
        return drop_unseen(text)
    return "".join(part if is_turning(part) else drop_unseen(part) for part in text)


class PapersForm(Form):
    # Which organisations there are, only the view knows; the policy refuses what is no choice.
    issuer = SelectField(
        N_("Whose register they enter"),
        choices=[],
        validate_choice=False,
        validators=[InputRequired(N_("Choose an organisation."))],
    )
    file = FileField(
        N_("Spreadsheet"),
        description=N_(
            "CSV in UTF-8 or an Excel workbook (.xlsx); at most 20,000 certificates and 5 MB."
        ),
        validators=[InputRequired(N_("Choose a file first."))],
    )
    sheet: Sheet
    file_name = ""

    def validate_file(self, field: FileField) -> None:
        """Read the file, and refuse one that is no list."""
        content = field.data.read(LARGEST_FILE + 1)
        file_name = drop_unseen(field.data.filename or "")
        try:
            self.sheet = read_sheet(content, list_words(), file_name, _clean)
        except Invalid as error:
            raise Refused(error.text) from error
        self.file_name = file_name[:LONGEST_FILE_NAME]


class PaperColumnsForm(Form):
    # By field, the place of a column.
    column = PartsField()
    kind = StringField()
    language = StringField()
    title = StringField(
        N_("Title, where no column or cell has one"),
        filters=[stripped],
        validators=[
            Length(max=LONGEST_TITLE, message=N_("A title has at most 300 characters."))
        ],
    )  # fmt: skip

    day_order = SelectField(
        N_("Order of the days"),
        choices=choices([("", N_("As the list itself tells")), *ORDERS.items()]),
        default="",
        description=N_(
            "A number above 12 tells which is the day. Where the year stands first, no order is "
            "needed."
        ),
        validators=[Optional()],
    )

    def read(self, width: int) -> PaperReading:
        """Return how the list is to be read from now on."""
        columns = {}
        for name in FIELDS:
            (place, *_) = self.column.data.get(name, [""])
            if place.isdecimal() and len(place) <= LONGEST_PLACE and int(place) < width:
                columns[name] = int(place)
        language = self.language.data or ""
        return PaperReading(
            columns,
            as_kind(self.kind.data or ""),
            self.title.data or "",
            language if language in LANGUAGES else "en",
            as_order(self.day_order.data or ""),
        )
