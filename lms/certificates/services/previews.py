"""Asking for a sheet to be drawn as it would be issued, keeping the drawing, forgetting it.

It has a name on it: it is forgotten when it was decided, and an hour later in any case.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, update

from lms.certificates.models import SheetPreview
from lms.certificates.queries import previews as queries
from lms.certificates.rules.previews import DRAW_PREVIEW, KEPT, Drawn, PreviewRow, Sheet
from lms.kit import jobs, storage
from lms.kit.db import db
from lms.kit.i18n import Text


def ask_preview(now: datetime, key: str, sheet: Sheet) -> None:
    """Ask for a drawing of what an enrolment or an award would give; asked twice, it is made once.

    One that could not be made is tried again.
    """
    there = queries.find_preview_of(key, sheet.seal)
    if there is not None and there.problem is None:
        return
    if there is not None:
        _forget([there])
    row = SheetPreview(
        key=key,
        seal=sheet.seal,
        facts=sheet.facts.to_json(),
        language=sheet.language,
        beside=sheet.beside,
        problem={},
        asked_at=now,
    )
    db.session.add(row)
    db.session.flush()
    jobs.enqueue(DRAW_PREVIEW, row.id, {"preview": row.id}, now)


def keep_preview(now: datetime, drawn: Drawn) -> None:
    """Record what was drawn, and forget what is older than anybody needs."""
    problem = drawn.problem
    values = {
        "picture_hash": drawn.picture_hash,
        "problem": {"msgid": problem.msgid, "params": _plain(problem)} if problem else {},
        "made_at": now,
    }
    query = update(SheetPreview).where(SheetPreview.id == drawn.preview_id).values(values)
    kept = db.session.execute(query.returning(SheetPreview.id)).one_or_none()
    if kept is None and drawn.picture_hash and not queries.is_preview_file(drawn.picture_hash):
        # It was decided while it was drawn.
        storage.remove(drawn.picture_hash)
    forget_old(now)


def _plain(problem: Text) -> dict[str, str]:
    return {name: str(value) for name, value in problem.params.items()}


def forget_of(keys: Collection[str]) -> None:
    """Forget the drawings of these enrolments and awards: it was decided about them."""
    _forget(queries.list_previews_of(keys))


def forget_old(now: datetime) -> None:
    """Forget what was asked for an hour ago and more."""
    _forget(queries.list_older(now - KEPT))


def _forget(rows: Sequence[PreviewRow]) -> None:
    if not rows:
        return
    db.session.execute(delete(SheetPreview).where(SheetPreview.id.in_([row.id for row in rows])))
    for picture_hash in {row.picture_hash for row in rows if row.picture_hash}:
        # Two that say the same give the same picture.
        if not queries.is_preview_file(picture_hash):
            storage.remove(picture_hash)
