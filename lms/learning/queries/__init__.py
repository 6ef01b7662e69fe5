"""Reads of learning, by what is asked for: enrolments, the catalogue, study, results.

Each is imported from here; the files only keep them apart.
"""

from lms.learning.queries.catalogue import (
    CourseFacts,
    LanguageFacts,
    QuizFacts,
    get_course_facts,
    list_entries,
)
from lms.learning.queries.enrolments import (
    find_completion,
    find_enrolment,
    get_completions_of_person,
    get_enrolment_locked,
    get_progress,
    get_progress_of_person,
    list_completions,
    list_enrolments,
)
from lms.learning.queries.results import Results, Scope, count_results, get_results
from lms.learning.queries.study import Reading, Study, get_reading, get_study, list_studies
from lms.learning.rules import CompletionRow, EnrolmentRow

__all__ = [
    "CompletionRow",
    "CourseFacts",
    "EnrolmentRow",
    "LanguageFacts",
    "QuizFacts",
    "Reading",
    "Results",
    "Scope",
    "Study",
    "count_results",
    "find_completion",
    "find_enrolment",
    "get_completions_of_person",
    "get_course_facts",
    "get_enrolment_locked",
    "get_progress",
    "get_progress_of_person",
    "get_reading",
    "get_results",
    "get_study",
    "list_completions",
    "list_enrolments",
    "list_entries",
    "list_studies",
]
