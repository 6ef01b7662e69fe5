"""A sheet as it would be issued, for whoever decides: what is drawn, and what was drawn of it.

It has no code and no signature. Who may see whose is decided in `issuing_policy`.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from lms.certificates.rules.facts import Facts
from lms.kit.i18n import Text

# The kind of the job that draws.
DRAW_PREVIEW = "certificates.draw_preview"
# Instead of a code: a sheet without one says that it is a preview.
NO_CODE = ""
# A drawing has a name on it: nobody needs it longer.
KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What would be issued, as somebody may see it; `is_hidden`: a code stands for the name."""

    facts: Facts
    language: str
    beside: str
    is_hidden: bool
    is_confirmed: bool

    @property
    def seal(self) -> str:
        """Return a text that is another one where anything else would be drawn."""
        values = [self.facts.to_json(), self.language, self.beside]
        return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A drawing that was asked for: not made yet, made, or why it could not be."""

    id: str
    facts: Facts
    language: str
    beside: str
    picture_hash: str | None
    problem: Text | None
    is_made: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came of drawing one: the picture by its hash, or what speaks against it."""

    preview_id: str
    picture_hash: str | None
    problem: Text | None = None
