"""Whether a name can be printed on a certificate, as the account asks before it is confirmed.

Certificates are of a room above, which says through `ask_for_complaints` what their fonts lack.
"""

from collections.abc import Callable

from lms.kit.i18n import Text

Finder = Callable[[tuple[str, ...]], Text | None]
_finders: list[Finder] = []


def ask_for_complaints(finder: Finder) -> None:
    """Let `finder(texts)` say what cannot be printed; nothing where all can."""
    if finder not in _finders:
        _finders.append(finder)


def find_complaint(*texts: str) -> Text | None:
    """Return what of these texts cannot be printed on a certificate, or nothing."""
    complaints = (finder(texts) for finder in _finders)
    return next((one for one in complaints if one is not None), None)
