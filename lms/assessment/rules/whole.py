"""The rules of a paper on one page: what was sent of it, what of that is new, what is shown again.

What fits a question is decided in `showing`, what counts in `attempts`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.questions.rules import Raw
from lms.questions.showing import Shown, ShownQuestion

# A decision that was made, and one still to be made, are no fields that somebody has filled in.
_FIXED = frozenset({"decided", "decision"})


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page of all questions sent for one of them; `shown` seals the answer that it showed.

    Whoever leaves a question as it was has not answered it anew: an answer that another tab has
    given meanwhile stays.
    """

    position: int
    client_id: str
    raw: Raw
    shown: str

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was chosen or typed."""
        return not any(any(values) for values in self.raw.values())


def write_value(value: Mapping[str, Any] | None) -> str:
    """Return an answer as text, equal ones alike; empty where it holds nothing."""
    if value is None or not any(value.values()):
        return ""
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def fill_again(question: ShownQuestion, raw: Raw) -> ShownQuestion:
    """Return a question with what was sent for it, which did not fit: nobody types it twice."""
    return replace(question, fields=tuple(_fill(field, raw) for field in question.fields))


def _fill(field: Shown, raw: Raw) -> Shown:
    if field.control in _FIXED:
        return field
    values = list(raw.get(field.name, ()))
    options = tuple(replace(one, is_chosen=one.value in values) for one in field.options)
    typed = values[0] if values and not options else ""
    return replace(field, options=options, typed=typed)
