"""The shape of what people enter about themselves and others.

Whether an organisation is theirs to choose is decided by `lms.accounts.policy`.
"""

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    EqualTo,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, EmailInput, ListWidget

from lms.accounts.importing.columns import FIELDS, WORDS, Reading
from lms.accounts.importing.sheets import LARGEST_FILE, Sheet, read_sheet
from lms.accounts.rules import (
    LONGEST_EMAIL,
    LONGEST_PASSWORD,
    ROLE_NAMES,
    SCRIPT_NAMES,
    EmailNotValid,
    PasswordTooWeak,
    check_email,
    check_password,
    clean_honorific,
    clean_name,
    drop_unseen,
)
from lms.accounts.spelling import check_seen, check_spelling
from lms.kit.errors import Invalid
from lms.kit.i18n import N_, NATIVE_NAMES
from lms.web.forms import Form, PartsField, Refused, choices, lowered, stripped, time_zones

LONGEST_FILE_NAME = 120
# The digits of a column's number: no list has a thousand columns.
LONGEST_PLACE = 3
NEEDED = N_("Please fill this in.")
LANGUAGE_CHOICES = choices(NATIVE_NAMES.items())
ROLE_CHOICES = choices(ROLE_NAMES.items())


def is_email(_form: Form, field: Any) -> None:  # noqa: ANN401 - WTForms' field of any kind
    """Refuse what mail cannot be sent to; a WTForms validator."""
    try:
        field.data = check_email(field.data)
    except EmailNotValid as error:
        raise Refused(error.text) from error


def is_name(_form: Form, field: Any) -> None:  # noqa: ANN401 - as above
    """Refuse what is no name, and keep it clean; a WTForms validator."""
    try:
        check_spelling(field.data)
        field.data = clean_name(field.data)
    except Invalid as error:
        raise Refused(error.text) from error


def is_honorific(_form: Form, field: Any) -> None:  # noqa: ANN401 - as above
    """Refuse a form of address that is too long or unseen, and keep it clean; a validator."""
    try:
        check_seen(field.data or "")
        field.data = clean_honorific(field.data or "") or ""
    except Invalid as error:
        raise Refused(error.text) from error


def is_sound(_form: Form, field: Any) -> None:  # noqa: ANN401 - as above
    """Refuse a weak password; a WTForms validator."""
    try:
        check_password(field.data)
    except PasswordTooWeak as error:
        raise ValidationError(error.message) from error


def email_field(label: str, description: str = "") -> StringField:
    """Return a field for an address."""
    return StringField(
        label,
        description=description,
        filters=[lowered],
        validators=[DataRequired(NEEDED), Length(max=LONGEST_EMAIL), is_email],
        widget=EmailInput(),
    )


def name_field(label: str, description: str = "") -> StringField:
    """Return a field for a person's name."""
    return StringField(
        label,
        description=description,
        filters=[stripped],
        validators=[DataRequired(NEEDED), is_name],
    )


class NewPassword(Form):
    password = PasswordField(
        N_("New password"),
        description=N_("At least 12 characters. Four unrelated words work well."),
        validators=[InputRequired(NEEDED), is_sound],
    )
    repeated = PasswordField(
        N_("The same password again"),
        validators=[
            InputRequired(NEEDED),
            EqualTo("password", N_("The two passwords are not the same.")),
        ],
    )


class SignInForm(Form):
    email = StringField(
        N_("E-mail address"),
        filters=[lowered],
        validators=[InputRequired(NEEDED), Length(max=LONGEST_EMAIL)],
        widget=EmailInput(),
    )
    password = PasswordField(
        N_("Password"), validators=[InputRequired(NEEDED), Length(max=LONGEST_PASSWORD)]
    )
    next = HiddenField()


class ForgottenPasswordForm(Form):
    email = email_field(N_("E-mail address"))


class ChangePasswordForm(NewPassword):
    current = PasswordField(
        N_("Current password"), validators=[InputRequired(NEEDED), Length(max=LONGEST_PASSWORD)]
    )


class ChangeEmailForm(Form):
    email = email_field(N_("New e-mail address"))
    current = PasswordField(
        N_("Current password"), validators=[InputRequired(NEEDED), Length(max=LONGEST_PASSWORD)]
    )


class PreferencesForm(Form):
    language = SelectField(
        N_("Language"), choices=LANGUAGE_CHOICES, validators=[InputRequired(NEEDED)]
    )
    time_zone = SelectField(N_("Time zone"), choices=time_zones, validators=[InputRequired(NEEDED)])


class LanguageForm(Form):
    language = SelectField(choices=LANGUAGE_CHOICES, validators=[InputRequired()])
    next = HiddenField()


class NameForm(Form):
    full_name = name_field(
        N_("Full name"), N_("As it stands in your passport or as you want to be addressed.")
    )
    honorific = StringField(
        N_("Title or form of address before the name"),
        description=N_(
            "For example Dr, H.E. or Judge. It is printed before your name on certificates; leave "
            "it empty for none."
        ),
        filters=[stripped],
        validators=[Optional(), is_honorific],
    )
    script = SelectField(
        N_("Script"),
        choices=choices([("", N_("By the letters of the name")), *SCRIPT_NAMES.items()]),
        validators=[Optional()],
    )


class ConsentForm(Form):
    agreed = BooleanField(
        N_("I have read the privacy notice, and I accept the terms of use."),
        validators=[InputRequired(N_("Without this you cannot use the site."))],
    )
    next = HiddenField()


class AcceptInvitationForm(NewPassword):
    full_name = name_field(N_("Your full name"), N_("In any script; you can add others later."))
    agreed = BooleanField(
        N_("I have read the privacy notice, and I accept the terms of use."),
        validators=[InputRequired(N_("Without this you cannot use the site."))],
    )


class InviteForm(Form):
    full_name = name_field(N_("Full name"))
    email = email_field(N_("E-mail address"))
    language = SelectField(
        N_("Language of the invitation"),
        choices=LANGUAGE_CHOICES,
        validators=[InputRequired(NEEDED)],
    )
    # The choices depend on who invites; the policy checks the one that was made.
    organisation_id = SelectField(
        N_("Organisation"), choices=[], validate_choice=False, validators=[InputRequired(NEEDED)]
    )
    roles = SelectMultipleField(
        N_("Roles"),
        choices=ROLE_CHOICES,
        default=["trainee"],
        validators=[InputRequired(N_("Choose at least one role."))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    is_protected = BooleanField(
        N_("Protected identity"),
        description=N_("Other people see a code instead of the name."),
    )


class GrantForm(Form):
    role = SelectField(N_("Role"), choices=ROLE_CHOICES, validators=[InputRequired(NEEDED)])
    organisation_id = SelectField(
        N_("Organisation"), choices=[], validate_choice=False, validators=[InputRequired(NEEDED)]
    )
    until = DateField(
        N_("Valid until the end of"),
        description=N_("Leave empty for a role with no end date."),
        validators=[Optional()],
    )


class ProtectForm(Form):
    is_protected = BooleanField(N_("Protected identity"))


class UploadForm(Form):
    file = FileField(
        N_("Spreadsheet"),
        description=N_(
            "CSV in UTF-8 or an Excel workbook (.xlsx); at most 20,000 people and 5 MB."
        ),
        validators=[InputRequired(N_("Choose a file first."))],
    )
    sheet: Sheet
    file_name = ""

    def validate_file(self, field: FileField) -> None:
        """Read the file, and refuse one that is no list of people."""
        content = field.data.read(LARGEST_FILE + 1)
        file_name = drop_unseen(field.data.filename or "")
        try:
            self.sheet = read_sheet(content, WORDS, file_name)
        except Invalid as error:
            raise Refused(error.text) from error
        self.file_name = file_name[:LONGEST_FILE_NAME]


class ColumnsForm(Form):
    # By field, the place of a column; and what holds where there is none.
    column = PartsField()
    otherwise = PartsField()

    def read(self, width: int, before: Reading) -> Reading:
        """Return how the list is to be read from now on; what its words mean stays."""
        columns = {}
        for name in FIELDS:
            (place, *_) = self.column.data.get(name, [""])
            if place.isdecimal() and len(place) <= LONGEST_PLACE and int(place) < width:
                columns[name] = int(place)
        otherwise = {
            name: values[0]
            for name, values in self.otherwise.data.items()
            if name in {"language", "organisation", "roles"}
        }
        return Reading(columns, before.values, otherwise)


class WordsForm(Form):
    # What stands for a word that is not known, by the word's number in the list of them.
    organisation = PartsField()
    language = PartsField()
    roles = PartsField()


class ActionsForm(Form):
    # By number of line, and by standing for all that stand so.
    line = PartsField()
    all = PartsField()
    go = StringField()

    def read(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is chosen now, on top of what was."""
        lines = {number: values[0] for number, values in self.line.data.items()}
        common = {standing: values[0] for standing, values in self.all.data.items()}
        return {
            "lines": {**before.get("lines", {}), **lines},
            "all": {**before.get("all", {}), **common},
        }
