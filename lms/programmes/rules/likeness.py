"""Whether a new nomination and one that is there may be one person: by account, address or name.

A likeness is shown to a person, who decides; nothing follows from it by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lms.accounts.importing.likeness import address_key, name_key
from lms.kit.i18n import N_
from lms.programmes.rules.rows import NominationRow

Reason = Literal["same", "address", "name"]
REASON_NAMES = {
    "same": N_("The same address or account"),
    "address": N_("An address of the same mailbox"),
    "name": N_("The same name in another spelling"),
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """A nomination that may be of the same person, and by what it seems so."""

    row: NominationRow
    reason: Reason

    @property
    def is_same(self) -> bool:
        """Say whether it cannot be another person: one address, or one account."""
        return self.reason == "same"


def find_likenesses(
    rows: Iterable[NominationRow],
    *,
    email: str,
    full_name: str,
    person_id: str | None,
    state_id: str | None,
) -> list[Likeness]:
    """Return those of `rows`, the nominations of one cohort, that may be this person's.

    The same address or account is found in any State, another spelling within one State alone;
    what was withdrawn is not counted.
    """
    mailbox, name = address_key(email), name_key(full_name)
    found = []
    for row in rows:
        reason: Reason | None = None
        if row.withdrawn_at is not None:
            continue
        if row.email == email or (person_id is not None and row.person_id == person_id):
            reason = "same"
        elif address_key(row.email) == mailbox:
            reason = "address"
        elif row.state_id == state_id and name and name_key(row.written_name) == name:
            reason = "name"
        if reason is not None:
            found.append(Likeness(row, reason))
    return found
