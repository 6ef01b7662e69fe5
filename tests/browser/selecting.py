"""A cohort in whose selection the demo's trainer sits on the panel.

Its nominations are written into the database: how one is made is tested elsewhere.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import insert

from lms.accounts.queries import find_person_by_email
from lms.admin.demo_programmes import SLUG
from lms.app import create_app
from lms.kit.actor import OPERATOR
from lms.kit.db import db, writing
from lms.kit.folding import fold
from lms.kit.ids import new_id
from lms.kit.settings import Settings
from lms.organisations import queries as organisations
from lms.programmes.models import Nomination
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules.cohorts import CohortPlan
from lms.programmes.rules.criteria import Criterion
from lms.programmes.services import cohorts as running
from lms.programmes.services import planning, teams
from tests.browser.server import Installation

# The last of them waits: there are two places.
NOMINEES = ("trainee", "graduate", "translator")
CRITERION = {"en": "Relevance of the work", "ar": "صلة العمل بالبرنامج"}


@contextmanager
def within(installation: Installation):
    """The application beside the one that serves, on the same database, in a writer's unit."""
    app: Flask = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    with app.app_context(), writing():
        yield


def add_cohort(installation: Installation) -> str:
    """Plan a cohort with two places whose nominations are closed; return its id."""
    now = datetime.now(UTC)
    with within(installation):
        programme = curricula.get_programme(SLUG)
        plan = CohortPlan(
            {"en": "Winter", "ar": "الشتاء"}, {}, "Africa/Accra", now.date() + timedelta(days=30),
            now.date() + timedelta(days=90), now - timedelta(days=9), now + timedelta(days=1), 7, 2,
            ("en", "ar", "fr"),
        )  # fmt: skip
        runner = organisations.get_organisation(programme.organisation_id)
        cohort_id = running.create_cohort(OPERATOR, now, programme, runner, plan)
        cohort = cohorts.get_cohort(cohort_id)
        running.publish_cohort(OPERATOR, now, cohort)
        criterion = Criterion(new_id(), CRITERION, 10, 1, {"en": "10: every day."})
        planning.save_criteria(OPERATOR, now, cohorts.get_cohort(cohort_id), [criterion])
        teams.assign(OPERATOR, now, cohort, _person("trainer").id, "panel")
        db.session.execute(insert(Nomination), [_nominate(one, cohort_id, now) for one in NOMINEES])
        closed = replace(plan, closes_at=now - timedelta(minutes=1))
        latest = cohorts.get_cohort(cohort_id)
        running.change_cohort(OPERATOR, now, latest, closed, latest.revision)
    return cohort_id


def _person(name: str):
    person = find_person_by_email(f"{name}@demo.example")
    assert person is not None
    return person


def _nominate(name: str, cohort_id: str, now: datetime) -> dict[str, object]:
    person = _person(name)
    return {
        "id": new_id(), "cohort_id": cohort_id, "way": "nominated", "person_id": person.id,
        "organisation_id": person.organisation_id, "email": person.email, "full_name": name,
        "folded": fold(name), "script": "Latn", "language": "en", "is_protected": False,
        "organisation_part": {}, "nominee_part": {}, "created_at": now, "submitted_at": now,
        "nominee_done_at": now, "head_email": "head@example.org", "head_confirmed_at": now,
        "rank": NOMINEES.index(name) + 1, "nominated_by": _person("focal").id,
    }  # fmt: skip
