"""The addresses under which a certificate's documents stand, and which they name each other by.

Signed documents carry them for ever: `views.publishing` serves each, and a test follows them.
"""

from dataclasses import dataclass

from lms.certificates.rules.codes import grouped
from lms.certificates.rules.status_bits import Purpose


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of an installation at `base_url`, which has no slash at its end."""

    base_url: str

    def verification(self, code: str) -> str:
        """Return where anybody verifies a certificate: its credential's id."""
        return f"{self.base_url}/verify/{grouped(code)}"

    def holder(self, code: str) -> str:
        """Return what stands for the holder: another at each certificate, so that none are linked.

        It says nothing but that the certificate has a holder.
        """
        return f"{self.verification(code)}#holder"

    @property
    def issuer(self) -> str:
        """Return where the issuer's profile is, with the keys.

        An installation is one issuer, since all of its organisations sign with its key; which of
        them gave a certificate is said by the name.
        """
        return f"{self.base_url}/certificates/issuer"

    def key(self, key_id: str) -> str:
        """Return where one key's public half is (Open Badges 3.0, 8.2.3: `kid`)."""
        return f"{self.issuer}/keys/{key_id}"

    def achievement(self, key: str, language: str) -> str:
        """Return where what was achieved is described in a language."""
        return f"{self.base_url}/certificates/achievements/{key}/{language}"

    def status_list(self, number: int, purpose: Purpose) -> str:
        """Return where a status list is published."""
        address = f"{self.base_url}/certificates/status/{number}"
        return address if purpose == "revocation" else f"{address}/{purpose}"
