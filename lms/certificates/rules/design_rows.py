"""Rows of designs, trial drawings and signatories, as queries give them to pages and services.

What a design says is in `designs`, what is wrong with one in `preflight`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lms.certificates.rules.designs import Design
from lms.certificates.rules.facts import Signatory
from lms.certificates.rules.preflight import Problem, Signing


@dataclass(frozen=True, slots=True)
class DesignRow:
    """A design under work: its draft, how much can be undone, what trial drawings found.

    `number` and `published_hash` are the newest version's; none where nothing is published.
    """

    id: str
    organisation_id: str
    organisation_path: str
    name: str
    draft: Design
    draft_hash: str
    steps: int
    checked_hash: str | None
    drawn_problems: tuple[Problem, ...]
    changed_at: datetime
    archived_at: datetime | None
    number: int | None
    published_hash: str | None
    published_at: datetime | None

    @property
    def is_checked(self) -> bool:
        """Say whether the draft as it stands was tried in drawings."""
        return self.checked_hash == self.draft_hash

    @property
    def is_changed(self) -> bool:
        """Say whether the draft is not what is published."""
        return self.draft_hash != self.published_hash


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A published version of a design."""

    number: int
    content_hash: str
    design: Design
    published_at: datetime
    published_by: str | None


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A drawing with sample data; without hashes until it is made, or where it could not be."""

    id: str
    design_id: str
    draft_hash: str
    sample: str
    language: str
    beside: str
    pdf_hash: str | None
    picture_hash: str | None
    problems: tuple[Problem, ...]
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    """Who signs, and what was agreed to: `consented_hash` is the picture that may be printed."""

    id: str
    organisation_id: str
    organisation_path: str
    name: str
    offices: Mapping[str, str]
    email: str | None
    language: str
    picture_hash: str | None
    asked_at: datetime | None
    consented_hash: str | None
    consented_at: datetime | None
    withdrawn_at: datetime | None
    archived_at: datetime | None

    @property
    def may_be_shown(self) -> bool:
        """Say whether the picture that there is may be printed."""
        return self.picture_hash is not None and self.consented_hash == self.picture_hash

    @property
    def as_printed(self) -> Signatory:
        """Return what stands on a certificate now."""
        picture = self.picture_hash if self.may_be_shown else None
        return Signatory(self.name, dict(self.offices), picture)

    @property
    def as_checked(self) -> Signing:
        """Return what the pre-flight looks at."""
        return Signing(
            self.id, self.name, self.offices, self.picture_hash, may_be_shown=self.may_be_shown
        )
