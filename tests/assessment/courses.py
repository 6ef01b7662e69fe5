"""A course with pre-test and exam from one bank of all four question types, and its sitting."""

import re
from collections.abc import Iterator

from werkzeug.test import TestResponse

from lms.assessment import queries
from lms.assessment.rules import PaperRow
from lms.content import queries as content
from lms.content.models import Course
from lms.content.queries import CourseRow
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.learning import queries as enrolments
from lms.learning import services as learning
from lms.questions.rules import Question
from lms.questions.types import get_type
from tests import cast, factories
from tests.content.courses import translated

SLUG = "assessed-course"
# Words that stand in keys and feedback alone: no open attempt may show them.
SECRETS = ("FEEDBACK-CHOICE", "FEEDBACK-ITEM", "SPELLING", "right-choice", "wrong-choice")

COURSE = """\
id: assessed-course
source_language: en
title: An assessed course
summary: A page between two quizzes.
articles: [9, 15]
level: awareness
hours: 1
objectives:
  - {id: place, text: Place a duty.}
  - {id: strength, text: Say how it binds.}
modules:
  - id: start
    title: The beginning
    activities:
      - {id: pretest, quiz: quizzes/pre-test.yaml}
      - {id: origins, page: pages/origins.md, title: Origins}
  - id: end
    title: The end
    activities:
      - {id: exam, quiz: quizzes/exam.yaml}
      - {id: practice, quiz: quizzes/practice.yaml}
      - {id: drill, quiz: quizzes/drill.yaml}
      - {id: strict, quiz: quizzes/strict.yaml}
  - id: locked
    title: Behind the page
    requires: [start]
    activities: [{id: last, page: pages/last.md, title: Last}]
completion: {participation: {visited: 50}, achievement: {quiz: exam, points: 70}}
"""
QUIZZES = {
    "pre-test": """\
id: pre-test
title: Before you begin
minutes: 10
attempts: 2
sections: [{draw: 4, from: questions/bank.yaml, by: objective}]
""",
    "exam": """\
id: exam
title: The exam
minutes: 30
attempts: 2
pass_points: 70
sections: [{draw: 6, from: questions/bank.yaml, by: objective, without: pre-test}]
""",
    "drill": """\
id: drill
title: All there is
minutes: 30
grace_minutes: 10
sections: [{draw: 12, from: questions/bank.yaml}]
""",
    "strict": """\
id: strict
title: Forward only
attempts: 3
wait_hours: 24
sections: [{draw: 3, from: questions/bank.yaml}]
navigation: forward
honour_statement: yes
language_switch: yes
""",
    "practice": """\
id: practice
title: Practice without end
pass_points: 50
sections: [{draw: 12, from: questions/bank.yaml}]
order: fixed
feedback: never
""",
}
CHOICES = """\
  choices:
    - {id: wrong-choice, text: Words of the first choice %(n)s., feedback: FEEDBACK-CHOICE}
    - {id: right-choice, text: Words of the second choice %(n)s., correct: yes}
    - {id: other, text: Words of the third choice %(n)s.}
"""
TYPES = {
    "single": CHOICES,
    "multiple": CHOICES,
    "true_false": "  correct: no\n",
    "short_text": "  accept: {en: [SPELLING], ar: [SPELLING]}\n",
}


def _item(number: int, kind: str, objective: str) -> str:
    return f"""\
- id: item-{number}
  type: {kind}
  objective: {objective}
  article: "9(1)"
  text: Words of question {number}.
  feedback: FEEDBACK-ITEM
{TYPES[kind] % {"n": number} if "%" in TYPES[kind] else TYPES[kind]}"""


BANK = "\n".join(
    _item(number, kind, objective)
    for objective, start in (("place", 0), ("strength", 6))
    for number, kind in enumerate(
        ("single", "multiple", "true_false", "short_text", "single", "true_false"), start
    )
)


def files() -> dict[str, bytes]:
    """Return the course's files, with a translation into Arabic marked by a sign before it."""
    texts = {"course.yaml": COURSE, "questions/bank.yaml": BANK}
    texts |= {f"quizzes/{name}.yaml": text for name, text in QUIZZES.items()}
    texts |= {f"pages/{name}.md": f"Text of {name}.\n" for name in ("origins", "last")}
    return translated({path: text.encode() for path, text in texts.items()})


def publish() -> CourseRow:
    """Import and publish the course in English and Arabic, commit, and return its row."""
    factories.import_course(OPERATOR, cast.NOW, files())
    factories.publish_course(OPERATOR, cast.NOW, SLUG, offered=("ar",))
    db.session.commit()
    return content.get_course(SLUG)


def enrol(name: str, language: str = "en") -> str:
    """Enrol one of the cast in the course, published if need be; commit, and return the id."""
    return enrol_in(content.find_course(SLUG) or publish(), name, language)


def publish_taught(tree: dict[str, bytes], slug: str, author: Actor = OPERATOR) -> CourseRow:
    """Import and publish a course of Bruno's agency in English and Arabic, commit, return it."""
    factories.import_course(author, cast.NOW, tree)
    course = content.get_course(slug)
    db.session.get(Course, course.id).organisation_id = cast.actor_of("bruno").organisation_id
    factories.publish_course(OPERATOR, cast.NOW, slug, offered=("ar",))
    db.session.commit()
    return content.get_course(slug)


def enrol_in(course: CourseRow, name: str, language: str = "en") -> str:
    """Enrol one of the cast in a course; commit, and return the id."""
    enrolment_id = learning.enrol(cast.actor_of(name), cast.NOW, course, language)
    db.session.commit()
    return enrolment_id


def enrolled(name: str) -> str:
    """Return the enrolment that one of the cast has in the course."""
    (row,) = enrolments.list_enrolments(cast.id_of(name), content.get_course(SLUG).id)
    return row.id


def quiz_address(enrolment_id: str, activity_id: str = "exam") -> str:
    """Return the address of a quiz."""
    return f"/learn/{enrolment_id}/quizzes/{activity_id}"


def start(browser, enrolment_id: str, activity_id: str = "exam") -> str:
    """Press Start and return the attempt's id."""
    answer = browser.post(quiz_address(enrolment_id, activity_id))
    assert answer.status_code == 303, answer.text
    return attempt_of(answer)


def attempt_of(answer: TestResponse) -> str:
    """Return the attempt to which an answer leads."""
    found = re.search(r"/learn/attempts/([a-z2-7]{26})", answer.location)
    assert found is not None
    return found[1]


def client_id_on(page: TestResponse) -> str:
    """Return the id that a question's page made for its answer."""
    return re.search(r'name="client_id" value="([a-z2-7]{26})"', page.text)[1]


def question_address(attempt_id: str, position: int) -> str:
    """Return the address of one question."""
    return f"/learn/attempts/{attempt_id}/questions/{position}"


def save(browser, attempt_id: str, position: int, *values: str, **more: object) -> TestResponse:
    """Open a question's page and save an answer as its form would."""
    address = question_address(attempt_id, position)
    client_id = client_id_on(browser.get(address))
    return browser.post(address, {"client_id": client_id, "answer": list(values)}, **more)


def paper_of(attempt_id: str) -> Iterator[tuple[PaperRow, Question]]:
    """Yield an attempt's questions in order."""
    attempt = queries.find_attempt(attempt_id)
    questions = content.get_items(attempt.version_id)
    for row in queries.get_paper(attempt_id):
        yield row, questions[row.item_id]


def right_values(row: PaperRow, question: Question, language: str = "en") -> list[str]:
    """Return what the one field of a question sends for the right answer."""
    kind = get_type(question.type)
    sent = kind.send(question, row.presented, kind.key(question, row.presented, language))
    return list(sent[""])


def answer_all(browser, attempt_id: str, count: int | None = None) -> None:
    """Answer the first `count` questions of a paper rightly."""
    for row, question in list(paper_of(attempt_id))[:count]:
        answer = save(browser, attempt_id, row.position, *right_values(row, question))
        assert answer.status_code == 303, answer.text


def finish(browser, attempt_id: str) -> TestResponse:
    """Press Finish attempt."""
    return browser.post(f"/learn/attempts/{attempt_id}/finish")
