"""A quiz of every type of question on one page, and its form as a browser sends it."""

from lxml import html
from werkzeug.test import TestResponse

from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.questions.types import get_type
from tests import cast, factories
from tests.assessment import courses, written
from tests.content.courses import translated
from tests.questions import bank

CHOICES = courses.BANK.replace("- id: item-", "- id: plain-")
QUESTIONS = CHOICES + written.BANK + bank.PARTS + bank.NUMBERS + bank.SURVEY + bank.SCENARIO
TOTAL = QUESTIONS.count("\n- id: ") + 1
DRILL = f"""\
id: drill
title: All at once
minutes: 30
grace_minutes: 10
sections: [{{draw: {TOTAL}, from: questions/whole.yaml}}]
order: fixed
layout: all
language_switch: yes
"""


def publish(quiz: str = DRILL) -> None:
    """Import and publish the course in English and Arabic, and commit."""
    tree = {name: text for name, text in courses.files().items() if not name.startswith("locale/")}
    tree |= {"questions/whole.yaml": QUESTIONS.encode(), "quizzes/drill.yaml": quiz.encode()}
    factories.import_course(OPERATOR, cast.NOW, translated(tree))
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, offered=("ar",))
    db.session.commit()


def address(attempt_id: str) -> str:
    """Return the address of the page of all questions."""
    return courses.question_address(attempt_id, 0).removesuffix("0") + "all"


def sent(page: TestResponse) -> dict[str, list[str]]:
    """Return what the form of a page sends as it stands."""
    form = html.fromstring(page.text).get_element_by_id("answers")
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        # A browser drops the first line break of a text to be written.
        values.setdefault(name, []).append(value.removeprefix("\n"))
    return {name: given for name, given in values.items() if name != "csrf_token"}


def place_of(attempt_id: str, item_id: str) -> int:
    """Return the place of a question on the paper."""
    return next(row.position for row, _ in courses.paper_of(attempt_id) if row.item_id == item_id)


def key_of(attempt_id: str, position: int, language: str = "en") -> dict[str, list[str]]:
    """Return what the fields of a question send for the right answer, if there is any."""
    row, question = list(courses.paper_of(attempt_id))[position - 1]
    kind = get_type(question.type)
    if kind.marked_by != "rules":
        return {}
    raw = kind.send(question, row.presented, kind.key(question, row.presented, language))
    name = f"answer_{position}"
    return {f"{name}-{part}" if part else name: list(values) for part, values in raw.items()}


def keys(attempt_id: str) -> dict[str, list[str]]:
    """Return what the form sends where everything is right that rules mark."""
    return {
        name: values
        for place in range(1, TOTAL + 1)
        for name, values in key_of(attempt_id, place).items()
    }
