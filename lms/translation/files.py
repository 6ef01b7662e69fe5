"""A translator's file between upload and confirmation: its formats, its seal, its forms.

What becomes of it is decided in `lms.content.exchange`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import cast

from wtforms import BooleanField, FileField, HiddenField, StringField, SubmitField
from wtforms.validators import InputRequired

from lms.content.exchange import (
    MOST_BYTES,
    Incoming,
    Outcome,
    Report,
    UnitReport,
    read_file,
)
from lms.content.rules import CourseInvalid
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.kit.i18n import N_, Text
from lms.web.forms import Form, Refused
from lms.web.listing import page_number
from lms.web.seals import is_sealed, make_seal

PURPOSE = "translations"
LONGEST_NAME = 120
# The parts of a report, the one that a person has to look at first before the others.
PARTS = ("refused", "noted", "taken", "unchanged")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format in which translations are handed out."""

    name: str
    form: str
    version: str
    ending: str
    mimetype: str


FORMS: Mapping[str, FileFormat] = {
    "po": FileFormat("PO", "po", "2.1", "po", "text/x-gettext-translation"),
    "xliff-1.2": FileFormat("XLIFF 1.2", "xliff", "1.2", "xlf", "application/x-xliff+xml"),
    "xliff-2.1": FileFormat("XLIFF 2.1", "xliff", "2.1", "xlf", "application/xliff+xml"),
}


def seal_file(actor: Actor, slug: str, content_hash: str) -> str:
    """Return what opens an uploaded file to the one who uploaded it, and to nobody else."""
    return make_seal(PURPOSE, str(actor.person_id), slug, content_hash)


def load_file_for(actor: Actor, slug: str, content_hash: str, seal: str, name: str) -> Incoming:
    """Return a file that the actor uploaded for a course; raise `NotVisible` otherwise."""
    if not is_sealed(seal, PURPOSE, str(actor.person_id), slug, content_hash):
        raise NotVisible
    if not storage.exists(content_hash):
        raise NotVisible
    return read_file(storage.get(content_hash), name)


def _short(name: object) -> str:
    return PurePath(str(name or "")).name[-LONGEST_NAME:] or "-"


class FileForm(Form):
    """The file that a translator sends."""

    file = FileField(N_("PO or XLIFF file"), validators=[InputRequired(N_("Choose a file first."))])
    content: bytes = b""
    course: str = ""
    name: str = ""

    def validate_file(self, field: FileField) -> None:
        """Read the file, and refuse one that is neither PO nor XLIFF."""
        self.content = field.data.read(MOST_BYTES + 1)
        self.name = _short(field.data.filename)
        try:
            self.course = read_file(self.content, self.name).course
        except CourseInvalid as error:
            first = error.problems[0]
            message = Text(N_("Line %(line)s: %(problem)s %(advice)s"), line=first.line,
                           problem=first.message, advice=first.advice)  # fmt: skip
            raise Refused(message) from error


class ReportForm(Form):
    """Which part of the report is looked at."""

    name = StringField(default="")
    part = StringField(default="")
    page = StringField(default="1")

    @property
    def file_name(self) -> str:
        """Return what the file was called."""
        return _short(self.name.data)

    @property
    def page_number(self) -> int:
        """Return the page asked for."""
        return page_number(self.page.data)

    def wanted_part(self, report: Report) -> str:
        """Return the part asked for; without a wish, the one that a person has to look at."""
        asked = self.part.data or ""
        if asked in PARTS:
            return asked
        return next((part for part in PARTS if list_part(report, part)), "unchanged")


def list_part(report: Report, part: str) -> list[UnitReport]:
    """Return the texts of a part of a report: those with notes, or those of one outcome."""
    return report.noted if part == "noted" else report.of(cast("Outcome", part))


class TakeForm(Form):
    """The confirmation, with what opens the file."""

    slug = HiddenField()
    content_hash = HiddenField()
    seal = HiddenField()
    name = HiddenField()
    rest = SubmitField()
    as_translated = BooleanField(
        N_("Count the changed texts as translated"),
        description=N_(
            "Editors of PO files leave the mark of a draft where it is though the text was "
            "changed. Translated texts go to review."
        ),
    )

    @property
    def file_name(self) -> str:
        """Return what the file was called."""
        return _short(self.name.data)

    @property
    def takes_rest(self) -> bool:
        """Say whether what is right is taken though other texts are refused."""
        return bool(self.rest.data)
