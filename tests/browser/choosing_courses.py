"""A cohort whose programme has courses to choose from and a graded plan; an award that is in doubt.

Programme, place and grades are written into the database: how they come about is tested elsewhere.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page
from sqlalchemy import insert

from lms.admin.demo_programmes import COURSE, SLUG
from lms.app import create_app
from lms.kit.actor import OPERATOR
from lms.kit.db import db, writing
from lms.kit.settings import Settings
from lms.organisations import queries as organisations
from lms.programmes.models import Grade
from lms.programmes.queries import cohorts, curricula
from lms.programmes.services import cohorts as running
from lms.programmes.services import curricula as building
from lms.programmes.services import evaluation
from tests.browser.meeting import let_take_part
from tests.browser.places import Place
from tests.browser.server import Installation
from tests.browser.tutoring import open_plan

CHOSEN = "chosen-officers"
TITLE = {"en": "Cohort with a choice", "ar": "دفعة لها الاختيار"}
DEFINITION = {
    "title": {"en": "Officers with a choice", "ar": "موظفون لهم الاختيار"},
    "summary": {"en": "A plan, and courses to choose from."},
    "source_language": "en",
    "level": "foundation",
    "hours": 20,
    "requirements": [
        {"id": "plan", "type": "product", "points": 70, "title": {"en": "The plan", "ar": "الخطة"},
         "brief": {"en": "A plan for your office."}},
        {"id": "electives", "type": "choice", "at_least": 1, "counts_for": "achievement",
         "title": {"en": "Electives", "ar": "مقررات اختيارية"}, "of": [
             {"id": "first", "type": "course", "course": COURSE},
             {"id": "other", "type": "product", "points": 50, "brief": {"en": "An essay."}},
         ]},
    ],
}  # fmt: skip


def found_choice(installation: Installation) -> str:
    """Found the programme and a cohort of it that is announced; return the cohort."""
    app, now = create_app(Settings(data_dir=installation.folder, base_url=installation.url)), _now()
    with app.app_context(), writing():
        hub = organisations.get_organisation(curricula.get_programme(SLUG).organisation_id)
        building.create_programme(
            OPERATOR, now, hub, slug=CHOSEN, source_language="en", title="Officers with a choice"
        )
        building.save_draft(OPERATOR, now, curricula.get_programme(CHOSEN), DEFINITION, 1)
        building.publish_version(OPERATOR, now, curricula.get_programme(CHOSEN))
        programme = curricula.get_programme(CHOSEN)
        cohort_id = running.create_cohort(OPERATOR, now, programme, hub, open_plan(now, TITLE))
        running.publish_cohort(OPERATOR, now, cohorts.get_cohort(cohort_id))
    return cohort_id


def _now() -> datetime:
    return datetime.now(UTC)


def doubt(installation: Installation, participation_id: str) -> None:
    """Grade the plan well, let the award follow, and put the grade right downwards."""
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    with app.app_context():
        for points in (80, 10):
            with writing():
                values = {"participation_id": participation_id, "part_id": "plan", "note": ""}
                grade = insert(Grade).values(**values, points=points, graded_at=_now())
                db.session.execute(grade)
                evaluation.evaluate(_now(), participation_id)


def furnish_reviews(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Let an award be in doubt; return the pages of those who decide, and the holder's."""
    cohort_id = found_choice(installation)
    participation_id = let_take_part(installation, cohort_id)
    doubt(installation, participation_id)
    admin, desk = pages("admin"), f"/admin/cohorts/{cohort_id}"
    admin.goto(f"{desk}/awards")
    one = admin.locator("main tbody a").first.get_attribute("href") or ""
    rows = (
        ("admin", "show_cohort", desk),
        ("admin", "list_award_reviews", f"{desk}/awards"),
        ("admin", "decide_award", one),
        ("trainee", "show_way", f"/learn/cohorts/{participation_id}"),
    )
    return [Place(f"programmes/{name}.html", who, path) for who, name, path in rows]
