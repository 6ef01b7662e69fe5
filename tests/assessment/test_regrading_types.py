"""Putting the key right of questions of each type beyond the first four, in the browser."""

from fractions import Fraction

import pytest

from lms.assessment import queries
from lms.assessment.rules import fields_of
from lms.content import queries as content
from lms.kit.db import db
from lms.questions.keys import find_key
from tests.assessment import courses, kinds
from tests.assessment.test_keys import OTHERS


@pytest.fixture(autouse=True)
def course(app):
    return kinds.publish()


@pytest.fixture
def attempt_id(browse):
    """An attempt of Amina's in which all is right."""
    amina = browse("amina")
    found = courses.start(amina, courses.enrol("amina"), "drill")
    kinds.answer_rightly(amina, found)
    courses.finish(amina, found)
    db.session.remove()
    assert queries.find_attempt(found).points == 100
    return found


def address(name):
    return f"/teach/{courses.SLUG}/learners/questions/1/{name}/regrade"


def sent(key, **more):
    """Return what the form sends for a key."""
    fields = {f"key-{name}": list(values) for name, values in fields_of(key).items() if values}
    return {"way": "key", "reason": "It was wrong.", **fields, **more}


def key_now(course, name):
    return find_key(queries.get_corrected(course.newest_version_id, [name])[name])


def mark(attempt_id, name):
    db.session.remove()
    return queries.get_marks(attempt_id)[name]


@pytest.mark.parametrize("name", kinds.NAMES)
def test_another_key_is_previewed_done_shown_and_taken_back(
    name, course, attempt_id, browse, run_jobs
):
    bruno, (key, _) = browse("bruno"), OTHERS[name]
    former = key_now(course, name)
    preview = bruno.post(address(name) + "/preview", sent(key))
    assert preview.status_code == 200, preview.text
    assert "Amina Diallo" in preview.text
    assert key_now(course, name) == former
    answer = bruno.post(address(name), sent(key))
    assert answer.status_code == 303, answer.text
    run_jobs()
    db.session.remove()
    assert key_now(course, name) == key
    assert mark(attempt_id, name) < 1
    assert queries.find_attempt(attempt_id).points < 100
    page = browse("amina").get(f"/learn/attempts/{attempt_id}/result")
    assert page.status_code == 200
    assert bruno.post(address(name), sent(former)).status_code == 303
    run_jobs()
    assert mark(attempt_id, name) == Fraction(1)
    assert queries.find_attempt(attempt_id).points == 100


@pytest.mark.parametrize("name", kinds.NAMES)
def test_the_form_holds_the_key_of_by_now_and_sent_back_it_changes_nothing(
    name, course, attempt_id, browse
):
    bruno = browse("bruno")
    page = bruno.get(address(name)).text
    former = key_now(course, name)
    for field, values in fields_of(former).items():
        assert f'name="key-{field}"' in page
        assert values == [] or values[0].split("\n")[0] in page
    again = bruno.post(address(name), sent(former))
    assert again.status_code == 422
    assert "the key is as it was" in again.text
    for who, status in (("amina", 403), ("farid", 403), (None, 303)):
        assert browse(who).post(address(name), sent(OTHERS[name][0])).status_code == status
    assert queries.list_regrades(course.newest_version_id) == []


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        (
            "steps",
            {"key-sign": "1", "key-ratify": "1", "key-apply": "3"},
            "each place exactly once",
        ),
        ("parties", {"key-answer": "many"}, "“many” is not a number"),
        ("parties", {"key-answer": "1", "key-tolerance": "lots"}, "“lots” is not a tolerance"),
        ("loss", {"key-answer": "price / (1 - 1)"}, "there is no answer"),
        ("loss", {"key-answer": "import os"}, "This cannot be reckoned"),
        ("gift", {"key-call.report": "-1"}, "whole points from 0 to 1000"),
        ("gaps", {"key-verb": "praise"}, "does not fit the question"),
        ("powers", {"key-shall": "no-such"}, "does not fit the question"),
        ("wording", {}, "does not fit the question"),
    ],
)
def test_a_key_that_does_not_fit_is_told_in_the_form_which_keeps_what_was_sent(
    name, fields, said, attempt_id, browse
):
    bruno = browse("bruno")
    for act in ("", "/preview"):
        data = {"way": "key", "reason": "Words of mine.", **fields}
        answer = bruno.post(address(name) + act, data)
        assert answer.status_code == 422
        assert said in answer.text
        assert "Words of mine." in answer.text
        for field in fields:
            assert f'name="{field}"' in answer.text
        if said.startswith("“"):
            assert f'value="{fields["key-answer"]}"' in answer.text


def test_a_preview_sends_on_what_was_written(attempt_id, browse, course):
    """Several lines and words with signs of HTML arrive as they were."""
    key = {
        "gaps": {"number": {"en": ["<15>", "fifteen & more"], "ar": ["خمسة عشر"]}, "verb": "punish"}
    }
    page = browse("bruno").post(address("gaps") + "/preview", sent(key)).text
    assert "&lt;15&gt;\nfifteen &amp; more</textarea>" in page
    assert 'name="key-number.ar" value="خمسة عشر"' in page
    assert 'name="key-verb" value="punish"' in page


def test_the_analysis_marks_the_key_of_by_now(course, attempt_id, browse, run_jobs):
    from lms.assessment.services.analyses import name_items

    key = OTHERS["powers"][0]
    assert browse("bruno").post(address("powers"), sent(key)).status_code == 303
    run_jobs()
    db.session.remove()
    _, questions = name_items({course.newest_version_id: 1})
    assert find_key(questions["powers"]) == key
    assert find_key(content.get_items(course.newest_version_id)["powers"]) != key
