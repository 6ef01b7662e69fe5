"""Aminata Diallo, who is Amina under a second account, and what merges look like, for tests.

`add_twin` makes the account; `merge` sends the form that the page has.
"""

from typing import Any

from lms.kit.db import db
from lms.merging.queries.merges import list_merges
from tests import cast
from tests.programmes.factories import add_person

TWIN = "aminata"


def add_twin(place: str = "amina", *roles: str) -> str:
    """Give Amina a second account at the organisation of one of the cast; return its id."""
    organisation_id = cast.actor_of(place).organisation_id
    return add_person(TWIN, "Aminata Diallo", str(organisation_id), *(roles or ("trainee",)))


def address(kept: str = "amina", other: str = TWIN) -> str:
    """Return the address of the page that compares two accounts."""
    return f"/admin/people/{cast.id_of(kept)}/merge/{cast.id_of(other)}"


def merge(browser: Any, kept: str = "amina", other: str = TWIN, **fields: object) -> Any:
    """Send the form by which two accounts are merged; return the answer."""
    data = {"is_sure": "yes", **fields}
    answer = browser.post(address(kept, other), data)
    db.session.remove()
    return answer


def undo_address(person_id: str) -> str:
    """Return the address at which the newest merge of an account is undone."""
    return f"/admin/people/merges/{list_merges(person_id)[0].id}/undo"
