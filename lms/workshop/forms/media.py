"""What the media library sends: files, and what is to be known of them."""

from wtforms import BooleanField, FileField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from lms.content.format import MediaNote
from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES
from lms.web.forms import Depends, Form, Refused, Wanted, choices, stripped
from lms.workshop.media import LICENCES
from lms.workshop.uploads import ENDINGS, Upload, UploadRefused, check_upload

LONGEST = 1000
_ALL = ",".join(f".{ending}" for ending in ENDINGS)


class FileForm(Form):
    file = FileField(
        N_("File"),
        validators=[InputRequired(N_("Choose a file first."))],
        render_kw={"accept": _ALL},
    )
    _upload: Upload | None = None

    def validate_file(self, field: FileField) -> None:
        """Look into the file; a WTForms validator."""
        try:
            self._upload = check_upload(field.data.filename or "", field.data.read())
        except UploadRefused as error:
            raise Refused(error.text) from error

    @property
    def upload(self) -> Upload:
        """Return the file as it will be kept, of a form that was found valid."""
        if self._upload is None:
            raise ValueError("the form is not valid")
        return self._upload


class NoteForm(Form):
    alt = TextAreaField(
        N_("Alternative text"),
        description=N_("What a picture shows, for those who cannot see it."),
        filters=[stripped],
        validators=[Depends(), Length(max=LONGEST)],
    )
    credit = StringField(N_("Made by"), filters=[stripped], validators=[Length(max=LONGEST)])
    licence = StringField(
        N_("Licence"),
        description=N_("Under which others may use it, such as CC BY 4.0."),
        filters=[stripped],
        validators=[Length(max=LONGEST)],
        render_kw={"list": "licences"},
    )
    source = StringField(
        N_("Where it comes from"), filters=[stripped], validators=[Length(max=LONGEST)]
    )
    known_licences = LICENCES

    @property
    def note(self) -> MediaNote:
        """Return what was entered; an empty field says nothing."""
        said = (self.alt.data, self.credit.data, self.licence.data, self.source.data)
        alt, credit, licence, source = (value or None for value in said)
        return MediaNote(alt=alt, credit=credit, licence=licence, source=source)


class UploadForm(FileForm, NoteForm):
    # The file is looked into first, for its fields are older: what it is decides about the text.
    def validate_alt(self, field: TextAreaField) -> None:
        """Want an alternative text for a picture; a WTForms validator."""
        if self._upload is not None and self._upload.is_picture and not field.data:
            raise ValidationError(N_("Say what the picture shows, for those who cannot see it."))


class CaptionsForm(FileForm):
    # Beside another form with a file, on the same page.
    file = FileField(
        N_("File"),
        validators=[InputRequired(N_("Choose a file first."))],
        render_kw={"accept": ".vtt"},
        id="captions-file",
    )
    language = SelectField(
        N_("Language of the captions"),
        choices=choices([(code, NATIVE_NAMES[code]) for code in LANGUAGES]),
        validators=[DataRequired()],
    )

    def validate_file(self, field: FileField) -> None:
        """Take captions and nothing else; a WTForms validator."""
        super().validate_file(field)
        if self.upload.ending != "vtt":
            raise ValidationError(N_("Captions are a WebVTT file; its name ends in “.vtt”."))


class RemovalForm(Form):
    is_confirmed = BooleanField(N_("Remove it although it is used"), validators=[Wanted()])
