"""The policies a route can name: who may come in at all.

Who may see one particular row is decided by the loaders in each room's `policy.py`.
"""

from collections.abc import Callable

from lms.kit.actor import Actor, Role
from lms.kit.errors import NotAllowed, NotSignedIn

Policy = Callable[[Actor], None]


def public(_actor: Actor) -> None:
    """Let everybody in, strangers included."""


def signed_in(actor: Actor) -> None:
    """Let in whoever is signed in."""
    if not actor.is_signed_in:
        raise NotSignedIn


def has_role(*roles: Role) -> Policy:
    """Return the policy that lets in whoever holds one of `roles`, at any organisation."""

    def policy(actor: Actor) -> None:
        signed_in(actor)
        if not any(actor.has_role(role) for role in roles):
            raise NotAllowed

    policy.__name__ = " or ".join(roles)
    policy.__doc__ = f"Let in whoever is {policy.__name__} of some organisation."
    return policy
