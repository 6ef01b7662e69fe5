"""The Open Badges 3.0 credential: its form after the standard, its signature, what is in it."""

import base64
import json
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import KeySet

from lms.certificates.credentials.achievements import achievement_key, language_of
from lms.certificates.credentials.badge import Place, make_credential, make_payload
from lms.certificates.credentials.reading import TokenRefused, peek, read_token
from lms.certificates.credentials.tokens import MEDIA_TYPE
from lms.certificates.drawing.engine import Attached
from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules.status_bits import LIST_LENGTH
from lms.kit.i18n import LANGUAGES
from tests.certificates import graduates, signers

BASE = "https://learn.example.org"
PLACE = Place(status_list=0, status_index=4711)
# Open Badges 3.0, appendix B: who must have what, and in which form.
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
REQUIRED = {
    "VerifiableCredential": {"@context", "id", "type", "credentialSubject", "issuer", "validFrom"},
    "AchievementSubject": {"type", "achievement"},
    "Achievement": {"id", "type", "criteria", "description", "name"},
    "Profile": {"id", "type"},
    "IdentityObject": {"type", "hashed", "identityHash", "identityType"},
    "Related": {"id", "type"},
    "Result": {"type"},
    "ResultDescription": {"id", "type", "name", "resultType"},
    "BitstringStatusListEntry": {
        "type", "statusPurpose", "statusListIndex", "statusListCredential"
    },
    "1EdTechJsonSchemaValidator2019": {"id", "type"},
}  # fmt: skip
LISTS = {
    "VerifiableCredential": {"credentialSchema"},
    "AchievementSubject": {"identifier", "result"},
    "Achievement": {"related", "resultDescription", "tag"},
}
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def problems_of(value: object, name: str = "") -> list[str]:
    """Return where a document breaks the data model's rules of form (9.1 and appendix B)."""
    if isinstance(value, list):
        found = [] if value else [f"{name}: empty lists are left out"]
        return found + [one for item in value for one in problems_of(item, name)]
    if not isinstance(value, dict):
        return [f"{name}: nothing is written as null"] if value is None else []
    kinds = value.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    found = [
        f"{kind} lacks {missing}"
        for kind in kinds
        for missing in sorted(REQUIRED.get(kind, set()) - value.keys())
    ]
    found += [
        f"{key}: is a list"
        for kind in kinds
        for key in sorted(LISTS.get(kind, set()) & value.keys())
        if not isinstance(value[key], list)
    ]
    return found + [one for key, item in value.items() for one in problems_of(item, key)]


EVERY_KIND = [
    graduates.facts(),
    graduates.facts("ar", latin_name="Amina Diallo", score_band={"en": "Good", "ar": "جيد"}),
    graduates.facts(kind="participation", points=None, valid_until=None, articles=()),
    graduates.facts("zh", subject="programme", subject_code="hub-2026", study_language=None),
]


@pytest.mark.parametrize("facts", EVERY_KIND)
def test_its_form_is_that_of_the_standard(facts):
    payload = make_payload(facts, PLACE, BASE)
    assert problems_of(payload) == []
    assert payload["@context"] == CONTEXTS
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert INSTANT.fullmatch(payload["validFrom"])
    # One entry: a list of them is for Open Badges 3.1.
    assert payload["credentialStatus"]["type"] == "BitstringStatusListEntry"
    subject = payload["credentialSubject"]
    for result in subject.get("result", []):
        described = {one["id"] for one in subject["achievement"]["resultDescription"]}
        assert result["resultDescription"] in described


def test_it_is_told_in_the_language_of_study_else_in_one_that_the_title_is_in():
    for studied, titles, told in (("fr", "fr", "fr"), (None, ("en", "fr"), "en"),
                                  (None, ("zh", "fr"), "zh"), (None, ("ru",), "ru")):  # fmt: skip
        facts = graduates.facts(study_language=studied, titles=dict.fromkeys(titles, "T"))
        assert language_of(facts) == told


def test_a_document_that_lacks_something_is_noticed():
    payload = make_payload(graduates.facts(), PLACE, BASE)
    del payload["credentialSubject"]["achievement"]["criteria"]
    payload["credentialSubject"]["result"] = []
    payload["image"] = None
    assert problems_of(payload) == [
        "Achievement lacks criteria",
        "result: empty lists are left out",
        "image: nothing is written as null",
    ]


@pytest.mark.parametrize("facts", EVERY_KIND)
def test_the_claims_say_what_the_credential_says(facts):
    payload = make_payload(facts, PLACE, BASE)
    assert payload["iss"] == payload["issuer"]["id"] == f"{BASE}/certificates/issuer"
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert payload["jti"] == payload["id"] == f"{BASE}/verify/7K3M9P-X2QF4H-T8VWNC"
    assert payload["nbf"] == datetime.fromisoformat(payload["validFrom"]).timestamp()
    assert ("exp" in payload) == ("validUntil" in payload) == (facts.valid_until is not None)
    if facts.valid_until:
        end = datetime.fromisoformat(payload["validUntil"])
        assert payload["exp"] == end.timestamp()
        # The last day counts whole, as on the page of verification.
        assert (end.date(), end.hour, end.minute) == (facts.valid_until, 23, 59)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_achieved_is_told_in_the_language_of_study(language):
    achievement = make_payload(graduates.facts(language), PLACE, BASE)["credentialSubject"][
        "achievement"
    ]
    assert achievement["inLanguage"] == language
    assert achievement["name"] == graduates.TITLES[language]
    assert achievement["id"].endswith(f"/{language}")
    others = {one["inLanguage"]: one["id"] for one in achievement["related"]}
    assert set(others) == set(LANGUAGES) - {language}
    english = "Complete the course and pass its exam."
    assert (achievement["criteria"]["narrative"] == english) == (language == "en")


def test_the_holder_is_named_as_in_print_and_by_nothing_else():
    facts = graduates.facts("ar", latin_name="Amina Diallo")
    subject = make_payload(facts, PLACE, BASE)["credentialSubject"]
    names = [(one["identityType"], one["identityHash"]) for one in subject["identifier"]]
    assert names == [("name", graduates.NAMES["ar"]), ("name", "Amina Diallo")]
    assert not [one for one in subject["identifier"] if one["hashed"]]
    written = json.dumps(make_payload(facts, PLACE, BASE))
    assert "number" not in written
    assert "@example.org" not in written


def test_words_for_a_result_stand_in_the_place_of_percent():
    facts = graduates.facts(score_band={"en": "With distinction", "fr": "Avec mention"})
    subject = make_payload(facts, PLACE, BASE)["credentialSubject"]
    assert [one["value"] for one in subject["result"]] == ["With distinction"]
    assert "87.5" not in json.dumps(subject)
    described = subject["achievement"]["resultDescription"][0]
    assert described["resultType"] == "PerformanceLevel"


def test_conditions_are_told_with_the_certificate_and_not_with_what_was_achieved():
    facts = graduates.facts("fr", conditions={"en": "With a card.", "fr": "Avec une carte."})
    payload = make_payload(facts, PLACE, BASE)
    assert payload["description"].endswith("\n\nAvec une carte.")
    assert "carte" not in json.dumps(payload["credentialSubject"])
    foreign = make_payload(replace(facts, conditions={"en": "With a card."}), PLACE, BASE)
    assert foreign["description"].endswith("\n\nWith a card.")
    plain = make_payload(graduates.facts("fr"), PLACE, BASE)
    assert "\n" not in plain["description"]


def test_the_status_entry_names_the_list_and_the_place():
    entry = make_payload(graduates.facts(), Place(2, 99), BASE)["credentialStatus"]
    assert entry["statusListCredential"] == f"{BASE}/certificates/status/2"
    assert entry["statusListIndex"] == "99"
    assert entry["id"] not in {entry["statusListCredential"], BASE}
    assert f"{BASE}/certificates/status/2/suspension" in entry["statusReference"]


def test_the_same_certificate_has_the_same_credential_and_the_same_sheet_around_it():
    signer, facts = signers.signer(), graduates.facts()
    one, two = (make_credential(facts, PLACE, BASE, signer) for _ in range(2))
    assert one == two
    assert make_credential(facts, PLACE, BASE, signers.signer("n" * 26)) != one
    sheets = [
        render_certificate(
            facts, "en", BASE,
            attachments=(Attached("credential.jwt", token, MEDIA_TYPE, "x", facts.issued_on),),
        )
        for token in (one, two)
    ]  # fmt: skip
    assert sheets[0] == sheets[1]
    assert sheets[0] != render_certificate(facts, "en", BASE)


def headers_of(token: bytes) -> dict[str, object]:
    first = token.split(b".")[0]
    return json.loads(base64.urlsafe_b64decode(first + b"=" * (-len(first) % 4)))


def test_a_library_of_others_finds_the_signature_good():
    signer = signers.signer()
    token = make_credential(graduates.facts(), PLACE, BASE, signer)
    header = headers_of(token)
    # Open Badges 3.0, 8.2.3: these four, and no others.
    assert header.keys() == {"alg", "kid", "jwk", "typ"}
    assert (header["alg"], header["typ"]) == ("ES256", "JWT")
    assert header["kid"] == f"{BASE}/certificates/issuer/keys/{signer.key_id}"
    assert header["jwk"].keys() == {"kty", "crv", "x", "y"}
    keys = KeySet.import_key_set(signers.published(signer))
    found = jwt.decode(token, keys.keys[0], algorithms=["ES256"])
    assert found.claims == make_payload(graduates.facts(), PLACE, BASE)


def test_keys_of_other_kinds_sign_as_well():
    others = signers.brought_along()
    assert [one.algorithm for one in others] == ["ES384", "RS256"]
    keys = signers.published(signers.signer(), *others)
    for signer in others:
        token = make_credential(graduates.facts(), PLACE, BASE, signer)
        header = headers_of(token)
        assert header["alg"] == signer.algorithm
        assert ("jwk" in header) == (signer.algorithm == "ES384")
        assert read_token(token, keys) == make_payload(graduates.facts(), PLACE, BASE)


def changed(token: bytes, part: int) -> bytes:
    parts = token.split(b".")
    body = json.loads(base64.urlsafe_b64decode(parts[part] + b"=" * (-len(parts[part]) % 4)))
    body["name"] = "Another"
    parts[part] = base64.urlsafe_b64encode(json.dumps(body).encode()).rstrip(b"=")
    return b".".join(parts)


def test_a_token_is_read_with_the_published_keys_the_retired_ones_too():
    old, new = signers.signer(), signers.signer("n" * 26)
    keys = signers.published(new, old)
    for signer in (old, new):
        token = make_credential(graduates.facts(), PLACE, BASE, signer)
        assert read_token(token, keys) == peek(token)
        assert read_token(token + b"\n", keys)["iss"] == f"{BASE}/certificates/issuer"


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda token: changed(token, 1), "changed"),
        (lambda token: changed(token, 0), "changed"),
        (lambda token: token[:-8] + b"AAAAAAAA", "changed"),
        (lambda token: token.rpartition(b".")[0] + b".", "changed"),
        (lambda _token: make_credential(graduates.facts(), PLACE, BASE, signers.signer("x" * 26)),
         "another_key"),
        (lambda _token: b"", "unreadable"),
        (lambda _token: b"%PDF-1.7", "unreadable"),
        (lambda _token: b"a.b.c", "unreadable"),
        (lambda _token: b"W10.W10.W10", "unreadable"),
        (lambda token: token * 1000, "unreadable"),
        (lambda _token: base64.urlsafe_b64encode(b"[" * 60_000) + b".W10.W10", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_not_ours_is_told_apart(spoil, why):
    token = make_credential(graduates.facts(), PLACE, BASE, signers.signer())
    with pytest.raises(TokenRefused) as refused:
        read_token(spoil(token), signers.published(signers.signer()))
    assert refused.value.why == why


def forged(header: dict[str, object]) -> bytes:
    """Return a token that whoever has no key of ours can write."""
    token = make_credential(graduates.facts(), PLACE, BASE, signers.signer("x" * 26))
    written = headers_of(token) | {"kid": f"{BASE}/certificates/issuer/keys/{'k' * 26}"} | header
    first = base64.urlsafe_b64encode(json.dumps(written).encode()).rstrip(b"=")
    return b".".join((first, *token.split(b".")[1:]))


@pytest.mark.parametrize("header", [{}, {"alg": "none"}, {"alg": "HS256"}, {"crit": ["exp"]}])
def test_a_key_that_a_token_brings_along_is_not_believed(header):
    with pytest.raises(TokenRefused) as refused:
        read_token(forged(header), signers.published(signers.signer()))
    assert refused.value.why == "changed"


PARTS = {
    "subject_code": "other", "kind": "participation", "version": 2, "content_hash": "0" * 64,
    "study_language": "fr", "titles": {"en": "Another"}, "articles": ("1",),
    "issuer_names": {"en": "Another"}, "points": None, "subject": "programme",
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_another_achievement_has_another_key(name):
    facts = graduates.facts()
    assert achievement_key(replace(facts, **{name: PARTS[name]})) != achievement_key(facts)


@given(
    name=st.text(min_size=1, max_size=120), code=st.text("0123456789ABCDEF", min_size=18,
    max_size=18), points=st.integers(0, 100), day=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
)  # fmt: skip
def test_who_achieved_it_and_when_changes_nothing_of_the_achievement(name, code, points, day):
    facts = graduates.facts()
    other = replace(facts, holder_name=name, code=code, points=str(points), issued_on=day)
    assert achievement_key(other) == achievement_key(facts)
    one, two = (make_payload(each, PLACE, BASE)["credentialSubject"] for each in (facts, other))
    assert one["achievement"] == two["achievement"]


@given(st.integers(0, 9), st.integers(0, LIST_LENGTH - 1), st.text(min_size=1, max_size=120))
def test_whatever_the_name_the_token_says_what_was_signed(number, index, name):
    place, facts = Place(number, index), graduates.facts(holder_name=name)
    token = make_credential(facts, place, BASE, signers.signer())
    assert token.isascii()
    assert read_token(token, signers.published(signers.signer())) == make_payload(
        facts, place, BASE
    )
