"""The shape of what is entered to begin a course, from nothing or from another."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from lms.convention.register import LEVELS
from lms.kit.i18n import LANGUAGES, N_, native_name
from lms.web.forms import Form, Wanted, choices, lowered, stripped
from lms.workshop.beginnings import Beginning
from lms.workshop.pages import name_for

LONGEST_TITLE = 200
WANTED = N_("Please fill this in.")
HOURS_WANTED = N_("Enter a number such as 2.5.")


class DeriveForm(Form):
    title = StringField(
        N_("Title"),
        filters=[stripped],
        validators=[
            InputRequired(WANTED),
            Length(max=LONGEST_TITLE, message=N_("The title is too long.")),
        ],
    )
    slug = StringField(
        N_("Address"),
        description=N_(
            "Small letters a–z, digits and hyphens. It stands in the course's address and does not "
            "change. Without one we make it of the title."
        ),
        filters=[lowered],
        validators=[
            Regexp(
                r"(?:[a-z0-9][a-z0-9-]{0,79})?\Z",
                message=N_("Use small letters a–z, digits and hyphens only."),
            )
        ],
        render_kw={"dir": "ltr"},
    )
    organisation_id = SelectField(
        N_("Organisation that owns it"), choices=[], validate_choice=False, validators=[Wanted()]
    )

    @property
    def value(self) -> Beginning:
        """Return what was entered."""
        title = str(self.title.data)
        return Beginning(
            str(self.slug.data or "") or name_for(title, (), "course"),
            title,
            str(self.organisation_id.data),
        )


class BeginForm(DeriveForm):
    summary = TextAreaField(
        N_("Summary"),
        description=N_("One or two sentences: what people learn, and for whom it is."),
        filters=[stripped],
        validators=[
            InputRequired(WANTED),
            Length(max=1000, message=N_("The summary is too long.")),
        ],
        render_kw={"rows": 3},
    )
    language = SelectField(
        N_("Language it is written in"),
        choices=choices((code, native_name(code)) for code in LANGUAGES),
        validators=[Wanted()],
    )
    level = SelectField(N_("Level"), choices=choices(LEVELS.items()), validators=[Wanted()])
    hours = StringField(
        N_("Hours of study"),
        default="1",
        filters=[stripped],
        validators=[Wanted(), Regexp(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?\Z", message=HOURS_WANTED)],
        render_kw={"inputmode": "decimal"},
    )

    def validate_hours(self, field: StringField) -> None:
        """Refuse a course of no length."""
        if not field.errors and not float(str(field.data).replace(",", ".")):
            raise ValidationError(HOURS_WANTED)

    @property
    def value(self) -> Beginning:
        """Return what was entered."""
        begun = super().value
        hours = float(str(self.hours.data).replace(",", "."))
        return Beginning(
            begun.slug, begun.title, begun.organisation_id, str(self.language.data),
            " ".join(str(self.summary.data).split()), str(self.level.data),
            int(hours) if hours.is_integer() else hours,
        )  # fmt: skip
