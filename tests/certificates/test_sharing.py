"""What a holder shows: the name by consent, and links that end, are withdrawn, and tell nothing."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.certificates.models import Certificate, ShareLink
from lms.certificates.rules.codes import new_code
from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.models import Message
from tests import cast

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def code(certificate) -> str:
    """The code of Amina's certificate."""
    return db.session.execute(select(Certificate.code)).scalar_one()


@pytest.fixture
def sharing(certificate) -> str:
    """The page on which Amina decides who sees what."""
    return f"{certificate}/sharing"


def make_link(browser, sharing: str, **changes: str) -> str:
    """Make a link, and return its address as the page shows it."""
    data = {"note": "The Ministry", "days": "30"} | changes
    assert browser.post(f"{sharing}/links", data).status_code == 303
    text = browser.get(sharing).text
    start = text.index("/verify/s/")
    return text[start : text.index('"', start)]


def test_the_name_is_shown_only_by_consent_and_as_long_as_it_lasts(code, sharing, browse):
    amina, stranger = browse("amina"), browse()
    assert "Amina" not in stranger.get(f"/verify/{code}").text
    amina.post(f"{sharing}/name", {"name": "shown"})
    shown = stranger.get(f"/verify/{code}").text
    assert "Amina Diallo" in shown
    assert "Compare" not in shown
    assert stranger.get(f"/verify/{code}", **JSON).json["holder"] == {"name": "Amina Diallo"}
    amina.post(f"{sharing}/name", {"name": "matched"})
    assert "Amina" not in stranger.get(f"/verify/{code}").text
    assert stranger.get(f"/verify/{code}", **JSON).json["holder"] == {"name": None}
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert actions.count("certificates.consent_decided") == 2


def test_a_link_shows_the_certificate_without_its_code(code, sharing, browse):
    link = make_link(browse("amina"), sharing)
    answer = browse().get(link)
    assert answer.status_code == 200
    assert "This certificate is valid" in answer.text
    assert "A small course" in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]
    for told in (code, f"{code[:6]}-{code[6:12]}-{code[12:]}", "Amina", "The Ministry"):
        assert told not in answer.text
    values = browse().get(link, **JSON).json
    assert "code" not in values
    assert values["shown_until"].startswith("2026-12-24")


def test_a_link_shows_the_name_where_it_was_made_so(code, sharing, browse):
    link = make_link(browse("amina"), sharing, shows_name="y")
    assert "Amina Diallo" in browse().get(link).text
    assert "Amina" not in browse().get(f"/verify/{code}").text


def test_a_name_is_compared_on_a_link(code, sharing, browse):
    link = make_link(browse("amina"), sharing)
    answer = browse().post(f"{link}/name", {"name": "diallo amina"})
    assert "The name matches" in answer.text
    # It is counted for the certificate, however it is reached.
    for _ in range(4):
        assert browse().post(f"/verify/{code}/name", {"name": "X Y"}).status_code == 200
    assert browse().post(f"{link}/name", {"name": "Amina Diallo"}).status_code == 429


def _without_tokens(text: str) -> str:
    """Return a page without what differs at each visit: the tokens, and the address itself."""
    # A code stands in its field once more, a link in none.
    lines = re.sub(r'(id="code"[^>]*value=")[^"]*', r"\1", text).splitlines()
    return "\n".join(line for line in lines if "csrf" not in line and "/verify/" not in line)


def test_withdrawn_ended_forged_and_unknown_answer_alike(sharing, browse):
    amina, stranger = browse("amina"), browse()
    link = make_link(amina, sharing)
    link_id = db.session.execute(select(ShareLink.id)).scalar_one()
    unknown = stranger.get(f"/verify/{new_code()}")
    amina.post(f"{sharing}/links/{link_id}/withdraw", {})
    withdrawn = stranger.get(link)
    forged = stranger.get(link[:-1] + ("0" if link[-1] != "0" else "1"))
    others = [stranger.get(f"/verify/s/{token}") for token in ("x", "a" * 58, "a" * 300)]
    for answer in (withdrawn, forged, *others):
        assert answer.status_code == unknown.status_code == 404
        assert _without_tokens(answer.text) == _without_tokens(unknown.text)
    assert stranger.get(link, **JSON).json == {"status": "unknown"}
    assert stranger.post(f"{link}/name", {"name": "Amina Diallo"}).status_code == 404


def test_a_link_ends_by_itself(sharing, browse):
    link = make_link(browse("amina"), sharing, days="7")
    clock.set(cast.NOW + timedelta(days=7, seconds=-1))
    assert browse().get(link).status_code == 200
    clock.set(cast.NOW + timedelta(days=7))
    assert browse().get(link).status_code == 404
    assert "Links that have ended" in browse("amina").get(sharing).text


def test_a_link_tells_of_a_revocation_at_once(certificate, sharing, browse):
    link = make_link(browse("amina"), sharing)
    browse("emre").post(f"/admin{certificate}/revoke", {"reason": "fraud", "note": ""})
    assert "This certificate has been revoked" in browse().get(link).text


def test_there_is_an_end_to_links(sharing, browse):
    amina = browse("amina")
    for _ in range(20):
        amina.post(f"{sharing}/links", {"days": "7"})
    answer = amina.post(f"{sharing}/links", {"days": "7"})
    assert answer.status_code == 409
    assert "at most 20 open links" in answer.text


@pytest.mark.parametrize(
    ("where", "data", "why"),
    [
        ("name", {}, "Choose whether your name is shown."),
        ("name", {"name": "perhaps"}, "Not a valid choice"),
        ("links", {"days": "10000"}, "Not a valid choice"),
        ("links", {"days": "7", "note": "x" * 81}, "at most 80 characters"),
    ],
)
def test_bad_input_says_why(sharing, browse, where, data, why):
    answer = browse("amina").post(f"{sharing}/{where}", data)
    assert answer.status_code == 422
    assert why in answer.text


@pytest.mark.parametrize("name", ["farid", "bruno", "emre"])
def test_nobody_else_decides(certificate, sharing, browse, name):
    make_link(browse("amina"), sharing)
    link_id = db.session.execute(select(ShareLink.id)).scalar_one()
    other = browse(name)
    assert other.get(sharing).status_code == 404
    assert other.post(f"{sharing}/name", {"name": "shown"}).status_code == 404
    assert other.post(f"{sharing}/links", {"days": "7"}).status_code == 404
    assert other.post(f"{sharing}/links/{link_id}/withdraw", {}).status_code == 404
    assert browse().get(sharing).status_code == 303


def test_whose_identity_is_protected_is_warned(course, browse, run_jobs):
    from tests.certificates import graduates

    enrolment_id = graduates.enrol("hadi", course)
    graduates.complete(enrolment_id, course)
    hadi = browse("hadi")
    data = {"name": "other", "typed": "A Name", "language": "en"}
    answer = hadi.post(f"/learn/{enrolment_id}/certificate", data)
    page = answer.location.split("?")[0] + "/sharing"
    assert "Your identity is protected" in hadi.get(page).text


def protect(browse):
    """Let Emre protect Amina's identity on the page of her account."""
    return browse("emre").post(
        f"/admin/people/{cast.id_of('amina')}/protect", {"is_protected": "yes"}
    )


def show_everywhere(browse, sharing: str) -> str:
    """Let Amina show her name to whoever has the code, and on a link; return the link."""
    amina = browse("amina")
    assert amina.post(f"{sharing}/name", {"name": "shown"}).status_code == 303
    return make_link(amina, sharing, shows_name="y")


def test_protecting_an_identity_ends_what_shows_the_name(code, sharing, browse, run_jobs):
    link = show_everywhere(browse, sharing)
    make_link(browse("amina"), sharing, note="No name")
    links = re.findall(
        r'data-copies="http[^"]*(/verify/s/[^"]+)"', browse("amina").get(sharing).text
    )
    (plain,) = set(links) - {link}
    emre, stranger = browse("emre"), browse()
    person = f"/admin/people/{cast.id_of('amina')}"
    assert "The name is shown on 2 pages and links of certificates" in emre.get(person).text
    for address in (f"/verify/{code}", link):
        assert "Amina Diallo" in stranger.get(address).text
    assert protect(browse).status_code == 303
    for accept in ({}, JSON):
        for address in (f"/verify/{code}", link, plain):
            assert "Amina" not in stranger.get(address, **accept).text
    assert stranger.get(link).status_code == 404
    assert stranger.get(plain).status_code == 200
    run_jobs()
    page = browse("amina").get(sharing).text
    assert "Your name was shown until 24 November 2026" in page
    # The same is told to nobody twice.
    protect(browse)
    actions = list(db.session.execute(select(AuditEvent.action)).scalars())
    assert actions.count("certificates.consent_ended") == 1
    assert actions.count("certificates.share_withdrawn") == 1


def test_the_administrator_and_the_holder_are_told(code, sharing, browse):
    show_everywhere(browse, sharing)
    emre = browse("emre")
    answer = emre.post(f"/admin/people/{cast.id_of('amina')}/protect", {"is_protected": "yes"})
    page = emre.get(answer.location).text
    assert "Pages and links of certificates that showed the name: 2." in page
    assert "Protecting the identity ends that" not in page
    mail = db.session.execute(
        select(Message).where(Message.kind == "certificates.showing_ended")
    ).scalar_one()
    assert (mail.email, mail.context) == (cast.email_of("amina"), {})


def test_nobody_is_told_where_no_name_was_shown(code, sharing, browse):
    make_link(browse("amina"), sharing)
    emre = browse("emre")
    answer = emre.post(f"/admin/people/{cast.id_of('amina')}/protect", {"is_protected": "yes"})
    assert "showed the name" not in emre.get(answer.location).text
    assert not db.session.execute(
        select(Message).where(Message.kind == "certificates.showing_ended")
    ).all()
    assert "Your name was shown until" not in browse("amina").get(sharing).text


def test_a_form_from_before_the_protection_shows_no_name(code, sharing, browse):
    """Whoever has not read that the identity is protected decides again; knowing it, they may."""
    amina = browse("amina")
    protect(browse)
    for where, data in (
        ("name", {"name": "shown"}),
        ("links", {"days": "7", "shows_name": "y", "note": "The Ministry"}),
    ):
        answer = amina.post(f"{sharing}/{where}", data)
        assert answer.status_code == 409
        assert "Your identity has been protected since you opened this page." in answer.text
        assert 'name="warned" type="hidden" value="yes"' in answer.text
    assert 'value="The Ministry"' in answer.text
    assert browse().get(f"/verify/{code}", **JSON).json["holder"] == {"name": None}
    assert amina.post(f"{sharing}/name", {"name": "matched"}).status_code == 303
    knowing = {"name": "shown", "warned": "yes"}
    assert amina.post(f"{sharing}/name", knowing).status_code == 303
    assert "Amina Diallo" in browse().get(f"/verify/{code}").text
    link = make_link(amina, sharing, shows_name="y", warned="yes")
    assert "Amina Diallo" in browse().get(link).text


def test_deciding_anew_answers_the_notice(code, sharing, browse):
    show_everywhere(browse, sharing)
    protect(browse)
    amina = browse("amina")
    assert "Your name was shown until" in amina.get(sharing).text
    amina.post(f"{sharing}/name", {"name": "matched", "warned": "yes"})
    assert "Your name was shown until" not in amina.get(sharing).text
    # Protection that is taken back shows nothing by itself.
    browse("emre").post(f"/admin/people/{cast.id_of('amina')}/protect", {})
    assert "Amina" not in browse().get(f"/verify/{code}").text


def test_a_page_of_many_links_asks_as_often(sharing, browse, count_queries):
    amina = browse("amina")
    make_link(amina, sharing)
    with count_queries() as few:
        amina.get(sharing)
    for _ in range(8):
        amina.post(f"{sharing}/links", {"days": "7"})
    with count_queries() as many:
        amina.get(sharing)
    assert few.count == many.count
