"""The rules of translation, by subject; the other files of the room see them as one.

Pure functions on frozen values: no database, no clock, no HTTP.
"""

from lms.translation.rules.errors import (
    ChangedMeanwhile,
    CommentUnknown,
    FileNamesNoCourse,
    LanguageUnknown,
    NotToReview,
    OwnTranslation,
    ReasonMissing,
    SharedTermsNotYours,
    TermTaken,
    TermUnknown,
    UnitUnknown,
)
from lms.translation.rules.signs import SourceSign, list_signs
from lms.translation.rules.terms import (
    Finder,
    Marked,
    TermRow,
    TermText,
    TermWish,
)
from lms.translation.rules.units import (
    DISCUSSED,
    KINDS,
    SENT_BACK,
    STATUSES,
    TO_REVIEW,
    Counts,
    UnitRow,
    Wish,
    count,
    count_by_file,
    find_next_open,
    find_next_to_review,
    select_units,
    unit_id,
)
from lms.translation.rules.warnings import Neighbours, find_warnings

__all__ = [
    "DISCUSSED",
    "KINDS",
    "SENT_BACK",
    "STATUSES",
    "TO_REVIEW",
    "ChangedMeanwhile",
    "CommentUnknown",
    "Counts",
    "FileNamesNoCourse",
    "Finder",
    "LanguageUnknown",
    "Marked",
    "Neighbours",
    "NotToReview",
    "OwnTranslation",
    "ReasonMissing",
    "SharedTermsNotYours",
    "SourceSign",
    "TermRow",
    "TermTaken",
    "TermText",
    "TermUnknown",
    "TermWish",
    "UnitRow",
    "UnitUnknown",
    "Wish",
    "count",
    "count_by_file",
    "find_next_open",
    "find_next_to_review",
    "find_warnings",
    "list_signs",
    "select_units",
    "unit_id",
]
