"""What every page and every mail shows of the installation.

Where it is kept is the organisations room's business.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """The installation's name, its emblem's content hash, and the sender of its mail."""

    name: str
    emblem_hash: str | None = None
    mail_sender: str | None = None
