"""What is looked for in the register.

What is found is decided in `rules.register`.
"""

from wtforms import StringField

from lms.web.forms import Form, stripped

STATUS_FILTERS = ("valid", "expired", "suspended", "superseded", "revoked")


class RegisterForm(Form):
    course = StringField(filters=[stripped])
    q = StringField(filters=[stripped])
    status = StringField(filters=[stripped])
    page = StringField()
