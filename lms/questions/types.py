"""The question types there are: to add one, write its file and name it here.

What each can do is in its own file; what all share is in `rules.py`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text
from lms.questions.advice import Problem, refuse
from lms.questions.case_file import CaseFile
from lms.questions.comment import Comment
from lms.questions.essay import Essay
from lms.questions.file_upload import FileUpload
from lms.questions.formula import Formula
from lms.questions.gap_text import GapText
from lms.questions.matching import Matching
from lms.questions.matrix import Matrix
from lms.questions.multiple import Multiple
from lms.questions.numeric import Numeric
from lms.questions.observation import Observation
from lms.questions.ordering import Ordering
from lms.questions.rank import Rank
from lms.questions.rules import Question, QuestionType
from lms.questions.scale import Scale
from lms.questions.scenario import Scenario
from lms.questions.short_text import ShortText
from lms.questions.single import Single
from lms.questions.true_false import TrueFalse

TYPES: Mapping[str, QuestionType[Any]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Single(),
            Multiple(),
            TrueFalse(),
            ShortText(),
            Matching(),
            Ordering(),
            Matrix(),
            GapText(),
            Numeric(),
            Formula(),
            Scenario(),
            Essay(),
            FileUpload(),
            Observation(),
            Scale(),
            Rank(),
            Comment(),
            CaseFile(),
        )
    }
)


class QuestionTypeUnknown(Invalid):
    """There is no question type of this name."""

    message = N_("“%(name)s” is not a type of question.")


def get_type(name: str) -> QuestionType[Any]:
    """Return the question type called `name`; raise QuestionTypeUnknown when there is none."""
    if name not in TYPES:
        raise QuestionTypeUnknown(name=name)
    return TYPES[name]


def parse_question(data: Mapping[str, object]) -> Question:
    """Return the question written in `data`, of the type that it names.

    Raises pydantic's ValidationError, as `QuestionType.parse` does, also for an unknown type.
    """
    name = data.get("type")
    if not isinstance(name, str) or name not in TYPES:
        refuse("Question", [Problem(("type",), "unknown_type", _advise_type(name))])
    question: Question = get_type(str(name)).parse(data)
    return question


def _advise_type(name: object) -> Text:
    types = ", ".join(TYPES)
    if name is None:
        return Text("Add “type”: one of %(types)s.", types=types)
    return Text(
        "“%(name)s” is not a type of question. Use one of: %(types)s.", name=name, types=types
    )
