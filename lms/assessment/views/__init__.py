"""The pages of assessment, by what they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.assessment.views import (
    analyses,
    appeals,
    attempts,
    exports,
    figures,
    handing_in,
    marking,
    regrading,
    results,
    sitting,
    sittings,
    whole,
)
from lms.assessment.views.door import room

__all__ = [
    "analyses",
    "appeals",
    "attempts",
    "exports",
    "figures",
    "handing_in",
    "marking",
    "regrading",
    "results",
    "room",
    "sitting",
    "sittings",
    "whole",
]
