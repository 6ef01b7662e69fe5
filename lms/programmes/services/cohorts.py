"""Verbs of cohorts: plan one, change it, announce it, call it off, put it away, and back again.

Who works in it and its quotas, nominations and places have files of their own.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from lms.audit import services as audit
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import Cohort
from lms.programmes.queries import cohorts, standing
from lms.programmes.rules import quotas
from lms.programmes.rules.cohort_errors import NotCancelled, PlacesGiven, StillArchived
from lms.programmes.rules.cohorts import OVER, CohortPlan, check_plan, is_past, status
from lms.programmes.rules.errors import (
    AlreadyPublished,
    CohortClosed,
    CohortNotFinished,
    ProgrammeArchived,
    ProgrammeNotPublished,
    SomebodySaved,
)
from lms.programmes.rules.rows import CohortRow, ProgrammeRow, Texts
from lms.programmes.services.places import ask_to_advance
from lms.programmes.services.telling import tell_cancelled, tell_changed, tell_resumed
from lms.units import markdown

# What the log tells with its old and its new value; of texts only that they were changed.
SHORT = frozenset({
    "time_zone", "starts_on", "ends_on", "opens_at", "closes_at", "offer_days", "places",
    "languages",
})  # fmt: skip


def create_cohort(
    actor: Actor, now: datetime, programme: ProgrammeRow, runner: OrganisationRow, plan: CohortPlan
) -> str:
    """Plan a cohort under the newest version of a programme, run by an organisation; return its id.

    Raises `ProgrammeNotPublished`, `ProgrammeArchived`, and what `check_plan` raises.
    """
    if programme.version_id is None:
        raise ProgrammeNotPublished
    if programme.archived_at is not None:
        raise ProgrammeArchived
    check_plan(plan)
    cohort_id = new_id()
    values = {
        "id": cohort_id,
        "programme_version_id": programme.version_id,
        "organisation_id": runner.id,
        **_settings(plan),
        "form": {},
        "criteria": [],
        "created_by": actor.person_id,
        "created_at": now,
    }
    db.session.execute(insert(Cohort).values(values))
    _record(actor, now, "created", cohort_id, {"programme": programme.slug})
    return cohort_id


def change_cohort(
    actor: Actor, now: datetime, cohort: CohortRow, plan: CohortPlan, revision: int
) -> int:
    """Change what a cohort says; return its revision.

    `revision` is the one that was changed. Whom a change of dates or places touches is told, once
    it was announced. Raises `CohortClosed`, `PlacesGiven`, `QuotasNotMet`, `SomebodySaved`, and
    what `check_plan` raises.
    """
    check_plan(plan)
    _check_places(cohort, plan.places)
    revision = save_cohort(actor, now, cohort, _settings(plan), revision)
    if plan.places > cohort.places:
        ask_to_advance(now, cohort.id)
    if cohort.published_at is not None:
        tell_changed(now, cohort, plan, revision)
    return revision


def save_announcement(
    actor: Actor, now: datetime, cohort: CohortRow, texts: Texts, revision: int
) -> int:
    """Keep the announcement (Markdown by language) and what is shown of it; return the revision.

    Raises `CohortClosed`, `SomebodySaved`.
    """
    return save_cohort(actor, now, cohort, _announcement(texts), revision)


def _announcement(texts: Texts) -> dict[str, Any]:
    written = {code: text for code, text in texts.items() if text.strip()}
    shown = {code: markdown.render(text) for code, text in written.items()}
    return {"announcement": written, "announcement_html": shown}


def _check_places(cohort: CohortRow, places: int) -> None:
    if places == cohort.places:
        return
    given = standing.count_given(cohort.id)
    if places < min(given, cohort.places):
        raise PlacesGiven(count=given)
    # With more places too: a share of them grows, perhaps beyond what another limit leaves.
    quotas.check_together(places, map(quotas.plan_of, cohorts.list_quotas(cohort.id)))


def save_cohort(
    actor: Actor, now: datetime, cohort: CohortRow, values: dict[str, Any], revision: int
) -> int:
    """Write columns of a cohort that were checked before; return its revision.

    Raises `CohortClosed`, and `SomebodySaved` where it is not the revision that was changed.
    """
    if status(cohort, now) in OVER:
        raise CohortClosed
    place = (Cohort.id == cohort.id, Cohort.revision == revision)
    values = {**values, "revision": revision + 1}
    # In one statement: of two who save at once the second finds another revision.
    kept = db.session.execute(update(Cohort).where(*place).values(values).returning(Cohort.id))
    if kept.one_or_none() is None:
        raise SomebodySaved
    _record(actor, now, "changed", cohort.id, _list_changes(cohort, values))
    return revision + 1


def _list_changes(cohort: CohortRow, values: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that have another value now; of short ones both values."""
    changed = {
        name: (getattr(cohort, name), value)
        for name, value in values.items()
        if name != "revision" and _plain(getattr(cohort, name)) != _plain(value)
    }
    short = {name: [str(old), str(new)] for name, (old, new) in changed.items() if name in SHORT}
    return {"columns": sorted(changed), "values": short}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _settings(plan: CohortPlan) -> dict[str, Any]:
    return {
        "title": {code: text for code, text in plan.title.items() if text.strip()},
        **_announcement(plan.announcement),
        "time_zone": plan.time_zone,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
        "offer_days": plan.offer_days,
        "places": plan.places,
        "languages": list(plan.languages),
    }


def publish_cohort(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Announce a cohort: from now on everybody may read of it; raise `AlreadyPublished`."""
    if status(cohort, now) != "draft":
        raise AlreadyPublished
    _set(cohort, published_at=now)
    _record(actor, now, "published", cohort.id, {})


def cancel_cohort(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Call a cohort off that was announced and is not over, and tell it; raise `CohortClosed`."""
    if status(cohort, now) in OVER | {"draft"}:
        raise CohortClosed
    _set(cohort, cancelled_at=now)
    tell_cancelled(now, cohort)
    _record(actor, now, "cancelled", cohort.id, {})


def archive_cohort(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Put a cohort away that is finished or called off; raise `CohortNotFinished`."""
    if status(cohort, now) not in {"finished", "cancelled"}:
        raise CohortNotFinished
    _set(cohort, archived_at=now)
    _record(actor, now, "archived", cohort.id, {})


def _set(cohort: CohortRow, **values: datetime | None) -> None:
    db.session.execute(update(Cohort).where(Cohort.id == cohort.id).values(values))


def restore_cohort(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Take a cohort out of the archive again; raise `StillArchived`."""
    if status(cohort, now) != "archived":
        raise StillArchived
    _set(cohort, archived_at=None)
    _record(actor, now, "restored", cohort.id, {})


def resume_cohort(actor: Actor, now: datetime, cohort: CohortRow) -> None:
    """Hold a cohort after all that was called off, and tell it; raise `NotCancelled`."""
    if status(cohort, now) != "cancelled" or is_past(cohort, now):
        raise NotCancelled
    _set(cohort, cancelled_at=None)
    tell_resumed(now, cohort)
    _record(actor, now, "resumed", cohort.id, {})


def _record(
    actor: Actor, now: datetime, what: str, cohort_id: str, details: dict[str, Any]
) -> None:
    audit.record(
        actor, now, f"cohort.{what}", subject_type="cohort", subject_id=cohort_id, details=details
    )
