"""What a stranger learns from a code: the status at once, what was certified, never a name."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.certificates.rules.codes import grouped, new_code
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
    why = {"reason": "error", "note": "Seen by the panel.", "hours": "3"}
    assert browse("emre").post(f"/admin{certificate}/{act}", why).status_code == 303
    text = browse().get(f"/verify/{code}").text
    assert words in text
    assert "has been so since" not in text
    assert "Reason: An error in the certificate or in its issue." in text
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
    printed = f"https://train.example.org/verify/{grouped(code)}"
    for typed in (printed, code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))):
        answer = stranger.get("/verify", query_string={"code": typed})
        assert answer.location == f"/verify/{grouped(code)}"


@pytest.mark.parametrize(
    ("typed", "why"),
    [("7K3M9P-X2QF4H-T8VWN", "This one has 17."), ("U" * 18, "No code has the character U.")],
)
def test_what_is_no_code_is_said_at_the_field_and_kept(app, browse, typed, why):
    answer = browse().get("/verify", query_string={"code": typed})
    assert answer.status_code == 422
    assert why in answer.text
    assert f'value="{typed}"' in answer.text
    said = browse().get("/verify", query_string={"code": typed}, **JSON)
    assert said.status_code == 422
    assert why in said.json["errors"]["code"][0]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("7K3M9P-X2QF4H-T8VWND", "A character of this code is wrong"),
        ("7K3M9P-X2QF4H", "This one has 12."),
    ],
)
def test_a_slip_in_the_address_is_said_and_makes_nothing_false(app, browse, typed, why):
    text = browse().get(f"/verify/{typed}").text
    assert why in text
    assert "treat it as false" not in text
    assert "treat it as false" in browse().get(f"/verify/{new_code()}").text


def test_the_address_of_another_site_is_said_to_be_one(code, browse):
    """A forged QR code leads to a page that looks like ours."""
    for typed in (f"https://evil.example/verify/{code}", f"evil.example:8443/verify/{code}"):
        stranger = browse()
        answer = stranger.get("/verify", query_string={"code": typed})
        page = stranger.get(answer.location).text
        assert "is of another site, evil.example" in page
        assert "This certificate is valid" in page
    for typed in (f"http://localhost/verify/{code}", f"/verify/{code}", code):
        stranger = browse()
        answer = stranger.get("/verify", query_string={"code": typed})
        assert "of another site" not in stranger.get(answer.location).text


def test_the_answer_about_a_name_stands_first_for_who_listens(code, browse):
    page = browse().post(f"/verify/{code}/name", {"name": "Somebody Else"}).text
    assert re.search(r"<title>\s*The name does not match", page)
    assert re.search(r"autofocus>\s*<div class=\"notice danger", page)


def test_the_page_of_an_unknown_code_has_it_in_a_field_to_mend(app, browse):
    text = browse().get("/verify/7K3M9P-X2QF4H-T8VWNC").text
    assert 'value="7K3M9P-X2QF4H-T8VWNC"' in text
    assert 'action="/verify"' in text


def test_a_link_in_the_field_for_codes_leads_to_what_it_shows(certificate, browse):
    browse("amina").post(f"{certificate}/sharing/links", {"days": "7"})
    link = re.search(r"http[^\"]*/verify/s/\w+", browse("amina").get(f"{certificate}/sharing").text)
    answer = browse().get("/verify", query_string={"code": link[0]})
    assert link[0].endswith(answer.location)


def test_facts_on_paper_are_told_and_the_result_is_not(code, browse):
    """In the reader's language; whoever may know the result has the file."""
    row = db.session.execute(select(Certificate)).scalar_one()
    row.facts = row.facts | {
        "places": {"en": "Dakar", "ar": "داكار"}, "conditions": {"en": "With a sitting."},
        "signatories": [{"name": "Ngozi Adebayo", "offices": {"en": "Minister"}}],
        "sessions_attended": 3, "sessions_held": 4,
    }  # fmt: skip
    db.session.commit()
    text = browse().get(f"/verify/{code}").text
    for words in ("Dakar", "With a sitting.", "Ngozi Adebayo", "Minister", "3 of 4",
                  "Results are not told here."):  # fmt: skip
        assert words in text
    assert "87.5" not in text
    values = browse().get(f"/verify/{code}", **JSON).json
    assert values["signatories"] == [{"name": "Ngozi Adebayo", "offices": {"en": "Minister"}}]
    assert (values["place"]["ar"], values["conditions"]) == ("داكار", {"en": "With a sitting."})
    assert values["sessions"] == {"attended": 3, "held": 4}
    assert "87.5" not in str(values)
    assert "داكار" in browse(language="ar").get(f"/verify/{code}").text


@pytest.mark.parametrize(
    ("language", "called"), [("en", "English"), ("ar", "الإنجليزية"), ("zh", "英语")]
)
def test_a_language_is_called_as_the_reader_calls_it(code, browse, language, called):
    assert f"<dd>{called}</dd>" in browse(language=language).get(f"/verify/{code}").text


def test_a_name_is_compared_and_not_told(code, browse):
    stranger = browse()
    match = stranger.post(f"/verify/{code}/name", {"name": "diallo AMINA"})
    assert "The name matches" in match.text
    other = stranger.post(f"/verify/{code}/name", {"name": "Farid Vakatora"})
    assert "does not match" in other.text
    assert "Amina" not in other.text
    # What to do about it, and how often that may be done.
    assert "titles may be left out" in other.text
    assert "You can compare 3 more names within this hour." in other.text
    values = stranger.post(f"/verify/{code}/name", {"name": "Dr. Amina Diallo"}, **JSON).json
    assert (values["name_matches"], values["tries_left"]) == (True, 2)
    for left in ("1 more name within", "No other name can be compared"):
        assert left in stranger.post(f"/verify/{code}/name", {"name": "Farid"}).text


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


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "Write the name that stands on the certificate."),
        (" ", "Write the name that stands on the certificate."),
        ("x" * 5000, "at most 120 characters"),
    ],
)
def test_what_is_no_name_is_refused_and_costs_no_try(code, browse, name, why):
    for _ in range(6):
        answer = browse().post(f"/verify/{code}/name", {"name": name})
        assert answer.status_code == 422
        assert why in answer.text
    values = browse().post(f"/verify/{code}/name", {"name": name}, **JSON)
    assert values.status_code == 422
    assert why in values.json["errors"]["name"][0]
    assert "name_matches" not in values.json


def test_a_file_sent_for_a_name_is_no_name(code, browse):
    answer = browse().upload(f"/verify/{code}/name", {"name": (io.BytesIO(b"Amina"), "name.txt")})
    assert answer.status_code == 422
    assert "Write the name that stands on the certificate." in answer.text


def test_who_asks_for_an_address_of_forms_is_led_to_its_page(code, browse):
    answer = browse().get(f"/verify/{code}/name")
    assert answer.status_code == 405
    assert f'href="/verify/{code}"' in answer.text
