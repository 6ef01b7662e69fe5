"""A list of certificates of paper: sent in, read as a person says, entered, taken back whole.

What a line says is decided in `rules.papers`. Numbers of the register have no gaps: what is taken
back is revoked as an error and keeps its number.
"""

from datetime import datetime
from typing import Any

from lms.accounts.importing.sheets import Sheet
from lms.accounts.queries.imports import find_people, list_done, list_statuses
from lms.accounts.rules import ImportBegun, ImportRunning
from lms.audit import services as audit
from lms.certificates.models import PaperImport
from lms.certificates.queries import certificates as register
from lms.certificates.queries import papers
from lms.certificates.queries.papers import PaperImportRow
from lms.certificates.rules.codes import new_code
from lms.certificates.rules.papers import (
    IMPORT,
    UNDO,
    UNDO_WITHIN,
    NothingToEnter,
    PaperEntered,
    PaperLine,
    PaperLineRefused,
    PaperReading,
    UndoNeedsAnother,
    UndoTooLate,
    guess_reading,
)
from lms.certificates.services.decisions import revoke_certificate
from lms.certificates.services.writing import Grounds, write_certificate
from lms.kit import jobs, storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import NotVisible
from lms.kit.i18n import LANGUAGES
from lms.organisations import queries as organisations


def begin_import(
    actor: Actor, now: datetime, *, issuer_id: str, file_name: str, content_hash: str, sheet: Sheet
) -> str:
    """Keep a list that was sent in for an organisation's register; return its id."""
    reading = guess_reading(sheet.headings, actor.language)
    row = PaperImport(
        issuer_id=issuer_id, person_id=actor.person_id, file_name=file_name,
        content_hash=content_hash, line_count=len(sheet.rows), reading=reading.to_json(),
        created_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _record(actor, now, "papers_sent", row.id, {"lines": len(sheet.rows)})
    return row.id


def save_reading(row: PaperImportRow, reading: PaperReading) -> None:
    """Read a list so from now on; raise `ImportBegun`."""
    _get_draft(row).reading = reading.to_json()
    db.session.flush()


def discard_import(actor: Actor, now: datetime, row: PaperImportRow) -> None:
    """Forget a list of which nothing was entered, and its file; raise `ImportBegun`."""
    db.session.delete(_get_draft(row))
    db.session.flush()
    if not papers.count_uses(row.content_hash):
        storage.remove(row.content_hash)
    _record(actor, now, "papers_discarded", row.id, {})


def start_import(actor: Actor, now: datetime, row: PaperImportRow) -> None:
    """Ask for every line that is right to be entered; raise `NothingToEnter`, `ImportBegun`."""
    kept = _get_draft(row)
    wanted = [str(line.number) for line in papers.check_import(row, now) if line.standing == "new"]
    if not wanted:
        raise NothingToEnter
    arguments = {"import": row.id, "actor": actor.person_id, "lines": wanted}
    kept.job_id, kept.begun_at = jobs.enqueue(IMPORT, row.id, arguments, now), now
    db.session.flush()
    _record(actor, now, "papers_started", row.id, {"lines": len(wanted)})


def enter_paper(
    actor: Actor, now: datetime, row: PaperImportRow, line: PaperLine
) -> dict[str, Any]:
    """Write the certificate of one line into the register; return what was done, for the record.

    Raises `PaperLineRefused`, `PaperEntered`, `CharactersMissing`.
    """
    paper = line.paper
    if paper is None:
        raise PaperLineRefused
    register.lock_register()
    key = papers.next_key(row.issuer_id, paper.base_key)
    if key is None:
        raise PaperEntered
    issuer = organisations.get_organisation(row.issuer_id)
    names = {language: issuer.label(language) for language in LANGUAGES}
    # An address of somebody whom the actor does not administer leads to nobody, and is not kept.
    person_id = find_people(actor, [paper.email]).get(paper.email) if paper.email else None
    facts = paper.to_facts(new_code(), names)
    grounds = Grounds(row.issuer_id, person_id, import_key=key)
    return {
        "outcome": "entered",
        "certificate": write_certificate(actor, now, facts, grounds),
        "is_linked": person_id is not None,
    }


def undo_import(actor: Actor, now: datetime, row: PaperImportRow) -> None:
    """Ask for every certificate of a list to be revoked as an error.

    Raises `UndoTooLate`, `ImportRunning`, `UndoNeedsAnother`, `NotVisible` where nothing was done.
    """
    kept = db.session.get(PaperImport, row.id, with_for_update=True)
    if kept is None or kept.job_id is None or kept.begun_at is None:
        raise NotVisible
    if now - kept.begun_at > UNDO_WITHIN:
        raise UndoTooLate
    every = [kept.job_id, *([kept.undo_job_id] if kept.undo_job_id else [])]
    if set(list_statuses(every).values()) & {"due", "taken"}:
        raise ImportRunning
    if needs_another_to_undo(actor, row):
        raise UndoNeedsAnother
    lines = [line for line, done in list_done((kept.job_id,)).items() if "certificate" in done]
    arguments = {"import": row.id, "actor": actor.person_id, "lines": lines}
    kept.undo_job_id = jobs.enqueue(UNDO, row.id, arguments, now)
    db.session.flush()
    _record(actor, now, "papers_undone", row.id, {"lines": len(lines)})


def needs_another_to_undo(actor: Actor, row: PaperImportRow) -> bool:
    """Say whether undoing wants somebody else than the actor, who sent the list."""
    if actor.person_id != row.person_id:
        return False
    issuer = organisations.get_organisation(row.issuer_id)
    return organisations.needs_two_to_revoke(issuer.path)


def withdraw_paper(actor: Actor, now: datetime, certificate_id: str) -> dict[str, Any]:
    """Revoke one certificate of a list as an error; what is revoked already stays so."""
    certificate = register.find_certificate(certificate_id, now)
    if certificate is None or certificate.standing.is_revoked:
        return {"outcome": "unchanged"}
    revoke_certificate(actor, now, certificate, reason="error")
    return {"outcome": "withdrawn"}


def _get_draft(row: PaperImportRow) -> PaperImport:
    kept = db.session.get(PaperImport, row.id, with_for_update=True)
    if kept is None:
        raise NotVisible
    if kept.job_id is not None:
        raise ImportBegun
    return kept


def _record(
    actor: Actor, now: datetime, what: str, import_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"certificates.{what}", subject_type="paper_import", subject_id=import_id,
        details=details,
    )  # fmt: skip
