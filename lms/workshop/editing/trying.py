"""Trying a question out: shown as candidates see it, scored by its own rules, recorded nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, BinaryIO

from pydantic import ValidationError

from lms.content.rendering import render_question
from lms.questions.case_file import CaseFileQuestion, show_case
from lms.questions.cases import CASE_FILE
from lms.questions.drawing import randomness
from lms.questions.file_upload import FileUploadQuestion, with_file
from lms.questions.inspection import NoFile, inspect_file
from lms.questions.rules import Asked, Question, Raw, Response, ResponseInvalid
from lms.questions.showing import Shown, ShownCase, ShownQuestion
from lms.questions.types import get_type, parse_question
from lms.units.markdown import Setting

Sent = tuple[str, BinaryIO]


@dataclass(frozen=True)
class Trial:
    """A question as a candidate sees it, and after an answer what the candidate is told.

    `points` are nothing where no rule says what an answer is worth.
    """

    shown: ShownQuestion
    is_answered: bool = False
    points: Fraction | None = None
    feedback: str = ""
    problem: ResponseInvalid | None = None

    @property
    def verdict(self) -> str:
        """Return right, partly or wrong; empty where there are no points."""
        if self.points is None:
            return ""
        return "right" if self.points == 1 else "partly" if self.points else "wrong"


def show(question: Question, language: str, media: str) -> Trial:
    """Return a question as it stands on a paper; `media` is put before the paths of pictures."""
    asked = _ask(question, language, media)
    return Trial(_shown(asked, get_type(question.type).fields(asked)))


def answer(
    question: Question, language: str, media: str, raw: Raw, sent: Sent | None = None
) -> Trial:
    """Return a question with what is said of an answer, or why the answer does not fit.

    `sent` is a file, by its name and its content; it is looked into, and not kept.
    """
    kind, asked = get_type(question.type), _ask(question, language, media)
    try:
        response = _accept(asked, raw, sent)
    except ResponseInvalid as problem:
        return Trial(_shown(asked, kind.fields(asked)), problem=problem)
    answered = replace(asked, response=response)
    if not kind.is_complete(question, response):
        return Trial(_shown(answered, kind.fields(answered)))
    return Trial(
        _shown(answered, kind.review(answered)),
        is_answered=True,
        points=(
            kind.score(question, asked.presented, response, language)
            if kind.marked_by == "rules"
            else None
        ),
        feedback=asked.texts.get("feedback", ""),
    )


def _accept(asked: Asked[Question], raw: Raw, sent: Sent | None) -> Response:
    question = asked.question
    if not isinstance(question, FileUploadQuestion):
        return get_type(question.type).accept(question, asked.presented, raw)
    if sent is None:
        raise NoFile
    return with_file(question, None, inspect_file(question, *sent))


def show_whole(
    data: Mapping[str, Any], language: str, media: str, number: int, total: int
) -> ShownCase | None:
    """Return a case as it stands beside question `number` of its `total`.

    Nothing of what is no case, or not finished.
    """
    if data.get("type") != CASE_FILE:
        return None
    try:
        case = parse_question(data)
    except ValidationError:
        return None
    if not isinstance(case, CaseFileQuestion):
        return None
    return show_case(case, _texts(case, language, media), media, number, total)


def _ask(question: Question, language: str, media: str) -> Asked[Question]:
    presented = get_type(question.type).present(question, randomness("", question.id))
    return Asked(question, presented, _texts(question, language, media), language)


def _shown(asked: Asked[Question], fields: tuple[Shown, ...]) -> ShownQuestion:
    kind, response = get_type(asked.question.type), asked.response
    is_answered = response is not None and any(response.values())
    return ShownQuestion(1, asked.question.type, kind.text(asked), fields, is_answered)


def _texts(question: Question, language: str, media: str) -> Mapping[str, str]:
    return render_question(question, "", Setting(source_language=language, media=media))
