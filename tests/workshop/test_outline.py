"""The outline's editor: parts added, moved, renamed, required, taken out, and all of it undone."""

import pytest

from lms.content import queries as content
from lms.kit.db import reading, writing
from lms.workshop import queries
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

HOME = "/teach/small/outline"


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())


@pytest.fixture
def bruno(browse):
    return browse("bruno")


def kept(path="course.yaml"):
    """Return a file as Bruno has it."""
    with reading():
        copy = queries.get_copy(content.get_course("small"), cast.id_of("bruno"))
        found = copy.read(path)
    return found.decode() if found is not None else None


def test_who_may_come_in(browse):
    assert browse("bruno").get(HOME).status_code == 200
    assert browse("amina").get(HOME).status_code == 403
    assert browse("farid").get(HOME).status_code == 403
    assert browse().get(HOME).status_code == 303
    assert browse("amina").post(f"{HOME}/modules", data={"title": "x"}).status_code == 403


def test_the_outline_shows_titles_and_what_stands_nowhere(bruno):
    page = bruno.get(HOME).text
    assert "The beginning" in page
    assert "How wording binds" in page
    assert "Nothing" not in page


def test_a_module_is_added_and_filled(bruno):
    answer = bruno.post(f"{HOME}/modules", data={"title": "  What comes after  "})
    assert answer.status_code == 303
    assert "  - id: what-comes-after\n    title: What comes after\n    activities: []\n" in kept()
    page = bruno.get(HOME).text
    assert "to be mended before the course can be published" in page
    bruno.post(
        f"{HOME}/modules/what-comes-after/activities", data={"title": "Next steps", "kind": "page"}
    )
    assert kept("pages/next-steps.md") == "# Next steps\n"
    assert "      - {id: next-steps, page: pages/next-steps.md}\n" in kept()
    assert "to be mended" not in bruno.get(HOME).text
    bruno.post(f"{HOME}/modules/what-comes-after/activities", data={"title": "Try", "kind": "quiz"})
    assert "from: questions/bank.yaml" in kept("quizzes/try.yaml")
    assert "      - {id: try, quiz: quizzes/try.yaml}\n" in kept()


def test_a_module_without_a_title_is_refused(bruno):
    answer = bruno.post(f"{HOME}/modules", data={"title": " "})
    assert answer.status_code == 422
    assert "Please give it a title." in answer.text


def test_an_activity_moves_by_its_buttons_across_modules(bruno):
    answer = bruno.post(f"{HOME}/activities/wording/move", data={"go": "up"})
    assert answer.location.endswith("?at=activity-wording&go=up#activity-wording")
    assert kept().index("id: wording") < kept().index("id: origins")
    bruno.post(f"{HOME}/activities/origins/move", data={"go": "down"})
    assert (
        "activities: [{id: origins, page: pages/origins.md, title: Origins, minutes: 5}, "
        "{id: test, quiz: quizzes/test.yaml}]" in kept()
    )
    bruno.post(f"{HOME}/activities/origins/move", data={"go": "up"})
    assert "      - {id: wording, page: pages/wording.md}\n      - {id: origins," in kept()
    page = bruno.get(f"{HOME}?at=activity-origins&go=up").text
    assert page.count("autofocus") == 1


def test_an_activity_is_dropped_somewhere(bruno):
    bruno.post(f"{HOME}/activities/test/move", data={"module": "start", "before": "wording"})
    assert kept().index("id: origins") < kept().index("id: test,") < kept().index("id: wording")
    before = kept()
    bruno.post(f"{HOME}/activities/test/move", data={"module": "start", "before": "wording"})
    assert kept() == before
    answer = bruno.post(f"{HOME}/activities/test/move", data={"module": "gone"})
    assert answer.status_code == 404


def test_modules_move_and_the_first_goes_no_higher(bruno):
    bruno.post(f"{HOME}/modules/exam/move", data={"go": "up"})
    assert kept().index("id: exam") < kept().index("id: start")
    before = kept()
    bruno.post(f"{HOME}/modules/exam/move", data={"go": "up"})
    assert kept() == before


def test_a_module_is_renamed_and_requires_others(bruno):
    assert "The beginning" in bruno.get(f"{HOME}/modules/exam").text
    bruno.post(f"{HOME}/modules/exam", data={"title": "Examen"})
    assert "    title: Examen\n    activities:" in kept()
    bruno.post(f"{HOME}/modules/start", data={"title": "The beginning", "requires": ["exam"]})
    assert "    title: The beginning\n    requires: [exam]\n" in kept()


def test_prerequisites_in_a_circle_are_refused_and_not_offered(bruno):
    page = bruno.get(f"{HOME}/modules/start").text
    assert 'value="exam"' not in page
    answer = bruno.post(f"{HOME}/modules/start", data={"title": "x", "requires": ["exam"]})
    assert answer.status_code == 422
    assert "requires this module itself" in answer.text
    assert kept() == courses.COURSE


def test_an_activity_has_its_minutes_and_its_title(bruno):
    page = bruno.get(f"{HOME}/activities/wording")
    assert page.status_code == 200
    bruno.post(
        f"{HOME}/activities/wording", data={"title": "Verbs", "minutes": "7", "module": "start"}
    )
    assert "      - {id: wording, page: pages/wording.md, title: Verbs, minutes: 7}\n" in kept()
    answer = bruno.post(f"{HOME}/activities/wording", data={"minutes": "0", "module": "start"})
    assert answer.status_code == 422
    assert "from 1 to 1000" in answer.text
    bruno.post(f"{HOME}/activities/wording", data={"module": "exam"})
    assert "{id: test, quiz: quizzes/test.yaml}, {id: wording, page: pages/wording.md}]" in kept()


def test_what_is_taken_out_stands_below_and_comes_back(bruno):
    bruno.post(f"{HOME}/activities/wording/remove")
    assert "id: wording" not in kept()
    assert kept("pages/wording.md") == courses.WORDING
    assert "In no module" in bruno.get(HOME).text
    bruno.post(f"{HOME}/modules/exam/files", data={"file": "pages/wording.md"})
    assert "{id: wording, page: pages/wording.md}]" in kept()
    answer = bruno.post(f"{HOME}/modules/exam/files", data={"file": "pages/wording.md"})
    assert answer.status_code == 404


def test_a_module_is_removed_and_nobody_requires_it(bruno):
    bruno.post(f"{HOME}/modules/start/remove")
    assert "requires" not in kept()
    assert "id: start" not in kept()


def test_the_last_change_is_undone_and_done_again(bruno):
    assert "Undo the last change" not in bruno.get(HOME).text
    bruno.post(f"{HOME}/activities/wording/move", data={"go": "up"})
    moved = kept()
    bruno.post(f"{HOME}/activities/wording/remove")
    assert "Undo the last change" in bruno.get(HOME).text
    bruno.post(f"{HOME}/undo")
    assert kept() == moved
    bruno.post(f"{HOME}/undo")
    assert "id: wording" not in kept()


def test_there_may_be_nothing_to_undo(bruno):
    assert bruno.post(f"{HOME}/undo").status_code == 409


def test_another_trainers_outline_is_left_alone(bruno, browse):
    bruno.post(f"{HOME}/activities/wording/remove")
    with reading():
        other = queries.get_copy(content.get_course("small"), cast.id_of("chen"))
        assert other.read("course.yaml") == courses.COURSE.encode()


def test_an_unfinished_course_still_has_its_front(bruno):
    bruno.post(f"{HOME}/modules", data={"title": "Empty"})
    front = bruno.get("/teach/small")
    assert front.status_code == 200
    assert "are not finished" in front.text
    assert bruno.get("/teach/small/pages").status_code == 200
    assert bruno.get("/teach/small/save").status_code == 200
