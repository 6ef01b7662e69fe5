"""The text of a file that no other editor can read: it is shown with what is wrong, and mended."""

import re

import pytest

from lms.content import queries as content
from lms.workshop import queries, services
from lms.workshop.queries.texts import find_problems, find_unreadable
from tests import cast
from tests.cast import NOW
from tests.content import courses
from tests.workshop import publishing

HEAD, BANK, QUIZ = "course.yaml", "questions/bank.yaml", "quizzes/test.yaml"
TEXT = "/teach/small/text"
BROKEN = courses.COURSE.replace("hours: 1", "hours: 1: 2")


@pytest.fixture
def course(app):
    return publishing.begin(published=False)


def put(changes):
    with publishing.writing():
        services.change_files(cast.actor_of("bruno"), NOW, content.get_course("small"), changes)


def copy_of_bruno():
    return queries.get_copy(content.get_course("small"), cast.id_of("bruno"))


def seen_in(html):
    return re.search(r'name="seen" value="(\w+)"', html)[1]


@pytest.mark.parametrize(
    ("path", "text", "editors"),
    [
        (HEAD, BROKEN, ["outline", "settings", "outline/modules/start"]),
        (HEAD, "- a list\n", []),
        (BANK, "- {id: shall\n", ["questions/bank/shall", "questions/bank/shall/try"]),
        (QUIZ, "title: [\n", ["quizzes/test"]),
        (QUIZ, "- a list\n", ["quizzes/test"]),
    ],
)
def test_an_editor_that_cannot_read_a_file_leads_to_its_text(course, browse, path, text, editors):
    put({path: text.encode()})
    assert find_unreadable(copy_of_bruno()) == path
    browser = browse("bruno")
    for editor in editors:
        answer = browser.get(f"/teach/small/{editor}")
        assert (answer.status_code, answer.location) == (303, f"{TEXT}/{path}"), editor
    page = browser.get(f"{TEXT}/{path}").text
    assert "What is wrong" in page
    assert 'class="wrong"' in page


def test_the_wrong_line_is_named_and_shown(course, browse):
    put({HEAD: BROKEN.encode()})
    page = browse("bruno").get(f"{TEXT}/{HEAD}").text
    line = BROKEN[: BROKEN.index("hours: 1: 2")].count("\n") + 1
    assert f'<a href="#line-{line}">line {line}</a>: The file is not valid YAML' in page
    assert f'id="line-{line}" class="wrong"><code>hours: 1: 2</code>' in page
    assert f'data-lines="{line}"' in page


def test_what_is_mended_leads_back_to_its_editor(course, browse):
    put({HEAD: BROKEN.encode()})
    browser = browse("bruno")
    page = browser.get(f"{TEXT}/{HEAD}").text
    worse = browser.post(f"{TEXT}/{HEAD}", {"text": "a: [", "seen": seen_in(page)})
    assert worse.location == f"{TEXT}/{HEAD}"
    page = browser.get(worse.location).text
    assert "among your unsaved changes" in page
    mended = courses.COURSE.replace("\n", "\r\n")
    answer = browser.post(f"{TEXT}/{HEAD}", {"text": mended, "seen": seen_in(page)})
    assert answer.location == "/teach/small/outline"
    assert browser.get(answer.location).status_code == 200
    assert copy_of_bruno().read(HEAD) == courses.COURSE.encode()
    assert "The file can be read." in browser.get(f"{TEXT}/{HEAD}").text


def test_a_text_that_changed_meanwhile_is_not_overwritten_unseen(course, browse):
    browser = browse("bruno")
    seen = seen_in(browser.get(f"{TEXT}/{BANK}").text)
    put({BANK: b"- {id: other\n"})
    answer = browser.post(f"{TEXT}/{BANK}", {"text": "- {id: mine}\n", "seen": seen})
    assert answer.status_code == 409
    assert "- {id: other\n</textarea>" in answer.text
    assert "- {id: mine}\n</textarea>" in answer.text
    assert copy_of_bruno().read(BANK) == b"- {id: other\n"
    again = {"text": "- {id: mine}\n", "seen": seen_in(answer.text)}
    assert browser.post(f"{TEXT}/{BANK}", again).location == "/teach/small/questions?bank=bank"
    assert copy_of_bruno().read(BANK) == b"- {id: mine}\n"


def test_the_findings_before_publishing_lead_to_the_line(course, browse, run_jobs):
    publishing.save(course, {QUIZ: "title: [\n"})
    page = publishing.check(browse("bruno"), run_jobs)
    assert f'<a href="{TEXT}/{QUIZ}#line-' in page


@pytest.mark.parametrize(
    "path", ["pages/wording.md", "locale/fr.po", "media/ladder.svg", "quizzes/none.yaml", "x.yaml"]
)
def test_other_files_have_no_text_here(course, browse, path):
    assert browse("bruno").get(f"{TEXT}/{path}").status_code == 404
    assert browse("bruno").post(f"{TEXT}/{path}", {"text": "a: 1"}).status_code == 404


def test_too_long_a_text_is_refused(course, browse):
    answer = browse("bruno").post(f"{TEXT}/{HEAD}", {"text": "a" * 1_000_001, "seen": ""})
    assert answer.status_code == 422


def test_a_script_is_told_so(course, browse):
    put({HEAD: b"a: [\n"})
    answer = browse("bruno").get("/teach/small/outline", headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 422
    assert "cannot be read" in answer.json["message"]


def test_others_see_and_write_nothing(course, browse):
    for name, status in ((None, 303), ("amina", 403), ("farid", 403)):
        assert browse(name).get(f"{TEXT}/{HEAD}").status_code == status
        assert browse(name).post(f"{TEXT}/{HEAD}", {"text": "a: 1"}).status_code == status
    put({HEAD: b"a: [\n"})
    assert browse("amina").get("/teach/small/outline").status_code == 403


def test_problems_stand_in_the_order_of_their_lines():
    text = b"- {id: a, type: singl, text: A}\n- {id: b, type: true_false}\n- {id: b}\n"
    lines = [problem.line for problem in find_problems(BANK, text)]
    assert lines == sorted(lines)
    assert len(lines) > 2
