"""Frozen values that reads of certificates give.

Nothing here reads a table.
"""

from dataclasses import dataclass
from datetime import date, datetime

from lms.certificates.rules.facts import Facts, Kind
from lms.certificates.rules.status import Standing


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate with its frozen facts, and how it stands at the time of reading.

    `person_id` is missing where one that was issued on paper was imported for somebody without an
    account, `course_id` where it is of a programme or was imported. `issuer_id` is the
    organisation that issued it, whose administrators decide on it; `status_index` its place in the
    published status list number `status_list`.
    """

    id: str
    code: str
    number: int
    kind: Kind
    person_id: str | None
    course_id: str | None
    programme_id: str | None
    award_id: str | None
    issuer_id: str
    issued_at: datetime
    valid_until: date | None
    supersedes_id: str | None
    status_list: int
    status_index: int
    facts: Facts
    standing: Standing


@dataclass(frozen=True, slots=True)
class FileRow:
    """A certificate's file: its language, the second one of a bilingual file (or empty), its hash.

    `key_id` is the key it was signed with; none where it was made before there were any.
    """

    language: str
    beside: str
    content_hash: str
    key_id: str | None
    made_at: datetime

    @property
    def languages(self) -> str:
        """Return its language or languages as they stand in an address: `ar`, or `ar-en`."""
        return f"{self.language}-{self.beside}" if self.beside else self.language


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was just made and stored, and is not on record yet."""

    certificate_id: str
    language: str
    beside: str
    content_hash: str
    key_id: str | None
