"""The demo's hub with a programme on the shipped course, and a cohort that takes nominations.

Accounts and courses stand in `demo`.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from lms.accounts import queries as people
from lms.admin.demo_cohort import fill_cohort
from lms.content import queries as content
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.organisations import queries as places
from lms.organisations import services as organisations
from lms.programmes.models import Award
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules.cohorts import CohortPlan
from lms.programmes.rules.rows import ProgrammeRow
from lms.programmes.rules.validity import move
from lms.programmes.services import cohorts as running
from lms.programmes.services import curricula as building

HUB = "Regional Integrity Hub"
SLUG = "integrity-officers"
COURSE = "uncac-foundations"
ZONE = "Africa/Accra"
HOLDER = "trainee@demo.example"
DEFINITION: dict[str, Any] = {
    "title": {
        "ar": "برنامج موظفي النزاهة",
        "zh": "廉政官员项目",
        "en": "Programme for integrity officers",
        "fr": "Programme des agents d’intégrité",
        "ru": "Программа для сотрудников по вопросам добросовестности",
        "es": "Programa para oficiales de integridad",
    },
    "summary": {
        "ar": "الاتفاقية وتطبيقها في العمل اليومي، في أربعة عشر أسبوعًا.",
        "zh": "十四周内学习公约并将其用于日常工作。",
        "en": "The Convention and its use in daily work, in fourteen weeks.",
        "fr": "La Convention et son application au quotidien, en quatorze semaines.",
        "ru": "Конвенция и ее применение в повседневной работе за четырнадцать недель.",
        "es": "La Convención y su aplicación en el trabajo diario, en catorce semanas.",
    },
    "source_language": "en",
    "level": "foundation",
    "hours": 40,
    "requirements": [
        {"id": "foundations", "type": "course", "course": COURSE, "kind": "achievement",
         "counts_for": "achievement", "is_recognisable": True},
        {"id": "presence", "type": "attendance", "sessions": 6},
    ],
    "valid_months": 36,
    "recertification": {"parts": ["foundations"]},
}  # fmt: skip
TITLE = {
    "ar": "الدفعة الأولى",
    "zh": "第一期",
    "en": "First cohort",
    "fr": "Première cohorte",
    "ru": "Первый поток",
    "es": "Primera cohorte",
}


def add_programme(now: datetime) -> None:
    """Add what is missing of the hub, its programme and its cohort, all States its members.

    Without the shipped course there is nothing that the programme could be made of.
    """
    course = content.find_course(COURSE)
    if course is None or course.newest_version_id is None:
        return
    hub_id = _add_hub(now)
    if curricula.find_programme(SLUG) is None:
        owner = places.get_organisation(hub_id)
        title = DEFINITION["title"]["en"]
        building.create_programme(
            OPERATOR, now, owner, slug=SLUG, source_language="en", title=title
        )
        begun = curricula.get_programme(SLUG)
        building.save_draft(OPERATOR, now, begun, DEFINITION, begun.draft_revision)
        building.publish_version(OPERATOR, now, curricula.get_programme(SLUG))
    programme = curricula.get_programme(SLUG)
    if not cohorts.list_cohorts(programme.id):
        owner = places.get_organisation(hub_id)
        cohort_id = running.create_cohort(OPERATOR, now, programme, owner, _plan(now))
        running.publish_cohort(OPERATOR, now, cohorts.get_cohort(cohort_id))
        fill_cohort(now, cohort_id)
    _give_award(now, programme)


def _give_award(now: datetime, programme: ProgrammeRow) -> None:
    """Let the demo's trainee hold an award that ends in two months, as if of an earlier cohort."""
    holder = people.find_person_by_email(HOLDER)
    if holder is None or curricula.list_awards(holder.id):
        return
    ends_on = (now + timedelta(days=60)).date()
    awarded_on = move(ends_on, -DEFINITION["valid_months"])
    values = {
        "id": new_id(),
        "person_id": holder.id,
        "programme_version_id": programme.version_id,
        "kind": "achievement",
        "figures": {"requirements": []},
        "hours": DEFINITION["hours"],
        "awarded_at": datetime.combine(awarded_on, time(12), now.tzinfo),
        "valid_until": ends_on,
    }
    db.session.execute(insert(Award).values(values))


def _add_hub(now: datetime) -> str:
    known = places.list_organisations()
    hub_id = next((row.id for row in known if row.kind == "hub" and row.name == HUB), None)
    if hub_id is None:
        hub_id = organisations.create_hub(OPERATOR, now, kind="hub", name=HUB)
        for row in known:
            if row.kind == "state":
                organisations.join_hub(OPERATOR, now, hub_id, row.id, now.date())
    return hub_id


def _plan(now: datetime) -> CohortPlan:
    start = now.date() + timedelta(days=60)
    midnight = datetime.combine(start, time(), ZoneInfo(ZONE))
    return CohortPlan(
        title=TITLE,
        announcement={"en": "For officers of the member States who work on integrity."},
        time_zone=ZONE,
        starts_on=start,
        ends_on=start + timedelta(weeks=14),
        opens_at=now,
        closes_at=midnight - timedelta(days=21),
        offer_days=7,
        places=20,
        languages=("en", "fr", "ar"),
    )
