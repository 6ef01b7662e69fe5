"""Lists of certificates of paper: who sent which, how they are read, what is entered already.

What became of each line is what the jobs recorded of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from lms.accounts.importing.sheets import Sheet, unpack_sheet
from lms.accounts.models import organisation_table
from lms.accounts.queries.imports import list_outcomes
from lms.accounts.queries.places import is_within, scope_of
from lms.certificates.models import Certificate, CertificateStatus, PaperImport
from lms.certificates.rules.papers import PaperLine, PaperReading, check_papers
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.db import read

# What follows the key of a paper: how often it was entered, for one that was undone may be again.
MARK = "#"
_MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class PaperImportRow:
    """A list that was sent in."""

    id: str
    issuer_id: str
    person_id: str | None
    file_name: str
    content_hash: str
    line_count: int
    reading: PaperReading
    job_id: str | None
    undo_job_id: str | None
    created_at: datetime
    begun_at: datetime | None

    def read_sheet(self) -> Sheet:
        """Return the list itself."""
        return unpack_sheet(storage.get(self.content_hash))


_IMPORT = select(
    PaperImport.id,
    PaperImport.issuer_id,
    PaperImport.person_id,
    PaperImport.file_name,
    PaperImport.content_hash,
    PaperImport.line_count,
    PaperImport.reading,
    PaperImport.job_id,
    PaperImport.undo_job_id,
    PaperImport.created_at,
    PaperImport.begun_at,
)


def _row(row: Any) -> PaperImportRow:  # noqa: ANN401 - a row of the columns above
    values = dict(row._mapping)
    return PaperImportRow(**values | {"reading": PaperReading.from_json(values["reading"])})


def find_import(import_id: str) -> PaperImportRow | None:
    """Return one list, or nothing."""
    row = read(_IMPORT.where(PaperImport.id == import_id)).one_or_none()
    return _row(row) if row else None


def list_imports(actor: Actor, first: int, size: int) -> list[PaperImportRow]:
    """Return the lists of the actor's organisations, the newest first."""
    query = _in_reach(_IMPORT, actor).order_by(PaperImport.created_at.desc(), PaperImport.id)
    return [_row(row) for row in read(query.offset(first).limit(size))]


def count_imports(actor: Actor) -> int:
    """Return how many lists the actor's organisations have sent in."""
    return int(read(_in_reach(select(func.count(PaperImport.id)), actor)).scalar_one())


def count_uses(content_hash: str) -> int:
    """Return how many lists have this file."""
    query = select(func.count(PaperImport.id)).where(PaperImport.content_hash == content_hash)
    return int(read(query).scalar_one())


def _in_reach(query: Any, actor: Actor) -> Any:  # noqa: ANN401 - a select of any columns
    return query.join(
        organisation_table, organisation_table.c.id == PaperImport.issuer_id
    ).where(is_within(scope_of(actor)))  # fmt: skip


def check_import(row: PaperImportRow, now: datetime) -> list[PaperLine]:
    """Return every line of a list as it stands now."""
    return check_papers(
        row.read_sheet(), row.reading, now.date(), frozenset(list_entered(row.issuer_id))
    )


def list_left_out(row: PaperImportRow, begun_at: datetime) -> list[PaperLine]:
    """Return the lines of a list that was begun which were not to be entered."""
    items = list_outcomes((str(row.job_id),), failed=False, first=0, size=row.line_count)
    begun = {int(line) for line, _status, _result in items}
    return [line for line in check_import(row, begun_at) if line.number not in begun]


def list_entered(issuer_id: str) -> set[str]:
    """Return the keys of the papers that are in an organisation's register and not withdrawn."""
    query = select(Certificate.import_key).where(
        Certificate.issuer_id == issuer_id,
        Certificate.import_key.is_not(None),
        Certificate.supersedes_id.is_(None),
        ~_is_revoked(),
    )
    return {str(key).rpartition(MARK)[0] for key in read(query).scalars()}


def next_key(issuer_id: str, base: str) -> str | None:
    """Return the key for a paper; nothing where it is entered already and not withdrawn."""
    rows = read(
        select(Certificate.import_key, _is_revoked().label("is_revoked")).where(
            Certificate.issuer_id == issuer_id,
            Certificate.import_key.startswith(f"{base}{MARK}", autoescape=True),
        )
    ).all()
    if any(not row.is_revoked for row in rows):
        return None
    return f"{base}{MARK}{len(rows) + 1}"


def _is_revoked() -> Any:  # noqa: ANN401 - an EXISTS, which is a column and a condition
    return (
        select(CertificateStatus.seq)
        .where(
            CertificateStatus.certificate_id == Certificate.id,
            CertificateStatus.decision == "revoked",
        )
        .exists()
    )


def list_slips(certificate_ids: Collection[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return code and facts of each certificate, in the order of their numbers."""
    wanted: list[str] = list(certificate_ids)
    found: list[tuple[int, str, dict[str, Any]]] = []
    for start in range(0, len(wanted), _MOST_AT_ONCE):
        query = select(Certificate.number, Certificate.code, Certificate.facts).where(
            Certificate.id.in_(wanted[start : start + _MOST_AT_ONCE])
        )
        found += [(row.number, row.code, row.facts) for row in read(query)]
    return [(code, facts) for _, code, facts in sorted(found, key=lambda one: one[0])]
