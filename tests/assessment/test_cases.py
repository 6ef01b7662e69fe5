"""Cases on a paper: whole and together, with their documents beside them, for whom they are."""

import re

import pytest

from lms.assessment import queries
from lms.content import queries as content
from lms.kit.db import db, reading
from tests.assessment import cases, courses
from tests.assessment.written import RUBRIC, ask_to_mark, make_trainer

MEMO = "The same invoice was paid <strong>twice</strong>."


@pytest.fixture
def amina(browse):
    cases.publish()
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


def ids(attempt_id):
    db.session.remove()
    return [row.item_id for row in queries.get_paper(attempt_id)]


def place(attempt_id, item_id):
    return ids(attempt_id).index(item_id) + 1


def page_of(browser, attempt_id, item_id):
    return browser.get(courses.question_address(attempt_id, place(attempt_id, item_id))).text


def documents(page):
    """Return the part of a page that shows the case, in one line."""
    found = re.search(r'<details class="case".*?class="kicker"', page, re.DOTALL)
    return re.sub(r"\s+", " ", found[0]) if found else ""


def test_a_mixed_paper_keeps_each_case_together_and_in_order(amina, attempt_id):
    bridge, school = ["bridge-sum", "bridge-who"], ["school-where", "school-who"]
    assert ids(attempt_id) in ([*bridge, *school], [*school, *bridge])


def test_the_start_says_how_many_questions_there_are(amina):
    page = amina.get(courses.quiz_address(courses.enrol("amina"), "drill")).text
    assert re.search(r"<dt>Questions</dt>\s*<dd>4</dd>", page)
    assert "4 questions" in amina.get(f"/courses/{courses.SLUG}").text


def test_the_documents_stand_beside_the_question(amina, attempt_id):
    page = page_of(amina, attempt_id, "bridge-who")
    number = place(attempt_id, "bridge-who")
    assert f"Question {number} of 4 · Question 2 of 2 in this case" in page
    case = documents(page)
    assert f'data-case="{attempt_id}/bridge" open>' in case
    assert "A bridge was <em>paid for twice</em>." in case
    assert MEMO in case
    assert re.search(r'<img src="/media/[^"]+/media/ladder.svg" alt="Three signatures."', case)
    assert 'role="region" aria-label="The case and its documents"' in case
    assert "Our school is missing." not in page
    assert "Our school is missing." in documents(page_of(amina, attempt_id, "school-who"))


def test_its_files_are_there_for_those_enrolled_and_for_nobody_else(amina, attempt_id, browse):
    case = documents(page_of(amina, attempt_id, "bridge-who"))
    address = re.search(r'<a href="([^"]+invoice\.pdf)" target="_blank" rel="noopener">', case)[1]
    given = amina.get(address)
    assert given.data == cases.PDF
    assert given.mimetype == "application/pdf"
    assert browse("farid").get(address).status_code in {403, 404}
    assert browse().get(address).status_code == 303


def test_they_are_in_the_language_of_the_paper(browse):
    cases.publish()
    dalia = browse("dalia")
    attempt_id = courses.start(dalia, courses.enrol("dalia", "ar"), "drill")
    case = documents(page_of(dalia, attempt_id, "bridge-sum"))
    assert "<p>٭ The same invoice was paid <strong>twice</strong>.</p>" in case
    assert 'lang="ar" dir="rtl"' in case
    assert 'alt="٭ Three signatures."' in case


def test_a_question_without_a_case_has_nothing_beside_it(amina):
    attempt_id = courses.start(amina, courses.enrol("amina"), "practice")
    page = amina.get(courses.question_address(attempt_id, 1)).text
    assert documents(page) == ""
    assert "in this case" not in page


def test_the_review_shows_each_case_once_before_its_questions(amina, attempt_id):
    courses.answer_all(amina, attempt_id)
    page = amina.get(courses.finish(amina, attempt_id).location).text
    assert "4 of 4 points" in page
    assert page.count('<details class="case"') == 2
    assert page.count("Question 2 of 2 in this case") == 2
    assert page.index(f'data-case="review/{ids(attempt_id)[0].split("-")[0]}"') < page.index(
        'id="question-1"'
    )


def test_a_single_question_never_comes_from_a_case(browse):
    drill = cases.DRILL.replace("draw: 2", "draw: 1").replace(", of: cases", "")
    cases.publish(cases.files(drill))
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    assert ids(attempt_id) == ["alone"]


def test_a_quiz_is_kept_apart_from_another_s_cases(browse):
    tree = cases.files(cases.DRILL.replace("draw: 2", "draw: 1"))
    other = tree["quizzes/drill.yaml"].replace(b"id: drill", b"id: practice")
    tree["quizzes/practice.yaml"] = other.replace(b"of: cases", b"of: cases, without: drill")
    cases.publish(tree)
    for name in ("amina", "bruno"):
        browser, enrolment_id = browse(name), courses.enrol(name)
        first = ids(courses.start(browser, enrolment_id, "practice"))
        assert len(first) == 2
        for _ in range(2):
            attempt_id = courses.start(browser, enrolment_id, "drill")
            assert not {*ids(attempt_id)} & {*first}
            courses.finish(browser, attempt_id)


def test_whoever_marks_reads_the_documents(browse):
    essay = f"  type: essay\n  case: bridge\n  text: What went wrong?\n{RUBRIC}"
    bank = cases.BANK.replace(
        "  type: true_false\n  case: bridge\n  objective: strength\n"
        "  text: The auditor signed the bridge.\n  correct: no\n", essay,
    )  # fmt: skip
    assert bank != cases.BANK
    cases.publish(cases.files() | {"questions/cases.yaml": bank.encode()})
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    courses.save(amina, attempt_id, place(attempt_id, "bridge-who"), "Nobody read the invoice.")
    courses.finish(amina, attempt_id)
    make_trainer("iris")
    desk = f"/teach/{courses.SLUG}/marking/drill"
    ask_to_mark(browse, desk=desk, iris="marker")
    page = browse("iris").get(f"{desk}/bridge-who/{attempt_id}").text
    assert MEMO in documents(page)
    assert "Question 2 of 2 in this case" in page


def test_a_page_of_a_case_reads_no_more_than_any_other(amina, attempt_id, count_queries):
    other = courses.start(amina, courses.enrolled("amina"), "practice")
    counts = []
    for name, number in ((other, 1), (attempt_id, place(attempt_id, "bridge-who"))):
        amina.get(courses.question_address(name, number))
        with count_queries() as count:
            amina.get(courses.question_address(name, number))
        counts.append(count())
    assert counts[0] == counts[1]


def test_a_case_is_no_question_to_those_who_look_at_figures(amina, attempt_id, browse):
    courses.answer_all(amina, attempt_id)
    courses.finish(amina, attempt_id)
    with reading():
        course = content.get_course(courses.SLUG)
        figures = queries.list_question_figures(course.newest_version_id)
    assert {each.item_id for each in figures} == {
        "bridge-sum", "bridge-who", "school-where", "school-who",
    }  # fmt: skip


def test_the_record_of_an_attempt_has_the_documents_before_the_questions(amina, attempt_id, browse):
    courses.answer_all(amina, attempt_id)
    courses.finish(amina, attempt_id)
    address = f"/teach/{courses.SLUG}/results/drill/{attempt_id}"
    page = browse("bruno").get(address).text
    assert page.count('data-case="record/') == 2
    assert MEMO in page
    assert page.index('data-case="record/') < page.index('id="question-1"')


def test_where_all_questions_stand_on_one_page_a_case_stands_once_above_its_own(browse):
    cases.publish(cases.files(f"{cases.DRILL}layout: all\n"))
    amina = browse("amina")
    attempt_id = courses.start(amina, courses.enrol("amina"), "drill")
    page = amina.get(courses.question_address(attempt_id, "all")).text
    assert page.count('<details class="case"') == 2
    assert page.count("Question 2 of 2 in this case") == 2
    first = ids(attempt_id)[0].split("-")[0]
    assert page.index(f"/{first}") < page.index('id="question-1"')
