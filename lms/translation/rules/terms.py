"""Terms: finding them in a text, and whether a translation keeps to them.

Pure; where terms are kept is in `models`. A language that inflects its words is met half-way: the
beginning of each word of a term has to be found, so that this can only warn, never refuse.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from lms.kit.folding import fold
from lms.units.isolating import find_signs

# Written without spaces between words: a term is looked for as it is.
UNSPACED = frozenset({"zh"})
_PLURAL = {"en": "(?:s|es)?", "fr": "(?:s|x)?", "es": "(?:s|es)?"}
_SHORTEST_STEM = 3
_STEM_SHARE = 0.7
_NOTE = re.compile(r"\s*\([^)]*\)")
_ARTICLE = re.compile(r"^ال")


@dataclass(frozen=True, slots=True)
class TermText:
    """A term's text in one language; a draft awaits checking by a native professional."""

    text: str
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term; without a course it is shared. `texts` has the source language's too."""

    id: str
    course_id: str | None
    language: str
    source: str
    note: str
    texts: Mapping[str, TermText] = field(default_factory=dict)
    forbidden: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def text_in(self, language: str) -> TermText | None:
        """Return the term in a language, or nothing."""
        found = self.texts.get(language)
        return found if found and found.text else None

    def forbidden_in(self, language: str) -> Sequence[str]:
        """Return the words that must not stand for the term in a language."""
        return self.forbidden.get(language, ())


@dataclass(frozen=True, slots=True)
class TermWish:
    """A term as somebody wants it; its own text is in `texts` too, under its language."""

    language: str
    source: str
    note: str
    texts: Mapping[str, TermText]
    forbidden: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a text, with the term that it is, if it is one; or a sign of Markdown."""

    text: str
    term: TermRow | None = None
    is_sign: bool = False


class Finder:
    """Finds the terms of one source language in texts; a course's own go before the shared."""

    def __init__(self, terms: Iterable[TermRow], language: str) -> None:
        self._language = language
        self._terms: dict[str, TermRow] = {}
        for term in terms:
            text = term.text_in(language)
            if text is None:
                continue
            name = _spoken(text.text)
            if name and (term.course_id or name not in self._terms):
                self._terms[name] = term
        self._pattern = _compile(tuple(self._terms), language) if self._terms else None

    def mark(self, text: str) -> list[Marked]:
        """Return the text in stretches, each term by itself; the longest term wins.

        What stands in an address or in code is no term.
        """
        signs = find_signs(text)
        parts: list[Marked] = []
        end = 0
        for found in self._pattern.finditer(text) if self._pattern else ():
            if not any(signs[found.start() : found.end()]):
                parts += _stretches(text, signs, end, found.start())
                parts.append(Marked(found.group(), self._term_of(found.group(1))))
                end = found.end()
        return [*parts, *_stretches(text, signs, end, len(text))]

    def find(self, text: str) -> list[TermRow]:
        """Return the terms in a text, each once, in their order."""
        found = (part.term for part in self.mark(text) if part.term)
        return list({term.id: term for term in found}.values())

    def _term_of(self, name: str) -> TermRow | None:
        return self._terms.get(_spoken(name))


def _stretches(text: str, signs: Sequence[bool], start: int, end: int) -> Iterator[Marked]:
    for is_sign, same in groupby(range(start, end), key=signs.__getitem__):
        places = list(same)
        yield Marked(text[places[0] : places[-1] + 1], is_sign=is_sign)


def _spoken(text: str) -> str:
    """Return a term as it stands in a text: without what brackets add, in lower case."""
    return " ".join(_NOTE.sub("", text).split()).casefold()


@lru_cache(maxsize=32)
def _compile(names: tuple[str, ...], language: str) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    any_name = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    if language in UNSPACED:
        return re.compile(f"({any_name})", re.IGNORECASE)
    plural = _PLURAL.get(language, "")
    return re.compile(rf"(?<!\w)({any_name}){plural}(?!\w)", re.IGNORECASE)


def keeps_term(translation: str, term: str, language: str) -> bool:
    """Say whether a translation seems to use a term, in whatever form of its words."""
    text, wanted = fold(translation), fold(_NOTE.sub("", term))
    if language in UNSPACED or wanted in text:
        return wanted in text
    return all(_stem(word) in text for word in re.findall(r"\w+", wanted))


def _stem(word: str) -> str:
    word = _ARTICLE.sub("", word)
    return word[: max(_SHORTEST_STEM, int(len(word) * _STEM_SHARE))]


def find_forbidden(translation: str, words: Sequence[str], language: str) -> Iterator[str]:
    """Yield the forbidden words that a translation uses."""
    text = fold(translation)
    for word in words:
        folded = re.escape(fold(word))
        pattern = folded if language in UNSPACED else rf"(?<!\w)(?:ال)?{folded}(?!\w)"
        if folded and re.search(pattern, text):
            yield word
