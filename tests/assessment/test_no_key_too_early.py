"""Nobody learns a key before its time, by whatever address: every route of the program is tried.

A route with an argument that has no value here fails the test: give it one, a real one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import product

import pytest

from lms.accounts.queries import get_actor_by_email
from lms.assessment import queries
from lms.assessment.queries.appeals import list_appeals
from lms.content import queries as content
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.translation.rules import unit_id
from lms.units.unit import Key
from tests import cast
from tests.assessment import canaries, courses
from tests.assessment.canaries import NUMBERS, SHOWN, SLUG
from tests.conftest import Browser

SECRET = re.compile("|".join(["sesame", *NUMBERS]), re.IGNORECASE)
ACCEPTS = ("text/html", "application/json")
# What a form sends for each type, and is wrong; the scenario is decided to its worse end.
WRONG: Mapping[str, Mapping[str, str]] = {
    "single": {"answer": "1"}, "multiple": {"answer": "1"}, "true_false": {"answer": "2"},
    "short_text": {"answer": "something"}, "matching": {"answer-1": "1", "answer-2": "1"},
    "ordering": {"answer-1": "1", "answer-2": "2", "answer-3": "3"},
    "matrix": {"answer-1": "1", "answer-2": "1"},
    "gap_text": {"answer-1": "something", "answer-2": "2"}, "numeric": {"answer": "12"},
    "formula": {"answer": "13 USD"}, "scenario": {"answer-1": "2"}, "essay": {"answer": "Words."},
    "observation": {"answer": "1"}, "file_upload": {},
}  # fmt: skip
REFUSED = {"answer": ["no", "such", "thing"], "answer-1": "99", "answer-2": "99"}
# The last in a sitting that stays open; the second has all its questions on one page.
QUIZZES = ("exam", "secret", "written", "sat")


class Site:
    """The course with an open attempt of Amina at each quiz, and all there is to ask it for."""

    def __init__(self, app) -> None:
        self.app = app
        canaries.publish()
        self.enrolment = canaries.enrol("amina")
        canaries.enrol("hadi")
        self.course = content.get_course(SLUG)
        self.amina = Browser(app, "amina")
        self.bruno = Browser(app, "bruno")
        self.sitting, self.analysis = self._plan_sitting(), self._ask_analysis()
        self.attempts = {quiz: self.start(quiz) for quiz in QUIZZES}
        self.appeals = [new_id()]

    def start(self, quiz: str) -> str:
        """Let Amina begin a quiz; return the attempt's id."""
        return courses.start(self.amina, self.enrolment, quiz)

    def appeal(self, quiz: str) -> None:
        """Let Amina appeal against a result."""
        address = f"/learn/attempts/{self.attempts[quiz]}/appeal"
        answer = self.amina.post(address, {"reason": "I see it otherwise.", "scope": "whole"})
        assert answer.status_code == 303, answer.text
        db.session.remove()
        self.appeals.insert(0, list_appeals(self.attempts[quiz])[0].id)

    def _plan_sitting(self) -> str:
        now = clock.now()
        written = [f"{now + timedelta(minutes=each):%Y-%m-%dT%H:%M}" for each in (-9, 99)]
        data = {"activity": "sat", "title": "Morning", "opens_at": written[0],
                "closes_at": written[1], "code": "", "minutes": "", "attempts": ""}  # fmt: skip
        address = self.bruno.post(f"/teach/{SLUG}/sittings", data).location
        self.bruno.post(f"{address}/people", {"emails": cast.email_of("amina")})
        return str(address).rpartition("/")[2]

    def _ask_analysis(self) -> str:
        data = {"quiz": "exam", "versions": "1", "which": "first"}
        return str(self.bruno.post(f"/teach/{SLUG}/analysis", data).location).rpartition("/")[2]

    def values(self) -> dict[str, Sequence[str]]:
        """Return what stands for each argument of an address; the most telling ones first."""
        files = content.get_entries(content.list_versions(self.course.id)[0].tree_hash)
        bank = files["questions/rules.yaml"]
        person = get_actor_by_email(cast.email_of("amina"), cast.NOW)
        nothing = (new_id(),)
        return {
            "activity_id": ("exam", "secret", "written", "origins"),
            "appeal_id": tuple(self.appeals), "analysis_id": (self.analysis,),
            "attempt_id": tuple(self.attempts.values()),
            "bank": ("rules", "people"), "box": ("none",), "certificate_id": nothing,
            "code": ("en", "ar"), "content_hash": (bank,), "emblem_hash": (bank,),
            "enrolment_id": (self.enrolment,), "form": ("csv", "json", "xlsx", "choices"),
            "item_id": ("word", "essay"), "job_id": (self.analysis,), "language": ("en", "ar"),
            "module_id": ("start",), "name": ("origins", "rules"), "name_id": nothing,
            "number": ("1",), "offer_id": nothing, "organisation_id": (person.organisation_id,),
            "page": ("origins",), "path": (
                "questions/rules.yaml", "media/../questions/rules.yaml", "locale/ar.po",
                "pages/origins.md", "media/questions/rules.yaml",
            ),
            "person_id": (person.person_id,), "position": tuple(map(str, range(1, 12))),
            "question_id": ("word", "essay"), "quiz": QUIZZES, "quiz_id": QUIZZES,
            "request_id": nothing, "scope": ("-", SLUG), "seal": (bank,),
            "sitting_id": (self.sitting,), "slug": (SLUG,), "table": ("attempts", "responses"),
            "term_id": nothing, "token": ("x" * 40,),
            "unit_id": (unit_id(Key("questions/rules.yaml#word", "feedback")),),
            "version_id": (str(self.course.newest_version_id),), "which": ("draft", "1"),
        }  # fmt: skip

    def addresses(self, most: int) -> Iterator[str]:
        """Yield every address that can be asked for, each argument with so many of its values."""
        values, adapter = self.values(), self.app.url_map.bind("localhost")
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()):
                continue
            names = sorted(rule.arguments)
            assert set(names) <= values.keys(), f"{rule.rule}: give its argument a value here"
            for some in product(*(values[name][:most] for name in names)):
                # `path:` keeps its slashes; what is no value of `any` is not asked for.
                yield adapter.build(rule.endpoint, dict(zip(names, some, strict=True)))


@pytest.fixture
def site(sqlite_app) -> Site:
    return Site(sqlite_app)


def told(answer) -> str:
    """Return all that an answer tells: what it shows, its source and its headers."""
    return f"{answer.headers}\n{answer.get_data().decode('utf-8', 'replace')}"


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
