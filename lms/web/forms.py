"""The base of every form: texts stay untranslated here, the macros translate them.

The token against forged requests is checked by `lms.web.room`, before any form is read.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from wtforms import Field, FileField, ValidationError
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stub
from wtforms.fields.core import UnboundField
from wtforms.widgets.core import (  # type: ignore[attr-defined]  # its stub lacks one
    Input,
    clean_key,
)

from lms.kit.i18n import Text


class Untranslated:
    """Hands WTForms its own messages back; templates translate all messages in one place."""

    def gettext(self, string: str) -> str:
        """Return `string` as it is."""
        return string

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the form that English wants for `n`."""
        return singular if n == 1 else plural


class Form(WTForm):
    """A WTForms form whose labels and messages are msgids."""

    class Meta:
        """WTForms' settings."""

        def get_translations(self, _form: WTForm) -> Untranslated:
            """Return the translations that translate nothing."""
            return Untranslated()

    def complain(self, said: Text | str) -> None:
        """Say above the form what is wrong with all of it."""
        self.form_errors.append(said)  # type: ignore[arg-type]  # WTForms knows plain texts alone


class Refused(ValidationError):
    """What is wrong with a field, in words that may wait for their reader's language."""

    def __init__(self, said: Text | str) -> None:
        super().__init__(said)  # type: ignore[arg-type]  # as in `Form.complain`


def complain_at(field: Field, said: Text | str) -> None:
    """Say at a field what is wrong with it, beside what is said there already."""
    field.errors = [*field.errors, said]  # type: ignore[list-item]  # as in `Form.complain`


@cache
def list_file_fields(kind: type[Form]) -> frozenset[str]:
    """Return the names of the fields of a form that take files."""
    fields = {name: getattr(kind, name, None) for name in dir(kind)}
    return frozenset(
        name for name, field in fields.items()
        if isinstance(field, UnboundField) and issubclass(field.field_class, FileField)
    )  # fmt: skip


def attributes(**named: Any) -> Markup:  # noqa: ANN401 - WTForms' own
    """Return an element's attributes as WTForms' `html_params` does, in an eighth of its time.

    A form with one field spent a tenth of its page's time there.
    """
    written = (
        clean_key(name) if value is True else f'{clean_key(name)}="{escape(value)}"'
        for name, value in sorted(named.items())
        if value is not False
    )  # fmt: skip
    return Markup(" ".join(written))  # noqa: S704 - the values are escaped, the names are our own


Input.html_params = staticmethod(attributes)  # type: ignore[method-assign]  # as WTForms sets it


def stripped(value: Any) -> Any:  # noqa: ANN401 - a WTForms filter takes and gives any field's value
    """Return a text without space at its ends; a WTForms filter."""
    return value.strip() if isinstance(value, str) else value


def lowered(value: Any) -> Any:  # noqa: ANN401
    """Return a text in lower case without space at its ends; a WTForms filter."""
    return value.strip().lower() if isinstance(value, str) else value


def choices(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Return (value, label) pairs as a select field takes them."""
    return [SelectChoice(value, label) for value, label in pairs]


_REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/",
           "Europe/", "Indian/", "Pacific/")  # fmt: skip


@cache
def time_zones() -> list[Any]:
    """Return the time zones to choose from: UTC, then region and city."""
    names = sorted(name for name in available_timezones() if name.startswith(_REGIONS))
    return choices([("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)])


class SentField(Field):
    """A field that reads what was sent by itself, and has no value from elsewhere."""

    def process(
        self,
        formdata: Any,  # noqa: ANN401 - WTForms' own
        data: object = None,  # noqa: ARG002
        extra_filters: Sequence[Any] | None = None,  # noqa: ARG002
    ) -> None:
        """Take what was sent."""
        self.take(formdata or MultiDict())

    def take(self, sent: "MultiDict[str, str]") -> None:
        """Set the data from all that was sent."""
        raise NotImplementedError


class PartsField(SentField):
    """All fields of a form that bear this one's name, alone or with a part: `answer`, `answer-2`.

    Its data are the values by part; the part of the plain name is empty.
    """

    def take(self, sent: "MultiDict[str, str]") -> None:
        """Take the values by part."""
        self.data: dict[str, list[str]] = {}
        for name in sent:
            first, _, part = name.partition("-")
            if first == self.name:
                self.data[part] = sent.getlist(name)


class BesideField(SentField):
    """Texts that a page or its script sends beside what a person fills in: one for each name.

    Its data are the texts by name, empty where nothing came. As fields of their own each would be
    made and bound anew at each request.
    """

    def __init__(self, *names: str, **options: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**options)
        self._names = names

    def take(self, sent: "MultiDict[str, str]") -> None:
        """Take the text of each name."""
        self.data: dict[str, str] = {name: sent.get(name, "") for name in self._names}


class Wanted:
    """Marks a field as needed for the reader and the browser; an empty one is not refused here."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, _form: WTForm, _field: object) -> None:
        """Accept whatever came."""


class Depends(Wanted):
    """Marks a field that is needed in some cases and not in others: nobody calls it optional."""

    field_flags: ClassVar[dict[str, bool]] = {"depends": True}
