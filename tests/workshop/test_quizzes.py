"""The quizzes' editor: limits, sections, what can be drawn, an example of a paper."""

import re

import pytest

from lms.content import queries as content
from lms.kit.db import reading, writing
from lms.workshop import queries
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

HOME = "/teach/small/quizzes"
TEST = f"{HOME}/test"


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())


@pytest.fixture
def bruno(browse):
    return browse("bruno")


def kept(path="quizzes/test.yaml"):
    with reading():
        copy = queries.get_copy(content.get_course("small"), cast.id_of("bruno"))
        found = copy.read(path)
    return found.decode() if found is not None else None


def quiz(**changes):
    return {
        "title": "Exam", "minutes": "10", "attempts": "2", "pass_points": "70",
        "order": "shuffled", "feedback": "after_finish", "act": "keep",
        "sections-0-place": "0", "sections-0-count": "2",
        "sections-0-bank": "questions/bank.yaml", "sections-0-by": "objective",
        "sections-0-without": "", **changes,
    }  # fmt: skip


def test_who_may_come_in(browse):
    for address in (HOME, TEST):
        assert browse("bruno").get(address).status_code == 200
        assert browse("amina").get(address).status_code == 403
        assert browse("farid").get(address).status_code == 403
        assert browse().get(address).status_code == 303
    assert browse("bruno").get(f"{HOME}/nothing").status_code == 404
    assert browse("amina").post(TEST, data=quiz()).status_code == 403


def test_a_form_sent_untouched_changes_nothing(bruno):
    bruno.post(TEST, data=quiz())
    assert kept() == courses.QUIZ


def test_limits_change_line_by_line(bruno):
    bruno.post(TEST, data=quiz(minutes="", pass_points="0", order="fixed"))
    assert kept() == (
        "id: test\ntitle: Exam\nattempts: 2\n"
        "sections: [{draw: 2, from: questions/bank.yaml, by: objective}]\norder: fixed\n"
    )
    answer = bruno.post(TEST, data=quiz(pass_points="200"))
    assert answer.status_code == 422
    assert "from 0 to 100" in answer.text


def test_sections_come_move_and_go(bruno):
    bruno.post(TEST, data=quiz(act="add"))
    assert kept().endswith(
        "sections: [{draw: 2, from: questions/bank.yaml, by: objective}, "
        "{draw: 1, from: questions/bank.yaml}]\n"
    )
    page = bruno.get(TEST).text
    assert "too few questions to draw from" in page
    assert "No paper" in page or "too few questions" in page
    second = {
        "sections-1-place": "1", "sections-1-count": "1",
        "sections-1-bank": "questions/bank.yaml", "sections-1-by": "", "sections-1-without": "",
    }  # fmt: skip
    bruno.post(TEST, data=quiz(**second, act="up-1"))
    assert "[{draw: 1, from: questions/bank.yaml}, {draw: 2," in kept()
    bruno.post(TEST, data=quiz(act="remove-0"))
    assert kept().endswith("sections: []\n")


def test_a_section_tells_what_the_bank_has_and_an_example(bruno):
    page = bruno.get(TEST).text
    assert "The bank has 2 questions." in page
    assert "In 1 group; the smallest has 2." in page
    assert "2 questions, as an attempt could get them." in page
    assert "What does shall ask?" in page
    assert bruno.get(f"{TEST}?example=3").status_code == 200


def test_what_another_quiz_draws_is_kept_apart(bruno):
    bruno.post(HOME, data={"title": "Before"})
    assert kept("quizzes/before.yaml").startswith("id: before\ntitle: Before\nsections:\n")
    assert "draw: 2, from: questions/bank.yaml" in kept("quizzes/before.yaml")
    assert re.search(
        r'<option[^>]*value="questions/bank.yaml"[^>]*>bank</option>',
        bruno.get(f"{HOME}/before").text,
    )
    bruno.post(
        f"{HOME}/before",
        data=quiz(title="Before", **{"sections-0-count": "1", "sections-0-without": "test"}),
    )
    assert "without: test" in kept("quizzes/before.yaml")
    page = bruno.get(f"{HOME}/before").text
    assert "too few questions to draw from" in page
    assert "The quiz cannot be drawn from the bank “bank”." in page
    bruno.post(TEST, data=quiz(**{"sections-0-count": "1"}))
    page = bruno.get(f"{HOME}/before").text
    assert "1 question, as an attempt could get them." in page


def test_a_quiz_is_removed_and_the_outline_says_so(bruno):
    bruno.post(f"{TEST}/remove")
    assert kept() is None
    assert "There is no file quizzes/test.yaml." in bruno.get("/teach/small/outline").text
    assert bruno.post(f"{TEST}/remove").status_code == 404
    assert bruno.post(TEST, data=quiz()).status_code == 404


def test_a_change_is_undone(bruno):
    bruno.post(TEST, data=quiz(title="Final"))
    assert "title: Final" in kept()
    bruno.post(f"{TEST}/undo")
    assert kept() == courses.QUIZ


def test_a_course_without_a_bank_gets_one(bruno):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files(
            bank=None, quiz=None,
            course=courses.COURSE.replace("{id: test, quiz: quizzes/test.yaml}",
                                          "{id: test, page: pages/wording.md}")
            .replace("      - {id: wording, page: pages/wording.md}\n", "")
            .replace(", achievement: {quiz: test, points: 70}", ""),
        ))  # fmt: skip
    assert "The course has no quiz yet" in bruno.get(HOME).text
    assert "The course has no question yet" in bruno.get("/teach/small/questions").text
    bruno.post(HOME, data={"title": "First"})
    assert kept("questions/questions.yaml") == "[]\n"
    page = bruno.get(f"{HOME}/first").text
    assert "The bank has 0 questions." in page
    assert bruno.post(HOME, data={"title": ""}).status_code == 422
