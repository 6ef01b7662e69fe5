"""Of whose awards somebody sees when they end.

Administrators see those of the programmes of their organisations, and those of their own people;
focal points those of their State or agency.
"""

from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.organisations import queries as organisations
from lms.programmes import policy
from lms.programmes.queries import delegations
from lms.programmes.queries.expiry import Scope


def load_administered_for(actor: Actor) -> Scope:
    """Return what an administrator sees; the people of other organisations as numbers alone."""
    paths = [
        row.path
        for row in organisations.list_organisations()
        if actor.has_role("administrator", path=row.path)
    ]
    programmes = policy.list_programmes_for(actor)
    return Scope(tuple(row.id for row in programmes), _highest(paths))


def load_delegated_for(actor: Actor) -> Scope:
    """Return what a focal point sees; raise `NotVisible` for whoever is none."""
    places = delegations.list_places(actor)
    if not places:
        raise NotVisible
    return Scope((), _highest([place.path for place in places]))


def _highest(paths: list[str]) -> tuple[str, ...]:
    """Return the paths that stand below none of the others."""
    every = set(paths)
    return tuple(
        path
        for path in paths
        if not any(path.startswith(f"{other}/") for other in every)
    )  # fmt: skip
