"""Rules of case files: each has questions, each question names one of its bank, files are there.

What one case file may say is in `lms.questions.case_file`, its texts are looked at in
`rules_of_text`.
"""

from collections.abc import Iterator

from lms.content.problems import Problem
from lms.content.reader import Course
from lms.content.rules_of_structure import Place, problem
from lms.kit.i18n import N_, Text
from lms.questions.case_file import CaseFileQuestion
from lms.questions.cases import cases_of
from lms.questions.rules import Question
from lms.units.figures import PICTURES


def find_case_problems(course: Course) -> Iterator[Problem]:
    """Yield what is wrong with the cases of a course's banks."""
    for file, bank in course.banks.items():
        cases = cases_of(bank)
        for at, question in enumerate(bank):
            if question.case is not None and question.case not in cases:
                yield _no_case(course, Place(file, (at, "case")), question.case, cases)
            if isinstance(question, CaseFileQuestion):
                if not cases[question.id]:
                    yield _no_question(course, Place(file, (at,)), question.id)
                yield from find_document_problems(course, Place(file, (at,)), question)


def _no_case(course: Course, place: Place, name: str, cases: dict[str, list[Question]]) -> Problem:
    advice = Text(N_("Use one of: %(names)s."), names=", ".join(cases))
    if not cases:
        advice = Text(N_("Add a question of type “case_file” with this id to the bank."))
    return problem(
        course, place, Text(N_("The bank has no case file “%(name)s”."), name=name), advice
    )


def _no_question(course: Course, place: Place, name: str) -> Problem:
    return problem(
        course, place,
        Text(N_("No question belongs to the case “%(name)s”."), name=name),
        Text(N_("Write “case: %(name)s” at its questions, in the same bank; or remove the case."),
             name=name),
    )  # fmt: skip


def find_document_problems(
    course: Course, place: Place, case: CaseFileQuestion
) -> Iterator[Problem]:
    """Yield documents whose file is not there, and pictures that not everybody can see."""
    for number, document in enumerate(case.documents):
        at = (*place.path, "documents", number)
        if document.media is None:
            continue
        if document.media not in course.files:
            yield problem(
                course, Place(place.file, (*at, "media")),
                Text(N_("There is no file %(file)s."), file=document.media),
                Text(N_("Add the file, or correct the path, which begins at the course's root.")),
            )  # fmt: skip
        elif document.media.lower().endswith(PICTURES) and document.alt is None:
            yield problem(
                course, Place(place.file, at),
                Text(N_("The picture %(file)s has no alternative text."), file=document.media),
                Text(N_("Say in “alt” what is to be seen, for those who cannot see it.")),
            )  # fmt: skip
