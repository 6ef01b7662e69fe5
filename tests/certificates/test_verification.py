"""What a stranger learns from a code: the status at once, what was certified, never a name."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.certificates.throttle import LEAST_SECONDS
from lms.kit.clock import clock
from lms.kit.db import db, writing
from tests import cast

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def code(certificate) -> str:
    """The code of Amina's certificate."""
    return db.session.execute(select(Certificate.code)).scalar_one()


def revoke(browse, certificate: str, reason: str = "fraud"):
    return browse("emre").post(
        f"/admin{certificate}/revoke", {"reason": reason, "note": "Seen by the panel."}
    )


def test_a_valid_certificate(code, browse):
    answer = browse().get(f"/verify/{code}")
    assert answer.status_code == 200
    assert "This certificate is valid" in answer.text
    assert "A small course" in answer.text
    assert "24 November 2029" in answer.text
    assert 'class="rosette whole"' in answer.text
    assert "Amina" not in answer.text
    assert "87.5" not in answer.text
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_revoked_shows_at_once_with_date_and_reason(code, certificate, browse):
    assert revoke(browse, certificate).status_code == 303
    text = browse().get(f"/verify/{code}").text
    assert "This certificate has been revoked" in text
    assert "24 November 2026" in text
    assert "Fraud" in text
    assert "panel" not in text
    assert 'class="rosette broken"' in text


@pytest.mark.parametrize(("act", "words"), [("suspend", "suspended"), ("correct", "replaced")])
def test_suspended_and_replaced_say_why(code, certificate, browse, act, words):
    why = {"reason": "misconduct", "note": "Seen by the panel.", "hours": "3"}
    assert browse("emre").post(f"/admin{certificate}/{act}", why).status_code == 303
    text = browse().get(f"/verify/{code}").text
    assert words in text
    assert "Reason: Misconduct in the course or its exam." in text
    assert "panel" not in text


def test_an_expired_certificate(code, browse):
    clock.set(cast.NOW.replace(year=2030))
    text = browse().get(f"/verify/{code}").text
    assert "This certificate has expired" in text
    assert 'class="rosette faint"' in text


def test_it_is_in_the_browsers_language(code, browse):
    answer = browse(language="ar").get(f"/verify/{code}")
    assert 'lang="ar" dir="rtl"' in answer.text
    assert "دورة صغيرة" in answer.text


@pytest.mark.parametrize("text", ["ABCDEF-GHJKMN-PQRSTV", "nonsense", "%00", "a" * 200])
def test_unknown_and_malformed_answer_alike(code, browse, text):
    answer = browse().get(f"/verify/{text}")
    assert answer.status_code == 404
    assert "We know of no such certificate" in answer.text
    assert browse().get(f"/verify/{text}", **JSON).json == {"status": "unknown"}


def test_json_for_programs(code, certificate, browse):
    answer = browse().get(f"/verify/{code}", **JSON)
    facts = answer.json
    assert facts["status"] == "valid"
    assert facts["kind"] == "achievement"
    assert facts["course"]["titles"]["ar"] == "دورة صغيرة"
    assert (facts["hours"], facts["version"], facts["edition"]) == (1.5, 1, 1)
    assert facts["issued_on"] == "2026-11-24"
    assert facts["valid_until"] == "2029-11-24"
    assert facts["code"].replace("-", "") == code
    assert not {"number", "holder_name", "points"} & set(facts)
    revoke(browse, certificate, "error")
    after = browse().get(f"/verify/{code}", **JSON).json
    assert (after["status"], after["reason"]) == ("revoked", "error")


def test_the_form_leads_to_the_code_however_it_is_typed(code, browse):
    stranger = browse()
    assert "Verify a certificate" in stranger.get("/verify").text
    typed = f" {code[:6].lower()} {code[6:12]}-{code[12:]} "
    answer = stranger.get("/verify", query_string={"code": typed})
    assert answer.status_code == 303
    assert "This certificate is valid" in stranger.get(answer.location).text
    answer = stranger.get("/verify", query_string={"code": "no code at all"})
    assert stranger.get(answer.location).status_code == 404


def test_a_name_is_compared_and_not_told(code, browse):
    stranger = browse()
    match = stranger.post(f"/verify/{code}/name", {"name": "diallo AMINA"})
    assert "The name matches" in match.text
    other = stranger.post(f"/verify/{code}/name", {"name": "Farid Vakatora"})
    assert "does not match" in other.text
    assert "Amina" not in other.text


def test_a_name_takes_as_long_whether_it_matches_or_not(code, browse):
    stranger = browse()
    for name in ("Amina Diallo", "Farid Vakatora"):
        start = monotonic()
        assert stranger.post(f"/verify/{code}/name", {"name": name}).status_code == 200
        assert monotonic() - start >= LEAST_SECONDS


def test_names_are_compared_while_somebody_writes(code, browse):
    stranger = browse()
    with ThreadPoolExecutor() as pool, writing():
        asked = pool.submit(stranger.post, f"/verify/{code}/name", {"name": "Amina Diallo"})
        assert "The name matches" in asked.result(10).text


def test_five_names_an_hour_and_no_more(code, browse):
    for _ in range(5):
        assert browse().post(f"/verify/{code}/name", {"name": "X Y"}).status_code == 200
    refused = browse().post(f"/verify/{code}/name", {"name": "Amina Diallo"})
    assert refused.status_code == 429
    assert "matches" not in refused.text
    # The page stays, and says at the field why nothing was compared.
    assert "Only five names an hour" in refused.text
    assert "This certificate is valid" in refused.text
    again = browse().post(f"/verify/{code}/name", {"name": "Amina Diallo"}, **JSON)
    assert again.status_code == 429
    assert "Only five names an hour" in again.json["message"]


def test_a_name_for_no_certificate_tells_nothing(code, browse):
    for _ in range(5):
        answer = browse().post("/verify/unknown/name", {"name": "Amina Diallo"})
        assert answer.status_code == 404
    assert browse().post("/verify/unknown/name", {"name": "Amina"}).status_code == 429


def test_an_empty_name_is_asked_for(code, browse):
    answer = browse().post(f"/verify/{code}/name", {"name": ""})
    assert "Write the name that stands on the certificate." in answer.text
