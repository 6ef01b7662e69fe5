"""Questions of several parts on a paper: each answered, saved, taken back, marked, reviewed."""

import re
from html import unescape

import pytest

from lms.assessment import queries
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.questions.types import get_type
from tests import cast, factories
from tests.assessment import courses
from tests.content.courses import translated
from tests.questions.bank import PARTS

DRILL = """\
id: drill
title: Parts
minutes: 30
sections: [{draw: 4, from: questions/parts.yaml}]
order: fixed
"""
KINDS = {"matching": 1, "ordering": 2, "matrix": 3, "gap_text": 4}


@pytest.fixture(autouse=True)
def course(app):
    tree = {name: text for name, text in courses.files().items() if not name.startswith("locale/")}
    tree |= {"questions/parts.yaml": PARTS.encode(), "quizzes/drill.yaml": DRILL.encode()}
    factories.import_course(OPERATOR, cast.NOW, translated(tree))
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, offered=("ar",))
    db.session.commit()


@pytest.fixture
def amina(browse):
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


def address(attempt_id, kind):
    return courses.question_address(attempt_id, KINDS[kind])


def save(browser, attempt_id, kind, raw):
    """Open a question's page and send its fields by their places."""
    page = browser.get(address(attempt_id, kind))
    fields = {f"answer-{place}": list(values) for place, values in raw.items()}
    data = {"client_id": courses.client_id_on(page), **fields}
    return browser.post(address(attempt_id, kind), data)


def key_of(attempt_id, kind, language="en"):
    """Return what the form sends for the right answer."""
    row, question = list(courses.paper_of(attempt_id))[KINDS[kind] - 1]
    of = get_type(kind)
    return of.send(question, row.presented, of.key(question, row.presented, language))


def stored(attempt_id, kind):
    db.session.remove()
    item_id = list(courses.paper_of(attempt_id))[KINDS[kind] - 1][0].item_id
    return queries.get_responses(attempt_id)[item_id].value


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_saved_shown_again_and_taken_back(amina, attempt_id, kind):
    key = key_of(attempt_id, kind)
    assert save(amina, attempt_id, kind, key).status_code == 303
    row, question = list(courses.paper_of(attempt_id))[KINDS[kind] - 1]
    assert stored(attempt_id, kind) == get_type(kind).key(question, row.presented, "en")
    page = amina.get(address(attempt_id, kind)).text
    assert chosen_on(page) == {f"answer-{place}": values for place, values in key.items()}
    assert save(amina, attempt_id, kind, {}).status_code == 303
    assert not any(stored(attempt_id, kind).values())


def chosen_on(page):
    """Return what a question's page has chosen and typed, by field."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="(answer-\d+)".*?>(.*?)</select>', page):
        found[name] = re.findall(r'value="(\d+)" selected', options)
    for tag in re.findall(r'<input type="radio"[^>]* checked', page):
        found[re.search(r'name="(.*?)"', tag)[1]] = [re.search(r'value="(.*?)"', tag)[1]]
    for name, value in re.findall(r'type="text" id="[^"]*" name="(.*?)".*?value="(.*?)"', page):
        found[name] = [unescape(value)]
    return found


@pytest.mark.parametrize(
    ("kind", "raw", "said"),
    [
        ("matching", {"1": ["9"]}, "names a choice that the question does not have"),
        ("matching", {"3": ["1"]}, "names a part that the question does not have"),
        ("matrix", {"1": ["1", "2"]}, "one answer to each part"),
        ("ordering", {"1": ["1"], "2": ["1"], "3": ["2"]}, "each place exactly once"),
        ("ordering", {"1": ["1"]}, "each place exactly once"),
        ("gap_text", {"1": ["x" * 201]}, "at most 200 characters"),
        ("gap_text", {"gaps": ["x"]}, "names a part that the question does not have"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_its_reason(amina, attempt_id, kind, raw, said):
    answer = save(amina, attempt_id, kind, raw)
    assert answer.status_code == 422
    assert said in answer.text


def test_no_page_of_an_open_attempt_tells_an_id_or_a_key(amina, attempt_id):
    for kind in KINDS:
        page = amina.get(address(attempt_id, kind)).text
        for secret in ("duty", "leave", "never", "ratify", "middling", 'punish"', "fifteen"):
            assert f'="{secret}' not in page
            assert f"{secret}=" not in page
        assert "fifteen" not in page
        assert "Would have been right" not in page


def test_half_right_gets_half_and_the_review_says_what_was_right(amina, attempt_id):
    save(amina, attempt_id, "matching", {"1": key_of(attempt_id, "matching")["1"]})
    order = key_of(attempt_id, "ordering")
    backwards = {place: [str(4 - int(value))] for place, (value,) in order.items()}
    save(amina, attempt_id, "ordering", backwards)
    save(amina, attempt_id, "matrix", key_of(attempt_id, "matrix"))
    save(amina, attempt_id, "gap_text", {"1": ["XV"], "2": key_of(attempt_id, "gap_text")["2"]})
    page = courses.finish(amina, attempt_id)
    result = amina.get(page.location).text
    assert "2 of 4 points" in result
    assert result.count("Partly right: 0.5 points") == 2
    assert "Your place: 3" in result
    assert re.search(r"<bdi>XV</bdi>.*Wrong.*<bdi>15</bdi>", result)
    assert re.search(r"Right answer</dt><dd><bdi[^>]*>It is left open\.</bdi>", result)
    ids = re.findall(r'\sid="([^"]+)"', result)
    assert len(ids) == len(set(ids))


def test_everything_right_in_another_language(amina):
    attempt_id = courses.start(amina, courses.enrol("amina", "ar"), "drill")
    page = amina.get(address(attempt_id, "gap_text")).text
    assert "املأ الفراغات" in page
    assert 'aria-label="الفراغ 1 من 2"' in page
    for kind in KINDS:
        save(amina, attempt_id, kind, key_of(attempt_id, kind, "ar"))
    result = amina.get(courses.finish(amina, attempt_id).location).text
    assert "4 of 4 points" in result
    assert "Would have been right" not in result


def test_an_appeal_names_a_text_with_dots_where_its_gaps_are(amina, attempt_id):
    courses.finish(amina, attempt_id)
    page = amina.get(f"/learn/attempts/{attempt_id}/appeal").text
    named = re.search(rf'for="question-{KINDS["gap_text"]}">.*?</label>', page)[0]
    assert "…" in named
    assert "{" not in named
