"""On what grounds a certificate was issued, for the one that replaces it.

What may stand in one is decided by the table.
"""

from typing import Any

from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.kit.db import read

_GROUNDS = select(
    Certificate.issuer_id,
    Certificate.person_id,
    Certificate.course_id,
    Certificate.programme_id,
    Certificate.completion_id,
    Certificate.award_id,
    Certificate.override_reason,
    Certificate.import_key,
)


def get_grounds(certificate_id: str) -> dict[str, Any]:
    """Return the columns that say why a certificate was issued and to whom, by their names.

    The key of a paper stays with the first that has it: it is given another that no list can have.
    """
    row = read(_GROUNDS.where(Certificate.id == certificate_id)).one()
    grounds = dict(row._mapping)
    if grounds["import_key"] is not None:
        grounds["import_key"] = f"replaces:{certificate_id}"
    return grounds


def find_replacement(certificate_id: str) -> str | None:
    """Return the id of the certificate that replaces this one, or nothing."""
    query = select(Certificate.id).where(Certificate.supersedes_id == certificate_id)
    return read(query).scalar_one_or_none()
