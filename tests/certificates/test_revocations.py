"""Two people for a revocation: one asks, another confirms or refuses, and a request lapses."""

import pytest
from sqlalchemy import select

from lms.certificates.models import Certificate, CertificateStatus, RevocationRequest
from lms.certificates.rules.deciding import REQUEST_WAITS
from lms.kit.clock import clock
from lms.kit.db import db
from lms.notifications.models import Message
from lms.organisations import queries as organisations
from tests import cast
from tests.certificates import deciders

QUEUE = "/admin/certificates/revocations"
WHY = {"reason": "fraud", "note": "Another sat the exam."}


@pytest.fixture
def asked(certificate, browse) -> str:
    """The address of Emre's request to revoke Amina's certificate; Bruno administers too."""
    deciders.make_administrator("bruno")
    deciders.want_two()
    emre = browse("emre")
    page = emre.get(f"/admin{certificate}/revoke").text
    assert "another administrator has to confirm it within 30 days" in page
    done = emre.post(f"/admin{certificate}/revoke", WHY)
    assert done.status_code == 303
    assert "waits for another administrator" in emre.get(done.location).text
    again = emre.get(f"/admin{certificate}/revoke")
    assert again.location == f"/admin{certificate}"
    assert "Somebody has asked for this revocation already" in emre.get(again.location).text
    return f"{QUEUE}/{request_id()}"


def request_id() -> str:
    db.session.remove()
    query = select(RevocationRequest.id).order_by(RevocationRequest.asked_at.desc())
    return str(db.session.execute(query).scalars().first())


def decisions() -> list[tuple[str, str]]:
    db.session.remove()
    query = select(CertificateStatus.decision, CertificateStatus.decided_by)
    return [tuple(row) for row in db.session.execute(query)]


def told(kind: str) -> list[str]:
    query = select(Message.person_id).where(Message.kind == f"certificates.{kind}")
    return list(db.session.execute(query).scalars())


def test_another_confirms_and_only_then_it_is_revoked(asked, certificate, browse):
    code = db.session.execute(select(Certificate.code)).scalar_one()
    assert "is valid" in browse().get(f"/verify/{code}").text
    assert told("revocation_asked") == [cast.id_of("bruno")]
    bruno = browse("bruno")
    assert "Amina Diallo" in bruno.get(QUEUE).text
    page = bruno.get(asked).text
    for words in ("Another sat the exam.", "Emre Kaya", "Waits for a second person"):
        assert words in page
    assert bruno.post(f"{asked}/confirm").location == f"/admin{certificate}"
    assert decisions() == [("revoked", cast.id_of("bruno"))]
    assert "has been revoked" in browse().get(f"/verify/{code}").text
    assert told("revocation_decided") == [cast.id_of("emre")]
    history = bruno.get(f"/admin{certificate}").text
    for words in ("Revocation asked for", "Revocation confirmed", "Emre Kaya", "Bruno Sarr"):
        assert words in history
    for act in ("confirm", "refuse"):
        assert is_led_back(bruno, f"{asked}/{act}", certificate)
    assert decisions() == [("revoked", cast.id_of("bruno"))]


def is_led_back(browser, address: str, certificate: str) -> bool:
    """Send a form that came too late; say whether it leads to the certificate with the reason."""
    answer = browser.post(address, {"answer": "No."})
    assert (answer.status_code, answer.location) == (303, f"/admin{certificate}")
    page = browser.get(answer.location).text
    return "This request has been decided already, or has lapsed." in page


def test_another_refuses_and_says_why(asked, certificate, browse):
    bruno = browse("bruno")
    empty = bruno.post(f"{asked}/refuse", {})
    assert empty.status_code == 422
    assert "Say why." in empty.text
    assert bruno.post(f"{asked}/refuse", {"answer": "It was he."}).status_code == 303
    assert decisions() == []
    page = browse("emre").get(asked).text
    assert "Refused" in page
    assert "It was he." in page
    # Another request may follow.
    assert browse("emre").post(f"/admin{certificate}/revoke", WHY).status_code == 303


def test_one_person_is_not_two(asked, certificate, browse):
    emre = browse("emre")
    assert "has to confirm it" in emre.get(asked).text
    for act in ("confirm", "refuse"):
        refused = emre.post(f"{asked}/{act}", {"answer": "Yes."})
        assert refused.status_code == 403
    bruno = browse("bruno")
    twice = bruno.post(f"/admin{certificate}/revoke", WHY)
    assert twice.location == f"/admin{certificate}"
    assert "Somebody has asked for this revocation already" in bruno.get(twice.location).text
    assert decisions() == []


def test_the_holder_does_not_decide_either(asked, browse):
    deciders.make_administrator("amina")
    amina = browse("amina")
    assert "is your own" in amina.get(asked).text
    assert amina.post(f"{asked}/confirm").status_code == 403
    assert amina.post(f"{asked}/refuse", {"answer": "No."}).status_code == 403
    assert decisions() == []


def test_who_asked_takes_it_back(asked, certificate, browse):
    emre = browse("emre")
    assert emre.post(f"{asked}/withdraw").status_code == 303
    assert "Taken back" in emre.get(QUEUE).text
    assert is_led_back(browse("bruno"), f"{asked}/confirm", certificate)
    assert is_led_back(emre, f"{asked}/withdraw", certificate)


def test_a_request_lapses_and_makes_room(asked, certificate, browse):
    clock.advance(seconds=REQUEST_WAITS.total_seconds() + 1)
    bruno = browse("bruno")
    assert "Lapsed" in bruno.get(asked).text
    assert is_led_back(bruno, f"{asked}/confirm", certificate)
    assert decisions() == []
    assert bruno.post(f"/admin{certificate}/revoke", WHY).status_code == 303
    assert browse("emre").post(f"{QUEUE}/{request_id()}/confirm").status_code == 303
    assert decisions() == [("revoked", cast.id_of("emre"))]


def test_what_waits_to_be_revoked_is_not_corrected_meanwhile(asked, certificate, browse):
    bruno = browse("bruno")
    assert bruno.get(f"/admin{certificate}/correct").location == f"/admin{certificate}"
    assert "Decide on that first." in bruno.get(f"/admin{certificate}").text
    sent = bruno.post(f"/admin{certificate}/correct", WHY | {"hours": "4"})
    assert (sent.status_code, 'value="4"' in sent.text) == (409, True)
    assert "Decide on that first." in sent.text
    assert decisions() == []
    bruno.post(f"{asked}/refuse", {"answer": "It was she."})
    assert bruno.get(f"/admin{certificate}/correct").status_code == 200


@pytest.mark.parametrize("name", ["amina", "dalia", "gita"])
def test_requests_are_for_the_issuers_administrators(asked, browse, name):
    other = browse(name)
    assert other.get(asked).status_code == 403
    assert "Amina" not in other.get(QUEUE).text
    for act in ("confirm", "refuse", "withdraw"):
        assert other.post(f"{asked}/{act}", {"answer": "No."}).status_code == 403
    assert browse().get(asked).status_code == 303
    assert browse("emre").get(f"{QUEUE}/{'a' * 26}").status_code == 404


def test_the_queue_asks_a_fixed_number_of_questions(asked, browse, count_queries):
    emre = browse("emre")
    counts = []
    for _ in range(3):
        with count_queries() as counter:
            assert emre.get(QUEUE).status_code == 200
        counts.append(counter.count)
        # Each lapses, and another stands beside it.
        clock.advance(seconds=REQUEST_WAITS.total_seconds() + 1)
        emre = browse("emre")
        certificate = db.session.execute(select(Certificate.id)).scalar_one()
        emre.post(f"/admin/certificates/{certificate}/revoke", WHY)
    assert counts[1] == counts[2]
    assert len(db.session.execute(select(RevocationRequest.id)).all()) == 4


def test_an_organisation_says_whether_two_are_wanted(certificate, browse):
    root = str(organisations.find_installation().id)
    emre, address = browse("emre"), f"/admin/organisations/{root}"
    assert "Revoking certificates" in emre.get(address).text
    assert emre.post(f"{address}/revoking", {"needs_two_to_revoke": "y"}).status_code == 303
    db.session.remove()
    assert organisations.needs_two_to_revoke(root)
    below = next(one for one in organisations.list_organisations() if one.kind == "agency")
    assert organisations.needs_two_to_revoke(below.path)
    page = emre.get(f"/admin/organisations/{below.id}").text
    assert "wants a second person for every revocation" in page
    assert emre.post(f"{address}/revoking", {}).status_code == 303
    db.session.remove()
    assert not organisations.needs_two_to_revoke(root)
    assert browse("gita").post(f"{address}/revoking", {}).status_code in {403, 404}
    assert browse("emre").post(f"/admin{certificate}/revoke", WHY).status_code == 303
    assert decisions() == [("revoked", cast.id_of("emre"))]
