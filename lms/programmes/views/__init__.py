"""The pages of programmes, by what they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.programmes.views import (
    attendance,
    attendance_imports,
    calendars,
    curricula,
    own_sessions,
    public,
    requirements,
    sessions,
    sheets,
)
from lms.programmes.views.door import room

__all__ = [
    "attendance",
    "attendance_imports",
    "calendars",
    "curricula",
    "own_sessions",
    "public",
    "requirements",
    "room",
    "sessions",
    "sheets",
]
