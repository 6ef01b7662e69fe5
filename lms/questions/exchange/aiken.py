"""Aiken: questions with lettered choices and the letter of the right one, as plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lms.kit.i18n import N_
from lms.questions.exchange.building import FULL, Answer, build_choices
from lms.questions.exchange.found import Item, Left, NotTaken, Reading, decode, shorten, sort_out
from lms.questions.exchange.wording import escape

_CHOICE = re.compile(r"\s*([A-Za-z])[.)]\s+(.*)")
_KEY = re.compile(r"\s*ANSWER\s*:\s*([A-Za-z]?)\s*", re.IGNORECASE)


@dataclass
class _Draft:
    line: int
    asked: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)


def read_aiken(content: bytes, language: str) -> Reading:  # noqa: ARG001 - as every format is read
    """Return the questions of a file; raise `FileRefused` where it is none."""
    return sort_out(_questions(decode(content)))


def _questions(text: str) -> Iterator[Item | Left]:
    draft: _Draft | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        key, choice = _KEY.fullmatch(line), _CHOICE.fullmatch(line)
        if not line.strip():
            continue
        draft = draft or _Draft(number)
        if key:
            yield _finish(draft, key[1].upper())
            draft = None
        elif choice and draft.asked:
            draft.choices.append((choice[1].upper(), choice[2]))
        elif draft.choices:
            # A line after the choices begins the next question: this one has no answer.
            yield _finish(draft, "")
            draft = _Draft(number, [line])
        else:
            draft.asked.append(line)
    if draft:
        yield _finish(draft, "")


def _finish(draft: _Draft, letter: str) -> Item | Left:
    asked = escape(" ".join(draft.asked))
    name = shorten(" ".join(draft.asked))
    try:
        letters = [sign for sign, _words in draft.choices]
        if letters.count(letter) != 1:
            raise NotTaken(
                N_("A line such as “ANSWER: A”, with the letter of one of its choices, is missing.")
            )
        answers = [
            Answer(escape(words), FULL if sign == letter else Decimal(0))
            for sign, words in draft.choices
        ]
        return Item(draft.line, name, build_choices(asked, answers, is_single=True))
    except NotTaken as error:
        return Left(draft.line, name, error.reason)
