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
    # What was certified on paper is in the register only.
    if facts is None or facts.subject == "paper":
        return None
    emblem = (
        Emblem(storage.get(facts.emblem_hash), facts.emblem_hash) if facts.emblem_hash else None
    )
    signatures = [one.picture_hash for one in facts.signatories if one.picture_hash]
    content = render_certificate(
        facts,
        language,
        base_url,
        beside=beside,
        emblem=emblem,
        pictures={content_hash: storage.get(content_hash) for content_hash in signatures},
    )
    return MadeFile(certificate_id, language, beside, storage.put(content), None)
