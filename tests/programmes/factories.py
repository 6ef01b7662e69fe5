"""A hub with its States, a programme with a version, a cohort, nominees and places, for tests.

Each `add_…` commits and gives back the frozen row; Ines administers the hub.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert

from lms.accounts import services as accounts
from lms.accounts.passwords import hash_password
from lms.accounts.queries import find_person, get_name
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.folding import fold
from lms.kit.ids import new_id
from lms.organisations import queries as organisations
from lms.organisations import services as places
from lms.organisations.queries import OrganisationRow
from lms.programmes.models import Award, Nomination, Participation, Quota
from lms.programmes.queries import cohorts, curricula, nominations, participations
from lms.programmes.rules.cohorts import CohortPlan
from lms.programmes.rules.rows import (
    AwardRow,
    CohortRow,
    NominationRow,
    ParticipationRow,
    ProgrammeRow,
    QuotaRow,
)
from lms.programmes.services import cohorts as running
from lms.programmes.services import curricula as building
from lms.programmes.services import teams
from tests import cast

SLUG = "asset-recovery-basics"
TITLE = "Basics of asset recovery"
ARABIC_TITLE = "أساسيات استرداد الموجودات"
COHORT_TITLE = "Spring 2027"
DEFINITION: dict[str, Any] = {
    "title": {"en": TITLE, "ar": ARABIC_TITLE},
    "summary": {"en": "From tracing to return, in fourteen weeks."},
    "source_language": "en",
    "job_families": ["asset-recovery", "prosecution"],
    "level": "practitioner",
    "hours": 60,
    "requirements": [
        {"id": "presence", "type": "attendance", "sessions": 10},
        {
            "id": "plan",
            "type": "product",
            "brief": {"en": "A plan to trace the assets of a made-up case."},
            "points": 70,
            "counts_for": "achievement",
        },
    ],
    "valid_months": 36,
    "recertification": {"parts": ["plan"], "opens_months_before": 6, "grace_months": 3},
}
PLAN = CohortPlan(
    title={"en": COHORT_TITLE, "ar": "ربيع 2027"},
    announcement={"en": "For *asset recovery offices* of twelve States."},
    time_zone="Africa/Dakar",
    starts_on=date(2027, 2, 1),
    ends_on=date(2027, 5, 7),
    opens_at=cast.NOW - timedelta(days=7),
    closes_at=cast.NOW + timedelta(days=14),
    offer_days=7,
    places=20,
    languages=("en", "fr", "ar"),
)


def place_of(name: str) -> OrganisationRow:
    """Return the organisation of one of the cast."""
    person = find_person(cast.id_of(name))
    assert person is not None
    return organisations.get_organisation(person.organisation_id)


def state_of(place: OrganisationRow) -> str | None:
    """Return the State that an organisation stands in, or nothing."""
    for organisation_id in place.path.split("/"):
        if organisations.get_organisation(organisation_id).kind == "state":
            return organisation_id
    return None


def add_hub(name: str = "Sahel Hub", members: tuple[str, ...] = ("dalia", "farid")) -> str:
    """Add a hub with the States of these players as members, and Ines who administers it."""
    hub_id = places.create_hub(OPERATOR, cast.NOW, kind="hub", name=name)
    for member in members:
        state_id = state_of(place_of(member))
        assert state_id is not None
        places.join_hub(OPERATOR, cast.NOW, hub_id, state_id, date(2026, 1, 1))
    add_person("ines", "Ines Prado", hub_id, "administrator")
    return hub_id


def add_person(name: str, full_name: str, organisation_id: str, *roles: str) -> str:
    """Add somebody to the cast; `browse` and `actor_of` know them by `name`. Return the id."""
    person_id = accounts.create_person(
        OPERATOR,
        cast.NOW,
        email=cast.email_of(name),
        password_hash=hash_password(cast.PASSWORD),
        full_name=full_name,
        language="en",
        organisation_id=organisation_id,
        roles=roles,
        has_consented=True,
    )
    db.session.commit()
    return person_id


def add_draft(
    owner_id: str, slug: str = SLUG, definition: dict[str, Any] = DEFINITION
) -> ProgrammeRow:
    """Begin a programme and save its draft."""
    owner = organisations.get_organisation(owner_id)
    building.create_programme(
        OPERATOR, cast.NOW, owner, slug=slug, source_language="en", title=TITLE
    )
    building.save_draft(OPERATOR, cast.NOW, get_programme(slug), definition, 1)
    db.session.commit()
    return get_programme(slug)


def add_programme(
    owner_id: str, slug: str = SLUG, definition: dict[str, Any] = DEFINITION
) -> ProgrammeRow:
    """Begin a programme and publish its first version."""
    building.publish_version(OPERATOR, cast.NOW, add_draft(owner_id, slug, definition))
    db.session.commit()
    return get_programme(slug)


def get_programme(slug: str = SLUG) -> ProgrammeRow:
    """Return a programme as it is now."""
    return curricula.get_programme(slug)


def add_cohort(
    programme: ProgrammeRow, plan: CohortPlan = PLAN, *, is_published: bool = True
) -> CohortRow:
    """Plan a cohort that the programme's owner runs, and announce it."""
    runner = organisations.get_organisation(programme.organisation_id)
    cohort_id = running.create_cohort(OPERATOR, cast.NOW, programme, runner, plan)
    if is_published:
        running.publish_cohort(OPERATOR, cast.NOW, get_cohort(cohort_id))
    db.session.commit()
    return get_cohort(cohort_id)


def get_cohort(cohort_id: str) -> CohortRow:
    """Return a cohort as it is now."""
    return cohorts.get_cohort(cohort_id)


def assign(cohort: CohortRow, name: str, task: Any) -> None:
    """Give one of the cast a task in a cohort."""
    teams.assign(OPERATOR, cast.NOW, cohort, cast.id_of(name), task)
    db.session.commit()


def add_quota(cohort: CohortRow, name: str, fields: dict[str, Any], **limits: int) -> QuotaRow:
    """Add a quota with a `minimum`, a `share`, a `maximum`, after those that there are."""
    quota_id, position = new_id(), len(cohorts.list_quotas(cohort.id))
    values = {"minimum": None, "share": None, "maximum": None, **limits}
    db.session.execute(
        insert(Quota).values(
            id=quota_id, cohort_id=cohort.id, position=position, name=name, fields=fields, **values
        )
    )
    db.session.commit()
    return next(row for row in cohorts.list_quotas(cohort.id) if row.id == quota_id)


def add_nomination(cohort: CohortRow, name: str = "amina", **columns: Any) -> NominationRow:
    """Nominate one of the cast, complete and submitted; Dalia does it. Any column may be given."""
    person = find_person(cast.id_of(name))
    assert person is not None
    full_name = columns.pop("full_name", get_name(OPERATOR, person.id))
    place = organisations.get_organisation(person.organisation_id)
    values = {
        "person_id": person.id,
        "email": person.email,
        "organisation_id": place.id,
        "state_id": state_of(place),
        "is_protected": person.is_protected,
        **columns,
    }
    return _insert_nomination(cohort, full_name, values)


def add_stranger(
    cohort: CohortRow, full_name: str, *, place: OrganisationRow, **columns: Any
) -> NominationRow:
    """Nominate somebody without an account, of an organisation."""
    values = {
        "email": f"{fold(full_name).replace(' ', '.')}@example.org",
        "organisation_id": place.id,
        "state_id": state_of(place),
        **columns,
    }
    return _insert_nomination(cohort, full_name, values)


def _insert_nomination(cohort: CohortRow, full_name: str, columns: dict[str, Any]) -> NominationRow:
    values = {
        "id": new_id(),
        "cohort_id": cohort.id,
        "way": "nominated",
        "full_name": full_name,
        "folded": fold(full_name),
        "script": "Latn",
        "language": "en",
        "organisation_part": {},
        "nominee_part": {},
        "nominated_by": cast.id_of("dalia"),
        "created_at": cast.NOW,
        "submitted_at": cast.NOW,
        "nominee_done_at": cast.NOW,
        "head_name": "Head of Unit",
        "head_email": "head@example.org",
        "head_confirmed_at": cast.NOW,
        **columns,
    }
    db.session.execute(insert(Nomination).values(values))
    db.session.commit()
    row = nominations.find_nomination(values["id"])
    assert row is not None
    return row


def add_participation(
    nomination: NominationRow, status: str = "accepted", **columns: Any
) -> ParticipationRow:
    """Give a nominee a place that was offered a day ago; any column may be given."""
    is_there = status in {"offered", "accepted"}
    values = {
        "id": new_id(),
        "cohort_id": nomination.cohort_id,
        "person_id": nomination.person_id,
        "nomination_id": nomination.id,
        "status": status,
        "offered_at": cast.NOW - timedelta(days=1),
        "answer_by": cast.NOW + timedelta(days=6),
        "answered_at": None if status in {"offered", "expired"} else cast.NOW,
        "ended_at": None if is_there else cast.NOW,
        "language": nomination.language,
        **columns,
    }
    db.session.execute(insert(Participation).values(values))
    db.session.commit()
    row = participations.find_participation(values["id"])
    assert row is not None
    return row


def add_award(participation: ParticipationRow, version_id: str, **columns: Any) -> AwardRow:
    """Give somebody the award of a version for a participation; any column may be given."""
    values = {
        "id": new_id(),
        "person_id": participation.person_id,
        "programme_version_id": version_id,
        "participation_id": participation.id,
        "kind": "achievement",
        "figures": {},
        "hours": 60,
        "awarded_at": cast.NOW,
        **columns,
    }
    db.session.execute(insert(Award).values(values))
    db.session.commit()
    owner = str(participation.person_id)
    return next(row for row in curricula.list_awards(owner) if row.id == values["id"])
