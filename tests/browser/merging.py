"""Two people with two accounts each, for the pages by which accounts are merged.

They are of the demo's State, and nobody else's test knows them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from playwright.sync_api import Page

from lms.accounts import services as accounts
from lms.accounts.passwords import hash_password
from lms.accounts.queries import find_actor, find_person, find_person_by_email
from lms.app import create_app
from lms.content import queries as content
from lms.kit.actor import OPERATOR
from lms.kit.db import writing
from lms.kit.settings import Settings
from lms.learning import services as learning
from lms.merging.rules import Choice
from lms.merging.services.merging import merge_accounts
from tests.browser.conftest import PASSWORD
from tests.browser.places import Place
from tests.browser.server import Installation


def add_accounts(installation: Installation, *named: tuple[str, str]) -> list[str]:
    """Make accounts of (address, full name) beside the demo's trainee; return their ids."""
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    with app.app_context(), writing():
        trainee = find_person_by_email("trainee@demo.example")
        place = find_person(trainee.id if trainee else "")
        assert place is not None
        return [
            accounts.create_person(
                OPERATOR, datetime.now(UTC), email=address, full_name=full_name,
                password_hash=hash_password(PASSWORD), language="en",
                organisation_id=place.organisation_id, roles=("trainee", "trainer"),
                has_consented=True,
            )
            for address, full_name in named
        ]  # fmt: skip


def enrol_both(*person_ids: str) -> str:
    """Enrol people in the demo's course, within a transaction; return its slug."""
    course = content.find_course("uncac-foundations")
    assert course is not None
    # However others have set who takes part: these two are in it.
    course = replace(course, enrolment="open")
    for person_id in person_ids:
        actor = find_actor(person_id, datetime.now(UTC))
        assert actor is not None
        learning.enrol(actor, datetime.now(UTC), course, "en")
    return course.slug


def furnish_merging(installation: Installation, _pages: Callable[[str], Page]) -> list[Place]:
    """Return the pages of a merge that can be done, and of one that was."""
    kept, other, merged = add_accounts(
        installation,
        ("ngozi@example.org", "Ngozi Adeyemi"),
        ("ngozi.adeyemi@example.org", "نغوزي أديمي"),
        ("n.adeyemi@example.org", "Ngozi Adeyemi-Okonkwo of the Directorate of Investigations"),
    )
    app = create_app(Settings(data_dir=installation.folder, base_url=installation.url))
    with app.app_context(), writing():
        slug = enrol_both(kept, other)
        merge_id = merge_accounts(OPERATOR, datetime.now(UTC), kept, merged, Choice())
    person = f"/admin/people/{kept}"
    return [
        Place("merging/find_other.html", "admin", f"{person}/merge"),
        Place("merging/compare_accounts.html", "admin", f"{person}/merge/{other}"),
        Place("merging/choose_enrolment.html", "admin", f"{person}/merge/{other}/courses/{slug}"),
        Place("merging/ask_undo.html", "admin", f"/admin/people/merges/{merge_id}/undo"),
    ]
