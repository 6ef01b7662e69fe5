"""The history in the browser: revisions, what differs, one of them, restoring."""

import pytest

from lms.content import queries as content
from lms.kit.db import db
from lms.workshop import queries, services
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

ORIGINS, WORDING = "pages/origins.md", "pages/wording.md"


@pytest.fixture(autouse=True)
def course(app):
    """The small course with two revisions: Bruno has reworded a page."""
    bruno = cast.actor_of("bruno")
    factories.import_course(bruno, NOW, courses.files(), message="Begun")
    found = content.get_course("small")
    text = courses.WORDING.replace("may", "must").encode()
    services.change_files(bruno, NOW, found, {WORDING: text})
    services.save(bruno, NOW, found, "Stronger words")
    db.session.commit()
    db.session.remove()
    return found


def write(course, path, text):
    services.change_files(cast.actor_of("bruno"), NOW, course, {path: text and text.encode()})
    db.session.commit()
    db.session.remove()


def test_the_history_tells_who_when_and_what(browse):
    page = browse("bruno").get("/teach/small/history").text
    assert "Stronger words" in page
    assert "Begun" in page
    assert "Bruno Sarr" in page
    assert page.index("Revision 2") < page.index("Revision 1")


def test_the_list_asks_the_same_of_the_database_however_long(browse, course, count_queries):
    browser = browse("bruno")
    browser.get("/teach/small/history")
    with count_queries() as short:
        browser.get("/teach/small/history")
    bruno = cast.actor_of("bruno")
    for number in range(60):
        services.change_files(bruno, NOW, course, {WORDING: f"# {number}\n".encode()})
        services.save(bruno, NOW, course, f"Number {number}")
    db.session.commit()
    db.session.remove()
    browser.get("/teach/small/history")  # what a process remembers of a tree is of the newest now
    with count_queries() as long:
        page = browser.get("/teach/small/history").text
    assert long.count == short.count
    assert "Number 59" in page
    assert "Number 3<" not in page
    assert "Number 3<" in browser.get("/teach/small/history?page=2").text


def test_two_revisions_are_compared_word_by_word_both_ways(browse):
    browser = browse("bruno")
    page = browser.get("/teach/small/compare?old=1&new=2").text
    assert "may</del>" in page
    assert "must</ins>" in page
    assert "From revision 1 to revision 2." in page
    assert "must</del>" in browser.get("/teach/small/compare?old=2&new=1").text
    assert "Nothing differs" in browser.get("/teach/small/compare?old=2&new=2").text


def test_a_revision_is_compared_with_what_is_not_saved(browse, course):
    write(course, ORIGINS, "# Mine\n")
    page = browse("bruno").get("/teach/small/compare?old=2").text
    assert "From revision 2 to your unsaved changes." in page
    assert "# Mine</ins>" in page


def test_a_picture_is_compared_by_looking(browse, course):
    write(course, "media/ladder.svg", courses.SVG.replace("9 9", "8 8"))
    page = browse("bruno").get("/teach/small/compare?old=1&path=media/ladder.svg").text
    assert 'src="/teach/small/history/1/files/media/ladder.svg"' in page
    assert "must" not in page


def test_one_revision_with_its_files_as_readers_saw_them(browse):
    browser = browse("bruno")
    page = browser.get("/teach/small/history/1").text
    assert "Begun" in page
    assert "/teach/small/history/1/pages/pages/origins.md" in page
    shown = browser.get("/teach/small/history/1/pages/pages/origins.md").text
    assert "<em>71 articles</em>" in shown
    assert "/teach/small/history/1/files/media/ladder.svg" in shown
    assert "valid_months" in browser.get("/teach/small/history/1/pages/course.yaml").text
    picture = browser.get("/teach/small/history/1/files/media/ladder.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    text = browser.get("/teach/small/history/1/files/course.yaml")
    assert text.headers["Content-Disposition"] == "attachment"


def test_restoring_asks_first_and_is_a_change_to_be_saved(browse, course):
    browser = browse("bruno")
    page = browser.get("/teach/small/history/1/restore").text
    assert f'value="{WORDING}"' in page
    assert f'value="{ORIGINS}"' not in page
    answer = browser.post("/teach/small/history/1/restore", {"path": WORDING})
    assert answer.status_code == 303
    copy = queries.get_copy(course, cast.id_of("bruno"))
    assert copy.read(WORDING) == courses.WORDING.encode()
    assert copy.newest.number == 2


def test_restoring_nothing_changes_nothing(browse, course):
    browser = browse("bruno")
    assert browser.post("/teach/small/history/1/restore").location.endswith("/restore")
    assert "Choose at least one file." in browser.get("/teach/small/history/1/restore").text
    assert queries.get_copy(course, cast.id_of("bruno")).changes == {}
    assert "There is nothing to restore" in browser.get("/teach/small/history/2/restore").text


@pytest.mark.parametrize(
    "address",
    [
        "history/9", "history/x", "history/1234567", "history/9/restore", "compare?old=9",
        "compare?old=²", "history/1/files/nothing", "history/1/pages/pages/nothing.md",
    ],
)  # fmt: skip
def test_what_is_not_there(browse, address):
    assert browse("bruno").get(f"/teach/small/{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "history", "history/1", "history/1/restore", "compare?old=1&new=2",
        "history/1/files/media/ladder.svg", "history/1/pages/course.yaml",
    ],
)  # fmt: skip
def test_who_may_come(browse, address):
    assert browse("amina").get(f"/teach/small/{address}").status_code == 403
    assert browse().get(f"/teach/small/{address}").status_code == 303


def test_who_may_restore(browse):
    assert browse("amina").post("/teach/small/history/1/restore").status_code == 403
