"""Saying what an organisation, a course or a programme issues with.

Which design may be chosen is decided in `design_policy`; what holds in the end, in `rules.terms`.
"""

from dataclasses import asdict
from datetime import datetime

from lms.audit import services as audit
from lms.certificates.models import CertificateTerms
from lms.certificates.queries.terms import find_row_id
from lms.certificates.rules.terms import Said, check_bands
from lms.kit.actor import Actor
from lms.kit.db import db


def save_terms(
    actor: Actor,
    now: datetime,
    said: Said,
    organisation_id: str,
    *,
    course_id: str | None = None,
    programme_id: str | None = None,
) -> None:
    """Keep what is said for an organisation, or one of its courses or programmes.

    Raises `BandsOutOfOrder`.
    """
    check_bands(said.merit_from, said.distinction_from)
    row_id = find_row_id(organisation_id, course_id=course_id, programme_id=programme_id)
    row = db.session.get(CertificateTerms, row_id) if row_id else None
    if row is None:
        row = CertificateTerms(
            organisation_id=organisation_id, course_id=course_id, programme_id=programme_id
        )
        db.session.add(row)
    for name, value in asdict(said).items():
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.organisation_id, row.changed_at, row.changed_by = organisation_id, now, actor.person_id
    db.session.flush()
    audit.record(
        actor, now, "certificates.terms_changed", subject_type="certificate_terms",
        subject_id=row.id, details={"course": course_id, "programme": programme_id},
    )  # fmt: skip
