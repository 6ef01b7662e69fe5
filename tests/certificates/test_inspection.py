"""Files from anywhere: each forgery told apart, a genuine one known, and nothing that hangs."""

import io

import pytest

from lms.certificates.checking.inspection import inspect, read_limited
from lms.certificates.checking.signature import read_signature
from lms.certificates.rules.findings import WORDS, weigh
from lms.certificates.rules.inspection import LARGEST_FILE, Stamp
from lms.certificates.rules.status import Standing
from lms.certificates.signing.pades import sign_pdf
from lms.certificates.signing.timestamps import HttpTimeStamper
from tests import cast
from tests.certificates import forgeries, stamping
from tests.certificates.forgeries import CERTIFICATES, FACTS, FORGERIES, THEIRS, genuine

VALID = Standing("valid")


def test_a_genuine_file_is_known():
    inspection = inspect(genuine(), CERTIFICATES)
    signature, contents = inspection.signature, inspection.contents
    assert signature.state == "intact"
    assert signature.signed_at == cast.NOW.replace(microsecond=0)
    assert "Commission" in (signature.by or "")
    assert contents.attached == FACTS.code
    assert contents.codes[0] == FACTS.code
    assert contents.qr_fits
    verdict = weigh(inspection, VALID)
    assert (verdict.status, verdict.reason, verdict.is_genuine) == ("valid", None, True)
    assert verdict.code == FACTS.code


def test_a_time_stamped_file_is_known_with_its_stamp_and_told_where_it_was_changed():
    with stamping.serve() as (address, service):
        plain = forgeries.make(FACTS, None)
        pdf = sign_pdf(plain, forgeries.OURS, cast.NOW, HttpTimeStamper(address))
        assert service.asked == 1
    inspection = inspect(pdf, CERTIFICATES)
    stamp = inspection.signature.stamp
    assert stamp == Stamp(stamping.STAMPED_AT, "Time of Someland", is_intact=True)
    verdict = weigh(inspection, VALID)
    assert (verdict.status, verdict.is_genuine) == ("valid", True)
    assert inspection.contents.attached == FACTS.code
    middle = len(plain) // 3
    changed = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    verdict = weigh(inspect(changed, CERTIFICATES), VALID)
    assert (verdict.status, verdict.reason) == ("tampered", "changed")


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.name)
def test_each_forgery_is_told_apart(forgery):
    changed = read_limited(io.BytesIO(forgery.make(genuine())))
    verdict = weigh(inspect(changed, CERTIFICATES), VALID)
    assert (verdict.status, verdict.reason) == (forgery.status, forgery.reason)
    assert not verdict.is_genuine
    assert verdict.reason in WORDS


def test_of_a_file_that_is_too_large_no_more_is_read():
    assert len(read_limited(io.BytesIO(bytes(LARGEST_FILE * 2)))) == LARGEST_FILE + 1


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (Standing("expired"), "expired"),
        (Standing("revoked", "fraud", cast.NOW), "revoked"),
        (Standing("suspended", "other", cast.NOW), "suspended"),
        (Standing("superseded", "error", cast.NOW), "superseded"),
    ],
)
def test_a_genuine_file_stands_as_its_certificate_does(standing, status):
    verdict = weigh(inspect(genuine(), CERTIFICATES), standing)
    assert (verdict.status, verdict.reason) == (status, standing.reason)
    assert verdict.is_genuine


def test_what_we_signed_and_the_register_does_not_know():
    verdict = weigh(inspect(genuine(), CERTIFICATES), None)
    assert (verdict.status, verdict.reason) == ("unknown", "no_record")


def test_a_key_that_only_calls_itself_ours_is_not():
    other = forgeries.new_signer("Commission")
    signature = read_signature(forgeries.make(FACTS, other), CERTIFICATES)
    assert signature.state == "foreign"
    assert signature.fingerprint != read_signature(genuine(), CERTIFICATES).fingerprint


def test_any_byte_that_is_changed_is_noticed():
    pdf = genuine()
    signature = pdf.rindex(b"/Contents <")
    for place in [*range(9, len(pdf), 2_003), signature - 1, len(pdf) - 1]:
        if signature < place < pdf.index(b">", signature + 11):
            continue
        changed = pdf[:place] + bytes([pdf[place] ^ 4]) + pdf[place + 1 :]
        assert read_signature(changed, CERTIFICATES).state != "intact", place


def test_a_range_that_leaves_out_more_than_the_signature_counts_for_nothing():
    """Whoever could widen the gap could write into it."""
    pdf = forgeries.make(FACTS, THEIRS)
    assert read_signature(pdf, [THEIRS.certificate]).state == "intact"
    gap = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    hidden = pdf[: gap + 1] + b"zz" + pdf[gap + 3 :]
    assert read_signature(hidden, [THEIRS.certificate]).state == "none"


@pytest.mark.parametrize("digits", [b"00", b"3080", b"ff" * 40, b"30820000"])
def test_a_signature_of_rubbish_is_told(digits):
    body = b"%PDF-1.7\n/Contents <" + digits + b"> "
    first, second = body.index(b"<"), body.index(b">") + 1
    tail = b"/ByteRange [0 %d %d 60]\n%%%%EOF" % (first, second)
    assert read_signature(body + tail, CERTIFICATES).state in {"broken", "none", "foreign"}
