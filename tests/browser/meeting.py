"""A session that goes on, in the demo's cohort: its pages for those who run it and who take part.

The place in the cohort is written into the database: how one is given is tested elsewhere.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page
from sqlalchemy import insert

from lms.accounts.queries import find_person_by_email
from lms.admin.demo_programmes import SLUG
from lms.app import create_app
from lms.kit.db import db, writing
from lms.kit.folding import fold
from lms.kit.ids import new_id
from lms.kit.settings import Settings
from lms.programmes.models import Nomination, Participation
from lms.programmes.queries import cohorts, curricula
from tests.browser.places import Place
from tests.browser.server import Installation

TITLE = "Tracing assets across borders"
LIST = "Name,User Email,Duration (Minutes)\nAmina Diallo,trainee@demo.example,55\nNobody,,9\n"


def find_cohort(installation: Installation) -> str:
    """Return the id of the demo's cohort."""
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    with app.app_context():
        programme = curricula.get_programme(SLUG)
        return cohorts.list_cohorts(programme.id)[0].id


def let_take_part(installation: Installation, cohort_id: str, name: str = "trainee") -> str:
    """Give a demo account a place in the cohort that is accepted; return the participation."""
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    now = datetime.now(UTC)
    nomination_id, participation_id = new_id(), new_id()
    with app.app_context(), writing():
        person = find_person_by_email(f"{name}@demo.example")
        assert person is not None
        nomination = {
            "id": nomination_id, "cohort_id": cohort_id, "way": "nominated",
            "person_id": person.id, "organisation_id": person.organisation_id,
            "email": person.email, "full_name": name, "folded": fold(name), "script": "Latn",
            "language": "en", "is_protected": False, "organisation_part": {}, "nominee_part": {},
            "created_at": now, "submitted_at": now,
        }  # fmt: skip
        participation = {
            "id": participation_id, "cohort_id": cohort_id, "person_id": person.id,
            "nomination_id": nomination_id, "status": "accepted", "offered_at": now,
            "answer_by": now + timedelta(days=7), "answered_at": now, "language": "en",
        }  # fmt: skip
        db.session.execute(insert(Nomination).values(nomination))
        db.session.execute(insert(Participation).values(participation))
    return participation_id


def plan_session(page: Page, cohort_id: str) -> str:
    """Plan a session that began ten minutes ago and lasts two hours; return its id."""
    starts = datetime.now(UTC) - timedelta(minutes=10)
    page.goto(f"/admin/cohorts/{cohort_id}/sessions/new")
    page.fill("[name=title]", TITLE)
    page.fill("[name=starts]", f"{starts:%Y-%m-%dT%H:%M}")
    page.fill("[name=ends]", f"{starts + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    page.select_option("[name=time_zone]", "UTC")
    page.check("[name=mode][value=hybrid]")
    page.fill("[name=place]", "Room 4, Accra")
    page.fill("[name=link]", "https://meet.example.org/tracing")
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url(re.compile(r".*/admin/sessions/[a-z2-7]{26}$"))
    return page.url.rpartition("/")[2]


def furnish_sessions(installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Plan a session, look a list of a call over, ask for a sheet; return all pages of them."""
    admin = pages("admin")
    cohort_id = find_cohort(installation)
    participation = let_take_part(installation, cohort_id)
    session = plan_session(admin, cohort_id)
    desk = f"/admin/sessions/{session}"
    admin.goto(f"{desk}/attendance/lists")
    file = {"name": "call.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    admin.set_input_files("[name=file]", file)
    admin.locator("main form.form button[type=submit]").click()
    admin.wait_for_url(re.compile(r".*/admin/attendance-lists/\w+$"))
    listed = admin.url.removeprefix(installation.url)
    admin.goto(desk)
    admin.locator(f'form[action$="{desk}/sheet"] button').click()
    admin.wait_for_url(re.compile(r".*/admin/sign-in-sheets/\w+$"))
    rows = {
        "list_sessions": f"/admin/cohorts/{cohort_id}/sessions",
        "edit_session": f"{desk}/edit",
        "show_session": desk,
        "confirm_cancelling": f"{desk}/cancel",
        "show_attendance": f"{desk}/attendance",
        "show_code": f"{desk}/code",
        "list_video_lists": f"{desk}/attendance/lists",
        "show_video_list": listed,
        "show_sheet": admin.url.removeprefix(installation.url),
    }
    own = {
        "list_own_sessions": f"/learn/cohorts/{participation}/sessions",
        "show_own_session": f"/learn/sessions/{session}",
        "show_presence": f"/learn/sessions/{session}/present",
        "show_calendar": "/calendar",
    }
    return [
        Place(f"programmes/{template}.html", who, path)
        for who, some in (("admin", rows), ("trainee", own))
        for template, path in some.items()
    ]
