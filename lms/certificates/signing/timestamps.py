"""Time stamps (RFC 3161): asking a service over HTTP, and believing only a fitting answer.

Where the service is, the setting LMS_TIMESTAMP_URL says; whom a reader trusts is the reader's.
"""

import hashlib
import urllib.error
import urllib.request
from typing import Any, ClassVar
from urllib.parse import urlsplit

from asn1crypto import cms, core, tsp
from cryptography.exceptions import InvalidSignature
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from lms.certificates.rules.keys import TimestampFailed

SECONDS = 10
# A token is some kilobytes; whoever answers with more is no time-stamp service.
_LARGEST = 256 * 1024
_HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}


class _Answer(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    """An answer, which has no stamp where it is a refusal (RFC 3161, 2.4.2)."""

    _fields: ClassVar[list[tuple[Any, ...]]] = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class HttpTimeStamper(TimeStamper):
    """Asks a service for a stamp; raises `TimestampFailed` with the reason in plain words."""

    def __init__(self, address: str, seconds: float = SECONDS) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's
        self._address = address
        self._seconds = seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request and return the answer."""
        request = urllib.request.Request(  # noqa: S310 - the settings allow http and https alone
            self._address, req.dump(), _HEADERS
        )
        try:
            with urllib.request.urlopen(request, timeout=self._seconds) as answer:  # noqa: S310 - see above
                content = answer.read(_LARGEST)
            _check_granted(_Answer.load(content)["status"])
        except urllib.error.HTTPError as error:
            # It is the answer itself, and open still.
            error.close()
            raise self._failed(error) from error
        except (OSError, ValueError, TypeError) as error:
            raise self._failed(error) from error
        return tsp.TimeStampResp.load(content)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return a stamp over a digest: granted, of this very digest, and signed as it says."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            _check(token, message_digest)
        except (
            TimestampRequestError, SignatureValidationError, InvalidSignature,
            ValueError, TypeError, KeyError, AttributeError,
        ) as error:  # fmt: skip
            raise self._failed(error) from error
        return token

    def _failed(self, error: Exception) -> TimestampFailed:
        # The address may carry a password.
        host = urlsplit(self._address).hostname
        return TimestampFailed(address=host, reason=str(error) or type(error).__name__)


def _check_granted(status: tsp.PKIStatusInfo) -> None:
    word = status["status"].native
    if word != "granted":
        reasons = [*(status["status_string"].native or []), *(status["fail_info"].native or [])]
        raise ValueError("; ".join([word, *reasons]))


def _check(token: cms.ContentInfo, message_digest: bytes) -> None:
    signed: Any = token["content"]
    told = signed["encap_content_info"]["content"]
    if told.parsed["message_imprint"]["hashed_message"].native != message_digest:
        raise ValueError("the stamp is of something else")
    signer = extract_signer_info(signed)
    digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, bytes(told)).digest()
    certificate = extract_certificate_info(signed).signer_cert
    if validate_sig_integrity(signer, certificate, "tst_info", digest) != (True, True):
        raise ValueError("the stamp's own signature is broken")
