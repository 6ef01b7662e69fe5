"""Who is acting: a person signed in, a stranger, or the operator at the command line.

An actor is a value; loading one is the business of the accounts room.
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal["trainee", "trainer", "translator", "focal_point", "administrator", "auditor"]
ROLES: tuple[Role, ...] = (
    "trainee",
    "trainer",
    "translator",
    "focal_point",
    "administrator",
    "auditor",
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held at an organisation and at all that stand below it in the tree."""

    role: str
    organisation_path: str

    def covers(self, path: str) -> bool:
        """Say whether `path` is the grant's organisation or stands below it."""
        return path == self.organisation_path or path.startswith(self.organisation_path + "/")


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks; `person_id` is `None` for a stranger and for the operator."""

    kind: Literal["person", "stranger", "operator"] = "stranger"
    person_id: str | None = None
    language: str | None = None
    time_zone: str = "UTC"
    organisation_id: str | None = None
    organisation_path: str = ""
    grants: tuple[Grant, ...] = ()
    # How many notices the person has not read yet, for the head of each page.
    unread: int = 0
    # Whether the person has a task in a cohort, for the menu of each page.
    has_task: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Say whether a person is signed in."""
        return self.person_id is not None

    @property
    def is_operator(self) -> bool:
        """Say whether this is the command line acting for nobody in particular."""
        return self.kind == "operator"

    def has_role(self, role: Role, path: str | None = None) -> bool:
        """Say whether the actor holds `role`: anywhere, or so that it covers `path`.

        The operator holds every role everywhere.
        """
        if self.is_operator:
            return True
        return any(
            grant.role == role and (path is None or grant.covers(path)) for grant in self.grants
        )


STRANGER = Actor()
OPERATOR = Actor(kind="operator")
