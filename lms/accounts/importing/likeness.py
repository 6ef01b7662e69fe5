"""Whether two lines, or a line and an account, may be one person: names alike, addresses alike.

A likeness is shown to a person, who decides; nothing follows from it by itself.
"""

import re

from anyascii import anyascii

from lms.kit.folding import fold

# Too short a skeleton is shared by many: Li, Ali, Ela.
SHORTEST = 4
_BETWEEN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_LETTER = re.compile(r"[^a-z]+")
_VOWELS = re.compile(r"[aeiouyhw']+")
_DOUBLED = re.compile(r"(.)\1+")
_ALIKE = str.maketrans({"q": "k", "c": "k", "z": "s", "v": "b", "p": "b", "j": "g", "d": "t"})


def name_key(name: str) -> str:
    """Return what two spellings of one name share, in any script and order; empty if too little.

    Letters are written in Latin, vowels and their companions left out, consonants that are
    confused between spellings made one: Mohammed, Muhamad and محمد give the same.
    """
    latin = _BETWEEN.sub(" ", anyascii(name))
    words = sorted(_NO_LETTER.sub(" ", fold(latin)).split())
    skeletons = sorted(filter(None, (_skeleton(word) for word in words)))
    key = " ".join(skeletons)
    return key if len(skeletons) > 1 and len(key) > SHORTEST else " ".join(words)


def _skeleton(word: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word).translate(_ALIKE))


def address_key(email: str) -> str:
    """Return what two spellings of one mailbox share: dots and what follows a plus left out."""
    local, _, domain = email.rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"
