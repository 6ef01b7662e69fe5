"""The pages of the workshop, by what they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.workshop.views import (
    boxes,
    courses,
    creating,
    history,
    incoming,
    library,
    lineage,
    media,
    outline,
    packages,
    pages,
    publishing,
    questions,
    quizzes,
    review,
    saving,
    settings,
    texts,
    versions,
)
from lms.workshop.views.door import room

__all__ = [
    "boxes",
    "courses",
    "creating",
    "history",
    "incoming",
    "library",
    "lineage",
    "media",
    "outline",
    "packages",
    "pages",
    "publishing",
    "questions",
    "quizzes",
    "review",
    "room",
    "saving",
    "settings",
    "texts",
    "versions",
]
