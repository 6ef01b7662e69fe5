"""Of which certificates new files are made: not of those that must not be relied upon.

What was made before stays, and is drawn by `drawing`.
"""

from lms.certificates.rules.rows import CertificateRow
from lms.kit.errors import DomainError
from lms.kit.i18n import N_


class FileOfPaper(DomainError):
    """What was certified on paper is in the register only."""

    message = N_("This certificate was issued on paper. There is no file of it.")


class FileOfRevoked(DomainError):
    """A new file would look as if it held."""

    message = N_("This certificate was revoked. No new file of it is made.")


class FileOfReplaced(DomainError):
    """A new file would be shown in place of the one that holds."""

    message = N_("This certificate was replaced by another. Prepare a file of the new one.")


def find_refusal(certificate: CertificateRow) -> DomainError | None:
    """Return why no new file is made of a certificate, or nothing."""
    if certificate.facts.subject == "paper":
        return FileOfPaper()
    if certificate.standing.is_revoked:
        return FileOfRevoked()
    return FileOfReplaced() if certificate.standing.status == "superseded" else None
