"""No label calls a field optional that may not be left empty."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.core import UnboundField

import lms
from lms.web.forms import Form
from tests.house.generated import make_app


def _forms() -> list[type[Form]]:
    """Every form of the program."""
    for module in pkgutil.walk_packages(lms.__path__, "lms."):
        if "forms" in module.name.split("."):
            importlib.import_module(module.name)
    shown = {form for form in _below(Form) if _fields(form)}
    return sorted(shown, key=lambda form: (form.__module__, form.__name__))


def _fields(form: type[Form]) -> list[str]:
    """The names of a form's fields; one without any is what other forms have in common."""
    return [name for name in dir(form) if isinstance(getattr(form, name), UnboundField)]


def _below(form: type[Form]) -> Iterator[type[Form]]:
    for child in form.__subclasses__():
        yield child
        yield from _below(child)


FORMS = _forms()


def _sent_empty(form: type[Form]) -> list[Field]:
    """The fields of a form that was sent with nothing in it, after the form was checked."""
    sent = form(MultiDict((field.name, "") for field in form()))
    sent.validate()
    return list(sent)


def _may_be_left(field: Field) -> bool:
    return not (field.flags.required or field.flags.depends)


def _chooses_one(field: Field) -> bool:
    return isinstance(field, SelectField | RadioField) and not isinstance(
        field, SelectMultipleField
    )


def test_the_forms_are_found():
    assert len(FORMS) > 50


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_what_is_refused_empty_is_not_called_optional(form):
    wrong = [field.name for field in _sent_empty(form) if field.errors and _may_be_left(field)]
    assert wrong == [], "mark it with a validator that wants it, with Wanted or with Depends"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.__module__}.{form.__name__}")
def test_a_choice_says_whether_it_may_be_left(form):
    # One of a list is chosen from the first, unless an empty choice is offered.
    silent = [
        field.name
        for field in form()
        if _chooses_one(field) and _may_be_left(field) and not field.flags.optional
    ]
    assert silent == [], "mark it with Wanted, or with Optional where it may be left"


def test_the_label_follows_the_marks():
    from lms.workshop.forms.media import UploadForm
    from lms.workshop.forms.publishing import PublishForm

    app = make_app()
    source = '{% import "macros.html" as ui %}{{ ui.field_label(f) }}'
    with app.test_request_context():
        page = app.extensions["article60"].pages["en"].from_string(source)
        labels = {
            field.name: "(optional)" in page.render(f=field)
            for form in (UploadForm(), PublishForm())
            for field in form
        }
    assert labels == {
        "file": False, "alt": False, "credit": True, "licence": True, "source": True,
        "meaning": False, "kept": True, "offered": True, "notes": False,
    }  # fmt: skip
