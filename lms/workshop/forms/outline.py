"""What the outline's editor sends: titles, prerequisites, minutes, and where something goes."""

from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.kit.i18n import N_
from lms.web.forms import Form, Wanted, stripped

LONGEST_TITLE = 200
_TITLE_NEEDED = N_("Please give it a title.")


class NewModuleForm(Form):
    title = StringField(
        N_("Title of the module"),
        filters=[stripped],
        validators=[DataRequired(_TITLE_NEEDED), Length(max=LONGEST_TITLE)],
    )


class ModuleForm(NewModuleForm):
    requires = SelectMultipleField(
        N_("To be done before"),
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class NewActivityForm(Form):
    title = StringField(
        N_("Title"),
        filters=[stripped],
        validators=[DataRequired(_TITLE_NEEDED), Length(max=LONGEST_TITLE)],
    )
    kind = HiddenField()

    @property
    def is_quiz(self) -> bool:
        """Say whether a quiz is wanted and not a page."""
        return self.kind.data == "quiz"


class PlaceForm(Form):
    file = SelectField(N_("Page or quiz"), choices=[], validate_choice=False, validators=[Wanted()])


class ActivityForm(Form):
    title = StringField(
        N_("Title in the outline"),
        description=N_("Left empty, the title of the page or quiz itself is shown."),
        filters=[stripped],
        validators=[Length(max=LONGEST_TITLE)],
    )
    minutes = IntegerField(
        N_("Minutes"),
        description=N_("How long it takes, as the outline tells."),
        validators=[Optional(), NumberRange(1, 1000, N_("Please write a number from 1 to 1000."))],
    )
    module = SelectField(N_("Module"), choices=[], validate_choice=False, validators=[Wanted()])


class MoveForm(Form):
    # Up or down by one place; or into a module, before another activity.
    go = HiddenField()
    module = HiddenField()
    before = HiddenField()
