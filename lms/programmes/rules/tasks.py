"""What each task in a cohort is called, and what it means.

What somebody may do by it is decided in `policy`.
"""

from collections.abc import Mapping

from lms.kit.i18n import N_
from lms.programmes.rules.rows import Task

TASK_NAMES: Mapping[Task, str] = {
    "coordinator": N_("Coordinator"),
    "tutor": N_("Tutor"),
    "panel": N_("Member of the selection panel"),
    "complaints": N_("Answers complaints"),
}
TASK_MEANINGS: Mapping[Task, str] = {
    "coordinator": N_("Plans and runs the cohort: its dates, form, quotas, groups."),
    "tutor": N_("Accompanies people in a group, holds sessions, grades what they hand in."),
    "panel": N_("Reads the documents and scores nominations; sees what is for the panel only."),
    "complaints": N_("Gets complaints about the training, and does nothing else in the cohort."),
}
