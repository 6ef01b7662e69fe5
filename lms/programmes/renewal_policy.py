"""Who may see and renew an award: its holder, and nobody else.

How many awards end when is shown by `expiry_policy`.
"""

from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.programmes.queries import renewals
from lms.programmes.queries.renewals import Held


def load_held_for(actor: Actor, award_id: str) -> Held:
    """Return what the actor holds by an award; raise `NotVisible` for that of somebody else.

    What was renewed is past: the new award stands for the programme.
    """
    held = renewals.find_held(actor.person_id, award_id) if actor.person_id else None
    if held is None:
        raise NotVisible
    return held
