"""Inviting one by one and from a list: who may, whom, what is refused, and joining."""

import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.accounts import queries, roster
from lms.accounts.models import Invitation
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.errors import Invalid
from lms.organisations import services as organisations
from tests import cast

NEW = "four unrelated small words"


def place_of(name):
    return queries.find_person(cast.id_of(name)).organisation_id


def invite(browser, place, **values):
    return browser.post(
        "/admin/people/invite",
        {"full_name": "Ines Costa", "email": "Ines@Example.org", "language": "es",
         "organisation_id": place, "roles": ["trainee", "trainer"], **values},
    )  # fmt: skip


def accept(browser, path, **values):
    return browser.post(
        path,
        {"full_name": "Inés Costa", "password": NEW, "repeated": NEW, "agreed": "y", **values},
    )


def count_invitations():
    return db.session.execute(select(func.count()).select_from(Invitation)).scalar_one()


def test_ines_is_invited_joins_and_is_signed_in(browse, read_mails, link_in):
    assert invite(browse("emre"), place_of("amina")).status_code == 303
    (mail,) = read_mails()
    assert mail["To"] == "ines@example.org"
    assert mail["Content-Language"] == "es"
    path = link_in(mail)
    newcomer = browse(language="es")
    assert "ines@example.org" in newcomer.get(path).text
    assert accept(newcomer, path).location == "/"
    person = queries.find_person_by_email("ines@example.org")
    assert (person.language, person.organisation_id) == ("es", place_of("amina"))
    actor = queries.find_actor(person.id, cast.NOW)
    assert {grant.role for grant in actor.grants} == {"trainee", "trainer"}
    assert queries.get_name(actor, person.id) == "Inés Costa"
    assert queries.list_missing_documents(person.id) == ()
    assert newcomer.get("/account").status_code == 200
    assert browse().get(path).status_code == 404


def test_the_mail_tells_a_chance_reader_nothing(browse, read_mails):
    invite(browse("emre"), place_of("amina"), is_protected="y", language="en")
    text = read_mails()[0].get_content()
    for word in ("Ines", "corruption", "Commission", "Senegal", "train"):
        assert word not in text


def test_a_wrong_invitation_says_why(browse, read_mails):
    for values, message in [
        ({"email": "no address"}, "is not an e-mail address"),
        ({"full_name": "  "}, "Please fill this in."),
        ({"roles": []}, "Choose at least one role."),
        ({"language": "de"}, "Not a valid choice"),
        ({"email": "amina@example.org"}, "There is an account with this e-mail address already."),
    ]:
        answer = invite(browse("emre"), place_of("amina"), **values)
        assert answer.status_code == 422
        assert message in answer.text
    assert read_mails() == []


def test_an_address_is_invited_once(browse):
    invite(browse("emre"), place_of("amina"))
    answer = invite(browse("emre"), place_of("farid"))
    assert answer.status_code == 422
    assert "has an open invitation already" in answer.text
    assert count_invitations() == 1


def test_gita_invites_to_her_state_and_to_no_other(browse):
    assert invite(browse("gita"), place_of("amina")).status_code == 404
    assert invite(browse("gita"), place_of("emre")).status_code == 404
    assert invite(browse("gita"), place_of("gita")).status_code == 303
    assert invite(browse("amina"), place_of("amina")).status_code == 403
    assert invite(browse(), place_of("amina")).location == "/login"


def test_sending_again_makes_the_first_link_void_and_withdrawing_the_last(
    browse, read_mails, link_in
):
    browser = browse("emre")
    invite(browser, place_of("amina"))
    first = link_in(read_mails()[0])
    invitation = queries.find_waiting_invitation("ines@example.org")
    act = f"/admin/people/invitations/{invitation}"
    assert browse("gita").post(f"{act}/resend").status_code == 404
    assert browser.post(f"{act}/resend").status_code == 303
    second = link_in(read_mails()[0])
    assert browse().get(first).status_code == 404
    assert browse().get(second).status_code == 200
    assert "ines@example.org" in browser.get("/admin/people/invitations").text
    assert "ines@example.org" not in browse("gita").get("/admin/people/invitations").text
    assert browse("gita").post(f"{act}/withdraw").status_code == 404
    assert browser.post(f"{act}/withdraw").status_code == 303
    assert browse().get(second).status_code == 404
    assert browser.post(f"{act}/withdraw").status_code == 404
    assert invite(browser, place_of("amina")).status_code == 303


def test_a_link_is_too_old_after_two_weeks(browse, read_mails, link_in):
    invite(browse("emre"), place_of("amina"))
    path = link_in(read_mails()[0])
    clock.set(cast.NOW + timedelta(days=14))
    assert browse().get(path).status_code == 404
    assert accept(browse(), path).status_code == 404


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"agreed": ""}, "Without this you cannot use the site."),
        ({"password": "short", "repeated": "short"}, "Choose a password of at least 12"),
        ({"repeated": "something else now"}, "The two passwords are not the same."),
    ],
)
def test_joining_asks_for_consent_and_a_sound_password(
    browse, read_mails, link_in, values, message
):
    invite(browse("emre"), place_of("amina"), language="en")
    answer = accept(browse(), link_in(read_mails()[0]), **values)
    assert answer.status_code == 422
    assert message in answer.text
    assert queries.find_person_by_email("ines@example.org") is None


def upload(browser, text, name="people.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return browser.post("/admin/people/import", {"file": (io.BytesIO(content), name)})


GOOD = """name,email,language,organisation,roles,protected
Ines Costa,ines@example.org,es,SN,trainee,
"Ndiaye, Omar",OMAR@example.org,fr,National Integrity Commission,trainee|trainer,yes
王伟,wang@example.org,zh,塞内加尔,translator,no
"""


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace('"Ndiaye, Omar"', "Omar").replace(",", ";").encode(),
        GOOD.replace("\n", "\r\n").encode(),
        (GOOD + "\n,,,,,\n").encode(),
    ],
)
def test_a_list_is_shown_first_and_then_invited_whole(browse, read_mails, content):
    browser = browse("emre")
    answer = upload(browser, content)
    assert answer.status_code == 303
    page = browser.get(answer.location)
    assert "Invite 3 people" in page.text
    assert "Protected identity" in page.text
    assert count_invitations() == 0
    assert browser.post(answer.location).location == "/admin/people/invitations"
    assert count_invitations() == 3
    assert {mail["To"] for mail in read_mails()} == {
        "ines@example.org", "omar@example.org", "wang@example.org",
    }  # fmt: skip
    again = browser.post(answer.location)
    assert again.status_code == 422
    assert "open invitation already" in again.text
    assert count_invitations() == 3


def test_every_line_that_is_wrong_says_why_and_nobody_is_invited(browse):
    text = """name,email,language,organisation,roles
,not an address,de,Atlantis,king
Ines,ines@example.org,es,SN,trainee
Ines again,INES@example.org,es,SN,trainee
Amina,amina@example.org,fr,SN,
"""
    browser = browse("emre")
    answer = upload(browser, text)
    page = browser.get(answer.location).text
    for message in (
        "A name is needed.",
        "not an address is not an e-mail address",
        "The language must be one of: ar, zh, en, fr, ru, es.",
        "There is no organisation named “Atlantis” below yours.",
        "The roles must be among:",
        "The same address is already in line 3.",
        "There is an account with this address already.",
        "3 lines are not right.",
    ):
        assert message in page
    assert "Invite 4 people" not in page
    assert browser.post(answer.location).status_code == 422
    assert count_invitations() == 0


def test_a_file_that_is_no_list_is_refused_on_the_page(browse):
    for content, message in [
        (b"\xff\xfe\x00", "is not a CSV file in UTF-8"),
        (b"", "Choose a file first."),
        ("name,email\nA,b@c.org\n", "Missing: language, organisation, roles."),
        ("name,email,language,organisation,roles,shoe\n", "There is no column named shoe."),
        ("name,email,language,organisation,roles\n", "The file lists nobody"),
        (
            "name,email,language,organisation,roles\n" + "A,a@b.org,en,SN,trainee\n" * 501,
            "The file has more than 500 people.",
        ),
    ]:
        name = "" if content == b"" else "people.csv"
        answer = upload(browse("emre"), content, name)
        assert answer.status_code == 422
        assert message in answer.text


def test_gitas_list_knows_only_her_own_organisations(browse):
    browser = browse("gita")
    location = upload(browser, GOOD).location
    page = browser.get(location).text
    assert "There is no organisation named “SN” below yours." in page
    assert browser.post(location).status_code == 422
    assert browse("amina").get(location).status_code == 403


def test_a_list_is_open_to_whoever_uploaded_it_and_no_other_file_is(browse):
    browser, other = browse("gita"), browse("emre")
    location = upload(browser, GOOD).location
    assert browser.get(location).status_code == 200
    assert other.get(location).status_code == 404
    assert other.post(location).status_code == 404
    own = upload(other, GOOD.replace("Ines", "Inez")).location
    assert other.get(own).status_code == 200
    page, seal = own.rpartition("/")[::2]
    stored = location.split("/")[-2]
    for wrong in (f"{page}/{'0' * 64}", f"/admin/people/import/{stored}/{seal}",
                  f"/admin/people/import/{'0' * 64}/{seal}"):  # fmt: skip
        assert other.get(wrong).status_code == 404


def test_one_name_in_two_states_is_written_with_its_code(app):
    fiji = place_of("gita")
    organisations.create_agency(
        cast.actor_of("emre"), cast.NOW, parent_id=fiji, name="National Integrity Commission"
    )
    rows = roster.read_roster(
        b"name,email,language,organisation,roles\n"
        b"A,a@b.org,en,National Integrity Commission,trainee\n"
        b"B,b@b.org,en,FJ/National Integrity Commission,trainee\n"
    )
    first, second = queries.check_people(cast.actor_of("emre"), rows)
    assert "Several organisations" in str(first.problems[0])
    assert second.invitee is not None


def test_the_empty_list_can_be_sent_back_filled(browse):
    answer = browse("emre").get("/admin/people/import/template.csv")
    assert answer.mimetype == "text/csv"
    filled = answer.data + b"A,a@b.org,en,SN,trainee,\r\n"
    assert len(roster.read_roster(filled)) == 1


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content):
    try:
        rows = roster.read_roster(content)
    except Invalid:
        return
    assert all(row.line > 1 for row in rows)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=10), st.text(max_size=20))
def test_a_line_has_problems_or_an_invitee_and_never_both(name, email, language, roles):
    values = dict.fromkeys(roster.COLUMNS, "")
    values |= {"name": name, "email": email, "language": language, "roles": roles}
    (row,) = roster.check_roster([roster.RosterRow(2, values)], roster.Known({}))
    assert bool(row.problems) is not (row.invitee is not None)
