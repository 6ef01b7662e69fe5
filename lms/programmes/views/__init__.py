"""The pages of programmes, by what they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.programmes.views import (
    announcements,
    attendance,
    attendance_imports,
    calendars,
    cohort_forms,
    confirming,
    criteria,
    curricula,
    desks,
    nominating,
    nomination_desk,
    nominations,
    nominees,
    own_sessions,
    participants,
    public,
    quotas,
    quotas_each,
    recognitions,
    requirements,
    sessions,
    sheets,
    teams,
)
from lms.programmes.views.door import room

__all__ = [
    "announcements",
    "attendance",
    "attendance_imports",
    "calendars",
    "cohort_forms",
    "confirming",
    "criteria",
    "curricula",
    "desks",
    "nominating",
    "nomination_desk",
    "nominations",
    "nominees",
    "own_sessions",
    "participants",
    "public",
    "quotas",
    "quotas_each",
    "recognitions",
    "requirements",
    "room",
    "sessions",
    "sheets",
    "teams",
]
