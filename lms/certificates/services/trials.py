"""Asking for a trial drawing of a draft, and keeping what was drawn.

Drawings of drafts that are no longer are forgotten, with their files.
"""

from datetime import datetime

from sqlalchemy import delete, update

from lms.certificates.models import CertificateTrial
from lms.certificates.queries import designs as queries
from lms.certificates.rules.design_rows import DesignRow
from lms.certificates.rules.preflight import Problem
from lms.kit import jobs, storage
from lms.kit.db import db

DRAW_TRIAL = "certificates.draw_trial"


def ask_trial(
    now: datetime, design: DesignRow, sample: str, language: str, beside: str = ""
) -> str:
    """Ask for a drawing of the draft as it stands; return its id. Asked twice, it is made once."""
    there = queries.find_trial_of(design, sample, language, beside)
    if there is not None:
        return there.id
    row = CertificateTrial(
        design_id=design.id,
        draft_hash=design.draft_hash,
        sample=sample,
        language=language,
        beside=beside,
        problems=[],
        asked_at=now,
    )
    db.session.add(row)
    db.session.flush()
    jobs.enqueue(DRAW_TRIAL, row.id, {"trial": row.id}, now)
    return row.id


def keep_trial(
    now: datetime,
    trial_id: str,
    files: tuple[str | None, str | None],
    problems: tuple[Problem, ...],
) -> None:
    """Record a drawing (its file and picture by hash), and forget those of older drafts."""
    db.session.execute(
        update(CertificateTrial)
        .where(CertificateTrial.id == trial_id)
        .values(
            pdf_hash=files[0],
            picture_hash=files[1],
            problems=[problem.to_json() for problem in problems],
            made_at=now,
        )
    )
    trial = queries.find_trial(trial_id)
    design = queries.find_design(trial.design_id) if trial else None
    if design is not None:
        # Of the draft as it is now: it may have changed while this one was drawn.
        _forget_stale(design.id, design.draft_hash)


def _forget_stale(design_id: str, draft_hash: str) -> None:
    stale = queries.list_stale_trials(design_id, draft_hash)
    if not stale:
        return
    ids = [trial.id for trial in stale]
    db.session.execute(delete(CertificateTrial).where(CertificateTrial.id.in_(ids)))
    hashes = {each for trial in stale for each in (trial.pdf_hash, trial.picture_hash) if each}
    for content_hash in hashes:
        # Two designs that say the same give the same file.
        if not queries.is_trial_file(content_hash):
            storage.remove(content_hash)
