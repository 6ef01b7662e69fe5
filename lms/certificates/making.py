"""Making a certificate's file: frozen facts to stored bytes, outside of any transaction.

What stands on it comes from `drawing`; that it was made is recorded by `services.files`.
"""

from lms.certificates.drawing.rendering import Emblem, render_certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.rules.rows import MadeFile
from lms.kit import storage


def make_file(certificate_id: str, language: str, beside: str, base_url: str) -> MadeFile | None:
    """Draw and store a certificate's file; nothing where there is one already.

    `beside` is the second language of a bilingual file, or empty; `base_url` the installation's
    address.
    """
    facts = queries.get_unrendered(certificate_id, language, beside)
    if facts is None:
        return None
    emblem = (
        Emblem(storage.get(facts.emblem_hash), facts.emblem_hash) if facts.emblem_hash else None
    )
    content = render_certificate(facts, language, base_url, emblem)
    return MadeFile(certificate_id, language, beside, storage.put(content), None)
