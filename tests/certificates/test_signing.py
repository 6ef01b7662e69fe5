"""Signatures as a stranger's program sees them; keys made, sealed and opened; what is refused."""

import base64
import io
import json
from datetime import timedelta

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import KeySet
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from lms.certificates.drawing.rendering import render_certificate
from lms.certificates.rules import keys as rules
from lms.certificates.signing.authority import Pair, make_authority, make_key
from lms.certificates.signing.pades import sign_pdf
from lms.certificates.signing.publishing import to_jwks
from lms.certificates.signing.sealing import (
    derive_passphrase,
    fingerprint_of,
    label_of,
    order_chain,
    seal,
    to_pem,
    unseal,
)
from lms.certificates.signing.signer import algorithm_of
from lms.certificates.signing.timestamps import HttpTimeStamper
from lms.kit.i18n import LANGUAGES
from tests.certificates import graduates, stamping
from tests.certificates.keys_at_hand import (
    NOW,
    PASSPHRASE,
    YEAR,
    PdfSig,
    certify,
    curve_key,
    make_pair,
    pack,
    rsa_key,
    signer_of,
)

VALID_AT = NOW + timedelta(days=1)
BASE = "https://learn.example.org"


@pytest.fixture(scope="module")
def pair():
    return make_pair()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return render_certificate(graduates.facts(), "en", BASE)


@pytest.fixture
def trusting(tmp_path, pair) -> PdfSig:
    """pdfsig, which trusts the authority."""
    return PdfSig(tmp_path, to_pem(pair.chain[-1]))


def validate(pdf: bytes, pair: Pair, clock: x509.Certificate | None = None) -> PdfSignatureStatus:
    """Return what pyHanko says of the signature of a file, by the authority of `pair`."""

    def trust(certificate: x509.Certificate) -> ValidationContext:
        der = certificate.public_bytes(serialization.Encoding.DER)
        return ValidationContext(trust_roots=[asn1.Certificate.load(der)], moment=VALID_AT)

    authority = trust(pair.chain[-1])
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, authority, trust(clock) if clock else authority)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_signature_is_valid_trusted_and_covers_all(trusting, pair, language):
    pdf = render_certificate(graduates.facts(language), language, BASE)
    said = trusting.say(sign_pdf(pdf, signer_of(pair), NOW))
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said


def test_what_is_drawn_stands_below_the_signature_byte_by_byte(pair, plain):
    assert sign_pdf(plain, signer_of(pair), NOW).startswith(plain)


@pytest.mark.parametrize("place", range(0, 400, 57))
def test_one_changed_byte_breaks_it(pair, plain, place):
    """Whatever byte of what was drawn is changed, the digest is another."""
    signed = bytearray(sign_pdf(plain, signer_of(pair), NOW))
    signed[plain.index(b"stream") + len("stream\r\n") + place] ^= 1
    assert not validate(bytes(signed), pair).intact


def test_pdfsig_sees_a_changed_byte(trusting, pair, plain):
    signed = sign_pdf(plain, signer_of(pair), NOW)
    place = signed.index(b"/MediaBox") + len("/MediaBox[0 0 8")
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert "Digest Mismatch" in trusting.say(changed)


def test_without_the_authority_it_is_valid_and_not_trusted(tmp_path, pair, plain):
    other = PdfSig(tmp_path, to_pem(make_authority("Another", NOW).certificate))
    said = other.say(sign_pdf(plain, signer_of(pair), NOW))
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." not in said


@pytest.mark.parametrize("when", [NOW - YEAR, NOW + 6 * YEAR])
def test_no_key_signs_outside_its_life(pair, plain, when):
    with pytest.raises(rules.KeyExpired):
        sign_pdf(plain, signer_of(pair), when)


@pytest.mark.parametrize("key", [curve_key(ec.SECP384R1()), rsa_key(3072)], ids=["P-384", "RSA"])
def test_keys_of_other_kinds_sign_as_well(tmp_path, plain, key):
    own = certify(key)
    said = PdfSig(tmp_path, to_pem(own.certificate)).say(sign_pdf(plain, signer_of(own), NOW))
    assert "Signature is Valid." in said


@pytest.mark.parametrize("key", [curve_key(), curve_key(ec.SECP384R1()), rsa_key(3072)])
def test_a_token_is_checked_by_the_published_key(key):
    own = certify(key)
    signer = signer_of(own)
    row = rules.KeyRow(
        "key", "x", signer.algorithm, to_pem(own.certificate), fingerprint_of(own.certificate),
        NOW, NOW + YEAR, None, False,
    )  # fmt: skip
    header = {"alg": signer.algorithm, "kid": "key"}
    parts = [
        base64.urlsafe_b64encode(part).rstrip(b"=")
        for part in (json.dumps(header).encode(), b"payload")
    ]
    signed = b".".join(parts)
    signature = base64.urlsafe_b64encode(signer.sign_raw(signed)).rstrip(b"=")
    published = KeySet.import_key_set(json.loads(json.dumps(to_jwks([row]))))
    checked = jws.deserialize_compact(
        signed + b"." + signature, published, algorithms=[signer.algorithm]
    )
    assert checked.payload == b"payload"
    published_key = to_jwks([row])["keys"][0]
    assert x509.load_der_x509_certificate(base64.b64decode(published_key["x5c"][0])) == (
        own.certificate
    )


def test_a_time_stamp_is_in_the_signature(trusting, pair, plain):
    with stamping.serve() as (address, service):
        signed = sign_pdf(plain, signer_of(pair), NOW, HttpTimeStamper(address))
        assert service.asked == 1
    status = validate(signed, pair, service.certificate)
    assert status.bottom_line
    assert status.timestamp_validity.trusted
    assert status.timestamp_validity.timestamp == stamping.STAMPED_AT
    said = trusting.say(signed)
    assert "Signature is Valid." in said
    assert "Total document signed" in said


@pytest.mark.parametrize(
    ("manner", "why"),
    [
        ("refuses", "no more stamps today"),
        ("page", "127.0.0.1"),
        ("broken", "503"),
        ("silent", "timed out"),
        ("other", "something else"),
        ("forged", "broken"),
    ],
)
def test_a_service_that_does_not_stamp_is_told_apart(pair, plain, manner, why):
    with stamping.serve() as (address, service):
        service.manner = manner
        with pytest.raises(rules.TimestampFailed) as refused:
            sign_pdf(plain, signer_of(pair), NOW, HttpTimeStamper(address, seconds=0.5))
    assert why in str(refused.value)
    assert "127.0.0.1" in str(refused.value)


def test_a_service_that_is_not_there(pair, plain):
    with stamping.serve() as (address, _):
        pass
    stamper = HttpTimeStamper(address.replace("http://", "http://user:secret@"))
    with pytest.raises(rules.TimestampFailed) as refused:
        sign_pdf(plain, signer_of(pair), NOW, stamper)
    assert "secret" not in str(refused.value)


@given(st.text(min_size=1, max_size=200))
def test_an_authority_of_any_name_vouches_for_its_keys(name):
    authority = make_authority(name, NOW)
    key = make_key(authority, name, NOW)
    key.certificate.verify_directly_issued_by(authority.certificate)
    assert key.chain == (authority.certificate,)
    assert label_of(key.certificate).endswith("certificates 2026-11-24")
    assert len(label_of(authority.certificate)) <= 64


def test_a_key_ends_no_later_than_its_authority():
    authority = make_authority("x", NOW)
    late = NOW + 18 * YEAR
    assert make_key(authority, "x", late).certificate.not_valid_after_utc == (
        authority.certificate.not_valid_after_utc
    )
    assert make_key(authority, "x", NOW).certificate.not_valid_after_utc == NOW + rules.KEY_LIFE


def test_what_a_certificate_says_of_its_key(pair):
    extensions = pair.certificate.extensions
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    above = pair.chain[0].extensions
    assert above.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
    assert above.get_extension_for_class(x509.KeyUsage).value.key_cert_sign


def test_a_sealed_key_opens_with_its_passphrase_alone(pair):
    passphrase = derive_passphrase("x" * 40)
    sealed = seal(pair, passphrase)
    opened = unseal(sealed, passphrase)
    assert opened.key.private_numbers() == pair.key.private_numbers()
    assert (opened.certificate, opened.chain) == (pair.certificate, pair.chain)
    for other in (derive_passphrase("y" * 40), b"", passphrase + b" "):
        with pytest.raises(rules.KeySealed):
            unseal(sealed, other)
    assert passphrase != derive_passphrase("y" * 40)
    assert b"x" * 40 not in passphrase


def test_at_rest_it_is_encrypted_strongly(pair):
    sealed = seal(pair, b"passphrase")
    numbers = pair.key.private_numbers().private_value.to_bytes(32, "big")
    assert numbers not in sealed
    # PBES2, AES-256-CBC and HMAC with SHA-256, by their identifiers (DER).
    for identifier in ("06092a864886f70d01050d", "060960864801650304012a", "06082a864886f70d0209"):
        assert bytes.fromhex(identifier) in sealed
    # Neither RC2 nor triple DES.
    assert bytes.fromhex("060a2a864886f70d010c01") not in sealed


def test_a_chain_is_put_in_order_and_strangers_are_left_out():
    root = certify(curve_key(), is_authority=True)
    stranger = certify(curve_key())
    authority = make_authority("Some", NOW)
    key = make_key(authority, "Some", NOW)
    shuffled = [stranger.certificate, authority.certificate, root.certificate]
    assert order_chain(key.certificate, shuffled) == (authority.certificate,)
    assert order_chain(root.certificate, shuffled) == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", rules.FileUnreadable),
        (b"%PDF-1.7", rules.FileUnreadable),
        (b"-----BEGIN CERTIFICATE-----", rules.FileUnreadable),
    ],
)
def test_what_is_no_file_of_a_key(content, why):
    with pytest.raises(why):
        unseal(content, b"x")


def test_files_that_lack_something():
    own = certify(curve_key())
    with pytest.raises(rules.KeyMissing):
        unseal(pack(None, own.certificate), PASSPHRASE.encode())
    with pytest.raises(rules.CertificateMissing):
        unseal(pack(own.key, None), PASSPHRASE.encode())
    edwards = certify(ed25519.Ed25519PrivateKey.generate())
    with pytest.raises(rules.KeyKindRefused) as refused:
        unseal(pack(edwards.key, edwards.certificate), PASSPHRASE.encode())
    assert "Ed25519" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Commission", "Commission"),
        ("Hub of Integrity مركز النزاهة وبناء القدرات", "Hub of Integrity مركز…"),
        ("ا" * 80, f"{'ا' * 15}…"),
    ],
)
def test_a_long_name_ends_after_a_word(name, expected):
    label = label_of(make_authority(name, NOW).certificate)
    assert label.rpartition(", ")[0] == expected


@pytest.mark.parametrize(
    ("key", "kind"), [(rsa_key(2048), "RSA 2048"), (curve_key(ec.SECP521R1()), "secp521r1")]
)
def test_kinds_that_readers_do_not_check_are_refused_by_name(key, kind):
    for one in (key, key.public_key()):
        with pytest.raises(rules.KeyKindRefused) as refused:
            algorithm_of(one)
        assert kind in str(refused.value)


@given(st.integers(-400, 400))
def test_warnings_come_at_ninety_thirty_and_seven_days(days):
    end = NOW + timedelta(days=days, hours=1)
    key = rules.KeyRow("k", "x", "ES256", "", "", NOW, end, None, True)
    authority = rules.AuthorityRow("a", "x", "", "", NOW, NOW + 20 * YEAR)
    endings = rules.ending_of(key, authority, NOW)
    assert [one.what for one in endings] == (["key"] if days <= 90 else [])
    for one in endings:
        due = rules.warning_due(one)
        assert due in rules.WARN_DAYS
        assert one.days <= due
        assert not [other for other in rules.WARN_DAYS if one.days <= other < due]
        assert one.has_ended == (days < 0)


def test_the_authority_matters_to_its_own_keys_alone():
    ends = NOW + timedelta(days=20)
    authority = rules.AuthorityRow("a", "x", "", "", NOW, ends)
    for is_own, wanted in ((True, ["authority"]), (False, [])):
        key = rules.KeyRow("k", "x", "ES256", "", "", NOW, NOW + YEAR, None, is_own)
        assert [one.what for one in rules.ending_of(key, authority, NOW)] == wanted
    assert rules.ending_of(None, authority, NOW) == ()


def test_the_digest_of_a_token_is_that_of_its_algorithm(pair):
    signature = signer_of(pair).sign_raw(b"data")
    assert len(signature) == 64
    r, s = (int.from_bytes(part, "big") for part in (signature[:32], signature[32:]))
    pair.certificate.public_key().verify(
        encode_dss_signature(r, s), b"data", ec.ECDSA(hashes.SHA256())
    )
