"""Writing a certificate: its frozen facts, its number, its bit of the status list, its audit event.

Whether there is one already, and who may have one, is decided by the verbs that call this.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from lms.certificates.credentials.achievements import achievement_key
from lms.certificates.drawing.glyphs import check_drawable, check_readable
from lms.certificates.events import CertificateIssued
from lms.certificates.models import Certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.queries.status_bits import find_free_bit
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.register import fold_names
from lms.certificates.services.telling import record
from lms.kit import events
from lms.kit.actor import Actor
from lms.kit.db import db


@dataclass(frozen=True, slots=True)
class Grounds:
    """Who issues to whom, and on what grounds: a completion, an award, a reason or a paper.

    `supersedes_id` is the certificate that is corrected.
    """

    issuer_id: str
    person_id: str | None
    course_id: str | None = None
    programme_id: str | None = None
    completion_id: str | None = None
    award_id: str | None = None
    override_reason: str | None = None
    import_key: str | None = None
    supersedes_id: str | None = None


def write_certificate(actor: Actor, now: datetime, facts: Facts, grounds: Grounds) -> str:
    """Write a certificate with the next number of the register; return its id.

    The caller holds the register's lock (`queries.lock_register`). Raises `CharactersMissing`.
    """
    texts = (
        facts.printed_name,
        facts.latin_name or "",
        *facts.titles.values(),
        *facts.issuer_names.values(),
    )
    # What stands on paper is in the register only: no font of ours need have its characters.
    check_readable(*texts) if facts.subject == "paper" else check_drawable(*texts)
    status_list, status_index = find_free_bit()
    certificate = Certificate(
        **asdict(grounds),
        kind=facts.kind,
        code=facts.code,
        achievement_key=achievement_key(facts),
        number=queries.get_last_number() + 1,
        status_list=status_list,
        status_index=status_index,
        facts=facts.to_json(),
        issued_at=now,
        valid_until=facts.valid_until,
        issued_on=facts.issued_on,
        language=facts.study_language,
        folded_name=fold_names(facts),
    )
    db.session.add(certificate)
    db.session.flush()
    record(
        actor, now, "issued", certificate.id,
        {"number": certificate.number, "kind": facts.kind, "subject": facts.subject_code,
         "version": facts.version, "override_reason": grounds.override_reason},
    )  # fmt: skip
    events.announce(CertificateIssued(certificate.id, grounds.person_id), now)
    return certificate.id
