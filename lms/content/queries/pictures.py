"""Reads of the smaller forms of pictures."""

from sqlalchemy import bindparam, select

from lms.content.models import PictureForms
from lms.content.pictures import Drawn
from lms.kit.db import read

_all = select(PictureForms.hash, PictureForms.width, PictureForms.height, PictureForms.forms)
_forms = select(PictureForms.forms).where(PictureForms.hash == bindparam("hash"))


def list_drawn() -> dict[str, Drawn]:
    """Return what was drawn of every picture, by the hash of its content."""
    return {row.hash: Drawn(row.width, row.height, row.forms) for row in read(_all)}


def find_form(content_hash: str, name: str) -> str | None:
    """Return the hash of a smaller form of a picture, such as `960.avif`, or nothing."""
    forms = read(_forms, {"hash": content_hash}).scalar_one_or_none()
    return forms.get(name) if forms else None
