"""Tables of programmes, by subject.

Each is imported from here; the files only keep them apart. Nothing here decides anything.
"""

from lms.programmes.models.cohorts import Cohort, CohortAssignment, CohortGroup, Quota
from lms.programmes.models.curricula import Award, Programme, ProgrammeVersion
from lms.programmes.models.nominations import Nomination, NominationDocument, NominationStep
from lms.programmes.models.participations import Participation

__all__ = [
    "Award",
    "Cohort",
    "CohortAssignment",
    "CohortGroup",
    "Nomination",
    "NominationDocument",
    "NominationStep",
    "Participation",
    "Programme",
    "ProgrammeVersion",
    "Quota",
]
