"""The key of a question, told apart from the rest: what a regrade puts right.

Only types whose key stands in one place are here; of others everybody is credited, or the question
is left out.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from lms.kit.errors import Invalid
from lms.kit.i18n import N_
from lms.questions.choices import ChoiceQuestion
from lms.questions.rules import Question
from lms.questions.short_text import ShortTextQuestion
from lms.questions.true_false import TrueFalseQuestion
from lms.questions.types import parse_question

Key = Mapping[str, Any]


class KeyImpossible(Invalid):
    """A key does not fit its question: none or too many right choices, or no accepted answer."""

    message = N_("This key does not fit the question. Mark what is right, as its type wants it.")


def find_key(question: Question) -> Key | None:
    """Return a question's key as plain JSON, or nothing where its type has none of its own."""
    if isinstance(question, ChoiceQuestion):
        return {"choices": [choice.id for choice in question.choices if choice.correct]}
    if isinstance(question, TrueFalseQuestion):
        return {"correct": question.correct}
    if isinstance(question, ShortTextQuestion):
        return {"accept": {name: list(words) for name, words in question.accept.items()}}
    return None


def with_key(question: Question, key: Key) -> Question:
    """Return the question with another key; raise `KeyImpossible`."""
    data = question.model_dump(mode="json", exclude_none=True)
    if isinstance(question, ChoiceQuestion):
        right = set(key["choices"])
        data["choices"] = [{**each, "correct": each["id"] in right} for each in data["choices"]]
    else:
        data |= key
    try:
        return parse_question(data)
    except ValidationError:
        raise KeyImpossible from None
