"""Reads of the sheets that were drawn for whoever decides.

What is drawn is made in `previewing`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lms.certificates.models import SheetPreview
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.previews import PreviewRow
from lms.kit.db import read
from lms.kit.i18n import Text

_PREVIEW = select(
    SheetPreview.id,
    SheetPreview.facts,
    SheetPreview.language,
    SheetPreview.beside,
    SheetPreview.picture_hash,
    SheetPreview.problem,
    SheetPreview.made_at,
)


def find_preview(preview_id: str) -> PreviewRow | None:
    """Return a drawing that was asked for, or nothing."""
    return next(iter(_list(SheetPreview.id == preview_id)), None)


def find_preview_of(key: str, seal: str) -> PreviewRow | None:
    """Return the drawing of what `seal` says of an enrolment or an award, or nothing."""
    return next(iter(_list(SheetPreview.key == key, SheetPreview.seal == seal)), None)


def list_previews_of(keys: Collection[str]) -> list[PreviewRow]:
    """Return all drawings of these enrolments and awards."""
    return _list(SheetPreview.key.in_(keys))


def list_older(moment: datetime) -> list[PreviewRow]:
    """Return the drawings that were asked for before a moment."""
    return _list(SheetPreview.asked_at < moment)


def is_preview_file(picture_hash: str) -> bool:
    """Say whether a drawing that is kept has this picture."""
    query = select(SheetPreview.id).where(SheetPreview.picture_hash == picture_hash)
    return read(query.limit(1)).first() is not None


def _list(*conditions: Any) -> list[PreviewRow]:  # noqa: ANN401 - SQLAlchemy's conditions
    return [
        PreviewRow(
            row.id, Facts.from_json(row.facts), row.language, row.beside, row.picture_hash,
            _read_problem(row.problem),
            row.made_at is not None,
        )
        for row in read(_PREVIEW.where(*conditions))
    ]  # fmt: skip


def _read_problem(values: Mapping[str, Any]) -> Text | None:
    if not values:
        return None
    msgid = values["msgid"]
    return Text(msgid, **values["params"])
