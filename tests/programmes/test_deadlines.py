"""Deadlines in the browser: set, extended, seen by participants; who is behind, and is helped."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.kit.db import db
from lms.notifications.models import Message
from lms.programmes.queries import deadlines
from lms.programmes.services import deadlines as verbs
from tests import cast
from tests.programmes import factories
from tests.programmes.session_plans import add_group, add_participant

PAST = cast.NOW - timedelta(days=3)


@pytest.fixture
def taught(cohort):
    """An open cohort of which Bruno is a tutor."""
    factories.assign(cohort, "bruno", "tutor")
    return cohort


@pytest.fixture
def own(taught):
    """Amina's participation."""
    return add_participant(taught)


def url_of(cohort, page="deadlines"):
    return f"/admin/cohorts/{cohort.id}/{page}"


def help_url(own, act=""):
    return f"/admin/participations/{own.id}/help{act}"


def set_deadline(cohort, due_at=PAST, part="plan", group=None):
    set_at = min(cast.NOW, due_at - timedelta(days=1))
    verbs.set_deadline(cast.actor_of("ines"), set_at, cohort, part, group, due_at)
    db.session.commit()


def wall(days):
    return (cast.NOW + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_a_deadline_is_set_changed_and_removed(taught, browse):
    ines = browse("ines")
    assert "No deadline is set" in ines.get(url_of(taught)).text
    group = add_group(taught)
    form = {"part": "plan", "due": "2027-03-01T12:00"}
    assert ines.post(url_of(taught), form).status_code == 303
    assert ines.post(url_of(taught), form | {"due": "2027-03-02T12:00"}).status_code == 303
    page = ines.post(url_of(taught), form | {"group": group}, follow_redirects=True).text
    assert "Group A" in page
    rows = deadlines.list_deadlines(taught.id)
    assert [(row.group_id, row.due_at.day, row.due_at.hour) for row in rows] == [
        (group, 1, 12), (None, 2, 12),
    ]  # fmt: skip
    ines.post(f"{url_of(taught)}/{rows[0].id}/remove")
    assert len(deadlines.list_deadlines(taught.id)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"part": "nothing"}, "Please choose a requirement of the list."),
        ({"part": ""}, "Please choose a requirement of the list."),
        ({"due": ""}, "Please enter day and time."),
        ({"due": "soon"}, "Not a valid"),
        ({"due": "2020-01-01T12:00"}, "This time has passed"),
        ({"due": wall(0)}, "This time has passed"),
    ],
)
def test_a_deadline_that_cannot_be_says_why(taught, browse, changes, words):
    form = {"part": "plan", "due": "2027-03-01T12:00"}
    answer = browse("ines").post(url_of(taught), form | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert deadlines.list_deadlines(taught.id) == []


def test_what_was_typed_stays_where_a_time_has_passed(taught, browse):
    form = {"part": "plan", "due": "2020-01-01T12:00", "group": add_group(taught)}
    page = browse("ines").post(url_of(taught), form).text
    assert 'value="2020-01-01T12:00"' in page
    assert page.count(" selected") == 2


@pytest.mark.parametrize(
    ("due", "is_outside"),
    [
        ("2027-01-31T23:59", True),
        ("2027-02-01T00:00", False),
        ("2027-05-07T23:59", False),
        ("2027-05-08T00:00", True),
    ],
)
def test_a_deadline_outside_the_cohorts_dates_is_set_and_said(taught, browse, due, is_outside):
    form = {"part": "plan", "due": due}
    page = browse("ines").post(url_of(taught), form, follow_redirects=True).text
    assert ("outside the dates of the cohort" in page) == is_outside
    assert len(deadlines.list_deadlines(taught.id)) == 1


def test_a_group_of_another_cohort_is_not_there(taught, programme, browse):
    other = add_group(factories.add_cohort(programme))
    form = {"part": "plan", "due": "2027-03-01T12:00", "group": other}
    assert browse("ines").post(url_of(taught), form).status_code == 404


def test_a_group_that_goes_takes_its_deadlines_along(taught, browse):
    group = add_group(taught)
    set_deadline(taught, group=group)
    answer = browse("ines").post(f"{url_of(taught, 'groups')}/{group}/remove")
    assert answer.status_code == 303
    assert deadlines.list_deadlines(taught.id) == []


def test_whoever_is_late_comes_first_and_is_given_more_time(own, taught, browse):
    add_participant(taught, "farid")
    set_deadline(taught, part="presence", due_at=cast.NOW + timedelta(days=3))
    bruno = browse("bruno")
    assert "Late with something: 0 of 2" in bruno.get(url_of(taught, "behind")).text
    set_deadline(taught)
    page = bruno.get(url_of(taught, "behind")).text
    assert "Late with something: 2 of 2" in page
    assert "3 days" in page
    assert "Late" in browse("amina").get(f"/learn/cohorts/{own.id}/deadlines").text
    form = {"part": "plan", "due": wall(7), "reason": "Was on mission."}
    assert bruno.post(help_url(own, "/extend"), form).status_code == 303
    page = bruno.get(url_of(taught, "behind")).text
    assert "Late with something: 1 of 2" in page
    assert page.index("Farid") < page.index("Amina")
    assert "Was on mission." in bruno.get(help_url(own)).text
    own_page = browse("amina").get(f"/learn/cohorts/{own.id}/deadlines").text
    assert "Was on mission." in own_page
    assert "extended" in own_page
    assert f'href="/learn/cohorts/{own.id}#plan"' in own_page
    db.session.rollback()
    query = select(Message).where(Message.kind == "programmes.time_extended")
    [mail] = db.session.execute(query).scalars()
    assert mail.person_id == cast.id_of("amina")


def test_work_that_waits_for_its_tutor_is_not_late(own, taught, browse):
    set_deadline(taught)
    browse("amina").post(f"/learn/cohorts/{own.id}/work/plan", {"words": "Plan", "seen": "0.0.0"})
    page = browse("bruno").get(url_of(taught, "behind")).text
    assert "Late with something: 0 of 1" in page
    assert "not yet" not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due": wall(-4)}, "Please choose a later time."),
        ({"due": wall(-2)}, "Please choose a later time."),
        ({"part": "presence"}, "has no deadline"),
        ({"reason": " "}, "Please give a reason."),
        ({"due": ""}, "Please enter day and time."),
    ],
)
def test_an_extension_that_cannot_be_says_why(own, taught, browse, changes, words):
    set_deadline(taught)
    form = {"part": "plan", "due": wall(7), "reason": "Was on mission."}
    answer = browse("bruno").post(help_url(own, "/extend"), form | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert deadlines.list_extensions([own.id]) == {}


def test_nobody_gives_themself_more_time(taught, browse):
    set_deadline(taught)
    bruno = add_participant(taught, "bruno")
    form = {"part": "plan", "due": wall(7), "reason": "Busy."}
    assert browse("bruno").post(help_url(bruno, "/extend"), form).status_code == 409
    assert "You cannot give yourself more time." in browse("bruno").get(help_url(bruno)).text


def test_deadlines_are_for_those_who_teach_and_set_by_those_who_run(own, taught, browse):
    set_deadline(taught)
    factories.assign(taught, "chen", "panel")
    form = {"part": "plan", "due": "2027-03-01T12:00"}
    for name, may_read, may_set in (
        ("ines", 200, 303),
        ("bruno", 200, 403),
        ("chen", 403, 403),
        ("amina", 404, 404),
        ("farid", 404, 404),
        (None, 303, 303),
    ):
        client = browse(name)
        for url in (url_of(taught), url_of(taught, "behind"), help_url(own)):
            assert client.get(url).status_code == may_read, (name, url)
        assert client.post(url_of(taught), form).status_code == may_set, name
    assert browse("farid").get(f"/learn/cohorts/{own.id}/deadlines").status_code == 404


def test_a_protected_participant_is_a_code_to_the_tutor(taught, browse):
    own = add_participant(taught, "hadi")
    for url in (url_of(taught, "behind"), help_url(own)):
        assert "Hadi" not in browse("bruno").get(url).text


def test_who_is_behind_costs_a_fixed_number_of_statements(own, taught, browse, count_queries):
    set_deadline(taught)
    client, url = browse("bruno"), url_of(taught, "behind")
    client.get(url)
    with count_queries() as few:
        client.get(url)
    for name in ("chen", "farid", "gita"):
        add_participant(taught, name)
    with count_queries() as many:
        assert "of 4" in client.get(url).text
    assert many.count == few.count


def test_an_empty_cohort_says_so(taught, browse):
    page = browse("bruno").get(url_of(taught, "behind")).text
    assert "Nobody takes part yet" in page
    assert "No deadline is set" in page
