"""Nobody learns a key before its time, by whatever address: every route of the program is tried.

A route with an argument that has no value in `Site.values` fails the test: give it one, a real one.
"""

import re
from collections.abc import Sequence
from itertools import product

import pytest

from lms.assessment import queries
from lms.kit.db import db
from lms.kit.ids import new_id
from tests import cast
from tests.assessment import courses
from tests.assessment.canaries import NUMBERS, SHOWN, SLUG
from tests.assessment.site import QUIZZES, WRONG, Site
from tests.conftest import Browser
from tests.walking import told

SECRET = re.compile("|".join(["sesame", *NUMBERS]), re.IGNORECASE)
ACCEPTS = ("text/html", "application/json")
REFUSED = {"answer": ["no", "such", "thing"], "answer-1": "99", "answer-2": "99"}


@pytest.fixture
def site(sqlite_app) -> Site:
    return Site(sqlite_app)


def seek(browser: Browser, addresses, allowed: Sequence[str] = ()) -> list[str]:
    """Return where something of a key is told, of all addresses but the allowed ones."""
    found = []
    for address, accept in product(addresses, ACCEPTS):
        if address in allowed:
            continue
        secret = SECRET.search(told(browser.get(address, headers={"Accept": accept})))
        # An address that was asked for by an id is repeated by the page that refuses it.
        if secret is not None:
            found.append(f"{address} ({accept}): {secret[0]}")
    return found


def answer_wrongly(site: Site, quiz: str) -> list[str]:
    """Answer every question of a quiz with nonsense and then wrongly; return what was told."""
    told_of = []
    for row, question in list(courses.paper_of(site.attempts[quiz])):
        address = courses.question_address(site.attempts[quiz], row.position)
        for fields, accept in product((REFUSED, WRONG[question.type]), ("text/html", "fetch")):
            headers = {"X-Requested-With": "fetch"} if accept == "fetch" else {}
            data = {"client_id": new_id(), **fields}
            answer = site.amina.post(address, data, headers=headers)
            assert answer.status_code < 500, address
            told_of += [f"{address}: {each}" for each in SECRET.findall(told(answer))]
    return told_of


def result_of(site: Site, attempt_id: str) -> str:
    return f"/learn/attempts/{attempt_id}/result"


def test_while_attempts_are_open_no_address_tells_a_key(site):
    every = list(site.addresses(most=99))
    assert len(every) > 200
    assert seek(site.amina, every) == []
    # A scenario tells what a decision brings once it is made, and it is final: it is made last.
    said = [each for quiz in QUIZZES for each in answer_wrongly(site, quiz)]
    assert [each for each in said if "SESAME-SCENE" not in each] == []


@pytest.mark.parametrize("name", ["hadi", "farid", "dalia", None])
def test_no_other_person_learns_a_key(site, name):
    assert seek(Browser(site.app, name), site.addresses(most=2)) == []


def test_a_finished_attempt_tells_nothing_while_another_one_is_open(site):
    for quiz in QUIZZES:
        answer_wrongly(site, quiz)
        courses.finish(site.amina, site.attempts[quiz])
    site.attempts["second"] = site.start("exam")
    assert seek(site.amina, site.addresses(most=99)) == []
    courses.finish(site.amina, site.attempts["second"])
    assert seek(site.amina, [result_of(site, site.attempts["exam"])]) != []


def test_a_key_is_told_where_and_when_the_quiz_says_so_and_nowhere_else(site):
    for quiz in QUIZZES:
        answer_wrongly(site, quiz)
        courses.finish(site.amina, site.attempts[quiz])
    for quiz in ("exam", "secret"):
        site.appeal(quiz)
    exam = result_of(site, site.attempts["exam"])
    assert seek(site.amina, site.addresses(most=99), allowed=[exam]) == []
    page = site.amina.get(exam).text
    assert [secret for secret in SHOWN if secret not in page] == []
    assert all(number in page.replace(",", "") for number in NUMBERS)
    # What the secret quiz never shows is still shown to nobody but those who teach.
    page = site.amina.get(result_of(site, site.attempts["secret"])).text
    assert "This quiz does not show the right answers." in page


def test_what_people_mark_tells_its_feedback_after_the_release(site):
    answer_wrongly(site, "written")
    attempt_id = site.attempts["written"]
    courses.finish(site.amina, attempt_id)
    assert queries.find_attempt(attempt_id).released_at is None
    assert seek(site.amina, [result_of(site, attempt_id)]) == []
    desk = f"/teach/{SLUG}/marking/written"
    site.bruno.post(f"{desk}/duties", {"email": cast.email_of("bruno"), "role": "marker"})
    for item_id in ("essay", "oral"):
        data = {"level-1": "2", "act": "mark"}
        assert site.bruno.post(f"{desk}/{item_id}/{attempt_id}", data).status_code == 303
    assert seek(site.amina, [result_of(site, attempt_id)]) == [], "marked, and not released"
    site.bruno.post(f"{desk}/release")
    db.session.remove()
    from lms.kit import jobs
    from lms.wiring import JOBS

    jobs.run_due(JOBS)
    page = site.amina.get(result_of(site, attempt_id)).text
    assert "SESAME-ESSAY" in page
    assert "SESAME-HIGH" in page
