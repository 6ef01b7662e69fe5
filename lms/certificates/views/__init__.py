"""The pages of certificates, by whom they are for; all hang on one room.

Importing this module adds every route.
"""

from lms.certificates.views import (
    archiving,
    asking,
    correcting,
    deciding,
    designing,
    designs,
    holder,
    inspecting,
    issuing,
    issuing_rules,
    keys,
    paper_results,
    papers,
    publishing,
    records,
    register,
    revocations,
    runs,
    sharing,
    signatories,
    statistics,
    terms,
    verifying,
)
from lms.certificates.views.door import room

__all__ = [
    "archiving",
    "asking",
    "correcting",
    "deciding",
    "designing",
    "designs",
    "holder",
    "inspecting",
    "issuing",
    "issuing_rules",
    "keys",
    "paper_results",
    "papers",
    "publishing",
    "records",
    "register",
    "revocations",
    "room",
    "runs",
    "sharing",
    "signatories",
    "statistics",
    "terms",
    "verifying",
]
