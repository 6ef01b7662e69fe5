"""Sessions in the browser: planned, changed, called off and restored; who is told, and how."""

from datetime import timedelta

import pytest
import vobject
from lxml import html
from sqlalchemy import select

from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.models import Message
from lms.programmes.queries import sessions
from lms.programmes.services.invitations import ask_to_tell_all
from tests import cast
from tests.programmes import factories
from tests.programmes.session_plans import (
    LINK,
    SESSION,
    TITLE,
    add_group,
    add_participant,
    add_session,
    get_session,
)

FORM = {
    "title": TITLE, "starts": "2027-02-02T10:00", "ends": "2027-02-02T12:00",
    "time_zone": "Africa/Dakar", "repeats": "1", "mode": "hybrid", "place": "Room 4",
    "link": LINK, "language": "fr", "interpreters": ["en", "ar"], "capacity": "25",
}  # fmt: skip


def new_url(cohort):
    return f"/admin/cohorts/{cohort.id}/sessions/new"


def mails(kind):
    db.session.rollback()
    query = select(Message).where(Message.kind == f"programmes.session_{kind}")
    return list(db.session.execute(query.order_by(Message.created_at)).scalars())


def sent_by(page):
    """Return what the form of a page sends as it stands, and nothing that it does not have."""
    [form] = html.fromstring(page).xpath("//main//form[.//input[@name='title']]")
    sent = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return sent


def test_a_cohort_without_sessions_says_so(cohort, browse):
    page = browse("ines").get(f"/admin/cohorts/{cohort.id}/sessions").text
    assert "No session is planned yet." in page
    assert "Plan a session" in page


def test_whoever_runs_a_cohort_plans_a_session(cohort, browse):
    factories.assign(cohort, "bruno", "tutor")
    group = add_group(cohort)
    page = browse("ines").get(new_url(cohort)).text
    assert "Bruno Sarr" in page
    assert "Group A" in page
    form = FORM | {"tutors": [cast.id_of("bruno")], "groups": [group]}
    answer = browse("ines").post(new_url(cohort), form, follow_redirects=True)
    assert answer.status_code == 200
    for words in (TITLE, "Room 4", LINK, "Bruno Sarr", "Group A", "In person and online"):
        assert words in answer.text
    assert "By your clock" not in answer.text.replace("By your clock: 2 February", "")
    [row] = sessions.list_sessions(cohort.id)
    assert (row.starts_at.hour, row.capacity, row.interpreters) == (10, 25, ("en", "ar"))
    listed = browse("bruno").get(f"/admin/cohorts/{cohort.id}/sessions").text
    assert TITLE in listed
    assert "Plan a session" not in listed


def test_a_weekly_session_is_many_sessions(cohort, browse):
    form = FORM | {"repeats": "3", "time_zone": "Europe/Paris", "starts": "2027-03-22T10:00",
                   "ends": "2027-03-22T12:00"}  # fmt: skip
    assert browse("ines").post(new_url(cohort), form).status_code == 303
    hours = [row.starts_at.hour for row in sessions.list_sessions(cohort.id)]
    assert hours == [9, 8, 8]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Please fill this in."),
        ({"starts": "soon"}, "Not a valid"),
        ({"ends": "2027-02-02T09:00"}, "ends before it begins"),
        ({"ends": "2027-02-04T09:00"}, "at most 24 hours"),
        ({"place": ""}, "say where the session takes place"),
        ({"link": "http://meet.example.org"}, "A link begins with https://"),
        ({"capacity": "0"}, "at least 1"),
        ({"repeats": "99"}, "from 1 to 52"),
        ({"time_zone": "Mars/Base"}, "Not a valid choice"),
        ({"time_zone": "Europe/Paris", "starts": "2027-03-28T02:30", "ends": "2027-03-28T05:00"},
         "does not exist in Europe/Paris"),
        ({"time_zone": "Europe/Paris", "starts": "2027-10-31T02:30", "ends": "2027-10-31T05:00"},
         "Which of the two times?"),
    ],
)  # fmt: skip
def test_a_plan_that_cannot_be_says_where_and_why(cohort, browse, changes, words):
    answer = browse("ines").post(new_url(cohort), FORM | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert sessions.list_sessions(cohort.id) == []


@pytest.mark.parametrize(("own", "proposed"), [("fr", "fr"), ("en", "en"), ("zh", "en")])
def test_the_language_of_who_plans_is_proposed_where_the_cohort_has_it(
    cohort, browse, own, proposed
):
    assert cohort.languages == ("en", "fr", "ar")
    ines = browse("ines")
    ines.post("/language", {"language": own})
    assert sent_by(ines.get(new_url(cohort)).text)["language"] == [proposed]


def test_of_two_equal_times_one_is_chosen(cohort, browse):
    form = FORM | {"time_zone": "Europe/Paris", "starts": "2027-10-31T02:30",
                   "ends": "2027-10-31T05:00", "which": "second"}  # fmt: skip
    assert browse("ines").post(new_url(cohort), form).status_code == 303
    [row] = sessions.list_sessions(cohort.id)
    assert row.starts_at.hour == 1
    page = browse("ines").get(f"/admin/sessions/{row.id}/edit").text
    assert 'value="second"' in page


def test_others_may_not_plan(cohort, browse):
    factories.assign(cohort, "bruno", "tutor")
    factories.assign(cohort, "chen", "panel")
    factories.assign(cohort, "gita", "coordinator")
    row = add_session(cohort)
    for name, status in (("gita", 200), ("bruno", 403), ("chen", 403), ("farid", 404),
                         ("amina", 404), (None, 303)):  # fmt: skip
        for url in (new_url(cohort), f"/admin/sessions/{row.id}/edit",
                    f"/admin/sessions/{row.id}/cancel"):  # fmt: skip
            assert browse(name).get(url).status_code == status, (name, url)
    for name, status in (("bruno", 200), ("chen", 403), ("farid", 404)):
        assert browse(name).get(f"/admin/sessions/{row.id}").status_code == status
        url = f"/admin/cohorts/{cohort.id}/sessions"
        assert browse(name).get(url).status_code == status
    assert browse("bruno").post(f"/admin/sessions/{row.id}/cancel").status_code == 403
    assert browse("ines").get("/admin/sessions/" + "a" * 26).status_code == 404


def test_a_change_keeps_the_hour_on_the_wall_and_of_two_one_wins(cohort, browse):
    row = add_session(cohort)
    url = f"/admin/sessions/{row.id}/edit"
    page = browse("ines").get(url).text
    assert 'value="2027-02-02T10:00"' in page
    moved = sent_by(page) | {"starts": "2027-03-02T10:00", "ends": "2027-03-02T12:00"}
    assert "repeats" not in moved
    assert browse("ines").post(url, moved).status_code == 303
    changed = get_session(row.id)
    assert (changed.sequence, changed.starts_at.month) == (1, 3)
    assert (changed.title, set(changed.interpreters)) == (TITLE, {"en", "ar"})
    late = browse("ines").post(url, moved | {"title": "Mine"})
    assert late.status_code == 409
    assert get_session(row.id).title == TITLE


def test_a_cancelled_session_stays_and_comes_back(cohort, browse):
    row = add_session(cohort)
    url = f"/admin/sessions/{row.id}"
    assert "Everybody who is to come is told" in browse("ines").get(f"{url}/cancel").text
    assert browse("ines").post(f"{url}/cancel").status_code == 303
    assert browse("ines").post(f"{url}/cancel").status_code == 409
    for page in ("", "/attendance"):
        shown = browse("ines").get(url + page).text
        for way in (f'href="{url}/attendance"', f'{url}/code"', f'{url}/sheet"'):
            assert way not in shown, (page, way)
    assert browse("ines").post(f"{url}/sheet").status_code == 409
    assert browse("ines").post(f"{url}/edit", FORM | {"sequence": "1"}).status_code == 409
    listed = browse("ines").get(f"/admin/cohorts/{cohort.id}/sessions").text
    assert "Cancelled" in listed
    assert f"{url}/attendance" not in listed
    assert browse("ines").post(f"{url}/restore").status_code == 303
    assert browse("ines").post(f"{url}/restore").status_code == 409
    assert get_session(row.id).sequence == 2


def test_who_is_in_two_places_and_too_many_are_shown(programme, cohort, browse):
    factories.assign(cohort, "bruno", "tutor")
    other = factories.add_cohort(programme)
    for name in ("amina", "hadi"):
        add_participant(cohort, name)
    add_participant(other)
    tutor = (cast.id_of("bruno"),)
    add_session(cohort, capacity=1, tutor_ids=tutor)
    add_session(cohort, title="Freezing orders", tutor_ids=tutor)
    add_session(other)
    page = browse("ines").get(f"/admin/cohorts/{cohort.id}/sessions").text
    assert "There is room for one participant fewer than are to come." in page
    assert "<bdi>Bruno Sarr</bdi>, also in: <bdi>Freezing orders</bdi>" in page
    assert "<bdi>Amina Diallo</bdi>, also in a session of another cohort" in page
    assert "Hadi" not in page


def test_the_list_has_a_fixed_number_of_statements(cohort, browse, count_queries):
    add_participant(cohort)
    add_session(cohort)
    add_session(cohort)
    client, url = browse("ines"), f"/admin/cohorts/{cohort.id}/sessions"
    client.get(url)
    with count_queries() as few:
        client.get(url)
    for name in ("hadi", "farid", "bruno"):
        add_participant(cohort, name)
    for day in range(6):
        add_session(cohort, ends=SESSION.starts + timedelta(hours=1 + day))
    with count_queries() as many:
        assert client.get(url).text.count(TITLE) > 6
    assert many.count == few.count


def test_people_are_told_by_mails_that_calendars_understand(cohort, browse, run_jobs):
    factories.assign(cohort, "bruno", "tutor")
    add_participant(cohort)
    add_participant(cohort, "hadi")
    row = add_session(cohort, tutor_ids=(cast.id_of("bruno"),))
    run_jobs()
    told = {mail.email: mail for mail in mails("planned")}
    assert set(told) == {cast.email_of(name) for name in ("amina", "hadi", "bruno")}
    [part] = told["amina@example.org"].parts
    event = vobject.readOne(part["text"]).vevent
    assert part["method"] == "REQUEST"
    assert (event.summary.value, event.sequence.value) == (TITLE, "0")
    assert LINK in event.location.value
    assert event.attendee.value == "mailto:amina@example.org"
    assert "Hadi" not in part["text"]
    assert "bruno" not in part["text"]
    # Of a protected person only the hours are told, also in the mail itself.
    hidden = told["hadi@example.org"]
    assert TITLE not in hidden.parts[0]["text"] + str(hidden.context)
    assert "Training session" in hidden.parts[0]["text"]
    assert LINK not in hidden.parts[0]["text"]
    assert told["bruno@example.org"].context["address"] == f"/admin/sessions/{row.id}"
    browse("ines").post(f"/admin/sessions/{row.id}/edit", FORM | {"sequence": "0"})
    run_jobs()
    run_jobs()
    assert len(mails("planned")) == 5
    browse("ines").post(f"/admin/sessions/{row.id}/cancel")
    run_jobs()
    off = {mail.email: mail for mail in mails("cancelled")}
    # The tutor, whom the change had left out, was told so before: not that it is cancelled.
    [left] = mails("left")
    assert left.email == "bruno@example.org"
    assert {*off, left.email} == set(told)
    event = vobject.readOne(off["amina@example.org"].parts[0]["text"])
    assert (event.method.value, event.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert event.vevent.sequence.value == "2"


@pytest.mark.parametrize(
    ("starts", "ends", "is_told"),
    [
        ("2027-02-01T00:00", "2027-02-01T02:00", False),
        ("2027-01-31T23:00", "2027-02-01T01:00", True),
        ("2027-05-07T22:00", "2027-05-08T00:00", False),
        ("2027-05-07T22:00", "2027-05-08T00:01", True),
    ],
)
def test_a_session_outside_the_dates_of_the_cohort_says_so(cohort, browse, starts, ends, is_told):
    form = FORM | {"starts": starts, "ends": ends}
    answer = browse("ines").post(new_url(cohort), form, follow_redirects=True)
    assert answer.status_code == 200
    words = "not within the dates of the cohort, 1 February 2027 to 7 May 2027"
    assert (words in answer.text) == is_told
    listed = browse("ines").get(f"/admin/cohorts/{cohort.id}/sessions").text
    assert (words in listed) == is_told
    [row] = sessions.list_sessions(cohort.id)
    browse("ines").post(f"/admin/sessions/{row.id}/cancel")
    assert words not in browse("ines").get(f"/admin/sessions/{row.id}").text


def test_who_joins_or_leaves_later_is_told_once(cohort, run_jobs):
    row = add_session(cohort)
    run_jobs()
    assert mails("planned") == []
    own = add_participant(cohort)
    for _ in range(2):
        ask_to_tell_all(clock.now())
        db.session.commit()
        run_jobs()
    assert [mail.email for mail in mails("planned")] == ["amina@example.org"]
    leave(own)
    clock.advance(minutes=5)
    for _ in range(2):
        ask_to_tell_all(clock.now())
        db.session.commit()
        run_jobs()
    assert mails("cancelled") == []
    [mail] = mails("left")
    assert mail.parts[0]["method"] == "CANCEL"
    assert sessions.list_untold(clock.now()) == []
    assert get_session(row.id).sequence == 0


def leave(own):
    from sqlalchemy import update

    from lms.programmes.models import Participation

    values = {"status": "withdrawn", "ended_at": cast.NOW}
    db.session.execute(update(Participation).where(Participation.id == own.id).values(values))
    db.session.commit()


def test_a_cohort_that_is_not_announced_plans_in_silence(programme, run_jobs):
    draft = factories.add_cohort(programme, is_published=False)
    add_participant(draft)
    add_session(draft)
    ask_to_tell_all(clock.now())
    db.session.commit()
    run_jobs()
    assert mails("planned") == []


def test_a_group_comes_and_the_others_do_not(cohort, browse, run_jobs):
    group = add_group(cohort)
    own = add_participant(cohort, "amina", group_id=group)
    other = add_participant(cohort, "farid")
    row = add_session(cohort, group_ids=(group,))
    run_jobs()
    assert [mail.email for mail in mails("planned")] == ["amina@example.org"]
    assert TITLE in browse("amina").get(f"/learn/cohorts/{own.id}/sessions").text
    assert TITLE not in browse("farid").get(f"/learn/cohorts/{other.id}/sessions").text
    assert browse("farid").get(f"/learn/sessions/{row.id}").status_code == 404


def test_participants_see_their_sessions_with_the_link(cohort, browse):
    own = add_participant(cohort)
    row = add_session(cohort)
    offered = factories.add_participation(factories.add_nomination(cohort, "farid"), "offered")
    page = browse("amina").get(f"/learn/sessions/{row.id}").text
    for words in (TITLE, LINK, "Room 4, Dakar"):
        assert words in page
    for name, whose in (("dalia", own), ("farid", own), ("farid", offered)):
        assert browse(name).get(f"/learn/cohorts/{whose.id}/sessions").status_code == 404
    for name, status in (("farid", 404), ("ines", 404), (None, 303)):
        assert browse(name).get(f"/learn/sessions/{row.id}").status_code == status
    assert LINK not in browse().get("/programmes").text
