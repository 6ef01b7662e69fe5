"""People under way in version 1 of the small course, and a version 2 with one page changed.

Added is a page, removed another one, and the exam asks something else.
"""

import re
from decimal import Decimal

from lms.content import queries as content
from lms.content import services as drafts
from lms.content.models import Course
from lms.kit.db import db
from lms.learning import queries, services
from lms.learning.models import Enrolment
from tests import cast
from tests.learning import courses

VERSIONS = "/teach/small-course/learners/versions"
MOVE = "/teach/small-course/learners/move"


def second_version() -> dict[str, bytes]:
    """Return the course's files with `map` changed, `review` gone, `next` new, another exam."""
    files = courses.files(map="# map\n\nAnother text of map.\n")
    text = files["course.yaml"].decode()
    text = text.replace(
        "{id: review, page: pages/review.md, title: How it is reviewed, minutes: 6}",
        "{id: next, page: pages/next.md, title: What comes next, minutes: 6}",
    )
    files["course.yaml"] = text.encode()
    files["pages/next.md"] = b"# next\n\nText of next.\n"
    del files["pages/review.md"]
    exam = files["quizzes/post-test.yaml"].decode().replace("minutes: 20", "minutes: 40")
    files["quizzes/post-test.yaml"] = exam.encode()
    return files


def publish_first() -> None:
    """Publish version 1, taught by Bruno."""
    course = courses.publish()
    amina = cast.actor_of("amina")
    db.session.get(Course, course.id).organisation_id = amina.organisation_id
    db.session.commit()


def publish_second() -> str:
    """Publish version 2 and return its id."""
    version_id = courses.publish(second_version()).newest_version_id
    assert version_id is not None
    return version_id


def enrol(browser, language: str = "en") -> str:
    """Enrol and return the address of the enrolment."""
    return browser.post("/courses/small-course/enrol", {"language": language}).location


def begin(browser, language: str = "en") -> str:
    """Enrol, read four pages, take the exam with 90 percent, and return the address."""
    home = enrol(browser, language)
    for page in ("origins", "map", "wording", "review"):
        browser.post(f"{home}/pages/{page}")
    services.record_quiz_result(
        cast.actor_of("amina"), cast.NOW, id_in(home), "pretest", Decimal(50)
    )
    services.record_quiz_result(
        cast.actor_of("amina"), cast.NOW, id_in(home), "posttest", Decimal(60)
    )
    db.session.commit()
    return home


def id_in(home: str) -> str:
    """Return the id that an address ends with."""
    return home.rsplit("/", 1)[1]


def offer(browser, note: str = ""):
    """Offer the newest version to everybody on an older one."""
    course = content.get_course(courses.SLUG)
    versions = [row.id for row in content.list_versions(course.id)]
    return browser.post(VERSIONS, {"version": versions, "note": note})


def offer_address(browser, home: str) -> str:
    """Return the address of the offer that stands on an enrolment's page."""
    return re.search(r'href="(/learn/offers/[a-z2-7]{26})"', browser.get(home).text)[1]


def version_of(home: str) -> int:
    """Return the number of the version that an enrolment is in."""
    db.session.remove()
    row = db.session.get(Enrolment, id_in(home))
    return content.get_outline(row.version_id, "en").version_number


def progress_of(home: str) -> dict[str, str]:
    """Return the status of each activity of an enrolment."""
    db.session.remove()
    return {name: row.status for name, row in queries.get_progress(id_in(home)).items()}


def close(number: int, *, is_closed: bool = True) -> None:
    """Close a version to new enrolment, or open it again."""
    verb = drafts.close_version if is_closed else drafts.reopen_version
    verb(cast.actor_of("bruno"), cast.NOW, courses.SLUG, number)
    db.session.commit()
