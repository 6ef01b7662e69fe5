"""Improvement actions: added, changed, closed, listed; told of once when due and once when late."""

from datetime import timedelta

import pytest

from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.models import Message
from lms.programmes.queries import improvements
from lms.programmes.services.improvement_mail import remind_all
from lms.programmes.services.improvements import close_action
from tests import cast
from tests.programmes import factories

DUE = cast.NOW.date() + timedelta(days=30)


def form(owner="bruno", **changes):
    values = {
        "finding": "Few exercises fit the work.",
        "measure": "Write three new exercises.",
        "owner": cast.id_of(owner) if owner else "",
        "owner_name": "",
        "due_on": DUE.isoformat(),
    }
    return {**values, **changes}


@pytest.fixture
def team(cohort):
    """Bruno tutors the cohort, and Chen coordinates it."""
    factories.assign(cohort, "bruno", "tutor")
    factories.assign(cohort, "chen", "coordinator")
    return cohort


def add(browse, cohort, who="ines", **changes):
    url = f"/admin/cohorts/{cohort.id}/evaluation/actions/new"
    return browse(who).post(url, form(**changes))


def only(cohort):
    db.session.rollback()
    (line,) = improvements.list_of_cohort(cohort, clock.now())
    return line.row


def mails():
    db.session.rollback()
    query = db.select(Message).where(Message.kind == "programmes.improvement_due")
    return list(db.session.execute(query.order_by(Message.created_at, Message.email)).scalars())


def remind():
    remind_all(clock.now())
    db.session.commit()


def test_an_action_is_added_by_who_runs_the_cohort_and_stands_on_its_page(team, browse):
    assert add(browse, team).status_code == 303
    assert add(browse, team, "chen", measure="Ask the tutors.").status_code == 303
    page = browse("ines").get(f"/admin/cohorts/{team.id}/evaluation").text
    assert "Write three new exercises." in page
    assert "Bruno" in page
    assert "Ask the tutors." in page


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"finding": " "}, "#finding", "Please fill this in."),
        ({"measure": ""}, "#measure", "Please fill this in."),
        ({"owner": ""}, "#owner", "Choose somebody, or write who it is: one of both."),
        ({"owner_name": "Somebody"}, "#owner", "Choose somebody, or write who it is"),
        ({"owner": "farid"}, "#owner", "Choose somebody, or write who it is"),
        ({"due_on": "2020-01-01"}, "#due_on", "Please choose a day from today on."),
        ({"due_on": "soon"}, "#due_on", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_kept(
    team, browse, changes, place, words
):
    wrong = add(browse, team, **changes)
    assert wrong.status_code == 422
    assert place in wrong.text
    assert words in wrong.text
    assert improvements.list_of_cohort(team, cast.NOW) == []


@pytest.mark.parametrize(("who", "status"), [("bruno", 403), ("farid", 404), ("amina", 404)])
def test_nobody_else_adds_or_reads_one(team, browse, who, status):
    assert add(browse, team, who).status_code == status
    add(browse, team, owner="", owner_name="The office")
    url = f"/admin/improvements/{only(team).id}"
    for address in (url, f"{url}/edit"):
        assert browse(who).get(address).status_code == status
    assert browse(who).post(url, {"status": "done"}).status_code == status
    assert browse(who).post(f"{url}/edit", form()).status_code == status
    assert browse(who).post(f"{url}/reopen").status_code == status
    assert "The office" not in browse(who).get("/admin/cohorts/actions").text
    assert browse().get(url).status_code == 303
    assert only(team).status == "open"


def test_the_owner_reads_and_closes_and_does_not_change(team, browse):
    add(browse, team)
    url = f"/admin/improvements/{only(team).id}"
    assert "Write three new exercises." in browse("bruno").get(url).text
    assert url in browse("bruno").get("/admin/cohorts/actions").text
    assert browse("bruno").get(f"{url}/edit").status_code == 403
    assert browse("bruno").post(f"{url}/edit", form()).status_code == 403
    note = {"status": "done", "note": "Three are in version 2."}
    assert browse("bruno").post(url, note).status_code == 303
    assert (only(team).status, only(team).note) == ("done", "Three are in version 2.")
    assert "Three are in version 2." in browse("ines").get(url).text


def test_dropping_needs_a_reason_and_what_is_closed_is_opened_again(team, browse):
    add(browse, team)
    url, ines = f"/admin/improvements/{only(team).id}", browse("ines")
    wrong = ines.post(url, {"status": "dropped", "note": " "})
    assert wrong.status_code == 422
    assert "Please say why it is dropped." in wrong.text
    assert ines.post(url, {"note": "x"}).status_code == 422
    assert ines.post(url, {"status": "dropped", "note": "No budget."}).status_code == 303
    assert ines.post(url, {"status": "done"}).status_code == 409
    assert ines.post(f"{url}/edit", form(revision="2")).status_code == 409
    assert ines.post(f"{url}/reopen").status_code == 303
    assert ines.post(f"{url}/reopen").status_code == 409
    row = only(team)
    assert (row.status, row.note, row.closed_at) == ("open", "", None)
    page = ines.get(url).text
    # The history keeps what the action itself has forgotten.
    for words in ("Added", "Dropped", "No budget.", "Opened again"):
        assert words in page


def test_a_change_is_kept_with_what_stood_there_before(team, browse):
    add(browse, team)
    row = only(team)
    url, ines = f"/admin/improvements/{row.id}", browse("ines")
    assert 'value="1"' in ines.get(f"{url}/edit").text
    later = (DUE + timedelta(days=60)).isoformat()
    changes = {"due_on": later, "owner": "", "owner_name": "The school", "revision": "1"}
    assert ines.post(f"{url}/edit", form(**changes)).status_code == 303
    behind = ines.post(f"{url}/edit", form(revision="1", measure="Another."))
    assert behind.status_code == 409
    assert "Somebody else has saved this meanwhile." in behind.text
    assert only(team).measure == "Write three new exercises."
    steps = improvements.list_steps(row.id)
    assert [step.kind for step in steps] == ["added", "changed"]
    assert steps[1].before == {
        "owner_id": cast.id_of("bruno"), "owner_name": "", "due_on": DUE.isoformat(),
    }  # fmt: skip
    page = ines.get(url).text
    assert "The school" in page
    assert "Bruno" in page


def test_the_list_has_what_is_overdue_first_and_is_filtered(team, browse):
    for number, days in enumerate((20, 5, 40)):
        due = (cast.NOW.date() + timedelta(days=days)).isoformat()
        add(browse, team, measure=f"Measure {number}.", due_on=due)
    clock.advance(days=10)
    ines = browse("ines")
    page = ines.get("/admin/cohorts/actions").text
    assert "1 action is overdue." in page
    places = [page.index(f"Measure {number}.") for number in (1, 0, 2)]
    assert places == sorted(places)
    late = ines.get("/admin/cohorts/actions?status=late").text
    assert "Measure 1." in late
    assert "Measure 0." not in late
    assert "No action has this status" in ines.get("/admin/cohorts/actions?status=done").text
    assert (
        "There are no improvement actions yet" in browse("farid").get("/admin/cohorts/actions").text
    )


def test_the_list_costs_as_many_queries_however_long_it_is(team, browse, count_queries):
    counts = []
    for _more in range(2):
        add(browse, team)
        add(browse, team, owner="chen")
        ines = browse("ines")
        with count_queries() as seen:
            ines.get("/admin/cohorts/actions")
        counts.append(seen.count)
    assert counts[0] == counts[1]


def test_the_owner_is_told_once_a_week_before_and_once_when_it_is_late(team, browse):
    add(browse, team)
    remind()
    assert mails() == []
    for days, told in ((22, 0), (23, 1), (29, 1), (30, 1), (31, 2), (60, 2)):
        clock.set(cast.NOW + timedelta(days=days))
        remind()
        assert len(mails()) == told, days
    assert {mail.email for mail in mails()} == {cast.email_of("bruno")}
    assert [mail.context["is_late"] for mail in mails()] == [False, True]


def test_another_day_is_told_anew_and_what_is_closed_is_not(team, browse):
    add(browse, team)
    clock.set(cast.NOW + timedelta(days=25))
    remind()
    row = only(team)
    browse("ines").post(f"/admin/improvements/{row.id}/edit", form(
        due_on=(DUE + timedelta(days=20)).isoformat(), revision="1"))  # fmt: skip
    remind()
    assert len(mails()) == 1
    clock.set(cast.NOW + timedelta(days=45))
    remind()
    assert len(mails()) == 2
    close_action(cast.actor_of("ines"), clock.now(), row, "done", "")
    clock.set(cast.NOW + timedelta(days=90))
    remind()
    assert len(mails()) == 2


def test_the_coordinators_are_told_where_the_owner_is_a_written_name(team, browse):
    add(browse, team, owner="", owner_name="The school")
    clock.set(cast.NOW + timedelta(days=31))
    remind()
    assert [mail.email for mail in mails()] == [cast.email_of("chen")]
