"""The pages of the workshop, by what they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.workshop.views import (
    courses,
    creating,
    history,
    lineage,
    media,
    packages,
    pages,
    publishing,
    review,
    saving,
    versions,
)
from lms.workshop.views.door import room

__all__ = [
    "courses",
    "creating",
    "history",
    "lineage",
    "media",
    "packages",
    "pages",
    "publishing",
    "review",
    "room",
    "saving",
    "versions",
]
