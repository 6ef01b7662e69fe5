"""Every page about a course names it by its title, shows the row of its parts, and is as wide."""

import io
import re

import pytest

from lms.kit.db import db, writing
from lms.workshop import services
from tests import cast
from tests.cast import NOW
from tests.conftest import Browser
from tests.content import courses
from tests.workshop import publishing

COURSE = "/teach/small"
BOXED = courses.WORDING + "\n::: example A gift {replaceable=gifts}\nFlowers.\n:::\n"
# Where each page stands, and the part of the course that it belongs to.
PAGES = {
    "show_course": ("", ""),
    "show_save": ("/save", ""),
    "show_discard": ("/discard", ""),
    "show_outline": ("/outline", "/outline"),
    "edit_module": ("/outline/modules/start", "/outline"),
    "edit_activity": ("/outline/activities/origins", "/outline"),
    "edit_text": ("/text/course.yaml", "/outline"),
    "edit_settings": ("/settings", "/settings"),
    "list_pages": ("/pages", "/pages"),
    "edit_page": ("/pages/wording", "/pages"),
    "show_rename": ("/pages/wording/rename", "/pages"),
    "confirm_removal": ("/pages/wording/remove", "/pages"),
    "list_questions": ("/questions", "/questions"),
    "edit_question": ("/questions/bank/shall", "/questions"),
    "try_question": ("/questions/bank/shall/try", "/questions"),
    "show_retyping": ("/questions/bank/shall/type?to=multiple", "/questions"),
    "show_incoming": ("/import-questions", "/questions"),
    "show_incoming_job": ("/import-questions/{incoming}", "/questions"),
    "list_quizzes": ("/quizzes", "/quizzes"),
    "edit_quiz": ("/quizzes/test", "/quizzes"),
    "list_media": ("/media", "/media"),
    "show_medium": ("/media/ladder.svg", "/media"),
    "confirm_removal_of_medium": ("/media/ladder.svg/remove", "/media"),
    "list_replaceable": ("/boxes", "/boxes"),
    "edit_box": ("/boxes/wording/gifts/fr", "/boxes"),
    "list_threads": ("/review", "/review"),
    "show_review": ("/review/pages/wording.md", "/review"),
    "show_publish": ("/publish", "/publish"),
    "show_publication": ("/publications/{request}", "/publish"),
    "list_versions": ("/versions", "/versions"),
    "compare_versions": ("/versions/compare?old=1&new=1", "/versions"),
    "show_closing": ("/versions/1/close", "/versions"),
    "list_history": ("/history", "/history"),
    "show_revision": ("/history/1", "/history"),
    "compare_revisions": ("/compare?old=1&new=2", "/history"),
    "show_restore": ("/history/1/restore", "/history"),
    "show_saved_page": ("/history/1/pages/pages/wording.md", "/history"),
    "show_origin": ("/origin", "/origin"),
    "show_package": ("/package", "/package"),
}
# Files, the page on which another course begins, and a question among those of all courses.
NO_PAGES = {
    "show_file", "show_saved_file", "download_package", "show_derive", "show_library_question",
}  # fmt: skip


@pytest.fixture
def furnished(sqlite_app):
    """The small course with two revisions, a version, a box, a publication and a file."""
    from lms.kit import jobs
    from lms.wiring import JOBS

    course = publishing.begin()
    publishing.save(course, {"pages/wording.md": BOXED})
    browser = Browser(sqlite_app, "bruno")
    publishing.check(browser, lambda: jobs.run_due(JOBS))
    request = publishing.ask(browser, meaning="changed")
    db.session.remove()
    with writing():
        unsaved = {"pages/wording.md": f"{BOXED}\nAnd now?\n".encode()}
        services.change_files(cast.actor_of("bruno"), NOW, course, unsaved)
    file = {"file": (io.BytesIO(b"Is it so?{T}"), "one.gift"), "format": "gift", "bank": ""}
    sent = browser.post(f"{COURSE}/import-questions", file, content_type="multipart/form-data")
    addresses = {"request": request, "incoming": sent.location}
    return browser, {name: address.rpartition("/")[2] for name, address in addresses.items()}


def test_every_page_of_a_course_has_the_frame(furnished):
    browser, ids = furnished
    wrong = {}
    for name, (path, part) in PAGES.items():
        answer = browser.get(COURSE + path.format(**ids))
        assert answer.status_code == 200, name
        found = _frame(answer.text)
        if found != ("A small course", COURSE + part, path.partition("?")[0] == part, "sheet"):
            wrong[name] = found
    assert wrong == {}


def _frame(html):
    """The course's name in the way here, the part at hand, whether it is this page, the width."""
    crumbs = re.findall(r"<bdi>(.*?)</bdi>", html.partition('class="crumbs"')[2].split("</nav>")[0])
    tabs = html.partition('class="tabs"')[2].split("</nav>")[0]
    [(address, current)] = re.findall(r'href="([^"]+)" aria-current="(\w+)"', tabs)
    assert "small" not in crumbs
    [sheet] = re.findall(r'class="(sheet[^"]*)"', html)
    return crumbs[1], address, current == "page", sheet


def test_no_page_of_a_course_is_forgotten(sqlite_app):
    rules = [
        rule
        for rule in sqlite_app.url_map.iter_rules()
        if rule.endpoint.startswith("workshop.") and "GET" in rule.methods
    ]
    about_a_course = {rule.endpoint.partition(".")[2] for rule in rules if "slug" in rule.arguments}
    assert about_a_course == {*PAGES, *NO_PAGES}


def test_translators_see_titles_too(furnished, sqlite_app):
    chen = Browser(sqlite_app, "chen")
    for path in ("/teach/terms/small", "/teach/terms/small/new"):
        html = chen.get(path).text
        head = html.partition('class="crumbs"')[2].split("</form>")[0]
        assert "A small course" in head
        assert "<bdi>small</bdi>" not in head


def test_a_course_that_cannot_be_read_is_called_by_its_address(furnished, sqlite_app):
    from lms.content import queries as content

    with publishing.writing():
        course = content.get_course("small")
        actor = cast.actor_of("bruno")
        services.change_files(actor, NOW, course, {"course.yaml": b"title: [\n"})
        services.save(actor, NOW, course, "Broken")
    browser = Browser(sqlite_app, "bruno")
    assert "<bdi>small</bdi>" in browser.get(f"{COURSE}/compare?old=1&new=2").text
    assert "<bdi>small</bdi>" in Browser(sqlite_app, "chen").get("/teach/terms/small").text
