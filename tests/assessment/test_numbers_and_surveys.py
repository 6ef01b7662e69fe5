"""Numbers, formulas and surveys on a paper: answered, refused, marked or not, reviewed."""

import re

import pytest
from lxml import html

from lms.assessment import queries
from lms.content import queries as content
from lms.content.models import Course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.learning import queries as learning
from lms.questions.types import get_type
from tests import cast, factories
from tests.assessment import courses
from tests.content.courses import translated
from tests.questions.bank import NUMBERS, SURVEY

DRILL = """\
id: drill
title: Numbers and views
minutes: 30
sections: [{draw: 2, from: questions/numbers.yaml}, {draw: 3, from: questions/survey.yaml}]
order: fixed
"""
VIEWS = """\
id: views
title: Views
sections: [{draw: 3, from: questions/survey.yaml}]
order: fixed
"""
PARTIES, LOSS, USEFUL, WISHES, WORDS = range(1, 6)
LAST = "      - {id: drill, quiz: quizzes/drill.yaml}\n"
COURSE = courses.COURSE.replace(LAST, LAST + LAST.replace("drill", "views"))


@pytest.fixture(autouse=True)
def course(app):
    tree = {name: text for name, text in courses.files().items() if not name.startswith("locale/")}
    tree |= {
        "course.yaml": COURSE.encode(),
        "questions/numbers.yaml": NUMBERS.encode(),
        "questions/survey.yaml": SURVEY.encode(),
        "quizzes/drill.yaml": DRILL.encode(),
        "quizzes/views.yaml": VIEWS.encode(),
    }
    factories.import_course(OPERATOR, cast.NOW, translated(tree))
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, offered=("ar",))
    db.session.commit()


@pytest.fixture
def amina(browse):
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


def save(browser, attempt_id, position, **fields):
    address = courses.question_address(attempt_id, position)
    page = browser.get(address)
    data = {name.replace("_", "-"): value for name, value in fields.items()}
    return browser.post(address, {"client_id": courses.client_id_on(page), **data})


def key_of(attempt_id, position, language="en"):
    row, question = list(courses.paper_of(attempt_id))[position - 1]
    return get_type(question.type).key(question, row.presented, language)["text"]


def progress(enrolment_id, activity):
    db.session.remove()
    return learning.get_progress(enrolment_id)[activity]


def test_a_number_is_saved_and_the_page_says_how_it_is_read(amina, attempt_id):
    assert save(amina, attempt_id, PARTIES, answer="1,234").status_code == 303
    page = amina.get(courses.question_address(attempt_id, PARTIES)).text
    assert 'value="1,234"' in page
    assert 'inputmode="decimal"' in page
    assert "The saved answer is read as 1,234." in page
    assert save(amina, attempt_id, PARTIES, answer="").status_code == 303
    assert "is read as" not in amina.get(courses.question_address(attempt_id, PARTIES)).text


@pytest.mark.parametrize(
    ("position", "fields", "said"),
    [
        (PARTIES, {"answer": "many"}, "one number in digits, and nothing else"),
        (PARTIES, {"answer": "191 States"}, "one number in digits, and nothing else"),
        (LOSS, {"answer": "a lot"}, "beside it only its unit"),
        (USEFUL, {"answer": "4"}, "names a choice that the question does not have"),
        (USEFUL, {}, "Please choose one answer."),
        (WISHES, {"answer_1": "1", "answer_2": "1", "answer_3": "2"}, "each place exactly once"),
        (WORDS, {"answer": "x" * 5001}, "at most 5000 characters"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(amina, attempt_id, position, fields, said):
    answer = save(amina, attempt_id, position, **fields)
    assert answer.status_code == 422
    assert answer.headers["Cache-Control"] == "no-store"
    assert said in answer.text
    # The summary leads to the question, which says why beside its fields.
    tree = html.fromstring(answer.text)
    (link,) = tree.xpath("//*[@role='alert']//a")
    (question,) = tree.xpath(f"//fieldset[@id='{link.get('href').removeprefix('#')}']")
    (error,) = question.xpath(f".//*[@id='{question.get('aria-describedby')}']")
    assert said in link.text_content()
    assert said in error.text_content()


@pytest.mark.parametrize("before", [None, "189"])
def test_what_does_not_fit_is_shown_again_as_it_was_typed(amina, attempt_id, before):
    if before:
        save(amina, attempt_id, PARTIES, answer=before)
    refused = save(amina, attempt_id, PARTIES, answer="abc")
    (field,) = html.fromstring(refused.text).xpath("//input[@name='answer']")
    assert field.get("value") == "abc"
    refused = save(amina, attempt_id, WISHES, answer_1="1", answer_2="1", answer_3="2")
    chosen = html.fromstring(refused.text).xpath("//fieldset[@class='question']//select")
    assert [field.value for field in chosen] == ["1", "1", "2"]
    # What was saved before counts on.
    db.session.remove()
    kept = {name: dict(row.value) for name, row in queries.get_responses(attempt_id).items()}
    assert kept == ({"parties": {"text": before}} if before else {})


def test_the_finish_of_a_survey_speaks_of_no_points(amina):
    attempt_id = courses.start(amina, courses.enrol("amina"), "views")
    finish = f"/learn/attempts/{attempt_id}/finish"
    page = amina.get(finish).text
    assert "3 questions may stay without an answer" in page
    assert "All questions" not in page.partition("<main")[2].partition("</main>")[0]
    save(amina, attempt_id, 1, answer="2")
    page = amina.get(finish).text
    assert "2 questions may stay without an answer" in page
    assert "whose points depend" not in page


def test_two_people_get_other_numbers_and_each_paper_keeps_its_own(amina, attempt_id, browse):
    def numbers(browser, attempt):
        page = browser.get(courses.question_address(attempt, LOSS)).text
        return re.findall(r"contract of <bdi>([\d,]+)</bdi> USD is <bdi>([\d.]+)</bdi>", page)

    mine = numbers(amina, attempt_id)
    assert len(mine) == 1
    assert numbers(amina, attempt_id) == mine
    other = courses.start(browse("dalia"), courses.enrol("dalia"), "drill")
    assert numbers(browse("dalia"), other) != mine


def test_numbers_are_marked_opinions_are_not(amina, attempt_id):
    save(amina, attempt_id, PARTIES, answer="189")
    save(amina, attempt_id, LOSS, answer=key_of(attempt_id, LOSS).removesuffix("USD"))
    save(amina, attempt_id, USEFUL, answer="2")
    save(amina, attempt_id, WISHES, answer_1="3", answer_2="1", answer_3="2")
    save(amina, attempt_id, WORDS, answer="More <b>cases</b>,\r\nplease.")
    result = amina.get(courses.finish(amina, attempt_id).location).text
    assert "1.5 of 2 points" in result
    assert "Question 5 of 5" in result
    assert "Partly right: 0.5 points" in result
    assert result.count("Not marked") == 3
    assert "More &lt;b&gt;cases&lt;/b&gt;,\nplease." in result
    assert re.search(r"Right answer</dt><dd><bdi[^>]*>[\d,.]+ USD</bdi>", result)
    assert set(queries.get_marks(attempt_id)) == {"parties", "loss"}
    ids = re.findall(r'\sid="([^"]+)"', result)
    assert len(ids) == len(set(ids))


def test_no_answer_to_a_survey_takes_no_points(amina, attempt_id):
    for position in (PARTIES, LOSS):
        save(amina, attempt_id, position, answer=key_of(attempt_id, position))
    result = amina.get(courses.finish(amina, attempt_id).location).text
    assert "2 of 2 points" in result
    assert result.count("not answered") == 3


def test_a_survey_alone_has_no_points_and_counts_as_visited(amina):
    enrolment_id = courses.enrol("amina")
    place = amina.get(courses.quiz_address(enrolment_id, "views")).text
    assert "Here you are asked for your opinion." in place
    assert "the right ones" not in place
    attempt_id = courses.start(amina, enrolment_id, "views")
    save(amina, attempt_id, 1, answer="3")
    result = amina.get(courses.finish(amina, attempt_id).location).text
    assert "Thank you for your answers" in result
    assert "Nobody marks them" in result
    assert "0 of 0" not in result
    assert "appeal" not in result
    sent = amina.post(f"/learn/attempts/{attempt_id}/appeal", {"scope": "whole", "reason": "x"})
    assert sent.status_code == 409
    assert "0%" not in result
    done = progress(enrolment_id, "views")
    assert (done.status, done.points) == ("done", None)
    again = amina.get(courses.quiz_address(enrolment_id, "views")).text
    assert "0%" not in again
    assert "Best result" not in amina.get(f"/learn/{enrolment_id}").text
    (attempt,) = queries.list_attempts(enrolment_id, "views")
    assert attempt.is_passed is None


def test_a_survey_alone_is_not_marked_and_has_no_pass_mark(browse):
    row = db.session.get(Course, content.get_course(courses.SLUG).id)
    row.organisation_id = cast.actor_of("bruno").organisation_id
    db.session.commit()
    bruno, home = browse("bruno"), f"/teach/{courses.SLUG}/marking"
    page = bruno.get(home).text
    assert f'{home}/drill"' in page
    assert f'{home}/views"' not in page
    grounds = "What these results rest on"
    assert [grounds in bruno.get(f"{home}/{name}").text for name in ("drill", "views")] == [
        True, False,
    ]  # fmt: skip
    desk = bruno.get(f"{home}/views").text
    assert "Nothing in this quiz is marked" in desk
    assert f'{home}/views/plan"' not in desk
    assert f'{home}/drill/plan"' in bruno.get(f"{home}/drill").text
    figures = bruno.get(f"/teach/{courses.SLUG}/learners/questions").text
    assert f"{grounds}: <bdi>Numbers and views" in figures
    assert f"{grounds}: <bdi>Views" not in figures
    rows = html.fromstring(bruno.get(f"/teach/{courses.SLUG}/results").text).xpath("//tbody/tr")
    told = {row.xpath("string(th)"): row.xpath("td[last()]")[0].text_content() for row in rows}
    assert told["Views"] == "–"
    assert told["Numbers and views"].startswith("Not recorded.")


def test_in_arabic_numbers_are_typed_in_its_digits(amina):
    attempt_id = courses.start(amina, courses.enrol("amina", "ar"), "drill")
    save(amina, attempt_id, PARTIES, answer="١٩١")
    save(amina, attempt_id, LOSS, answer=key_of(attempt_id, LOSS, "ar"))
    result = amina.get(courses.finish(amina, attempt_id).location).text
    assert "2 of 2 points" in result


def test_an_appeal_names_a_question_with_the_numbers_of_the_paper(amina, attempt_id):
    courses.finish(amina, attempt_id)
    page = amina.get(f"/learn/attempts/{attempt_id}/appeal").text
    named = re.search(rf'for="question-{LOSS}">.*?</label>', page)[0]
    assert re.search(r"\d", named.partition("<small")[2])
    assert "{" not in named
