"""A person's calendar link: made, subscribed to, renewed, revoked; what stands in it."""

import re

import vobject

from lms.kit.clock import clock
from tests import cast
from tests.programmes import factories
from tests.programmes.session_plans import LINK, TITLE, add_participant, add_session


def link_of(client):
    page = client.get("/calendar").text
    return re.search(r'value="(http://localhost)?(/calendar/[\w.]+\.ics)"', page)[2]


def test_a_link_opens_the_sessions_for_a_program(cohort, browse):
    factories.assign(cohort, "bruno", "tutor")
    add_participant(cohort)
    row = add_session(cohort, tutor_ids=(cast.id_of("bruno"),))
    client = browse("amina")
    assert "You have no link yet." in client.get("/calendar").text
    assert client.post("/calendar").status_code == 303
    page = client.get("/calendar").text
    assert "webcal://localhost/calendar/" in page
    assert "This is your link." in page
    assert "A former one" not in page
    answer = browse().get(link_of(client))
    assert answer.content_type == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.text)
    assert calendar.method.value == "PUBLISH"
    assert calendar.vevent.summary.value == TITLE
    assert LINK in calendar.vevent.location.value
    assert "Bruno" not in answer.text
    tutor = browse("bruno")
    tutor.post("/calendar")
    assert f"/admin/sessions/{row.id}" in browse().get(link_of(tutor)).text.replace("\r\n ", "")


def test_nothing_is_sent_again_until_something_changes(cohort, browse):
    add_participant(cohort)
    row = add_session(cohort)
    client = browse("amina")
    client.post("/calendar")
    url = link_of(client)
    first = browse().get(url)
    assert first.headers["Last-Modified"]
    known = {"If-None-Match": first.headers["ETag"]}
    assert browse().get(url, headers=known).status_code == 304
    clock.advance(minutes=1)
    browse("ines").post(f"/admin/sessions/{row.id}/cancel")
    again = browse().get(url, headers=known)
    assert again.status_code == 200
    event = vobject.readOne(again.text).vevent
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    assert event.uid.value == vobject.readOne(first.text).vevent.uid.value


def test_a_renewed_or_revoked_link_opens_nothing(cohort, browse):
    client = browse("amina")
    client.post("/calendar")
    first = link_of(client)
    assert "A former one opens nothing" in client.post("/calendar", follow_redirects=True).text
    second = link_of(client)
    assert browse().get(first).status_code == 404
    assert browse().get(second).status_code == 200
    client.post("/calendar/revoke")
    assert browse().get(second).status_code == 404
    for token in ("a" * 26, second[10:36] + "0" * 64, "é"):
        assert browse().get(f"/calendar/{token}.ics").status_code == 404
    for url in ("/calendar", "/calendar/revoke"):
        assert browse().post(url).status_code == 303
    assert "/login" in browse().get("/calendar").headers["Location"]


def test_of_a_protected_person_the_hours_alone_are_told(cohort, browse):
    add_participant(cohort, "hadi")
    add_session(cohort)
    client = browse("hadi")
    client.post("/calendar")
    assert "only the hours stand in it" in client.get("/calendar").text
    text = browse().get(link_of(client)).text
    assert "Training session" in text
    for word in (TITLE, LINK, "Room 4", "Hadi", "Fall"):
        assert word not in text
