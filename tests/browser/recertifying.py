"""The award of the demo's trainee, which ends in two months: its pages, and doing it again.

That the course was taken once more is written into the database: how it is taken is tested
elsewhere.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from playwright.sync_api import Page

from lms.accounts.queries import find_person_by_email
from lms.admin.demo_programmes import COURSE, HOLDER
from lms.app import create_app
from lms.content import queries as content
from lms.kit import events
from lms.kit.db import db, writing
from lms.kit.ids import new_id
from lms.kit.settings import Settings
from lms.learning.events import CourseCompleted
from lms.learning.models import Completion
from lms.learning.queries import list_enrolments
from tests.browser.places import Place
from tests.browser.server import Installation

AWARDS = "/learn/awards"


def furnish_awards(_installation: Installation, pages: Callable[[str], Page]) -> list[Place]:
    """Let the trainee begin recertification; return the pages of awards, and of those that end."""
    page = pages("trainee")
    page.goto(AWARDS)
    page.locator("main form[action$='/renewal'] button").click()
    page.locator("main .flashes .notice, .flashes .notice").first.wait_for()
    award = "/" + page.url.split("/", 3)[3]
    rows = [
        ("list_awards", "trainee", AWARDS),
        ("list_awards", "trainer", AWARDS),
        ("show_award", "trainee", award),
        ("show_expiry", "admin", "/admin/programmes/expiry"),
        ("show_expiry", "admin", "/admin/programmes/expiry?by=state&first=2020-01"),
        ("show_expiry", "focal", "/nominate/expiry?by=programme"),
    ]
    return [Place(f"programmes/{name}.html", who, path) for name, who, path in rows]


def complete_again(installation: Installation) -> None:
    """Let the trainee complete the course once more, with its examination."""
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    now = datetime.now(UTC)
    with app.app_context(), writing():
        person, course = find_person_by_email(HOLDER), content.get_course(COURSE)
        assert person is not None
        (enrolment,) = [
            row for row in list_enrolments(person.id, course.id) if row.status == "active"
        ]
        outline = content.get_outline(enrolment.version_id, enrolment.language)
        completion_id = new_id()
        db.session.add(
            Completion(
                id=completion_id,
                enrolment_id=enrolment.id,
                version_id=enrolment.version_id,
                edition_id=outline.edition_id,
                is_participation=True,
                is_achievement=True,
                visited_percent=100,
                points=Decimal(90),
                hours=outline.hours,
                completed_at=now,
            )
        )
        db.session.flush()
        events.announce(CourseCompleted(enrolment.id, completion_id), now)
