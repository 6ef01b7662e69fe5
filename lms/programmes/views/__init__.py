"""The pages of programmes, by what they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.programmes.views import (
    curricula,
    public,
    requirements,
)
from lms.programmes.views.door import room

__all__ = [
    "curricula",
    "public",
    "requirements",
    "room",
]
