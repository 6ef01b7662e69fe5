"""Problems in a question's YAML, each with its place and a sentence that says what to do.

Which file and line a place stands on is the business of `lms.content`, which read the file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from lms.kit.i18n import N_, Text

Place = tuple[str | int, ...]
# What is said of a key that is not there.
NEEDED = N_("Add “%(field)s”: it is needed here.")


class Problem(NamedTuple):
    """One thing to mend: where, a short code for programs, and the sentence for the trainer."""

    place: Place
    code: str
    text: Text


def as_error(code: str, text: Text) -> PydanticCustomError:
    """Return `text` as an error that pydantic places; `ctx["advice"]` keeps it translatable."""
    return PydanticCustomError(code, "{advice}", {"advice": text})


def refuse(title: str, problems: Iterable[Problem]) -> None:
    """Raise one ValidationError that holds all `problems`; do nothing when there are none."""
    details = [
        InitErrorDetails(type=as_error(code, text), loc=place, input=None)
        for place, code, text in problems
    ]
    if details:
        raise ValidationError.from_exception_data(title, details)


def advise(error: ValidationError, known: Callable[[Place], Sequence[str]]) -> ValidationError:
    """Return `error` with pydantic's own sentences replaced by advice to a trainer.

    `known` gives the keys that may stand at a place, so that a slip of the pen is recognised.
    """
    details = [
        InitErrorDetails(
            type=as_error(detail["type"], _sentence(detail, known)),
            loc=detail["loc"],
            input=detail["input"],
        )
        for detail in without_echoes(error.errors())
    ]
    return ValidationError.from_exception_data(error.title, details)


def without_echoes(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Return the errors without lists that are too short because their entries are wrong."""
    places = [error["loc"] for error in errors]
    return [
        error
        for error in errors
        if error["type"] != "too_short" or not any(_is_below(at, error["loc"]) for at in places)
    ]


def _is_below(place: Place, other: Place) -> bool:
    return len(place) > len(other) and place[: len(other)] == other


def _sentence(detail: ErrorDetails, known: Callable[[Place], Sequence[str]]) -> Text:
    context: Mapping[str, object] = detail.get("ctx", {})
    given = context.get("advice")
    if isinstance(given, Text):
        return given
    place = detail["loc"]
    field = str(place[-1]) if place else ""
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_key(field, known(place[:-1]))
    if kind == "missing":
        return Text(NEEDED, field=field)
    if kind == "literal_error":
        names = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return Text("Use one of: %(names)s.", names=names)
    if kind in PLAIN:
        return Text(PLAIN[kind], **{key: context[key] for key in LIMITS if key in context})
    return Text("%(problem)s. Correct the value.", problem=detail["msg"].rstrip("."))


def _unknown_key(name: str, keys: Sequence[str]) -> Text:
    near = get_close_matches(name, keys, n=1)
    if near:
        return Text("Did you mean “%(near)s”?", near=near[0])
    return Text("Remove it, or use one of: %(keys)s.", keys=", ".join(keys))


_LIST = N_("Write a list here: one entry a line, each after a dash.")
_NAMED = N_("Write named entries here, such as “id: …” and “text: …”.")
# What pydantic tells with an error that an advice says.
LIMITS = ("min_length", "ge", "le")
PLAIN: Mapping[str, str] = {
    "bool_parsing": N_("Write yes or no."),
    "bool_type": N_("Write yes or no."),
    "string_type": N_(
        "Write a text here. Put it in quotes when it could be read as a number, or as yes or no."
    ),
    "tuple_type": _LIST,
    "dict_type": _NAMED,
    "mapping_type": _NAMED,
    "too_short": N_("More entries are needed here: at least %(min_length)s."),
    "int_type": N_("Write a whole number here."),
    "greater_than_equal": N_("Write a number that is at least %(ge)s."),
    "less_than_equal": N_("Write a number that is at most %(le)s."),
    "model_type": _NAMED,
    "invalid_key": N_("A key must be a text. Put it in quotes."),
}
