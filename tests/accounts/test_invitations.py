"""Inviting one by one: who may, whom, what is refused, and joining."""

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import func, select, update

from lms.accounts import queries
from lms.accounts.models import Invitation
from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.notifications.models import Message
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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_invitation_is_in_the_language_of_who_invites_unless_another_is_chosen(browse, language):
    emre = browse("emre")
    emre.post("/language", {"language": language})
    page = html.fromstring(emre.get("/admin/people/invite").text)
    [form] = page.xpath("//main//form[.//input[@name='full_name']]")
    assert form.fields["language"] == language


def test_the_page_is_in_the_language_of_the_invitation_until_another_is_chosen(
    browse, read_mails, link_in
):
    invite(browse("emre"), place_of("amina"), language="ar")
    path = link_in(read_mails()[0])
    newcomer = browse()
    assert '<html lang="ar" dir="rtl"' in newcomer.get(path).text
    wrong = accept(newcomer, path, agreed="")
    assert wrong.status_code == 422
    assert '<html lang="ar" dir="rtl"' in wrong.text
    newcomer.post("/language", {"language": "fr"})
    assert '<html lang="fr"' in newcomer.get(path).text


def test_the_mail_tells_a_chance_reader_nothing(browse, read_mails):
    invite(browse("emre"), place_of("amina"), is_protected="y", language="en")
    text = read_mails()[0].get_content()
    for word in ("Ines", "corruption", "Commission", "Senegal", "train"):
        assert word not in text


def test_a_wrong_invitation_says_why(browse, read_mails):
    for values, message in [
        ({"email": "no address"}, "is not an e-mail address"),
        ({"full_name": "  "}, "Please fill this in."),
        ({"full_name": "\u202e"}, "These characters cannot be seen"),
        ({"full_name": "W" * 121}, "A name has at most 120 characters."),
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


def test_an_open_invitation_is_found_by_name_or_address(browse):
    emre = browse("emre")
    invite(emre, place_of("amina"), full_name="Inés Núñez")
    invite(emre, place_of("amina"), full_name="Omar Ndiaye", email="omar@example.org")
    address = "/admin/people/invitations"
    assert "omar@example.org" in emre.get(address).text
    for text in ("nunez INES", "ines@"):
        page = emre.get(address, query_string={"q": text}).text
        assert "Inés Núñez" in page
        assert "omar@example.org" not in page
        assert "1 open invitation<" in page
    page = emre.get(address, query_string={"q": "%"}).text
    assert "Nobody matches" in page
    assert "omar@example.org" in emre.get(address).text
    # Of invitations to elsewhere nothing is found.
    assert "Inés" not in browse("gita").get(address, query_string={"q": "ines"}).text


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


@pytest.mark.parametrize(("status", "said"), [
    ("bounced", "Returned as undeliverable"), ("failed", "Not accepted by the mail server"),
])  # fmt: skip
def test_whoever_may_invite_sees_that_the_mail_came_back(browse, status, said):
    gita = browse("gita")
    for count in range(2):
        invite(gita, place_of("gita"), email=f"ines{count}@example.org")
    assert said not in gita.get("/admin/people/invitations").text
    with writing():
        where = Message.email == "ines1@example.org"
        reason = "550 no such user"
        db.session.execute(update(Message).where(where).values(status=status, error=reason))
    page = gita.get("/admin/people/invitations").text
    assert page.count(said) == page.count(reason) == 1
    invitation = queries.find_waiting_invitation("ines1@example.org")
    assert gita.post(f"/admin/people/invitations/{invitation}/resend").status_code == 303
    assert said not in gita.get("/admin/people/invitations").text


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
