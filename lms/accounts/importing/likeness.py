"""Whether two lines, or a line and an account, may be one person: names alike, addresses alike.

A likeness is shown to a person, who decides; nothing follows from it by itself.
"""

import re
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Literal

from anyascii import anyascii

from lms.accounts.rules import script_of
from lms.kit.folding import fold
from lms.kit.i18n import N_

# By what two accounts seem to be one person's, the strongest first.
Likeness = Literal["mailbox", "name", "local", "spelling"]
LIKENESS_NAMES: dict[Likeness, str] = {
    "mailbox": N_("The same mailbox in another spelling"),
    "name": N_("The same name"),
    "local": N_("The same name before the @ of the address"),
    "spelling": N_("The same name in another spelling"),
}

# Too short a skeleton is shared by many: Li, Ali, Ela.
SHORTEST = 4
_BETWEEN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+|\d+")
_IN_WORD = re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])")
# What tells Maria from Mario and Olga from Oleg; only these scripts write it always.
_ENDING = re.compile(r"([ao])h?$")
_WITH_VOWELS = frozenset({"Latn", "Cyrl"})
_VOWELS = re.compile(r"[aeiouyhw']+")
_DOUBLED = re.compile(r"(.)\1+")
_ALIKE = str.maketrans({"q": "k", "c": "k", "z": "s", "v": "b", "p": "b", "j": "g", "d": "t"})


def name_key(name: str) -> str:
    """Return what two spellings of one name share, in any script and order; empty if too little.

    Letters are written in Latin, vowels and their companions left out, consonants that are
    confused between spellings made one: Mohammed, Muhamad and محمد give the same.
    """
    return _key(name, _skeleton)


def _key(name: str, shorten: Callable[[str], str]) -> str:
    latin = _IN_WORD.sub("", _BETWEEN.sub(" ", anyascii(name)))
    words = sorted(_WORD.findall(fold(latin)))
    skeletons = sorted(filter(None, (shorten(word) for word in words)))
    key = " ".join(skeletons)
    return key if len(skeletons) > 1 and len(key) > SHORTEST else " ".join(words)


def _skeleton(word: str) -> str:
    # The digits of a number are all there is of it.
    if word.isdigit():
        return word
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word).translate(_ALIKE))


def _ended_skeleton(word: str) -> str:
    ending = _ENDING.search(word)
    return _skeleton(word) + (ending[1] if ending else "")


@lru_cache(maxsize=50_000)
def kept_keys(name: str) -> tuple[str, ...]:
    """Return the keys under which a name is found again by those that `sought_keys` gives."""
    key = name_key(name)
    return (f"any {key}", _written_key(name, key)) if key else ()


def sought_keys(name: str) -> tuple[str, ...]:
    """Return the keys of the names that may be this one.

    Where both are written with vowels, their last must agree: Maria is not Mario. A name in a
    script that leaves vowels out may be either.
    """
    key = name_key(name)
    if not key:
        return ()
    own = _written_key(name, key)
    return (own, f"bare {key}") if own.startswith("full ") else (f"any {key}",)


def _written_key(name: str, key: str) -> str:
    if script_of(name) in _WITH_VOWELS:
        return f"full {_key(name, _ended_skeleton)}"
    return f"bare {key}"


def address_key(email: str) -> str:
    """Return what two spellings of one mailbox share: dots and what follows a plus left out."""
    local, _, domain = email.rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


def find_likeness(
    names: Collection[str], email: str, other_names: Collection[str], other_email: str
) -> Likeness | None:
    """Return by what two accounts, each with its names and address, seem to be one person's."""
    if address_key(email) == address_key(other_email):
        return "mailbox"
    if {_plain(name) for name in names} & {_plain(name) for name in other_names}:
        return "name"
    if _local_key(email) == _local_key(other_email):
        return "local"
    sought = {key for name in names for key in sought_keys(name)}
    if any(sought.intersection(kept_keys(name)) for name in other_names):
        return "spelling"
    return None


def _plain(name: str) -> str:
    return " ".join(fold(name).split())


def _local_key(email: str) -> str:
    return address_key(email).partition("@")[0]
