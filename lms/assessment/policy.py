"""Who may see an attempt: so far only the person whose it is.

A route's own policy, who may come in at all, is named beside the route.
"""

from lms.assessment import queries
from lms.assessment.queries import Seat
from lms.assessment.rules import AttemptRow
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible


def load_attempt_for(actor: Actor, attempt_id: str) -> AttemptRow:
    """Return the actor's own attempt.

    Raises `NotVisible` for everybody else: trainers and administrators see results, not answers.
    """
    attempt = queries.find_attempt(attempt_id)
    if attempt is None or attempt.person_id != actor.person_id:
        raise NotVisible
    return attempt


def load_seat_for(actor: Actor, attempt_id: str, position: int, client_id: str) -> Seat:
    """Return a place of the paper of the actor's own attempt, locked for an answer.

    With it comes what was stored before under the same client-made id. Raises `NotVisible` as
    `load_attempt_for` does.
    """
    seat = queries.find_seat_locked(attempt_id, position, client_id)
    if seat is None or seat.attempt.person_id != actor.person_id:
        raise NotVisible
    return seat
