"""The pages of certificates, by whom they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.certificates.views import (
    correcting,
    deciding,
    designing,
    designs,
    holder,
    inspecting,
    issuing,
    keys,
    papers,
    publishing,
    records,
    register,
    revocations,
    sharing,
    signatories,
    statistics,
    terms,
    verifying,
)
from lms.certificates.views.door import room

__all__ = [
    "correcting",
    "deciding",
    "designing",
    "designs",
    "holder",
    "inspecting",
    "issuing",
    "keys",
    "papers",
    "publishing",
    "records",
    "register",
    "revocations",
    "room",
    "sharing",
    "signatories",
    "statistics",
    "terms",
    "verifying",
]
