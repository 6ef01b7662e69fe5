"""The shape of what a page of all questions sends: for each the answer, and the id made for it.

Whether it fits its question is decided in `rules`.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wtforms import StringField
from wtforms.validators import ValidationError

from lms.assessment.rules import AnswerUnreadable, Sent
from lms.kit.ids import ID_PATTERN
from lms.web.forms import Form, SentField

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

# answer_3, answer_3-left, client_id_3, shown_3: the place on the paper, then the part of an answer.
_NAME = re.compile(r"(answer|client_id|shown)_([1-9][0-9]{0,4})(?:-(.*))?")
_FLAG = re.compile(r"(yes|no)-([1-9][0-9]{0,4})")


class QuestionsField(SentField):
    """All fields of all questions; its data are what was sent, by place on the paper."""

    def take(self, sent: "MultiDict[str, str]") -> None:
        """Take the answers, their ids and the orders shown, each by its place."""
        marks: dict[int, dict[str, str]] = defaultdict(dict)
        raws: dict[int, dict[str, list[str]]] = defaultdict(dict)
        for name in sent:
            found = _NAME.fullmatch(name)
            if found is None:
                continue
            kind, position, part = found[1], int(found[2]), found[3] or ""
            if kind == "answer":
                raws[position][part] = sent.getlist(name)
            else:
                marks[position][kind] = sent[name]
        places = sorted(marks.keys() | raws.keys())
        self.data = tuple(
            Sent(at, marks[at].get("client_id", ""), raws[at], marks[at].get("shown", ""))
            for at in places
        )


class WholeForm(Form):
    questions = QuestionsField()
    flag = StringField(default="")
    go = StringField(default="")

    def validate_questions(self, field: QuestionsField) -> None:
        """Refuse an answer without an id that the page made for it alone."""
        ids = [one.client_id for one in field.data]
        if len(set(ids)) < len(ids) or not all(map(ID_PATTERN.fullmatch, ids)):
            raise ValidationError(AnswerUnreadable.message)

    @property
    def sent(self) -> Sequence[Sent]:
        """Return what was sent for each question, in the order of the paper."""
        return tuple(self.questions.data)

    @property
    def flagged(self) -> tuple[int, bool] | None:
        """Return the question whose flag was pressed, and whether it is to be flagged."""
        found = _FLAG.fullmatch(self.flag.data or "")
        return (int(found[2]), found[1] == "yes") if found else None
