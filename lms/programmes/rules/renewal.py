"""Which awards stand for a programme that somebody completed, when they are reminded, what renews.

Until when an award is valid stands in `validity`; what is met, in `completion`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.programmes.rules.completion import Standing
from lms.programmes.rules.definition import Definition, Recertification
from lms.programmes.rules.rows import AwardRow, ProgrammeVersionRow
from lms.programmes.rules.validity import Window, find_window

# So many days before the last one, and on the day after it.
REMINDERS = (90, 30, 7, -1)
# How long afterwards it is still said that an award has expired: not to whom it is old news.
LATEST = 30


class RenewalNotOpen(DomainError):
    """An award is renewed within its window."""

    message = N_("This award cannot be renewed now. Your awards say from when until when it can.")


class RenewalUnderWay(DomainError):
    """What somebody has worked for is not thrown away."""

    message = N_("Something is done already, so the recertification can no longer be undone.")


@dataclass(frozen=True, slots=True)
class Holding:
    """A programme that somebody holds: the award that stands for it, and the one beside it.

    Where both kinds are held the one that lasts longer stands for it, of equal ones achievement.
    """

    lead: AwardRow
    beside: AwardRow | None = None


def choose_holdings(awards: Iterable[tuple[str, AwardRow]]) -> list[Holding]:
    """Return what one person holds, from all awards with their programmes' ids.

    Of each kind the newest counts: what it renewed, or what was completed once more, is past.
    """
    newest: dict[tuple[str, str], AwardRow] = {}
    for programme_id, award in awards:
        known = newest.get((programme_id, award.kind))
        if known is None or _age(award) > _age(known):
            newest[programme_id, award.kind] = award
    held: dict[str, list[AwardRow]] = {}
    for (programme_id, _kind), award in newest.items():
        held.setdefault(programme_id, []).append(award)
    return [Holding(*sorted(found, key=_weight, reverse=True)) for found in held.values()]


def _age(award: AwardRow) -> tuple[datetime, str]:
    return award.awarded_at, award.id


def _weight(award: AwardRow) -> tuple[date, bool]:
    return award.valid_until or date.max, award.kind == "achievement"


@dataclass(frozen=True, slots=True)
class Terms:
    """How an award is renewed: from when until when, and under which version, if at all."""

    window: Window | None
    version: ProgrammeVersionRow | None


def find_terms(
    award: AwardRow, own: ProgrammeVersionRow, newest: ProgrammeVersionRow, *, is_archived: bool
) -> Terms:
    """Return how an award is renewed.

    `own` is the version under which it was given: when it can be renewed was promised by that. What
    is asked again is what the `newest` asks; where it says nothing of it, the promise holds. Of an
    archived programme nothing new is begun.
    """
    if award.valid_until is None:
        return Terms(None, None)
    again: Recertification | None = None
    if not is_archived:
        again = own.definition.recertification or newest.definition.recertification
    window = find_window(award.valid_until, again)
    if again is None:
        return Terms(window, None)
    return Terms(window, newest if newest.definition.recertification else own)


def choose_renewed(
    holding: Holding, award_id: str, again: Recertification, today: date
) -> tuple[AwardRow, ...]:
    """Return the awards that are renewed together: the one begun with, and the one beside it.

    What lasts longer needs nothing. Participation goes with achievement; an achievement that lapsed
    long ago is not brought back by a participation that lasted longer.
    """
    every = [one for one in (holding.lead, holding.beside) if one is not None]
    chosen = next(one for one in every if one.id == award_id)
    found = [chosen]
    for other in every:
        if other.id == award_id or _weight(other)[0] > _weight(chosen)[0]:
            continue
        is_open = today <= find_window(_weight(other)[0], again).closes_on
        if other.kind == "participation" or is_open:
            found.append(other)
    return tuple(found)


def list_asked(definition: Definition) -> list[str]:
    """Return which requirements a renewal asks for, by id, in the order of the definition."""
    again = definition.recertification
    wanted = set(again.parts) if again else set()
    return [part.id for part in definition.requirements if part.id in wanted]


def is_done(standings: Sequence[Standing]) -> bool:
    """Say whether all that is asked again is met."""
    return bool(standings) and all(one.status == "met" for one in standings)


def find_reminder(awarded_on: date, ends_on: date, today: date) -> int | None:
    """Return which reminder is due: the newest one, or nothing.

    What was due before is not made up for, nor what was due before the award was given; long after
    the end nothing is said any more.
    """
    due = [
        days
        for days in REMINDERS
        if awarded_on < ends_on - timedelta(days=days) <= today
    ]  # fmt: skip
    if not due or today > ends_on + timedelta(days=LATEST):
        return None
    return min(due)
