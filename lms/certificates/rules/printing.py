"""Which of a person's names are printed on a certificate.

Whether the fonts have their characters is asked in `drawing.glyphs`.
"""

from collections.abc import Sequence

from lms.accounts.rules import Name


def choose_latin(confirmed: Sequence[Name], holder_name: str) -> str | None:
    """Return a name in Latin script to stand beside one in another, where that was confirmed too.

    `confirmed` are the names that the holder has confirmed; nothing where the holder's name is in
    Latin script itself.
    """
    latin = next((one.full_name for one in confirmed if one.script == "Latn"), None)
    return None if latin == holder_name else latin


def list_printed(confirmed: Sequence[Name]) -> tuple[str, ...]:
    """Return what would be printed of the names that somebody has confirmed, the last one first."""
    if not confirmed:
        return ()
    name = confirmed[0]
    latin = choose_latin(confirmed, name.full_name)
    return tuple(text for text in (name.honorific, name.full_name, latin) if text)
