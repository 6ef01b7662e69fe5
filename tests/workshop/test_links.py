"""The checklist tries links to other sites when asked, shows what became of them, and when."""

import json
from functools import partial

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.admin.commands import lms
from lms.audit.models import AuditEvent
from lms.kit import jobs
from lms.kit.db import db
from lms.kit.program import Program
from lms.workshop import outgoing
from lms.workshop.jobs import try_links
from lms.workshop.outgoing import look_at_all
from tests.content import courses
from tests.workshop.publishing import WORDING, begin, check, save

TRY = "/teach/small/publish/links"
BUTTON = "Check the links to other sites"


@pytest.fixture
def address(site):
    return lambda path: f"http://127.0.0.1:{site.server_port}{path}"


@pytest.fixture
def course(app, address, guard, monkeypatch):
    """The small course with three links to a real server, which the guard lets in."""
    monkeypatch.setattr("lms.workshop.jobs.look_at_all", partial(look_at_all, guard=guard, pause=0))
    found = begin()
    links = " ".join(f"[one]({address(path)})" for path in ("/good", "/404", "/for-good//new"))
    inside = "[two](http://10.0.0.1/secret)"
    save(found, {WORDING: f"{courses.WORDING}\n{links} {inside}\n"})
    return found


def test_links_are_tried_when_somebody_asks(course, address, browse, run_jobs):
    bruno = browse("bruno")
    page = check(bruno, run_jobs)
    assert "4 links lead to other sites." in page
    assert "Nobody has looked whether they answer." in page
    assert page.count("not tried yet") == 4
    answer = bruno.post(TRY)
    assert answer.status_code == 303
    waiting = bruno.get(answer.location).text
    assert "The links to other sites are being tried" in waiting
    assert BUTTON not in waiting
    run_jobs()
    page = bruno.get(answer.location).text
    assert "Tried 24 November 2026" in page
    assert "2 of them lead nowhere." in page
    assert "no such page (404)" in page
    assert "no address of the public web" in page
    assert f'has moved</span> <a href="{address("/new")}"' in page
    assert BUTTON in page
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert "course.links_tried" in actions


def test_a_link_written_since_is_not_tried_yet(course, address, browse, run_jobs):
    bruno = browse("bruno")
    check(bruno, run_jobs)
    bruno.post(TRY)
    run_jobs()
    text = f"{courses.WORDING}\n[one]({address('/good')}) [other]({address('/other')})\n"
    save(course, {WORDING: text})
    page = check(bruno, run_jobs)
    assert page.count("answers</span>") == 1
    assert page.count("not tried yet") == 1
    assert "lead nowhere" not in page


def test_what_is_not_checked_is_not_tried(course, browse, run_jobs):
    assert browse("bruno").post(TRY).status_code == 409
    assert run_jobs() == 0


def test_only_the_courses_trainer_has_them_tried(course, browse, run_jobs):
    check(browse("bruno"), run_jobs)
    for name in ("amina", "dalia", "emre", "farid", "gita"):
        assert browse(name).post(TRY).status_code == 403, name
    assert browse().post(TRY).status_code == 303
    assert run_jobs() == 0


def test_asking_twice_is_asking_once(course, browse, run_jobs):
    bruno = browse("bruno")
    check(bruno, run_jobs)
    assert bruno.post(TRY).location == bruno.post(TRY).location
    assert run_jobs() == 1


def test_the_job_asks_the_database_nothing_while_it_waits(
    course, address, browse, run_jobs, count_queries
):
    run = jobs.Run("j" * 26, {"course": "small", "addresses": [address("/good")]}, 1)
    run.report = lambda _done, _total: None
    with count_queries() as seen:
        assert [one.outcome for one in try_links(run)] == ["answers"]
    assert seen.count == 0


@pytest.fixture
def run(sqlite_app):
    """Return a function that runs a command within the test's application."""
    program = Program(lambda: sqlite_app, lambda: ({}, {}), lambda _app: None)
    return lambda *words: CliRunner().invoke(lms, [str(word) for word in words], obj=program)


@pytest.fixture
def folder(tmp_path):
    """The small course in a folder of its name."""
    for name, content in courses.files().items():
        (tmp_path / "small" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "small" / name).write_bytes(content)
    return tmp_path / "small"


def test_the_command_line_tries_links_when_asked(run, folder, monkeypatch, address, guard):
    monkeypatch.setattr(outgoing, "look_at_all", partial(outgoing.look_at_all, guard=guard))
    page = folder / "pages" / "wording.md"
    good, gone = address("/good"), address("/404")
    page.write_text(f"{courses.WORDING}\n[one]({good})\n")
    assert good not in run("course", "check", folder).stdout
    done = run("course", "check", folder, "--links")
    assert done.exit_code == 0
    assert f"pages/wording.md:7: {good}: answers" in done.stdout
    page.write_text(f"{courses.WORDING}\n[one]({gone}) [two](http://10.0.0.1/)\n")
    done = run("course", "check", folder, "--links")
    assert done.exit_code == 1
    assert f"{gone}: no such page (404)" in done.stdout
    assert "http://10.0.0.1/: no address of the public web" in done.stdout
    assert done.stderr == "Error: links to other sites that lead nowhere: 2.\n"
    done = run("course", "check", folder, "--links", "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert (found["valid"], [link["outcome"] for link in found["links"]]) == (
        True, ["broken", "refused"],
    )  # fmt: skip
