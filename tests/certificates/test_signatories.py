"""Signatories: entered by administrators, asked by mail; a picture is printed by consent alone."""

import re

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.certificates.models import Signatory
from lms.certificates.queries.designs import list_designs
from lms.certificates.queries.signatories import find_by_token, find_signatory
from lms.certificates.rules.designs import Design
from lms.certificates.rules.terms import Said
from lms.certificates.services import designs
from lms.certificates.services.terms import save_terms
from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.models import Message
from tests import cast
from tests.certificates.test_designs import picture

LIST = "/admin/certificates/signatories"
LEILA = {"name": "Leila Haddad", "office-en": "Head", "email": "leila@example.org",
         "language": "fr"}  # fmt: skip


@pytest.fixture
def emre(app, browse):
    return browse("emre")


def enter(emre, **changes: object):
    organisation = cast.actor_of("emre").organisation_id
    return emre.post(f"{LIST}/of/{organisation}/new", LEILA | changes)


@pytest.fixture
def address(emre) -> str:
    """The address of Leila, whose picture is there."""
    answer = enter(emre, picture=picture())
    assert answer.status_code == 303, answer.text
    return answer.location


def leila(address: str):
    db.session.remove()
    return find_signatory(address.rpartition("/")[2])


def ask(emre, address: str) -> str:
    """Ask for consent and return the link that was mailed."""
    assert emre.post(f"{address}/ask").status_code == 303
    mails = db.session.execute(
        select(Message).where(Message.kind == "certificates.signature")
    ).scalars().all()  # fmt: skip
    assert {(mail.email, mail.language) for mail in mails} == {("leila@example.org", "fr")}
    tokens = [mail.context["token"] for mail in mails]
    return next(
        f"/certificates/signature/{token}" for token in tokens if find_by_token(token) is not None
    )


def agree(browser, link: str):
    shown = re.search(r'name="shown"[^>]*value="(\w+)"', browser.get(link).text)[1]
    return browser.post(link, {"shown": shown})


def test_without_consent_name_and_office_stand_without_a_picture(emre, address):
    printed = leila(address).as_printed
    assert printed.name == "Leila Haddad"
    assert printed.offices == {"en": "Head"}
    assert printed.picture_hash is None
    assert "Not asked yet" in emre.get(LIST).text


def test_a_signatory_agrees_by_the_link_without_an_account_and_takes_it_back(emre, address, browse):
    link = ask(emre, address)
    assert "Asked, no answer yet" in emre.get(LIST).text
    stranger = browse()
    assert stranger.get(f"{link}/picture").mimetype == "image/png"
    assert agree(stranger, link).status_code == 303
    row = leila(address)
    assert row.as_printed.picture_hash == row.picture_hash
    assert "Agreed" in emre.get(LIST).text
    clock.advance(minutes=1)
    assert stranger.post(f"{link}/withdraw").status_code == 303
    assert leila(address).as_printed.picture_hash is None
    assert "Consent withdrawn" in emre.get(LIST).text
    clock.advance(minutes=1)
    agree(stranger, link)
    assert leila(address).may_be_shown
    # Each decision is told once to those who administer, and to nobody else.
    assert stranger.post(link, {"shown": row.seal}).status_code == 303
    told = decisions_told()
    assert {person for person, _ in told} == {cast.id_of("emre")}
    assert [has_agreed for _, has_agreed in told] == [True, False, True]
    done = db.session.execute(
        select(AuditEvent.action).where(AuditEvent.subject_type == "signatory")
    ).scalars().all()  # fmt: skip
    assert "certificates.signatory_agreed" in done
    assert "certificates.signatory_withdrew" in done


def decisions_told() -> list[tuple[str, bool]]:
    """Return whom it was told what a signatory decided, in that order."""
    query = select(Message).where(Message.kind == "certificates.signature_decided")
    mails = db.session.execute(query.order_by(Message.created_at, Message.id)).scalars()
    return [(str(mail.person_id), mail.context["has_agreed"]) for mail in mails]


def test_the_administrator_reads_who_decided_what_and_where(emre, address, browse, run_jobs):
    link = ask(emre, address)
    agree(browse(), link)
    text = emre.get("/notices").text
    assert "Leila Haddad agrees" in text
    assert address in text


def test_consent_is_given_to_one_picture(emre, address, browse):
    link = ask(emre, address)
    stranger = browse()
    old = leila(address).seal
    agree(stranger, link)
    emre.post(address, LEILA | {"picture": picture(side=90)})
    assert not leila(address).may_be_shown
    assert stranger.post(link, {"shown": old}).status_code == 409
    assert not leila(address).may_be_shown


def test_another_address_keeps_the_consent_and_voids_the_link(emre, address, browse):
    link = ask(emre, address)
    agree(browse(), link)
    emre.post(address, LEILA | {"email": "other@example.org", "language": "ar"})
    assert leila(address).may_be_shown
    assert browse().get(link).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"name": "Boris Other"}, {"office-en": "Minister"}, {"office-ar": "\u0648\u0632\u064a\u0631"}],
    ids=["name", "office", "office in another language"],
)
def test_consent_is_given_to_name_and_office_as_well(emre, address, browse, changes):
    link = ask(emre, address)
    agree(browse(), link)
    assert "in whatever language, ends it" in emre.get(address).text
    clock.advance(minutes=1)
    said = emre.post(address, LEILA | changes, follow_redirects=True).text
    assert "end the consent" in said
    assert "the consent ended with that" in said
    assert "Ask again" in said
    assert leila(address).as_printed.picture_hash is None
    assert "Changed, consent ended" in emre.get(LIST).text
    # What was agreed to does not come back with the words of before.
    emre.post(address, LEILA | {"office-ar": ""})
    assert leila(address).as_printed.picture_hash is None
    events = select(AuditEvent.action).where(AuditEvent.subject_id == leila(address).id)
    ended = [one for one in db.session.execute(events).scalars() if one.endswith("consent_ended")]
    assert ended == ["certificates.signatory_consent_ended"]
    again = ask(emre, address)
    assert "Asked again, no answer yet" in emre.get(LIST).text
    assert "ne vaut plus" in browse().get(again).text
    agree(browse(), again)
    assert leila(address).may_be_shown


def test_a_signatory_sees_all_that_the_consent_is_for(emre, address, browse):
    emre.post(address, LEILA | {"office-fr": "Directrice"})
    page = browse().get(ask(emre, address)).text
    assert "Leila Haddad" in page
    assert '<dd lang="en" dir="ltr">Head</dd>' in page
    assert "Directrice" in page


def test_what_was_changed_while_it_was_looked_at_is_not_agreed_to(emre, address, browse):
    link = ask(emre, address)
    before = leila(address).seal
    emre.post(address, LEILA | {"name": "Boris Other"})
    assert browse().post(link, {"shown": before}).status_code == 409
    assert not leila(address).may_be_shown


def test_a_new_link_voids_the_one_before(emre, address, browse):
    first = ask(emre, address)
    second = ask(emre, address)
    assert browse().get(first).status_code == 404
    assert browse().get(second).status_code == 200


@pytest.mark.parametrize("link", ["x" * 43, "nothing"])
def test_a_link_that_was_never_mailed_opens_nothing(app, browse, link):
    stranger = browse()
    assert stranger.get(f"/certificates/signature/{link}").status_code == 404
    assert stranger.get(f"/certificates/signature/{link}/picture").status_code == 404
    assert stranger.post(f"/certificates/signature/{link}/withdraw").status_code == 404


def test_nobody_is_asked_without_a_picture_or_an_address(emre):
    address = enter(emre, email="").location
    assert emre.post(f"{address}/ask").status_code == 409
    assert db.session.execute(select(Message.id)).first() is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Please fill this in"),
        ({"name": "Leila \N{MUSICAL SYMBOL G CLEF}"}, "MUSICAL SYMBOL"),
        ({"email": "nowhere"}, "not an e-mail address"),
        ({"office-en": "x" * 121}, "at most 120 characters"),
        ({"language": "de"}, "choice"),
    ],
)
def test_bad_input_says_why(emre, changes, said):
    answer = enter(emre, **changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.execute(select(Signatory.id)).first() is None


def test_whoever_is_taken_off_the_list_signs_no_more_and_the_link_is_void(emre, address, browse):
    link = ask(emre, address)
    assert "keep the name and the picture" in emre.get(f"{address}/remove").text
    assert emre.post(f"{address}/remove").status_code == 303
    assert "Nobody signs yet" in emre.get(LIST).text
    assert emre.get(address).status_code == 404
    assert browse().get(link).status_code == 404


def test_who_would_lose_a_signatory_is_named_before(emre, address):
    who = address.rpartition("/")[2]
    assert "name this signatory" not in emre.get(f"{address}/remove").text
    actor = cast.actor_of("emre")
    signed = Design(signatories=(who,))
    for name in ("Green", "Archived"):
        designs.create_design(actor, cast.NOW, str(actor.organisation_id), name, signed)
    designs.create_design(actor, cast.NOW, str(actor.organisation_id), "Other")
    rows = {row.name: row for row in list_designs([str(actor.organisation_id)])}
    designs.archive_design(actor, cast.NOW, rows["Archived"])
    save_terms(actor, cast.NOW, Said(signatories=(who,)), str(actor.organisation_id))
    db.session.commit()
    text = emre.get(f"{address}/remove").text
    assert "Designs that name this signatory" in text
    assert f"/designs/{rows['Green'].id}/look" in text
    assert rows["Archived"].id not in text
    assert rows["Other"].id not in text
    assert "Terms that name this signatory" in text
    assert f"/terms/organisations/{actor.organisation_id}" in text


@pytest.mark.parametrize("page", ["", "/remove", "/picture"])
def test_signatories_are_for_administrators_alone(emre, address, browse, page):
    assert emre.get(address + page).status_code == 200
    assert browse("amina").get(address + page).status_code == 403
    assert "/login" in browse().get(address + page).location
