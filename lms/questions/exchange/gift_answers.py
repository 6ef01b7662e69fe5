"""What stands between the braces of a GIFT question, and the question that it makes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from lms.kit.i18n import N_, Text
from lms.questions.exchange.building import (
    FULL,
    Answer,
    Range,
    between,
    build_choices,
    build_essay,
    build_matching,
    build_numeric,
    build_short,
    build_true_false,
    read_number,
    read_share,
)
from lms.questions.exchange.found import Built, NotTaken
from lms.questions.exchange.wording import Format, to_markdown

FORMATS: Mapping[str, Format] = {
    "html": "html",
    "moodle": "auto",
    "plain": "plain",
    "markdown": "markdown",
}
_MASKED = str.maketrans(dict(zip("\x01\x02\x03\x04\x05\x06\x07", "~=#{}:\\", strict=True)))
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*(#.*)?", re.IGNORECASE | re.DOTALL)
_ANSWER = re.compile(r"([=~])([^=~]*)")
_SHARE = re.compile(r"%([^%]*)%")
_ARROW = "->"
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question without its answers, and what stands between the braces."""

    text: str
    answers: str
    general: str
    form: Format
    language: str


@dataclass
class Words:
    """Reads texts of one question, in its format where they name none; remembers what is lost."""

    form: Format
    losses: list[Text] = field(default_factory=list)

    def read(self, text: str) -> str:
        """Return a text as Markdown."""
        text, form = text.strip(), self.form
        marked = _FORMAT.match(text)
        if marked:
            form, text = FORMATS[marked[1].lower()], text[marked.end() :]
        wording = to_markdown(unmask(text), form)
        self.losses += wording.losses
        return wording.text


def unmask(text: str) -> str:
    """Return a text with the signs that stood after a backslash."""
    return text.translate(_MASKED)


def build(asked: Asked) -> Built:
    """Return the question that the braces make; raise `NotTaken`."""
    words = Words(asked.form)
    built = _built(asked, words)
    return built.with_general(words.read(asked.general)).with_losses(*words.losses)


def _built(asked: Asked, words: Words) -> Built:
    inside = asked.answers
    if not inside:
        return build_essay(asked.text, "", asked.language)
    truth = _TRUTH.fullmatch(inside)
    if truth:
        return _true_false(asked, truth, words)
    if inside.startswith("#"):
        numbers = _numbers(inside[1:], words)
        return build_numeric(asked.text, numbers, [_range(number.text) for number in numbers])
    found = _ANSWER.findall(inside)
    if not found or _ANSWER.sub("", inside).strip():
        raise NotTaken(N_("Its answers begin neither with “=” nor with “~”."))
    if all(mark == "=" and _ARROW in text for mark, text in found):
        pairs = (text.split(_ARROW, maxsplit=1) for _mark, text in found)
        return build_matching(
            asked.text, [(words.read(prompt), words.read(target)) for prompt, target in pairs]
        )
    if all(mark == "=" for mark, _text in found):
        # What people type has no mark-up.
        spoken = [_answer(mark, text, words, is_typed=True) for mark, text in found]
        return build_short(asked.text, spoken, asked.language)
    answers = [_answer(mark, text, words) for mark, text in found]
    is_single = any(mark == "=" for mark, _text in found)
    return build_choices(asked.text, answers, is_single=is_single)


def _true_false(asked: Asked, truth: re.Match[str], words: Words) -> Built:
    """Return a statement; what is said stands in the order: if wrong, if right."""
    said = [words.read(text) for text in (truth[2] or "").split("#")[1:]]
    shares = (Decimal(0), FULL)
    answers = [Answer("", share, text) for share, text in zip(shares, said, strict=False)]
    return build_true_false(asked.text, truth[1].upper().startswith("T"), answers)


def _answer(mark: str, text: str, words: Words, *, is_typed: bool = False) -> Answer:
    share = FULL if mark == "=" else Decimal(0)
    weighed = _SHARE.match(text.strip())
    if weighed:
        share, text = read_share(weighed[1]), text.strip()[weighed.end() :]
    said, _mark, feedback = text.partition("#")
    asked = unmask(" ".join(said.split())) if is_typed else words.read(said)
    return Answer(asked, share, words.read(feedback))


def _numbers(inside: str, words: Words) -> Sequence[Answer]:
    found = _ANSWER.findall(inside)
    if not found:
        said, _mark, feedback = inside.partition("#")
        return [Answer(said.strip(), FULL, words.read(feedback))]
    return [_answer(mark, text, words, is_typed=True) for mark, text in found]


def _range(text: str) -> Range:
    """Return the numbers that `middle:tolerance` or `least..most` says."""
    least, dots, most = text.partition("..")
    if dots:
        return between(read_number(least), read_number(most))
    middle, colon, tolerance = text.partition(":")
    return Range(read_number(middle), read_number(tolerance) if colon else Decimal(0))
