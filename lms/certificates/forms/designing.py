"""What a designer sends: a new design, its look, its wording in a language, what to draw.

What a design may hold is said in `rules.designs`; what is wrong with one, by the pre-flight.
"""

from wtforms import (
    BooleanField,
    ColorField,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from lms.certificates.drawing.glyphs import check_readable
from lms.certificates.drawing.pictures import LARGEST, redraw
from lms.certificates.rules.designs import (
    COLOURS,
    EMBLEM_PLACES,
    LAYOUTS,
    LONGEST_DESIGN_NAME,
    LONGEST_WORDING,
    ORIENTATIONS,
    PAPERS,
    SHOWABLE,
    SIGNING,
    SLOTS,
    Design,
    Palette,
    is_colour,
)
from lms.certificates.rules.samples import SAMPLES
from lms.kit.errors import Invalid
from lms.kit.i18n import LANGUAGES, N_, NATIVE_NAMES
from lms.web.forms import Form, Refused, choices, lowered, stripped

NEEDED = N_("Please fill this in.")
CHOOSE = N_("Please choose one of these.")
TWICE = N_("The same person cannot sign twice.")
NO_COLOUR = N_("Write the colour as # and six digits, as in #0b5351.")
NOBODY = N_("Nobody")
NO_SECOND = N_("None")
LANGUAGE_CHOICES = choices((code, NATIVE_NAMES[code]) for code in LANGUAGES)
SECOND_CHOICES = [*choices([("", NO_SECOND)]), *LANGUAGE_CHOICES]


def _refuse_hidden(_form: Form, field: StringField) -> None:
    """Refuse a name that would not be read as it is written."""
    try:
        check_readable(str(field.data))
    except Invalid as error:
        raise Refused(error.text) from error


class DesignNameForm(Form):
    name = StringField(
        N_("Name of the design"),
        description=N_("For your own lists; it does not stand on certificates."),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_DESIGN_NAME), _refuse_hidden],
    )


class NewDesignForm(DesignNameForm):
    # Both are the actor's own, and loaded once more by the policy.
    organisation = SelectField(
        N_("Organisation"), choices=[], validate_choice=False, validators=[InputRequired(CHOOSE)]
    )
    like = SelectField(N_("Begin with"), choices=[], validate_choice=False, validators=[Optional()])


def _refuse_no_colour(_form: Form, field: ColorField) -> None:
    """Refuse what is no colour."""
    if not is_colour(str(field.data)):
        raise ValidationError(NO_COLOUR)


def refuse_twice(form: Form, field: SelectField) -> None:
    """Refuse who signs before already, at the field that says it again.

    It stands before `Optional`, which ends the checks of a field that is empty.
    """
    places = list(SIGNING)
    before = places[: places.index(field.name)]
    if field.data and field.data in {form[name].data for name in before}:
        raise ValidationError(TWICE)


def _colour(label: str) -> ColorField:
    return ColorField(
        label, filters=[lowered], validators=[InputRequired(NEEDED), _refuse_no_colour]
    )


class LookForm(Form):
    seen = HiddenField(validators=[InputRequired(NEEDED)])
    layout = RadioField(
        N_("Layout"), choices=choices(LAYOUTS.items()), validators=[InputRequired(CHOOSE)]
    )
    paper = RadioField(
        N_("Paper"),
        choices=choices((paper, paper) for paper in PAPERS),
        validators=[InputRequired(CHOOSE)],
    )
    orientation = RadioField(
        N_("Orientation"), choices=choices(ORIENTATIONS.items()), validators=[InputRequired(CHOOSE)]
    )
    emblem = RadioField(
        N_("Emblem"),
        choices=choices(EMBLEM_PLACES.items()),
        validators=[InputRequired(CHOOSE)],
    )
    picture = FileField(
        N_("An emblem of its own"),
        description=N_("PNG or JPEG, at most 1 MB. Without one, the emblem of the site is taken."),
        validators=[Optional()],
    )
    removes_picture = BooleanField(N_("Take the emblem of the site again"))
    shows = SelectMultipleField(
        N_("What is shown"),
        description=N_("Only what is known of a holder is shown in any case."),
        choices=choices(SHOWABLE.items()),
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    ink = _colour(COLOURS["ink"])
    muted = _colour(COLOURS["muted"])
    primary = _colour(COLOURS["primary"])
    accent = _colour(COLOURS["accent"])
    line = _colour(COLOURS["line"])
    page = _colour(COLOURS["paper"])
    signatory_1 = SelectField(
        SIGNING["signatory_1"], choices=[], validate_choice=False, validators=[Optional()]
    )
    signatory_2 = SelectField(
        SIGNING["signatory_2"],
        choices=[],
        validate_choice=False,
        validators=[refuse_twice, Optional()],
    )
    signatory_3 = SelectField(
        SIGNING["signatory_3"],
        choices=[],
        validate_choice=False,
        validators=[refuse_twice, Optional()],
    )
    drawn: bytes = b""

    def validate_picture(self, field: FileField) -> None:
        """Draw the picture anew, and refuse what is none."""
        content = field.data.read(LARGEST + 1) if field.data else b""
        if not content:
            return
        try:
            self.drawn = redraw(content)
        except Invalid as error:
            raise ValidationError(error.message) from error

    @property
    def signatories(self) -> tuple[str, ...]:
        """Return who signs, in their order."""
        fields = (self[name] for name in SIGNING)
        return tuple(str(field.data) for field in fields if field.data)

    def fill(self, design: Design, seen: str) -> None:
        """Show a design as it is."""
        self.seen.data = seen
        self.layout.data, self.paper.data = design.layout, design.paper
        self.orientation.data, self.emblem.data = design.orientation, design.emblem
        self.shows.data = sorted(design.shows)
        colours = design.colours
        for name in ("ink", "muted", "primary", "accent", "line"):
            self[name].data = getattr(colours, name)
        self.page.data = colours.paper
        for name, signatory_id in zip(SIGNING, design.signatories, strict=False):
            self[name].data = signatory_id

    @property
    def has_colours(self) -> bool:
        """Say whether what was chosen are colours."""
        fields = (self.ink, self.muted, self.primary, self.accent, self.line, self.page)
        return all(is_colour(str(field.data)) for field in fields)

    @property
    def palette(self) -> Palette:
        """Return the colours that were chosen."""
        return Palette(
            ink=str(self.ink.data),
            muted=str(self.muted.data),
            primary=str(self.primary.data),
            accent=str(self.accent.data),
            line=str(self.line.data),
            paper=str(self.page.data),
        )


class WordingForm(Form):
    seen = HiddenField(validators=[InputRequired(NEEDED)])


for _slot, _label in SLOTS.items():
    setattr(
        WordingForm,
        _slot,
        TextAreaField(
            _label,
            filters=[stripped],
            validators=[
                Optional(),
                Length(max=LONGEST_WORDING, message=N_("A wording has at most 240 characters.")),
            ],
        ),
    )


class PublishForm(Form):
    # The draft that is looked at: another one is not published in its place.
    seen = HiddenField()


class TrialForm(Form):
    sample = SelectField(
        N_("Sample"), choices=choices(SAMPLES.items()), validators=[InputRequired(CHOOSE)]
    )
    language = SelectField(
        N_("Language"), choices=LANGUAGE_CHOICES, validators=[InputRequired(CHOOSE)]
    )
    beside = SelectField(N_("Second language"), choices=SECOND_CHOICES, validators=[Optional()])
