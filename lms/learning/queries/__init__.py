"""Reads of learning, by what is asked for: enrolments, the catalogue, study, results.

Each is imported from here; the files only keep them apart.
"""

from lms.learning.queries.catalogue import (
    CourseFacts,
    FilterChoices,
    QuizFacts,
    article_text,
    find_own_enrolment,
    get_course_facts,
    get_newest_outline,
    list_choices,
    list_entries,
)
from lms.learning.queries.enrolments import (
    find_completion,
    find_enrolment,
    get_completions_of_person,
    get_enrolment_locked,
    get_progress,
    get_progress_of_person,
    is_enrolled,
    list_enrolments,
)
from lms.learning.queries.results import (
    Results,
    Scope,
    get_results,
    list_course_counts,
)
from lms.learning.queries.study import (
    Reading,
    Study,
    find_activity,
    get_reading,
    get_study,
    list_studies,
)
from lms.learning.rules import CompletionRow, EnrolmentRow

__all__ = [
    "CompletionRow",
    "CourseFacts",
    "EnrolmentRow",
    "FilterChoices",
    "QuizFacts",
    "Reading",
    "Results",
    "Scope",
    "Study",
    "article_text",
    "find_activity",
    "find_completion",
    "find_enrolment",
    "find_own_enrolment",
    "get_completions_of_person",
    "get_course_facts",
    "get_enrolment_locked",
    "get_newest_outline",
    "get_progress",
    "get_progress_of_person",
    "get_reading",
    "get_results",
    "get_study",
    "is_enrolled",
    "list_choices",
    "list_course_counts",
    "list_enrolments",
    "list_entries",
    "list_studies",
]
