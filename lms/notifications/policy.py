"""Whose notices somebody may load, and who looks after the outbox.

Nobody reads another's notices; the outbox is for administrators of the whole installation.
"""

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.notifications.letters import opens
from lms.notifications.models import Message
from lms.notifications.queries import find_notice
from lms.web.policies import signed_in


def administrator_of_all(actor: Actor) -> None:
    """Let in whoever administers the whole installation."""
    signed_in(actor)
    # The root of the tree has a path of one part.
    if not any(
        grant.role == "administrator" and "/" not in grant.organisation_path
        for grant in actor.grants
    ):
        raise NotAllowed


def load_notice_for(actor: Actor, message_id: str) -> Message:
    """Return one of the actor's own notices; raise `NotVisible`."""
    notice = find_notice(str(actor.person_id), message_id)
    if notice is None:
        raise NotVisible
    return notice


def check_seal(person_id: str, seal: str) -> None:
    """Raise `NotVisible` unless the address was made for this person."""
    if not opens(seal, person_id):
        raise NotVisible
