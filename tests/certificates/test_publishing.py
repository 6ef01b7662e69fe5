"""What programs fetch: each address that a credential names answers, signed, and names nobody."""

import base64
import json
import re

import pikepdf
import pytest
from joserfc import jws
from joserfc.jwk import ECKey
from sqlalchemy import delete, select, update

from lms.certificates.checking.structure import check
from lms.certificates.credentials.reading import read_token
from lms.certificates.credentials.status_lists import decode_bits, is_set
from lms.certificates.models import Certificate, CertificateStatus, SigningKey
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import keys as key_queries
from lms.certificates.services import keys
from lms.certificates.signing.publishing import to_jwks
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db, writing
from lms.kit.i18n import LANGUAGES
from tests import cast
from tests.certificates.awarded import NAMED, add_programme, address_of
from tests.certificates.test_rendering import run
from tests.programmes import factories

BASE = "http://localhost"
JWT = {"headers": {"Accept": "application/vc+jwt"}}
JSON = {"headers": {"Accept": "application/json"}}
ANYTHING = {"headers": {"Accept": "*/*"}}


@pytest.fixture
def key(app) -> str:
    """The id of the installation's key."""
    found = key_queries.find_current_id()
    db.session.remove()
    return str(found)


def row() -> Certificate:
    db.session.remove()
    found = db.session.execute(select(Certificate)).scalar_one()
    # What was read is kept; what is asked for next begins anew.
    db.session.remove()
    return found


def published_keys() -> dict[str, object]:
    db.session.remove()
    found = to_jwks(key_queries.list_keys())
    db.session.remove()
    return found


def decide(*decisions: str) -> None:
    """Write decisions on the one certificate, in a transaction each."""
    certificate_id = row().id
    for decision in decisions:
        with writing():
            db.session.add(
                CertificateStatus(
                    certificate_id=certificate_id, decision=decision, reason=None, note=None,
                    decided_by=None, at=clock.now(),
                )
            )  # fmt: skip


def bits_at(browse, address: str) -> bytes:
    token = browse().get(address, **JWT).get_data()
    payload = read_token(token, published_keys())
    return decode_bits(payload["credentialSubject"]["encodedList"])


def standing_in_lists(browse) -> tuple[bool, bool]:
    """Return whether the certificate's bit is set in the list of revocations and suspensions."""
    index = row().status_index
    return (
        is_set(bits_at(browse, "/certificates/status/0"), index),
        is_set(bits_at(browse, "/certificates/status/0/suspension"), index),
    )


def test_a_revocation_shows_at_once(key, certificate, browse):
    assert standing_in_lists(browse) == (False, False)
    browse("emre").post(f"/admin{certificate}/revoke", {"reason": "fraud", "note": ""})
    assert standing_in_lists(browse) == (True, False)


@pytest.mark.parametrize(
    ("decisions", "bits"),
    [
        (("suspended",), (False, True)),
        (("suspended", "reinstated"), (False, False)),
        (("suspended", "reinstated", "suspended"), (False, True)),
        (("superseded",), (True, False)),
        (("suspended", "revoked"), (True, False)),
    ],
)
def test_each_decision_has_its_bit(key, certificate, browse, decisions, bits):
    # Once before, so that what was kept has to be made anew.
    assert standing_in_lists(browse) == (False, False)
    decide(*decisions)
    assert standing_in_lists(browse) == bits


def test_what_an_administrator_decides_is_in_the_lists_at_once(key, certificate, browse):
    emre, record, index = browse("emre"), f"/admin{certificate}", row().status_index
    why = {"reason": "error", "note": "Seen by the panel."}
    emre.post(f"{record}/suspend", why)
    assert standing_in_lists(browse) == (False, True)
    emre.post(f"{record}/reinstate", {"note": ""})
    assert standing_in_lists(browse) == (False, False)
    emre.post(f"{record}/correct", why | {"hours": "4"})
    old, new = db.session.execute(select(Certificate).order_by(Certificate.number)).scalars()
    assert old.status_index == index
    revoked = bits_at(browse, "/certificates/status/0")
    # The one that replaces it has a bit of its own.
    assert (is_set(revoked, old.status_index), is_set(revoked, new.status_index)) == (True, False)


def test_expiry_is_never_a_bit(key, certificate, browse):
    clock.advance(days=4000)
    assert standing_in_lists(browse) == (False, False)


def test_a_list_may_be_kept_and_asked_for_again(key, certificate, browse):
    answer = browse().get("/certificates/status/0", **ANYTHING)
    assert answer.status_code == 200
    assert answer.content_type == "application/vc+jwt"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    tag = answer.headers["ETag"]
    again = browse().get("/certificates/status/0", headers={"Accept": "*/*", "If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    decide("suspended")
    # What is suspended changes nothing of who is revoked.
    same = browse().get("/certificates/status/0", **ANYTHING)
    assert same.headers["ETag"] == tag
    decide("revoked")
    other = browse().get("/certificates/status/0", headers={"Accept": "*/*", "If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["ETag"] != tag


def test_a_decision_that_arrives_late_shows_at_once(key, certificate, browse):
    """Of two at once, the one that was numbered first may be committed last."""
    certificate_id = row().id
    for seq, decision in ((7, "reinstated"), (5, "revoked")):
        with writing():
            db.session.add(
                CertificateStatus(
                    seq=seq, certificate_id=certificate_id, decision=decision, reason=None,
                    note=None, decided_by=None, at=clock.now(),
                )
            )  # fmt: skip
        assert standing_in_lists(browse) == (decision == "revoked", False)


@pytest.mark.parametrize("name", ["amina", None])
def test_what_is_public_sets_no_cookie(key, certificate, browse, name):
    for address in ("status/0", "status/0/suspension", "issuer", f"issuer/keys/{key}"):
        answer = browse(name).get(f"/certificates/{address}", **ANYTHING)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers


def test_a_list_says_of_when_it_is(key, certificate, browse):
    first = browse().get("/certificates/status/0", **JSON).get_json()
    clock.advance(minutes=20)
    later = browse().get("/certificates/status/0", **JSON).get_json()
    assert first["validFrom"] < later["validFrom"]
    assert first["credentialSubject"] == later["credentialSubject"]


def test_a_list_is_readable_as_json_too(key, certificate, browse):
    answer = browse().get("/certificates/status/0", **JSON)
    assert answer.content_type == "application/json"
    signed = browse().get("/certificates/status/0", **JWT).get_data()
    assert read_token(signed, published_keys()) == answer.get_json()
    assert answer.headers["ETag"] != browse().get("/certificates/status/0", **JWT).headers["ETag"]


@pytest.mark.parametrize(
    "address",
    [
        "1", "-1", "x", "0.0", "٠", "9999999999999999999", "0/revocation", "0/message", "0/x",
    ],
)  # fmt: skip
def test_there_is_no_other_list(key, certificate, browse, address):
    assert browse().get(f"/certificates/status/{address}", **ANYTHING).status_code == 404


def test_without_a_key_a_list_is_readable_and_not_signed(certificate, browse):
    with writing():
        db.session.execute(update(SigningKey).values(retired_at=cast.NOW))
    assert browse().get("/certificates/status/0", **JWT).status_code == 404
    assert browse().get("/certificates/status/0", **JSON).status_code == 200
    assert browse("amina").get(f"{certificate}/credential.jwt").status_code == 409
    assert browse("amina").get(f"{certificate}/credential.json").status_code == 200


def test_a_list_costs_the_same_however_long_it_is(key, certificate, browse, count_queries):
    with count_queries() as first:
        browse().get("/certificates/status/0", **JWT)
    decide("suspended", "reinstated", "suspended")
    with count_queries() as second:
        browse().get("/certificates/status/0", **JWT)
    assert second.count == first.count


def credential_of(browse, certificate: str) -> tuple[bytes, dict]:
    token = browse("amina").get(f"{certificate}/credential.jwt").get_data()
    return token, read_token(token, published_keys())


def test_the_holder_gets_the_credential(key, certificate, browse):
    answer = browse("amina").get(f"{certificate}/credential.jwt")
    code = row().code
    grouped = f"{code[:6]}-{code[6:12]}-{code[12:]}"
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=us-ascii"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="credential-{grouped}.jwt"'
    )
    assert answer.headers["Cache-Control"] == "private, no-store"
    payload = read_token(answer.get_data(), published_keys())
    assert payload["id"] == f"{BASE}/verify/{grouped}"
    assert payload["credentialSubject"]["identifier"][0]["identityHash"] == "Amina Diallo"
    assert payload["credentialStatus"]["statusListIndex"] == str(row().status_index)
    readable = browse("amina").get(f"{certificate}/credential.json")
    assert readable.content_type == "application/json"
    assert readable.get_json() == payload


def test_the_pdf_has_the_credential_within(key, certificate, browse, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(browse("amina").get(f"{certificate}/files/en").get_data())
    with pikepdf.open(path) as pdf:
        (attached,) = pdf.Root.AF
        assert attached.AFRelationship == "/Data"
        assert str(attached.Desc).startswith("This certificate as an Open Badges 3.0 credential")
        file = attached.EF.F
        assert file.Subtype == "/application/vc+jwt"
        # The name's own day, not that of the machine: the same certificate gives the same bytes.
        assert str(file.Params.CreationDate) == f"D:{cast.NOW:%Y%m%d}000000Z"
    # Taken out by another program, it is what the holder downloads.
    run("pdfdetach", "-save", "1", "-o", str(tmp_path / "out.jwt"), str(path))
    assert "credential.jwt" in run("pdfdetach", "-list", str(path))
    taken = (tmp_path / "out.jwt").read_bytes()
    assert (taken, read_token(taken, published_keys())) == credential_of(browse, certificate)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(path))
    assert check(path.read_bytes()) == []


def test_the_certificate_of_an_award_is_a_credential_of_its_programme(key, browse, run_jobs):
    award = add_programme().award("amina", figures={"mean": "82.50"})
    certificate = browse("amina").post(address_of(award), NAMED).location.split("?")[0]
    run_jobs()
    _token, payload = credential_of(browse, certificate)
    achievement = payload["credentialSubject"]["achievement"]
    assert achievement["humanCode"] == factories.SLUG
    # Whoever took part in French is told in French.
    assert achievement["inLanguage"] == "fr"
    assert achievement["criteria"]["narrative"] == "Satisfaire à toutes les exigences du programme."
    assert payload["credentialSubject"]["result"][0]["value"] == "82.5"
    assert achievement["resultDescription"][0]["name"] == "Résultat"
    arabic = next(one["id"] for one in achievement["related"] if one["inLanguage"] == "ar")
    found = browse().get(arabic.removeprefix(BASE), **ANYTHING).get_json(force=True)
    assert (found["id"], found["name"]) == (arabic, factories.ARABIC_TITLE)


@pytest.mark.parametrize("form", ["jwt", "json"])
@pytest.mark.parametrize(("name", "status"), [("farid", 404), ("emre", 404), (None, 303)])
def test_nobody_else_gets_the_credential(key, certificate, browse, name, status, form):
    answer = browse(name).get(f"{certificate}/credential.{form}")
    assert answer.status_code == status
    assert "Amina" not in answer.text


def test_a_program_that_is_not_signed_in_is_told_so(key, certificate, browse):
    assert browse().get(f"{certificate}/credential.json", **JSON).status_code == 401
    assert browse("amina").get(f"{certificate}/credential.xml").status_code == 404


def test_a_paper_certificate_has_no_credential(key, certificate, browse):
    with writing():
        found = db.session.execute(select(Certificate)).scalar_one()
        found.facts = found.facts | {"subject": "paper"}
        achievement = found.achievement_key
    for form in ("jwt", "json"):
        assert browse("amina").get(f"{certificate}/credential.{form}").status_code == 404
    address = f"/certificates/achievements/{achievement}/en"
    assert browse().get(address, **ANYTHING).status_code == 404


def addresses_in(value: object) -> set[str]:
    """Return every address of ours that a document names, without what follows a #."""
    return {
        found.partition("#")[0]
        for found in re.findall(rf"{BASE}[^\"]+", json.dumps(value, ensure_ascii=False))
    }


def test_every_address_that_a_credential_names_answers_and_names_nobody(key, certificate, browse):
    token, payload = credential_of(browse, certificate)
    header = json.loads(base64.urlsafe_b64decode(token.split(b".")[0] + b"=="))
    seen: set[str] = set()
    waiting = addresses_in(payload) | addresses_in(header)
    while waiting:
        address = waiting.pop()
        seen.add(address)
        for accept in ("*/*", "application/ld+json", "text/html"):
            answer = browse().get(address[len(BASE) :], headers={"Accept": accept})
            assert answer.status_code == 200, (address, accept)
            assert "Amina" not in answer.text
            assert "Diallo" not in answer.text
            if answer.is_json or answer.content_type.endswith("+json"):
                waiting |= addresses_in(answer.get_json(force=True)) - seen
    parts = {address.removeprefix(BASE).split("/")[2] for address in seen if address != BASE}
    assert {"issuer", "achievements", "status"} < parts
    # The other five languages are reached by `related`.
    achievements = {address for address in seen if "/achievements/" in address}
    assert {address[-2:] for address in achievements} == set(LANGUAGES)


def test_the_key_that_a_token_names_checks_it(key, certificate, browse):
    token, _payload = credential_of(browse, certificate)
    header = json.loads(base64.urlsafe_b64decode(token.split(b".")[0] + b"=="))
    answer = browse().get(header["kid"].removeprefix(BASE), **ANYTHING)
    assert answer.content_type == "application/jwk+json"
    found = answer.get_json(force=True)
    assert "d" not in found
    assert header["jwk"].items() <= found.items()
    jws.deserialize_compact(token, ECKey.import_key(found), algorithms=["ES256"])


def test_the_issuer_names_every_key_the_retired_ones_too(key, certificate, browse):
    old, _ = credential_of(browse, certificate)
    with writing():
        rotated = keys.rotate_key(OPERATOR, clock.now())
    new, _ = credential_of(browse, certificate)
    assert old != new
    issuer = browse().get("/certificates/issuer", **ANYTHING).get_json(force=True)
    assert issuer["id"] == f"{BASE}/certificates/issuer"
    assert issuer["type"] == ["Profile"]
    methods = {one["id"].rpartition("/")[2]: one for one in issuer["verificationMethod"]}
    assert methods.keys() == {key, rotated}
    assert set(issuer["assertionMethod"]) == {one["id"] for one in methods.values()}
    for token, key_id in ((old, key), (new, rotated)):
        public = ECKey.import_key(methods[key_id]["publicKeyJwk"])
        jws.deserialize_compact(token, public, algorithms=["ES256"])
        read_token(token, published_keys())


def test_without_a_key_the_issuer_has_a_name(app, browse):
    with writing():
        db.session.execute(delete(SigningKey))
    issuer = browse().get("/certificates/issuer", **ANYTHING).get_json(force=True)
    assert issuer["name"]
    assert "verificationMethod" not in issuer
    assert browse().get(f"/certificates/issuer/keys/{'a' * 26}", **ANYTHING).status_code == 404


def test_an_achievement_is_described_to_whoever_knows_its_address(key, certificate, browse):
    known = row().achievement_key
    answer = browse().get(f"/certificates/achievements/{known}/ar", **ANYTHING)
    assert answer.content_type == "application/ld+json"
    found = answer.get_json(force=True)
    assert found["id"] == f"{BASE}/certificates/achievements/{known}/ar"
    assert found["inLanguage"] == "ar"
    assert found["name"] == queries.find_achieved(known).titles["ar"]
    tag = {"Accept": "*/*", "If-None-Match": answer.headers["ETag"]}
    again = browse().get(f"/certificates/achievements/{known}/ar", headers=tag)
    assert again.status_code == 304
    for wrong in (f"{known}/de", f"{known}/xx", f"{'a' * 26}/en"):
        assert browse().get(f"/certificates/achievements/{wrong}", **ANYTHING).status_code == 404
