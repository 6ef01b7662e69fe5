"""Comment: what somebody wants to say, in their own words; nobody marks it."""

from typing import Literal

from typing_extensions import override

from lms.questions.essay import read_text, text_of
from lms.questions.rules import (
    Asked,
    OneTextNeeded,
    Presented,
    Question,
    Raw,
    Response,
    TextTooLong,
)
from lms.questions.showing import Shown
from lms.questions.surveys import SurveyType

LONGEST_COMMENT = 5000


class CommentQuestion(Question):
    """A question to comment on."""

    type: Literal["comment"]


class Comment(SurveyType[CommentQuestion]):
    """A field of some lines."""

    name = "comment"
    model = CommentQuestion

    @override
    def fields(self, asked: Asked[CommentQuestion]) -> tuple[Shown, ...]:
        """Return a field of some lines."""
        return (Shown("comment", typed=text_of(asked.response), limit=LONGEST_COMMENT),)

    @override
    def accept(self, question: CommentQuestion, presented: Presented, raw: Raw) -> Response:
        """Return the text with its lines; an empty one takes an earlier answer back."""
        values = raw.get("", ())
        if len(values) != 1:
            raise OneTextNeeded
        text = read_text(values[0])
        if len(text) > LONGEST_COMMENT:
            raise TextTooLong(limit=LONGEST_COMMENT)
        return {"text": text}

    @override
    def send(self, question: CommentQuestion, presented: Presented, response: Response) -> Raw:
        """Return the text."""
        return {"": [text_of(response)]}
