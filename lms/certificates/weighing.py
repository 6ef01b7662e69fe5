"""A file that was looked into, weighed against the register.

Used by the page and by the command, so that both say the same. What a finding comes to is decided
in `rules.findings`; without a register it is weighed in `checking.offline`.
"""

from datetime import datetime

from cryptography import x509

from lms.certificates.checking.known_keys import read_chains
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import keys
from lms.certificates.rules.findings import Verdict, code_claimed, weigh
from lms.certificates.rules.inspection import Inspection
from lms.certificates.rules.rows import CertificateRow


def weigh_file(inspection: Inspection, now: datetime) -> tuple[Verdict, CertificateRow | None]:
    """Return how a file stands at `now`, and the certificate that it is or claims to be."""
    on_record = queries.find_by_file(inspection.sha256, now)
    certificate = on_record[0] if on_record else _find_claimed(inspection, now)
    standing = certificate.standing if certificate else None
    return weigh(inspection, standing, is_on_record=on_record is not None), certificate


def list_own_keys() -> list[x509.Certificate]:
    """Return the certificates of all keys that there ever were."""
    return read_chains(key.chain for key in keys.list_keys())


def _find_claimed(inspection: Inspection, now: datetime) -> CertificateRow | None:
    code = code_claimed(inspection)
    return queries.find_by_code(code, now) if code else None
