"""Many people who have finished a quiz, put into the tables at once, as an analysis wants them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from lms.accounts.models import Person
from lms.assessment.models import Attempt, Mark, PaperItem, Response
from lms.content import queries as content
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.learning.models import Enrolment
from lms.organisations import queries as organisations
from lms.questions.attraction import list_parts
from lms.questions.rules import Question
from lms.questions.types import get_type
from tests import cast

# How likely somebody of an ability from 0 to 1, who sits in a language, gets a question right.
Chance = Callable[[float, str, Question], float]
# What somebody answers to a question, rightly or wrongly; the last number is whose turn it is.
Says = Callable[[Question, bool, int], dict[str, Any]]


def choose(question: Question, is_right: bool, _turn: int) -> dict[str, Any]:
    """Return the first choice that is right, or that is wrong; nothing where one types."""
    part = list_parts(question)[0]
    return {"choices": [one for one in part.choices if (one in part.keys) == is_right][:1]}


@dataclass(frozen=True, slots=True)
class Crowd:
    """A quiz of a course that many sit, half in each language; each answer takes ten seconds."""

    slug: str
    activity_id: str
    chance: Chance
    languages: tuple[str, ...] = ("en", "ar")
    says: Says = choose

    def sit(self, count: int, *, seed: int = 60) -> list[str]:
        """Let so many new people finish the quiz; return their ids."""
        people = [new_id() for _ in range(count)]
        _add_people(people)
        self.sit_again(people, seed=seed)
        return people

    def sit_again(self, people: list[str], *, seed: int = 60, days: int = 0) -> None:
        """Let these people finish the quiz in an enrolment of its own, so many days later."""
        dice = random.Random(seed)
        course = content.get_course(self.slug)
        outlines = {
            code: content.get_outline(str(course.newest_version_id), code)
            for code in self.languages
        }
        for place, person_id in enumerate(people):
            outline = outlines[self.languages[place % len(self.languages)]]
            self._sit(person_id, outline, dice, days, place)

    def _sit(self, person_id: str, outline: Any, dice: random.Random, days: int, turn: int) -> None:
        enrolment_id, attempt_id = new_id(), new_id()
        begun = cast.NOW - timedelta(days=30 - days)
        items, ability = content.get_items(outline.version_id), dice.random()
        rights = {
            name: dice.random() < self.chance(ability, outline.language, item)
            for name, item in items.items()
        }
        _insert(Enrolment, {
            "id": enrolment_id, "person_id": person_id, "course_id": outline.course_id,
            "version_id": outline.version_id, "language": outline.language, "status": "withdrawn",
            "started_at": begun, "ended_at": begun,
        })  # fmt: skip
        _insert(Attempt, {
            "id": attempt_id, "enrolment_id": enrolment_id, "person_id": person_id,
            "activity_id": self.activity_id,
            "quiz_id": outline.find_activity(self.activity_id).quiz_id,
            "version_id": outline.version_id, "edition_id": outline.edition_id,
            "language": outline.language, "number": 1, "started_at": begun, "deadline": None,
            "finished_at": begun + timedelta(minutes=9), "finished_by": "candidate",
            "released_at": begun + timedelta(minutes=9),
            "points": 100 * sum(rights.values()) / len(rights), "is_passed": None,
        })  # fmt: skip
        said = {name: self.says(item, rights[name], turn) for name, item in items.items()}
        self._answer(attempt_id, outline.edition_id, items, rights, said, begun)

    def _answer(
        self, attempt_id: str, edition_id: str, items: Any, rights: dict[str, bool],
        said: dict[str, dict[str, Any]], begun: Any,
    ) -> None:  # fmt: skip
        paper, answers, marks = [], [], []
        for place, (name, question) in enumerate(items.items(), start=1):
            at = {"attempt_id": attempt_id, "item_id": name}
            presented = get_type(question.type).present(question, None)
            when = begun + timedelta(seconds=10 * place)
            paper.append(
                {
                    **at,
                    "position": place,
                    "choices": list(presented.choices),
                    "made": dict(presented.values),
                }
            )
            answers.append({
                **at, "client_id": new_id(), "revision": 1, "value": said[name],
                "edition_id": edition_id, "made_at": None, "at": when, "is_late": False,
            })  # fmt: skip
            marks.append({
                **at, "kind": "automatic", "numerator": int(rights[name]), "denominator": 1,
                "response_seq": None, "at": when,
            })  # fmt: skip
        _insert(PaperItem, paper)
        _insert(Response, answers)
        _insert(Mark, marks)


def _insert(model: type[Any], rows: Any) -> None:
    db.session.execute(insert(model), rows)


def _add_people(people: list[str]) -> None:
    state = organisations.list_organisations()[0].id
    _insert(Person, [
        {
            "id": person_id, "email": f"{person_id}@crowd.example", "password_hash": None,
            "language": "en", "is_protected": False, "is_demo": True, "organisation_id": state,
            "created_at": cast.NOW,
        }
        for person_id in people
    ])  # fmt: skip
