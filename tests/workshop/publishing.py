"""The small course with two trainers, and ways to save, check and publish it in the browser."""

from contextlib import contextmanager

from lms.accounts import services as accounts
from lms.content import queries as content
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.workshop import services
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

WORDING, BANK = "pages/wording.md", "questions/bank.yaml"
MUST = courses.WORDING.replace("A State *may* act.", "A State *can* act.")
ASKED = courses.BANK.replace("What does *shall* ask?", "What does *shall* ask of a State?")


@contextmanager
def writing():
    """Commit what the block does in the test's own session."""
    yield
    db.session.commit()
    db.session.remove()


def begin(published=True):
    """Take the small course in; Chen is a trainer of it too."""
    with writing():
        bruno = cast.actor_of("bruno")
        factories.import_course(bruno, NOW, courses.files())
        accounts.grant_role(
            OPERATOR, NOW, cast.id_of("chen"), role="trainer",
            organisation_id=bruno.organisation_id,
        )  # fmt: skip
    if published:
        courses.publish()
    return content.get_course("small")


def save(course, changes, who="bruno"):
    """Change files and save them."""
    with writing():
        actor = cast.actor_of(who)
        services.change_files(actor, NOW, course, {p: t.encode() for p, t in changes.items()})
        services.save(actor, NOW, course, "A change")


def check(browser, run_jobs, slug="small"):
    """Check the course in the browser, and return the page."""
    answer = browser.post(f"/teach/{slug}/publish/check")
    assert answer.status_code == 303
    run_jobs()
    return browser.get(answer.location).text


def ask(browser, **fields):
    """Send the form that publishes, and return where it leads."""
    answer = browser.post("/teach/small/publish", {"notes": "What is new", **fields})
    assert answer.status_code == 303, answer.text
    return answer.location
