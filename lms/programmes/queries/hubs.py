"""What everybody reads of a hub or platform: its member States of the day, and its programmes.

Who is a member from when is kept in `lms.organisations`.
"""

from dataclasses import dataclass
from datetime import datetime

from lms.kit.errors import NotVisible
from lms.organisations import queries as organisations
from lms.organisations.rules import JOINING
from lms.programmes.queries import pages
from lms.programmes.queries.pages import ProgrammeCard


@dataclass(frozen=True, slots=True)
class HubPage:
    """A hub or platform with its member States, by name, and its published programmes."""

    kind: str
    name: str
    members: tuple[str, ...]
    programmes: tuple[ProgrammeCard, ...]


def get_hub(hub_id: str, language: str, now: datetime) -> HubPage:
    """Return what the page of a hub or platform shows; raise `NotVisible`."""
    row = organisations.get_organisation(hub_id)
    if row.kind not in JOINING:
        raise NotVisible
    members = organisations.list_members(hub_id, now.date())
    shelves = pages.list_shelves(language, now)
    own = next((shelf.programmes for shelf in shelves if shelf.owner_id == hub_id), ())
    names = sorted((one.label(language) for one in members), key=str.casefold)
    return HubPage(row.kind, row.label(language), tuple(names), own)
