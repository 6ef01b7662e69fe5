"""A course whose drill has one question of each type that rules mark beyond the first four."""

from typing import Any

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.questions.rules import Question
from lms.questions.types import get_type
from tests import cast, factories
from tests.assessment import courses
from tests.content.courses import translated
from tests.questions.bank import NUMBERS, PARTS, SCENARIO

DRILL = """\
id: drill
title: Of each type one
minutes: 30
sections: [{draw: 7, from: questions/types.yaml}]
order: fixed
"""
NAMES = ("powers", "steps", "wording", "gaps", "parties", "loss", "gift")


# What is said by who is wrong; of what is typed, most say the first, and few a name of their own.
WRONG = {
    "powers": {"pairs": {"shall": "leave", "may": "never"}},
    "steps": {"order": ["apply", "sign", "ratify"]},
    "wording": {"rows": {"must": "weak"}},
    "gift": {"path": ["call:wait", "second:take"]},
    "loss": {"text": "1"},
}


def files() -> dict[str, bytes]:
    """Return the course's files, with a translation into Arabic."""
    tree = {name: text for name, text in courses.files().items() if not name.startswith("locale/")}
    bank = PARTS + NUMBERS + SCENARIO
    tree |= {"questions/types.yaml": bank.encode(), "quizzes/drill.yaml": DRILL.encode()}
    return translated(tree)


def publish() -> CourseRow:
    """Import and publish the course in English and Arabic for Bruno to teach."""
    factories.import_course(cast.actor_of("bruno"), cast.NOW, files())
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, offered=("ar",))
    db.session.commit()
    return content.get_course(courses.SLUG)


def answer_rightly(browser, attempt_id: str) -> None:
    """Answer every question of a paper with its key."""
    for row, question in list(courses.paper_of(attempt_id)):
        kind = get_type(question.type)
        sent = kind.send(question, row.presented, kind.key(question, row.presented, "en"))
        address = courses.question_address(attempt_id, row.position)
        fields = {
            f"answer-{name}" if name else "answer": list(values) for name, values in sent.items()
        }
        client_id = courses.client_id_on(browser.get(address))
        answer = browser.post(address, {"client_id": client_id, **fields})
        assert answer.status_code == 303, answer.text


def say(question: Question, is_right: bool, turn: int) -> dict[str, Any]:
    """Return what one of many answers: the key, or what is wrong; two type names of their own."""
    kind = get_type(question.type)
    if is_right or question.id not in {*WRONG, "gaps", "parties"}:
        return kind.key(question, kind.present(question, None), "en")
    typed = f"nobody {turn}" if turn < 2 else "=16"
    if question.id == "gaps":
        return {"gaps": {"number": typed, "verb": "praise"}}
    if question.id == "parties":
        return {"text": str(turn + 1000) if turn < 2 else "19"}
    return WRONG[question.id]
