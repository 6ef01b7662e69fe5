"""Whether a name that somebody types is the one on a certificate: the same words, in any script.

How often one may try, and how long an answer takes, is decided in `throttle`.
"""

import re
from itertools import product

from anyascii import anyascii

from lms.certificates.rules.facts import Facts
from lms.certificates.rules.spellings import spell
from lms.certificates.rules.titles import list_without_titles
from lms.kit.folding import fold

# The words of a name, each in all its spellings.
Spelt = tuple[frozenset[str], ...]

_BETWEEN_WORDS = re.compile(r"[\W_]+")
# In Latin letters the Russian soft sign is a mark, and parts no word.
_MARKS = re.compile(r"[^a-z0-9\s]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# What an Arabic name may have as a word before another or joined to it, as the writer likes:
# servant of, father and mother of, son of, the article.
_PARTICLES = frozenset({"عبد", "ابو", "ابا", "ابي", "ام", "بن", "ال"})
# Some part a word with an apostrophe, some do not, some leave it out.
_APOSTROPHES = str.maketrans(dict.fromkeys("'`´ʼʻ‘’"))
_LONGEST_SURNAME = 2


def is_holder(facts: Facts, typed: str) -> bool:
    """Say whether a typed name is one under which a certificate was issued: in any script.

    What is printed before the name may be typed, and may be left out; so may any form of address.
    """
    names = (facts.holder_name, facts.printed_name, facts.latin_name or "")
    return any(is_same_name(name, one) for name, one in product(names, list_without_titles(typed)))


def is_same_name(one: str, other: str) -> bool:
    """Say whether two names are the same words, whatever their order, case, accents and script.

    A name in Chinese characters is compared by its pinyin, the family name first or last; one in
    Cyrillic, Greek and the like by Latin letters, in any of their usual spellings. Arabic writes no
    short vowels: such a name is compared in Arabic only, its compounds in one word or in two. Two
    names without a word are not the same.
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    joined = "".join(first)
    if sorted(first) == sorted(second) or sorted(_join(first)) == sorted(_join(second)):
        return True
    if _is_loose(joined) and joined == "".join(second):
        return True
    if _is_han(first) != _is_han(second):
        han, latin = (one, other) if _is_han(first) else (other, one)
        return not _pinyin(han).isdisjoint(_run_together(_latin_words(latin)))
    return any(
        _are_paired(spelt, other_spelt)
        for spelt, other_spelt in product(_spellings(one), _spellings(other))
    )


def _words(name: str) -> list[str]:
    return [word for word in _BETWEEN_WORDS.split(fold(name)) if word]


def _join(words: list[str]) -> list[str]:
    """Return the words of a name, those of Arabic that may stand apart joined to what follows."""
    joined: list[str] = []
    for word in reversed(words):
        is_first_part = bool(joined) and word in _PARTICLES and _ARABIC.match(joined[-1])
        joined.append(word + joined.pop() if is_first_part else word)
    return joined


def _is_loose(joined: str) -> bool:
    """Say whether a script parts the words of a name, or does not, as the writer likes."""
    return bool(_HAN.fullmatch(joined) or _ARABIC.search(joined))


def _is_han(words: list[str]) -> bool:
    return _HAN.fullmatch("".join(words)) is not None


def _latin_words(name: str) -> list[str]:
    return _MARKS.sub("", anyascii(_BETWEEN_WORDS.sub(" ", name)).lower()).split()


def _spellings(name: str) -> set[Spelt]:
    """Return the words of a name, each as it may be spelt in Latin letters; none for Arabic.

    In two ways where there are apostrophes: they part words, or do not.
    """
    if _ARABIC.search(name):
        return set()
    ways = {name, name.translate(_APOSTROPHES)}
    spelt = (tuple(map(spell, _BETWEEN_WORDS.sub(" ", way).split())) for way in ways)
    return {words for words in (tuple(filter(None, way)) for way in spelt) if words}


def _are_paired(words: Spelt, others: Spelt) -> bool:
    """Say whether each word has one of the others to itself that may be spelt as it is."""
    if len(words) != len(others):
        return False
    alike = [
        [place for place, other in enumerate(others) if not word.isdisjoint(other)]
        for word in words
    ]
    taken: dict[int, int] = {}

    def finds_one(word: int, tried: set[int]) -> bool:
        # Kuhn's algorithm: whoever has what this word needs looks for another one.
        for place in alike[word]:
            if place in tried:
                continue
            tried.add(place)
            if place not in taken or finds_one(taken[place], tried):
                taken[place] = word
                return True
        return False

    return all(alike) and all(finds_one(word, set()) for word in range(len(words)))


def _pinyin(han: str) -> set[str]:
    """Return a Chinese name as it is spelt: the family name, of one or two characters, first; last.

    The order of one that is written with a space is known no better.
    """
    syllables = [anyascii(character).lower() for character in han if _HAN.fullmatch(character)]
    longest = min(_LONGEST_SURNAME, len(syllables) - 1)
    return {"".join(syllables[length:] + syllables[:length]) for length in range(longest + 1)}


def _run_together(words: list[str]) -> set[str]:
    """Return words without spaces, as they stand, and with the first or the last changed over."""
    orders = (words, words[1:] + words[:1], words[-1:] + words[:-1])
    return {"".join(order) for order in orders}
