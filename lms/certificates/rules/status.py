"""Whether a certificate holds: derived from what was decided about it, and from the day.

The strongest word wins: revoked, superseded, suspended, expired, valid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lms.kit.i18n import N_

Status = Literal["valid", "expired", "suspended", "superseded", "revoked"]
Decision = Literal["revoked", "superseded", "suspended", "reinstated"]
DECISIONS: tuple[Decision, ...] = ("revoked", "superseded", "suspended", "reinstated")
STRONGEST_FIRST: tuple[Status, ...] = ("revoked", "superseded", "suspended")

Reason = Literal["error", "fraud", "misconduct", "withdrawn", "other"]
REASONS: dict[Reason, str] = {
    "error": N_("An error in the certificate or in its issue"),
    "fraud": N_("Fraud"),
    "misconduct": N_("Misconduct in the course or its exam"),
    "withdrawn": N_("Withdrawn at the holder's request"),
    "other": N_("Another reason"),
}
# Who suspends or corrects says nothing of what is not established, nor what only ends one.
REASONS_TO_SUSPEND: dict[Reason, str] = {
    "error": REASONS["error"],
    "other": N_("An inquiry that is under way, or another reason"),
}
REASONS_TO_CORRECT: dict[Reason, str] = {
    "error": REASONS["error"],
    "other": N_("The holder's name has changed, or another reason"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision about a certificate: what, why (a reason class), and when."""

    decision: Decision
    reason: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a certificate stands; reason and instant are those of the decision that made it so."""

    status: Status
    reason: str | None = None
    since: datetime | None = None

    @property
    def is_valid(self) -> bool:
        """Say whether it may be relied upon."""
        return self.status == "valid"

    @property
    def is_revoked(self) -> bool:
        """Say whether it was revoked, which is for ever."""
        return self.status == "revoked"


def standing(entries: Iterable[Entry], valid_until: date | None, now: datetime) -> Standing:
    """Return how a certificate stands at `now`; `valid_until` is the last day, in UTC.

    `entries` are in the order of their writing. Reinstating ends a suspension, and nothing else.
    """
    in_force: dict[str, Entry] = {}
    for entry in entries:
        if entry.decision == "reinstated":
            in_force.pop("suspended", None)
        else:
            in_force.setdefault(entry.decision, entry)
    for status in STRONGEST_FIRST:
        if status in in_force:
            return Standing(status, in_force[status].reason, in_force[status].at)
    if valid_until is not None and now.date() > valid_until:
        return Standing("expired")
    return Standing("valid")
