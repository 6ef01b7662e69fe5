"""The verb of a paper on one page: save what was answered anew, each answer as on its own page.

What does not fit its question holds up no other answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.assessment import rules
from lms.assessment.queries import Seats
from lms.assessment.rules import Sent
from lms.assessment.services.attempts import save_response
from lms.content import queries as content
from lms.kit.errors import DomainError

# Says of what was sent for a question whether the page showed an answer that reads so.
WasShown = Callable[[Sent, str], bool]


@dataclass(frozen=True, slots=True)
class SavedWhole:
    """What became of a page of answers: the places that were saved, and why others were not."""

    saved: tuple[int, ...]
    refused: Mapping[int, DomainError]


def save_whole(
    now: datetime, seats: Seats, sent: Sequence[Sent], session: str, was_shown: WasShown
) -> SavedWhole:
    """Append each answer that is another than the page showed.

    Raises `NotOnPaper`, and what `save_response` raises: then nothing is saved.
    """
    questions = content.get_items(seats.attempt.version_id)
    saved: list[int] = []
    refused: dict[int, DomainError] = {}
    for one in sent:
        seat = seats.take(one.position, one.client_id)
        if seat.row is None:
            raise rules.NotOnPaper
        value = rules.read_answer(seat.row, questions[seat.row.item_id], one.raw)
        if isinstance(value, DomainError):
            if not (one.is_blank and was_shown(one, "")):
                refused[one.position] = value
        elif not was_shown(one, rules.write_value(value)):
            outcome = save_response(now, seat, one.client_id, one.raw, None, session)
            if outcome.problem is None:
                saved.append(one.position)
            else:
                refused[one.position] = outcome.problem
    return SavedWhole(tuple(saved), refused)
