"""Rows of designs, trial drawings and signatories, as queries give them to pages and services.

What a design says is in `designs`, what is wrong with one in `preflight`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from lms.certificates.rules.designs import Design
from lms.certificates.rules.facts import Signatory
from lms.certificates.rules.preflight import Problem, Signing
from lms.certificates.rules.signing import seal_of
from lms.kit.i18n import LANGUAGES


@dataclass(frozen=True, slots=True)
class Tried:
    """What drawings in one language found: of which draft, drawn when, and from what (`key`).

    Drawings of another draft that are made from the same find the same. Instants are UTC.
    """

    draft_hash: str
    problems: tuple[Problem, ...]
    key: str = ""
    drawn_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain JSON values; `from_json` is the way back."""
        return {
            "draft_hash": self.draft_hash,
            "problems": [problem.to_json() for problem in self.problems],
            "key": self.key,
            "drawn_at": self.drawn_at.isoformat() if self.drawn_at else None,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return what `to_json` wrote."""
        drawn_at = values["drawn_at"]
        return cls(
            values["draft_hash"],
            tuple(Problem.from_json(one) for one in values["problems"]),
            values["key"],
            datetime.fromisoformat(drawn_at) if drawn_at else None,
        )


@dataclass(frozen=True, slots=True)
class DesignRow:
    """A design under work: its draft, how much can be undone, what trial drawings found.

    `tried` is what was last tried, by language. `number` and `published_hash` are the newest
    version's; none where nothing is published.
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
    tried: Mapping[str, Tried]
    wished_hash: str | None
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
    def languages_tried(self) -> int:
        """Return in how many languages the draft as it stands was tried so far."""
        if self.is_checked:
            return len(LANGUAGES)
        return sum(one.draft_hash == self.draft_hash for one in self.tried.values())

    @property
    def is_wished(self) -> bool:
        """Say whether the draft as it stands is to be published once nothing is found."""
        return self.wished_hash == self.draft_hash

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
    """Who signs, and what was agreed to: `consented_seal` is that of all that was shown."""

    id: str
    organisation_id: str
    organisation_path: str
    name: str
    offices: Mapping[str, str]
    email: str | None
    language: str
    picture_hash: str | None
    asked_at: datetime | None
    consented_seal: str | None
    consented_at: datetime | None
    overtaken_at: datetime | None
    withdrawn_at: datetime | None
    archived_at: datetime | None

    @property
    def may_be_shown(self) -> bool:
        """Say whether the picture that there is may be printed above this name and office."""
        return self.picture_hash is not None and self.consented_seal == self.seal

    @property
    def seal(self) -> str:
        """Return what stands for the picture, the name and the offices as they are now."""
        return seal_of(self.name, self.offices, self.picture_hash)

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
