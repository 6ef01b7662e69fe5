"""Reads of assessment: attempts with their papers, and what each page shows.

Each is imported from here; the files only keep them apart.
"""

from lms.assessment.queries.analyses import (
    AT_ONCE,
    AnalysisRow,
    find_analysis,
    get_whole_analyses,
    iter_chunks,
    list_analysed,
    list_analyses,
)
from lms.assessment.queries.attempts import (
    Seat,
    find_attempt,
    find_begun,
    find_seat_locked,
    get_attempt_locked,
    get_paper,
    get_papers,
    get_responses,
    list_attempts,
    list_counted,
    list_expired,
)
from lms.assessment.queries.figures import list_question_figures
from lms.assessment.queries.findings import FindingsPage, get_findings_page
from lms.assessment.queries.marks import get_marks, list_marks
from lms.assessment.queries.pages import (
    AttemptPage,
    QuestionPage,
    QuizPage,
    QuizPlace,
    ResultPage,
    get_attempt_page,
    get_library,
    get_question_page,
    get_quiz_page,
    get_quiz_place,
    get_result_page,
)

__all__ = [
    "AT_ONCE",
    "AnalysisRow",
    "AttemptPage",
    "FindingsPage",
    "QuestionPage",
    "QuizPage",
    "QuizPlace",
    "ResultPage",
    "Seat",
    "find_analysis",
    "find_attempt",
    "find_begun",
    "find_seat_locked",
    "get_attempt_locked",
    "get_attempt_page",
    "get_findings_page",
    "get_library",
    "get_marks",
    "get_paper",
    "get_papers",
    "get_question_page",
    "get_quiz_page",
    "get_quiz_place",
    "get_responses",
    "get_result_page",
    "get_whole_analyses",
    "iter_chunks",
    "list_analysed",
    "list_analyses",
    "list_attempts",
    "list_counted",
    "list_expired",
    "list_marks",
    "list_question_figures",
]
