"""The shape of what translators send: filters, a translation, a comment, a term.

Whether a translation fits its source is decided by `lms.units.checks`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES
from lms.translation.rules import TermRow, TermText, TermWish, Wish
from lms.units.po import Status
from lms.web.forms import Form, Wanted, choices, stripped
from lms.web.listing import ROWS_PER_PAGE, page_number

NEEDED = N_("Please fill this in.")
LONGEST_SEARCH = Length(max=200, message=N_("Please search for fewer than 200 characters."))
LONGEST_TEXT = Length(max=20_000, message=N_("A text has at most 20,000 characters."))
LONGEST_COMMENT = Length(max=2_000, message=N_("A comment has at most 2,000 characters."))
LONGEST_TERM = Length(max=200, message=N_("A term has at most 200 characters."))


def unix_lines(value: Any) -> Any:  # noqa: ANN401 - a WTForms filter takes and gives any value
    """Return a text with its lines ended as in files, not as forms send them; a WTForms filter."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def number_of(value: object) -> int:
    """Return the number of a row that a page was made from; 0 for anything else."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - what the database can count


class UnitsForm(Form):
    q = StringField(N_("Search source and translation"), [LONGEST_SEARCH], filters=[stripped])
    status = StringField(default="")
    file = StringField(default="")
    page = StringField(default="1")

    @property
    def wish(self) -> Wish:
        """Return which units are wanted."""
        return Wish(self.q.data or "", self.status.data or "", self.file.data or "")

    @property
    def page_number(self) -> int:
        """Return the page asked for."""
        return page_number(self.page.data)

    @property
    def paging(self) -> slice:
        """Return which units of all stand on the page asked for."""
        start = (self.page_number - 1) * ROWS_PER_PAGE
        return slice(start, start + ROWS_PER_PAGE)


class NextForm(Form):
    """The unit that a translator comes from, and how it stood until it was saved."""

    after = StringField(default="")
    was = StringField(default="")


class UnitForm(Form):
    """What the page of a unit is asked for: a suggestion that is to stand in the text field.

    `was` is how the unit stood before a save that stopped at its notes.
    """

    take = StringField(default="")
    was = StringField(default="")

    @property
    def taken(self) -> int | None:
        """Return the place of the suggestion, or nothing."""
        taken = self.take.data or ""
        return int(taken) if taken.isdecimal() and len(taken) < 3 else None  # noqa: PLR2004


class SaveForm(Form):
    text = TextAreaField(N_("Translation"), [LONGEST_TEXT], filters=[unix_lines], default="")
    seq = HiddenField()
    revision = HiddenField()
    was = HiddenField()
    go = StringField(default="")

    @property
    def sent(self) -> str:
        """Return the translation."""
        return str(self.text.data or "")

    @property
    def is_next(self) -> bool:
        """Say whether the next text is to be opened."""
        return self.go.data == "next"

    @property
    def wanted(self) -> Status:
        """Return the status that the translation is to have."""
        return "draft" if self.go.data == "draft" else "translated"

    @property
    def row(self) -> int:
        """Return the row that the page showed."""
        return number_of(self.seq.data)


class RowForm(Form):
    """Which row of a unit the page showed, and which is to come back."""

    seq = HiddenField()
    revision = HiddenField()
    wanted = HiddenField()

    @property
    def row(self) -> int:
        """Return the row that the page showed."""
        return number_of(self.seq.data)

    @property
    def wanted_row(self) -> int:
        """Return the row that is to come back."""
        return number_of(self.wanted.data)


class CommentForm(RowForm):
    text = TextAreaField(N_("Comment"), [LONGEST_COMMENT], filters=[unix_lines], default="")


class ReviewForm(Form):
    # `<id of the unit>:<number of its row>`, as the page showed them.
    unit = SelectMultipleField(choices=[], validate_choice=False)

    @property
    def chosen(self) -> Mapping[str, int]:
        """Return the rows that were shown, by the id of their unit."""
        pairs = (str(value).partition(":") for value in self.unit.data or ())
        return {unit_id: number_of(seq) for unit_id, _, seq in pairs}


class TermsForm(Form):
    q = StringField(N_("Search terms"), [LONGEST_SEARCH], filters=[stripped], default="")
    page = StringField(default="1")

    @property
    def page_number(self) -> int:
        """Return the page asked for."""
        return page_number(self.page.data)


class TermForm(Form):
    language = SelectField(
        N_("Language of the term"), [Wanted()], choices=choices(NATIVE_NAMES.items())
    )
    source = StringField(
        N_("Term"), [DataRequired(message=NEEDED), LONGEST_TERM], filters=[stripped]
    )
    note = TextAreaField(N_("Note"), [LONGEST_COMMENT], filters=[unix_lines], default="")

    @property
    def wish(self) -> TermWish:
        """Return the term as it is wanted."""
        language, source = str(self.language.data), str(self.source.data)
        texts = {code: TermText(text, is_draft) for code, text, _, is_draft in self._languages()}
        forbidden = {code: words for code, _, words, _ in self._languages()}
        texts[language] = TermText(source)
        return TermWish(language, source, str(self.note.data or ""), texts, forbidden)

    def _languages(self) -> Iterator[tuple[str, str, list[str], bool]]:
        for code in LANGUAGES:
            words = str(self[f"forbidden_{code}"].data or "").replace("،", ",").replace("，", ",")
            yield (
                code,
                str(self[f"text_{code}"].data or ""),
                [word.strip() for word in words.split(",") if word.strip()],
                bool(self[f"draft_{code}"].data),
            )


for _code in LANGUAGES:
    # Three fields for each language; the base class takes notice of what is added to it.
    setattr(
        TermForm,
        f"text_{_code}",
        StringField(N_("Translation"), [LONGEST_TERM], filters=[stripped], default=""),
    )
    setattr(
        TermForm,
        f"forbidden_{_code}",
        StringField(
            N_("Must not be used, separated by commas"), [LONGEST_TERM], filters=[stripped]
        ),
    )
    setattr(TermForm, f"draft_{_code}", BooleanField(N_("Draft: still to be checked")))


def filled_form(term: TermRow) -> TermForm:
    """Return the form of a term as it stands."""
    data: dict[str, Any] = {"language": term.language, "source": term.source, "note": term.note}
    for code in LANGUAGES:
        text = term.text_in(code)
        data[f"text_{code}"] = text.text if text else ""
        data[f"draft_{code}"] = bool(text and text.is_draft)
        data[f"forbidden_{code}"] = ", ".join(term.forbidden_in(code))
    return TermForm(data=data)
