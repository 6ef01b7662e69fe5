"""Verbs on designs: begin, change the draft, undo, restore, archive.

Every change of a draft asks for the pre-flight's trial drawings; publishing is in `publishing`.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lms.audit import services as audit
from lms.certificates.models import CertificateDesign
from lms.certificates.queries import designs as queries
from lms.certificates.rules.design_rows import DesignRow
from lms.certificates.rules.designs import DEFAULT, Design
from lms.kit import jobs
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import DomainError, Invalid, NotVisible
from lms.kit.i18n import LANGUAGES, N_

CHECK_DESIGN = "certificates.check_design"
# Thirty drawings are not made for a draft that is changed again at once.
GATHERED = timedelta(seconds=5)
MOST_STEPS = 20


class DesignNameTaken(Invalid):
    """Two designs of one organisation need two names."""

    message = N_("There is a design of this name already. Please choose another one.")


class NothingToUndo(DomainError):
    """The draft is as it was when it was begun, or as far back as can be gone."""

    message = N_("There is nothing to undo any more.")


class DraftChanged(DomainError):
    """Two people who change one design do not overwrite each other."""

    message = N_(
        "Somebody has changed this design since you opened it. What you entered stands here and is "
        "not saved yet; what is saved now is told at each field that differs. Save again, and "
        "yours takes its place."
    )


def hash_of(design: Design) -> str:
    """Return the SHA-256 of a design's canonical JSON."""
    plain = json.dumps(design.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def create_design(
    actor: Actor, now: datetime, organisation_id: str, name: str, like: Design = DEFAULT
) -> str:
    """Begin a design, as usual or like another one; return its id. Raises `DesignNameTaken`."""
    if queries.has_design_named(organisation_id, name):
        raise DesignNameTaken
    row = CertificateDesign(
        organisation_id=organisation_id,
        name=name,
        draft=like.to_json(),
        draft_hash=hash_of(like),
        earlier=[],
        problems=[],
        created_at=now,
        changed_at=now,
        changed_by=actor.person_id,
    )
    db.session.add(row)
    db.session.flush()
    ask_check(now, row)
    record(actor, now, "created", row.id, {"name": name})
    return row.id


def rename_design(actor: Actor, now: datetime, design: DesignRow, name: str) -> None:
    """Give a design another name. Raises `DesignNameTaken`."""
    if queries.has_design_named(design.organisation_id, name, but_id=design.id):
        raise DesignNameTaken
    _get(design.id).name = name
    db.session.flush()
    record(actor, now, "renamed", design.id, {"name": name})


def save_draft(
    actor: Actor, now: datetime, design: DesignRow, draft: Design, seen_hash: str
) -> None:
    """Make `draft` the design's draft; the one before can be come back to.

    `seen_hash` is that of the draft that was changed. Raises `DraftChanged`.
    """
    # Of two who save at once the second waits, and finds what the first one saved.
    row = db.session.get(CertificateDesign, design.id, with_for_update=True, populate_existing=True)
    if row is None or seen_hash != row.draft_hash:
        raise DraftChanged
    _keep(actor, now, design.id, draft)


def undo(actor: Actor, now: datetime, design: DesignRow) -> None:
    """Go back to the draft before the last change. Raises `NothingToUndo`."""
    row = _get(design.id)
    if not row.earlier:
        raise NothingToUndo
    draft = Design.from_json(row.earlier[-1])
    row.earlier = row.earlier[:-1]
    _put(actor, now, row, draft)


def restore_version(actor: Actor, now: datetime, design: DesignRow, content_hash: str) -> int:
    """Make a published version the draft again, which can be undone; return its number.

    Raises `NotVisible`.
    """
    versions = queries.list_versions(design.id)
    version = next((one for one in versions if one.content_hash == content_hash), None)
    if version is None:
        raise NotVisible
    _keep(actor, now, design.id, version.design)
    return version.number


def archive_design(actor: Actor, now: datetime, design: DesignRow) -> None:
    """Take a design off the list: nothing more is issued with it; what was, keeps it.

    One that is archived stays so.
    """
    row = _get(design.id)
    if row.archived_at is not None:
        return
    row.archived_at, row.wished_hash, row.wished_by = now, None, None
    db.session.flush()
    record(actor, now, "archived", design.id, {})


def bring_back(actor: Actor, now: datetime, design: DesignRow) -> None:
    """Take an archived design into the list again; one that is there stays there."""
    row = _get(design.id)
    if row.archived_at is None:
        return
    row.archived_at = None
    db.session.flush()
    record(actor, now, "brought_back", design.id, {})


def with_wording(design: Design, language: str, words: Mapping[str, str]) -> Design:
    """Return the design with this wording in one language; empty ones are left out."""
    own = {slot: text for slot, text in words.items() if text}
    wording = {code: dict(texts) for code, texts in design.wording.items() if code != language}
    return replace(design, wording=wording | ({language: own} if own else {}))


def _keep(actor: Actor, now: datetime, design_id: str, draft: Design) -> None:
    row = _get(design_id)
    if hash_of(draft) == row.draft_hash:
        return
    row.earlier = [*row.earlier, row.draft][-MOST_STEPS:]
    _put(actor, now, row, draft)


def _put(actor: Actor, now: datetime, row: CertificateDesign, draft: Design) -> None:
    row.draft, row.draft_hash = draft.to_json(), hash_of(draft)
    row.changed_at, row.changed_by = now, actor.person_id
    db.session.flush()
    ask_check(now, row)


def ask_check(now: datetime, row: CertificateDesign, language: str = LANGUAGES[0]) -> None:
    """Ask for drawings in a language: each is a job, so that a drawing looked at need not wait."""
    arguments = {"design": row.id, "hash": row.draft_hash, "language": language}
    wait = timedelta(0) if language != LANGUAGES[0] else GATHERED
    jobs.enqueue(CHECK_DESIGN, f"{row.id}:{row.draft_hash}", arguments, now, wait=wait)


def _get(design_id: str) -> CertificateDesign:
    row = db.session.get(CertificateDesign, design_id)
    if row is None:
        raise NotVisible
    return row


def record(actor: Actor, now: datetime, what: str, design_id: str, details: dict[str, Any]) -> None:
    """Note on the audit log what was done with a design."""
    audit.record(
        actor, now, f"certificates.design_{what}", subject_type="certificate_design",
        subject_id=design_id, details=details,
    )  # fmt: skip
