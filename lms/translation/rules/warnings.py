"""What a translator should look at again: numbers, articles, structure, terms, lengths.

These warn and may be kept; what is refused is found by `lms.units.checks`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lms.kit.folding import fold
from lms.kit.i18n import N_, Text
from lms.translation.rules.terms import TermRow, find_forbidden, keeps_term

# The title of a course is printed on its certificates, on two lines at most.
LONGEST_TITLE = 110
CERTIFICATE_UNITS = frozenset({"course.yaml#title"})
_TIMES_LONGER = 3
_SHORT = 20
# 60, 16(2), 60(1)(b): an article with its paragraph, subparagraph and clause.
ARTICLE = re.compile(r"\d{1,2}(?:\s?\((?:\d{1,2}|[a-z]{1,4})\)){1,3}")
NUMBER = re.compile(r"(?:\d{1,3}(?:[.,\u066b\u066c' ]\d{3})+(?!\d)|\d+)(?:[.,\u066b]\d+)?")
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|\*|(?<!\w)_|_(?!\w))")
_LEAD = re.compile(r"^\s*(?:#{1,6}\s|[-+*]\s|\d+[.)]\s|>\s?)")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What else of a question matters to one of its texts.

    `choices` are the translations of the other choices; `lacks_answers`: it is typed, and no
    answer is accepted in the language at hand.
    """

    choices: Sequence[str] = field(default_factory=tuple)
    lacks_answers: bool = False


def find_warnings(
    context: str,
    source: str,
    translation: str,
    language: str,
    terms: Iterable[TermRow] = (),
    neighbours: Neighbours | None = None,
) -> list[Text]:
    """Return what looks wrong with a translation, in the order in which it is read."""
    if not translation:
        return []
    return [
        *_sameness(source, translation),
        *_numbers(source, translation),
        *_structure(source, translation),
        *_lengths(context, source, translation, language),
        *_terms(terms, translation, language),
        *_question(translation, neighbours or Neighbours()),
    ]


def _sameness(source: str, translation: str) -> Iterator[Text]:
    has_words = any(character.isalpha() for character in source)
    if source == translation and has_words and len(source) > _SHORT:
        yield Text(N_("The translation is the same as the source."))


def _numbers(source: str, translation: str) -> Iterator[Text]:
    said, meant = _western(translation), _western(source)
    articles = Counter(map(_bare, ARTICLE.findall(meant)))
    found = Counter(map(_bare, ARTICLE.findall(said)))
    for article in articles - found:
        yield Text(
            N_("The source cites article %(number)s; the translation does not."), number=article
        )
    numbers = _count_numbers(ARTICLE.sub(" ", meant))
    others = _count_numbers(ARTICLE.sub(" ", said))
    for number in numbers - others:
        yield Text(N_("The number %(number)s of the source is missing."), number=number)
    for number in others - numbers:
        yield Text(N_("The number %(number)s is not in the source."), number=number)


def _count_numbers(text: str) -> Counter[str]:
    """Count numbers by their digits: each language groups and parts them in its own way."""
    return Counter(re.sub(r"\D", "", number) for number in NUMBER.findall(text))


def _western(text: str) -> str:
    """Return the text with every digit as 0 to 9, whatever its script."""
    return "".join(
        str(unicodedata.digit(character)) if character.isdecimal() else character
        for character in unicodedata.normalize("NFKC", text)
    )


def _bare(article: str) -> str:
    return article.replace(" ", "")


def _structure(source: str, translation: str) -> Iterator[Text]:
    if translation.count("\n") != source.count("\n"):
        yield Text(N_("The line breaks are not those of the source."))
    if len(_EMPHASIS.findall(source)) != len(_EMPHASIS.findall(translation)):
        yield Text(N_("The emphasis (*…*) is not that of the source."))
    if _LEAD.match(translation) and not _LEAD.match(source):
        yield Text(N_("The text begins with a mark (#, -, >) that Markdown takes for structure."))
    if translation != translation.strip():
        yield Text(N_("There is a space at the beginning or at the end."))


def _lengths(context: str, source: str, translation: str, language: str) -> Iterator[Text]:
    if context in CERTIFICATE_UNITS and len(translation) > LONGEST_TITLE:
        yield Text(
            N_(
                "This title is printed on certificates. It has %(count)s characters; more than "
                "%(most)s may not fit."
            ),
            count=len(translation),
            most=LONGEST_TITLE,
        )
    # Chinese says the same in a third of the signs.
    longest = _TIMES_LONGER * len(source) if language != "zh" else 2 * len(source)
    if len(source) > _SHORT and len(translation) > longest:
        yield Text(N_("The translation is much longer than the source."))
    shortest = len(source) / (10 if language == "zh" else _TIMES_LONGER)
    if len(source) > 2 * _SHORT and len(translation) < shortest:
        yield Text(N_("The translation is much shorter than the source."))


def _terms(terms: Iterable[TermRow], translation: str, language: str) -> Iterator[Text]:
    for term in terms:
        wanted = term.text_in(language)
        if wanted and not keeps_term(translation, wanted.text, language):
            yield Text(
                N_("The term “%(source)s” is translated “%(wanted)s” elsewhere."),
                source=term.source,
                wanted=wanted.text,
            )
        for word in find_forbidden(translation, term.forbidden_in(language), language):
            yield Text(
                N_("“%(word)s” must not stand for “%(source)s”."), word=word, source=term.source
            )


def _question(translation: str, neighbours: Neighbours) -> Iterator[Text]:
    if fold(translation) in {fold(choice) for choice in neighbours.choices if choice}:
        yield Text(N_("Another choice of this question has the same translation."))
    if neighbours.lacks_answers:
        yield Text(
            N_(
                "The answer to this question is typed, and its key has none in this language yet. "
                "Please tell the trainer which answers to accept."
            )
        )
