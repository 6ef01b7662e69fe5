"""Saving the translation of a unit, and bringing back what it said before.

Nothing here commits; rows are only appended, so that nobody's work is ever lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.content import queries as content
from lms.content.services.drafts import append_translations
from lms.kit.actor import Actor
from lms.translation import queries
from lms.translation.queries import Place, Written
from lms.translation.rules import UnitUnknown
from lms.units.checks import Fault, find_translation_faults
from lms.units.po import Status


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a translation that was sent.

    With `faults` it was refused; with `theirs` somebody saved another text since the page was
    opened, and nothing was written: whoever sent it sees both and decides. `is_same`: the unit
    said this already; `is_mended`: a reviewer had sent it back.
    """

    faults: Sequence[Fault] = ()
    theirs: Written | None = None
    is_same: bool = False
    is_mended: bool = False

    @property
    def is_done(self) -> bool:
        """Say whether the unit says now what was sent."""
        return not self.faults and self.theirs is None


def save_unit(
    actor: Actor, now: datetime, place: Place, text: str, wanted: Status, seq: int
) -> Saved:
    """Append a unit's translation, and return what became of it.

    `seq` is the row that the page showed. An empty text makes the unit missing. What does not fit
    the source is refused, whatever its status would be: it could never be published.
    """
    faults = list(find_translation_faults(place.key.text, text)) if text else []
    if faults:
        return Saved(faults)
    # Two who save one unit do it one by one; the second sees what the first wrote.
    content.lock_course(place.course.id)
    newest = queries.find_newest(place.course.id, place.language, place.key)
    if newest is not None and newest.seq != seq and newest.said.text != text:
        return Saved(theirs=newest)
    status: Status = wanted if text else "missing"
    if _says(newest, text, status):
        return Saved(is_same=True)
    _append(actor, now, place, text, status)
    return Saved(is_mended=newest is not None and newest.sent_back_at is not None)


def _says(newest: Written | None, text: str, status: Status) -> bool:
    """Say whether a unit says this already; saving again what was reviewed takes nothing back."""
    if newest is None:
        return status == "missing"
    is_reviewed = newest.said.status == "reviewed" and status == "translated"
    return newest.said.text == text and (newest.said.status == status or is_reviewed)


def _append(actor: Actor, now: datetime, place: Place, text: str, status: Status) -> None:
    changed = {place.key: (text, status)}
    append_translations(actor, now, place.course.id, place.language, changed)


def restore(actor: Actor, now: datetime, place: Place, wanted: int, seq: int) -> Saved:
    """Make a unit say again what it said in the row `wanted`; nobody's review comes back with it.

    Raises `UnitUnknown` where the unit has no such row.
    """
    rows = queries.list_history(place.course.id, place.language, [place.key])
    row = next((row for row in rows if row.seq == wanted), None)
    if row is None:
        raise UnitUnknown
    status: Status = "translated" if row.status == "reviewed" else row.status
    return save_unit(actor, now, place, row.text, status, seq)
