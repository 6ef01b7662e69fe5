"""Publishing a design: at once after the pre-flight, else as soon as that has found nothing.

What drawings find is kept here, language by language; how a draft comes about is in `designs`.
"""

from dataclasses import dataclass
from datetime import datetime

from lms.accounts.queries import find_actor
from lms.certificates.models import CertificateDesign, CertificateDesignVersion
from lms.certificates.queries import designs as queries
from lms.certificates.queries.problems import find_problems
from lms.certificates.rules.design_rows import DesignRow, Tried
from lms.certificates.rules.preflight import DesignNotReady, DraftMoved, has_errors
from lms.certificates.services.designs import ask_check, record
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.errors import DomainError, NotVisible
from lms.kit.i18n import LANGUAGES, N_


class NothingNew(DomainError):
    """A version that says the same as the one before would only confuse."""

    message = N_("The draft says the same as the published version.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What trial drawings of a draft found in one language."""

    design_id: str
    language: str
    found: Tried


def publish_design(actor: Actor, now: datetime, design_id: str, seen_hash: str) -> int | None:
    """Publish the draft as the next version; return its number.

    Where its drawings are not all tried yet nothing is returned: it is published as soon as they
    are and nothing was found. `seen_hash` is that of the draft that the actor has looked at. Raises
    `DraftMoved`, `NothingNew`, `DesignNotReady`.
    """
    row, design = _lock(design_id)
    if seen_hash != design.draft_hash:
        raise DraftMoved
    if not design.is_changed:
        raise NothingNew
    if has_errors(find_problems(design)):
        raise DesignNotReady
    if design.is_checked:
        return _publish(actor, now, row, design)
    row.wished_hash, row.wished_by = design.draft_hash, actor.person_id
    db.session.flush()
    record(actor, now, "wished_published", design_id, {"hash": design.draft_hash})
    return None


def withdraw_wish(actor: Actor, now: datetime, design_id: str) -> None:
    """Have a draft not published by itself; a second time is nothing."""
    row, _design = _lock(design_id)
    if row.wished_hash is not None:
        _forget_wish(row)
        record(actor, now, "wish_withdrawn", design_id, {})


def keep_check(now: datetime, checked: Checked) -> None:
    """Record what was found and ask for the next language, unless the draft is another one by now.

    A draft is checked when the last language is, and is published then where that was wished.
    """
    row, _design = _lock(checked.design_id)
    found = checked.found
    if row.draft_hash != found.draft_hash:
        return
    place = LANGUAGES.index(checked.language)
    before = row.problems if place else []
    problems = [problem.to_json() for problem in found.problems]
    row.problems = [*before, *(problem for problem in problems if problem not in before)]
    row.tried = {**row.tried, checked.language: found.to_json()}
    if place + 1 < len(LANGUAGES):
        ask_check(now, row, LANGUAGES[place + 1])
        db.session.flush()
        return
    row.checked_hash = found.draft_hash
    db.session.flush()
    _fulfil(now, row)


def _fulfil(now: datetime, row: CertificateDesign) -> None:
    """Publish what was just checked, where that is wished; where something was found, it says so.

    Whoever may publish no more has nothing published either.
    """
    design = queries.find_design(row.id)
    if design is None or not design.is_wished or not design.is_changed:
        return
    if has_errors(find_problems(design)):
        return
    actor = find_actor(row.wished_by, now) if row.wished_by else None
    if actor and actor.has_role("administrator", path=design.organisation_path):
        _publish(actor, now, row, design)
    else:
        _forget_wish(row)


def _publish(actor: Actor, now: datetime, row: CertificateDesign, design: DesignRow) -> int:
    number = (design.number or 0) + 1
    version = CertificateDesignVersion(
        design_id=design.id,
        number=number,
        content_hash=design.draft_hash,
        design=design.draft.to_json(),
        published_at=now,
        published_by=actor.person_id,
    )
    db.session.add(version)
    _forget_wish(row)
    record(actor, now, "published", design.id, {"number": number, "hash": design.draft_hash})
    return number


def _forget_wish(row: CertificateDesign) -> None:
    row.wished_hash = row.wished_by = None
    db.session.flush()


def _lock(design_id: str) -> tuple[CertificateDesign, DesignRow]:
    """Return a design that the worker does not check the rest of meanwhile."""
    row = db.session.get(CertificateDesign, design_id, with_for_update=True, populate_existing=True)
    design = queries.find_design(design_id)
    if row is None or design is None:
        raise NotVisible
    return row, design
