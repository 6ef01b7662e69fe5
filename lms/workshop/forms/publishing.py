"""The shape of a wish to publish, and of a second person's refusal."""

from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.content.rules import LONGEST_NOTES
from lms.kit.i18n import N_
from lms.web.forms import Form, Wanted, choices, stripped

NEEDED = N_("Please fill this in.")
LONGEST_REASON = 2000
SAME, CHANGED = "same", "changed"
MEANINGS = choices(
    (
        (SAME, N_("I declare that the changed texts mean what they meant: a new edition")),
        (CHANGED, N_("The meaning changed: a new version")),
    )
)


class PublishForm(Form):
    meaning = RadioField(
        N_("Do the changed texts mean the same?"),
        choices=MEANINGS,
        default=None,
        # Shown only where there is something to declare; the view asks for an answer then.
        validators=[Optional(), Wanted()],
    )
    kept = SelectMultipleField(
        N_("Go on offering these languages though they have gaps"),
        description=N_(
            "They are offered so far. A new version is not offered in a language that you untick; "
            "people on older versions go on reading it."
        ),
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    offered = SelectMultipleField(
        N_("Offer these languages though they are incomplete"),
        description=N_("What is missing is shown in the course's own language, and marked."),
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    notes = TextAreaField(
        N_("Release notes"),
        description=N_(
            "What is new, in the language of the course: for colleagues, and for people who are "
            "offered a new version."
        ),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_NOTES)],
        render_kw={"rows": 4, "maxlength": LONGEST_NOTES},
    )


class RefusalForm(Form):
    reason = TextAreaField(
        N_("Why not?"),
        description=N_("Your colleague reads this."),
        filters=[stripped],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_REASON)],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )
