"""What a name may be written with, wherever a person types one: seen letters, of one script.

How a name is stored is said in `rules`; which characters a certificate can have, by its fonts.
"""

import unicodedata

from lms.accounts.rules import script_of
from lms.kit.characters import describe, find_foreign, is_latin
from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text

# Marks that begin or end what a program reads; no name has one.
_SIGNS = frozenset("<>{}")
# Scripts whose letters join, or not, as one of the two joiners says.
_JOINED = ("ARABIC", "SYRIAC", "MONGOLIAN", "NKO")
_JOINERS = frozenset("\u200c\u200d")
# The canonical combining class of a virama, after which a joiner shapes Indian letters.
_VIRAMA = 9


class NameUnseen(Invalid):
    """What cannot be seen is taken out by whoever writes the name, and not behind their back."""

    message = N_(
        "These characters cannot be seen, and a name must read as it is written: %(characters)s. "
        "Type the name anew instead of pasting it."
    )


class NameWithSigns(Invalid):
    """A name is no instruction to a program."""

    message = N_("These signs stand in no name: %(characters)s.")


class NameWithoutLetter(Invalid):
    """A number is not what somebody is called."""

    message = N_("A name has at least one letter, of any script. Write yours as you are called.")


class NameNotLatin(Invalid):
    """A name in Latin script is for those who read no other."""

    message = N_(
        "These letters are not Latin: %(characters)s. Write the whole name in Latin letters; "
        "in another script it can stand beside it as a name of its own."
    )


class NameInOtherScript(Invalid):
    """A name stands under the script in which it is written."""

    message = N_(
        "This name is not written in the script that was chosen. Write it in that script, or add "
        "it as a name in another one."
    )


def check_seen(text: str) -> None:
    """Raise `NameUnseen` or `NameWithSigns` where a text has what no name, and no title, has."""
    unseen = [c for place, c in enumerate(text) if _is_unseen(text, place)]
    if unseen:
        raise NameUnseen(characters=describe(tuple(dict.fromkeys(unseen))))
    signs = [character for character in dict.fromkeys(text) if character in _SIGNS]
    if signs:
        raise NameWithSigns(characters=" ".join(signs))


def check_spelling(text: str, script: str | None = None) -> None:
    """Raise why a text is no name under `script`, or under that of its letters.

    `NameUnseen`, `NameWithSigns`, `NameWithoutLetter`, `NameNotLatin`, `NameInOtherScript`.
    """
    check_seen(text)
    if not any(character.isalpha() for character in text):
        raise NameWithoutLetter
    own = script_of(text)
    wanted = script or own
    if wanted == "Latn" and not is_latin(text):
        raise NameNotLatin(characters=describe(find_foreign(text)))
    if wanted != own and "Zyyy" not in {wanted, own}:
        raise NameInOtherScript


def find_fault(text: str, script: str | None = None) -> Text | None:
    """Return what `check_spelling` says of a name, or nothing."""
    try:
        check_spelling(text, script)
    except Invalid as error:
        return error.text
    return None


def _is_unseen(text: str, place: int) -> bool:
    """Say whether a character shows nothing and shapes nothing: space and joiners in place do."""
    character = text[place]
    if character in _JOINERS:
        before = text[place - 1] if place else ""
        return not (before and (_is_joined(before) or unicodedata.combining(before) == _VIRAMA))
    return not character.isspace() and unicodedata.category(character) in {"Cc", "Cf", "Cs"}


def _is_joined(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_JOINED)
