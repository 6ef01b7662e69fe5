"""What is saved in place of what a form says, where somebody saved meanwhile.

That both are shown, and which of them is kept, is decided by the views.
"""

from typing import Any

from wtforms import Field, SelectField, SelectMultipleField, StringField

from lms.web.forms import Form

GONE = "–"


def find_saved(form: Form, saved: Form) -> dict[str, list[str]]:
    """Return by the name of each field in which two forms differ what the second one says.

    Texts are as they were written, choices by their labels (msgids); an empty list is nothing.
    Pictures and hidden fields say nothing that could be read.
    """
    return {
        field.name: _words(field, saved[field.name].data)
        for field in form
        if isinstance(field, StringField | SelectField | SelectMultipleField)
        and _values(field.data) != _values(saved[field.name].data)
    }


def _values(data: Any) -> list[str]:  # noqa: ANN401 - whatever a field holds
    return sorted(data) if isinstance(data, list) else [data] if data else []


def _words(field: Field, data: Any) -> list[str]:  # noqa: ANN401 - as above
    if not isinstance(field, SelectField | SelectMultipleField):
        return _values(data)
    labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
    return [labels.get(value, GONE) for value in _values(data)]
