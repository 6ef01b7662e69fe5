"""What a signatory agrees to: one picture above one name and office, known by a seal of them all.

Pure; who is asked and who answers is in `services.signatories`.
"""

import json
from collections.abc import Mapping
from hashlib import sha256


def seal_of(name: str, offices: Mapping[str, str], picture_hash: str | None) -> str:
    """Return a text that is another one where the name, an office or the picture is another.

    An office that is empty is none.
    """
    shown = [name, sorted((key, text) for key, text in offices.items() if text), picture_hash]
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()
