"""Requirements in words: what is asked, in one sentence that waits for its reader.

Whether somebody has met one is reckoned elsewhere.
"""

from lms.kit.i18n import N_, Text
from lms.programmes.rules.definition import (
    AttendancePart,
    ChoicePart,
    CoursePart,
    ExamPart,
    ProductPart,
    ProgrammePart,
    Requirement,
    TeachingPart,
)

COURSE = N_("Complete the course.")
COURSE_ACHIEVED = N_("Complete the course with its examination.")
EXAM = N_("Pass the examination with at least %(points)s%% of the points.")
ATTENDANCE = N_("Attend at least %(count)s of the sessions.")
PRODUCT = N_("Hand in a piece of work from your workplace; at least %(points)s%% of the points.")
TEACHING = N_("Teach a session that is assessed; at least %(points)s%% of the points.")
PROGRAMME = N_("Hold a valid award of this programme.")
CHOICE = N_("Choose at least %(count)s of these.")


def describe(part: Requirement) -> Text:  # noqa: PLR0911 - one sentence for each type
    """Return what a requirement asks for."""
    match part:
        case CoursePart():
            return Text(COURSE_ACHIEVED if part.kind == "achievement" else COURSE)
        case ExamPart():
            return Text(EXAM, points=part.points)
        case AttendancePart():
            return Text(ATTENDANCE, count=part.sessions)
        case ProductPart():
            return Text(PRODUCT, points=part.points)
        case TeachingPart():
            return Text(TEACHING, points=part.points)
        case ProgrammePart():
            return Text(PROGRAMME)
        case ChoicePart():
            return Text(CHOICE, count=part.at_least)
