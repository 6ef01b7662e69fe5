"""What accounts announce to the rooms above them.

Who listens is named in `lms.wiring`.
"""

from dataclasses import dataclass

from lms.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class IdentityProtected:
    """A person's identity is protected from now on, and was not before; `actor` has decided so."""

    person_id: str
    actor: Actor
