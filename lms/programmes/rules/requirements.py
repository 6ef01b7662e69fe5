"""Requirements in words: what is asked, in one sentence that waits for its reader.

Whether somebody has met one is reckoned elsewhere.
"""

from collections.abc import Mapping
from typing import Any

from lms.kit.i18n import N_, Text
from lms.programmes.rules.definition import (
    TYPES,
    AttendancePart,
    ChoicePart,
    CoursePart,
    ExamPart,
    Part,
    ProductPart,
    ProgrammePart,
    Requirement,
    TeachingPart,
)

ACHIEVED = N_("Complete the course with its examination.")
SENTENCES: Mapping[type[Part], str] = {
    CoursePart: N_("Complete the course."),
    ExamPart: N_("Pass the examination with at least %(points)s%% of the points."),
    AttendancePart: N_("Attend at least %(sessions)s of the sessions."),
    ProductPart: N_(
        "Hand in a piece of work from your workplace; at least %(points)s%% of the points."
    ),
    TeachingPart: N_("Teach a session that is assessed; at least %(points)s%% of the points."),
    ProgrammePart: N_("Hold a valid award of this programme."),
    ChoicePart: N_("Choose at least %(at_least)s of these."),
}
# The numbers that the sentences tell.
NUMBERS = {"points", "sessions", "at_least"}


def describe(part: Requirement) -> Text:
    """Return what a requirement asks for."""
    if isinstance(part, CoursePart) and part.kind == "achievement":
        return Text(ACHIEVED)
    return Text(SENTENCES[type(part)], **part.model_dump(include=NUMBERS))


def name_by_description(part: Requirement, language: str) -> str:
    """Return what a requirement asks for as its name: no stop stands before what follows it."""
    return describe(part).in_language(language).rstrip(".。")


def describe_draft(part: Mapping[str, Any]) -> Text:
    """Return what a requirement of a draft asks for, whether it is right yet or not."""
    if part["type"] == "course" and part.get("kind") == "achievement":
        return Text(ACHIEVED)
    kind = TYPES[part["type"]]
    said = {name: part.get(name, "–") for name in NUMBERS if name in kind.model_fields}
    return Text(SENTENCES[kind], **said)
