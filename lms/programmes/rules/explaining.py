"""What pydantic finds wrong in a definition, told to the author: the place as written, what to do.

Which keys there are stands in `definition`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from lms.kit.i18n import N_, Text
from lms.questions.advice import LIMITS, NEEDED, PLAIN, Place, Problem, without_echoes

USE_ONE_OF = N_("Use one of: %(names)s.")
NUMBER = N_("Write a number here.")
# What a programme needs by itself, said in words: nobody who builds one knows the names of keys.
WANTED: Mapping[str, str] = {
    "title": N_("Write the title of the programme."),
    "summary": N_("Write the summary: what the programme is for, in two or three sentences."),
    "level": N_("Choose the level of the programme."),
    "hours": N_("Say how many hours the programme takes."),
    "requirements": N_("Add at least one requirement."),
}
MISSING = {"missing", "too_short"}


def explain(
    error: ValidationError, types: Collection[str], known: Callable[[Place], Sequence[str]]
) -> list[Problem]:
    """Return each of pydantic's errors with its place in the draft and a sentence of ours.

    `types` are those of requirements, `known` gives the keys that may stand at a place.
    """
    return [
        Problem(_place(detail, types), detail["type"], _sentence(detail, types, known))
        for detail in without_echoes(error.errors())
    ]


def _place(detail: ErrorDetails, types: Collection[str]) -> Place:
    """Return the place without what pydantic adds: the type of a requirement, the word `[key]`."""
    place: list[str | int] = []
    for step in detail["loc"]:
        is_type = step in types and bool(place) and isinstance(place[-1], int)
        if not is_type and step != "[key]":
            place.append(step)
    if detail["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        place.append("type")
    return tuple(place)


def _sentence(
    detail: ErrorDetails, types: Collection[str], known: Callable[[Place], Sequence[str]]
) -> Text:
    context, kind, place = detail.get("ctx", {}), detail["type"], _place(detail, types)
    given = context.get("advice")
    if isinstance(given, Text):
        return given
    if kind in MISSING and len(place) == 1 and place[0] in WANTED:
        return Text(WANTED[str(place[0])])
    if kind == "extra_forbidden":
        return _unknown_key(str(place[-1]), known(place[:-1]))
    if kind in {"missing", "union_tag_not_found"}:
        return Text(NEEDED, field=str(place[-1]) if place else "")
    if kind in {"union_tag_invalid", "literal_error"}:
        said = context.get("expected_tags") or context.get("expected")
        names = str(said).replace("'", "").replace(" or ", ", ")
        return Text(USE_ONE_OF, names=names)
    limits = {key: context[key] for key in LIMITS if key in context}
    return Text(PLAIN.get(kind, NUMBER), **limits)


def _unknown_key(name: str, keys: Sequence[str]) -> Text:
    near = get_close_matches(name, keys, n=1)
    if near:
        return Text(N_("Did you mean “%(near)s”?"), near=near[0])
    return Text(N_("Remove it, or use one of: %(keys)s."), keys=", ".join(keys))
