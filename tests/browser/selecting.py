"""A cohort in whose selection the demo's trainer sits on the panel: its pages, and what is done.

Its nominations are written into the database: how one is made is tested elsewhere.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import insert

from lms.accounts.queries import find_person_by_email
from lms.admin.demo_programmes import SLUG
from lms.app import create_app
from lms.kit.actor import OPERATOR
from lms.kit.db import db, writing
from lms.kit.folding import fold
from lms.kit.ids import digest, new_id
from lms.kit.settings import Settings
from lms.organisations import queries as organisations
from lms.programmes.models import Nomination
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules.cohorts import CohortPlan
from lms.programmes.rules.criteria import Criterion
from lms.programmes.services import cohorts as running
from lms.programmes.services import planning, teams
from tests.browser.places import STRANGER, Place
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
        "nominee_token_digest": digest(f"{cohort_id}-{name}"),
    }  # fmt: skip


def declare_none(member: Page, cohort_id: str) -> None:
    """Say as a member of the panel that there is no conflict of interest."""
    member.goto(f"/admin/cohorts/{cohort_id}/panel")
    member.check("[name=is_complete]")
    member.locator("main form.form button[type=submit]").click()
    member.wait_for_url("**/panel")


def score_all(member: Page, cohort_id: str) -> None:
    """Give each nominee points: 10, 9, 8 in the order of the page."""
    for number in range(len(NOMINEES)):
        member.goto(f"/admin/cohorts/{cohort_id}/panel")
        member.locator("main tbody th a").nth(number).click()
        member.locator("main input[name^=points-]").fill(str(10 - number))
        member.locator("main button[type=submit]").first.click()
        member.wait_for_url("**/panel")


def allocate(admin: Page, cohort_id: str) -> str:
    """Have the places allocated, and wait until they are; return the run's address."""
    admin.goto(f"/admin/cohorts/{cohort_id}/selection")
    admin.locator("main form[action$='/runs'] button").click()
    admin.wait_for_url("**/selection/runs/*")
    admin.locator("#list-in").wait_for()
    return "/admin" + admin.url.partition("/admin")[2]


def confirm(admin: Page, run: str) -> None:
    """Confirm an allocation; the places are offered."""
    admin.goto(f"{run}/confirm")
    admin.locator("main form.confirm button[type=submit]").click()
    admin.wait_for_url("**/places")


def furnish_selection(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Declare, score, allocate and confirm in a cohort of its own; return all pages of it."""
    # In a second one nothing was declared yet.
    cohort_id, other_id = add_cohort(installation), add_cohort(installation)
    desk = f"/admin/cohorts/{cohort_id}"
    member, admin, focal = pages("trainer"), pages("admin"), pages("focal")
    declare_none(member, cohort_id)
    score_all(member, cohort_id)
    run = allocate(admin, cohort_id)
    confirm(admin, run)
    removal = _first(admin, "main tbody a[href$='/remove']")
    outcome = f"/nominate/{cohort_id}/outcome"
    focal.goto(outcome)
    substitute = _first(focal, "main tbody a[href$='/substitute']")
    member.goto(f"{desk}/panel")
    file = _first(member, "main tbody th a")
    place = find_offer(pages)
    rows = [
        ("closed_nomination", STRANGER, f"/nominee/{other_id}-{NOMINEES[0]}"),
        ("declare_conflicts", "trainer", f"/admin/cohorts/{other_id}/panel"),
        ("show_panel", "trainer", f"{desk}/panel"),
        ("score_nomination", "trainer", file),
        ("show_selection", "admin", f"{desk}/selection"),
        ("show_allocation", "admin", run),
        ("confirm_allocation", "admin", f"{run}/confirm"),
        ("try_allocation", "admin", f"{desk}/selection/what-if?places=3"),
        ("list_places", "admin", f"{desk}/places"),
        ("remove_place", "admin", removal),
        ("show_outcome", "focal", outcome),
        ("choose_substitute", "focal", substitute),
        ("withdraw_place", "focal", substitute.replace("/substitute", "/withdraw")),
        ("list_own_places", place[0], "/learn/places"),
        ("show_place", place[0], place[1]),
        ("give_place_back", place[0], f"{place[1]}/give-back"),
    ]
    return [Place(f"programmes/{name}.html", who, path) for name, who, path in rows]


def find_offer(pages: Callable[[str], Page]) -> tuple[str, str]:
    """Return one of the nominees to whom a place is offered, and the page of the offer."""
    for name in NOMINEES:
        page = pages(name)
        page.goto("/learn/places")
        if page.locator("main tbody th a").count():
            return name, _first(page, "main tbody th a")
    raise AssertionError("nobody was offered a place")


def _first(page: Page, selector: str) -> str:
    return page.locator(selector).first.get_attribute("href") or ""
