"""What the questions' editor sends of a case file: its documents."""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from lms.kit.i18n import N_
from lms.questions.case_file import MOST_DOCUMENTS
from lms.web.forms import Depends, Form, Wanted
from lms.web.forms import choices as options
from lms.workshop.editing.cases import DOCUMENTS
from lms.workshop.editing.parts import arrange, entries_of
from lms.workshop.forms.parts import LONGEST, LONGEST_WORD, TOO_LONG, as_text, clean

LONGEST_DOCUMENT = 50_000
DOCUMENT_TOO_LONG = N_("Please write at most 50,000 characters.")


class DocumentForm(Form):
    id = HiddenField()
    title = StringField(
        N_("Title"), filters=[clean], validators=[Wanted(), Length(max=LONGEST_WORD)],
        render_kw={"dir": "auto"},
    )  # fmt: skip
    way = RadioField(
        N_("The document is"),
        choices=options([("text", N_("A text")), ("file", N_("A file of the media library"))]),
        validate_choice=False,
        validators=[Wanted()],
    )
    text = TextAreaField(
        N_("Text"),
        description=N_("Markdown, as on a page; headings begin with “##”."),
        filters=[clean],
        validators=[Depends(), Length(max=LONGEST_DOCUMENT, message=DOCUMENT_TOO_LONG)],
        render_kw={"rows": 12, "dir": "auto"},
    )
    media = SelectField(N_("File"), choices=[], validate_choice=False, validators=[Depends()])
    alt = TextAreaField(
        N_("Alternative text"),
        description=N_("Of a picture: what is to be seen, for those who cannot see it."),
        filters=[clean],
        validators=[Depends(), Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"rows": 3, "dir": "auto"},
    )


class CaseForm(Form):
    """A part of the form of a case file."""

    documents = FieldList(FormField(DocumentForm), max_entries=MOST_DOCUMENTS + 1)

    @staticmethod
    def read(data: Mapping[str, Any]) -> dict[str, Any]:
        """Return the form's fields of a case as its file has it."""
        return {"documents": [_shown(each) for each in entries_of(data, DOCUMENTS.key)]}

    def value(self, act: str) -> dict[str, Any]:
        """Return what a case's file is to say of it, after the button that was pressed."""
        documents = [_value(each.form) for each in self.documents]
        return {DOCUMENTS.key: arrange(DOCUMENTS, documents, act)}


def _shown(document: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: as_text(document.get(name)) for name in DOCUMENTS.keys}
    return {**words, "way": "file" if document.get("media") is not None else "text"}


def _value(form: DocumentForm) -> dict[str, Any]:
    value: dict[str, Any] = {"id": form.id.data, "title": form.title.data}
    if form.way.data == "file":
        return {**value, "text": None, "media": form.media.data or "", "alt": form.alt.data or None}
    return {**value, "text": form.text.data, "media": None, "alt": None}
