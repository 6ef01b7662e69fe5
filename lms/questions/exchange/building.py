"""Questions of ours out of what the formats share: answers with their share of the points.

How a format writes them, its own file knows.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from lms.kit.i18n import N_, Text
from lms.questions.exchange.found import Built, NotTaken
from lms.questions.normalise import normalise

FULL = Decimal(100)
# Other systems write a third as 33.333 or 33.3.
_NEAR = Decimal("0.1")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?")

WEIGHTS = Text(
    "The shares of the single answers are not kept: each right choice counts alike, and each wrong "
    "one takes away alike."
)
PARTLY_RIGHT = Text("Answers that were partly right count as wrong here.")
FEEDBACK = Text("What was said to single answers is not kept.")
WILDCARD = Text("Answers with a wildcard (*) are not kept.")
CASE = Text("Small and capital letters are not told apart here.")
NUMBER_AS_SPELT = Text("A number in a gap is compared as it is spelt: 5 is not 5.0 here.")
# Where something is to be typed within a text that has no fields.
BLANK = r"\_\_\_\_\_"
RUBRIC = Text("The file has no criteria to mark by. One was put in their place: write your own.")

_WHOLE = Text("The answer as a whole")
_LEVELS = ((Text("Not met"), 0), (Text("Met in part"), 1), (Text("Met in full"), 2))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the file: its words, its share of the points in percent, what is said to it."""

    text: str
    share: Decimal
    feedback: str = ""

    @property
    def is_right(self) -> bool:
        """Say whether it gets all points."""
        return self.share >= FULL - _NEAR


def read_share(text: str) -> Decimal:
    """Return a share in percent; raise `NotTaken` for what is none."""
    number = read_number(text)
    if abs(number) > FULL:
        raise NotTaken(N_("“%(text)s” is not a share of the points."), text=text.strip())
    return number


def read_number(text: str) -> Decimal:
    """Return a number as these formats write it, with a point; raise `NotTaken` for none."""
    try:
        if _NUMBER.fullmatch(text.strip()):
            return Decimal(text.strip())
    except InvalidOperation:
        pass
    raise NotTaken(N_("“%(text)s” is not a number."), text=text.strip()[:40])


def build_choices(text: str, answers: Sequence[Answer], *, is_single: bool) -> Built:
    """Return a question with written choices; raise `NotTaken` for no or several right ones."""
    right = [answer for answer in answers if (answer.is_right if is_single else answer.share > 0)]
    if is_single and len(right) != 1:
        raise NotTaken(N_("It takes one choice, and %(count)s are right."), count=len(right))
    choices = []
    for number, answer in enumerate(answers, start=1):
        choice: dict[str, Any] = {"id": f"choice-{number}", "text": answer.text}
        if answer in right:
            choice["correct"] = True
        if answer.feedback:
            choice["feedback"] = answer.feedback
        choices.append(choice)
    built = Built({"type": "single" if is_single else "multiple", "text": text, "choices": choices})
    if is_single:
        partly = any(answer.share > 0 and answer not in right for answer in answers)
        lessens = any(answer.share < 0 for answer in answers)
        return built.with_losses(
            *([PARTLY_RIGHT] if partly else []), *([WEIGHTS] if lessens else [])
        )
    return built.with_losses(*([] if _is_as_here(answers) else [WEIGHTS]))


def _is_as_here(answers: Iterable[Answer]) -> bool:
    """Say whether right answers share the points alike, and wrong ones take them away alike."""
    shares = [answer.share for answer in answers]
    for side in ([s for s in shares if s > 0], [-s for s in shares if s <= 0]):
        if any(abs(share * len(side) - FULL) > _NEAR * len(side) for share in side):
            return False
    return True


def build_short(text: str, answers: Sequence[Answer], language: str) -> Built:
    """Return a question answered by a few words; raise `NotTaken` where no answer is left."""
    losses = []
    spellings = []
    for answer in answers:
        if "*" in answer.text.replace("\\*", ""):
            losses += [WILDCARD] if answer.share > 0 else []
        elif answer.is_right:
            spellings.append(answer.text.replace("\\*", "*"))
        elif answer.share > 0:
            losses.append(PARTLY_RIGHT)
    if not spellings:
        raise NotTaken(N_("No answer to it is wholly right."))
    kept = [word for word in dict.fromkeys(spellings) if normalise(word, language)]
    if not kept:
        raise NotTaken(N_("Its answers have neither a letter nor a digit."))
    built = Built({"type": "short_text", "text": text, "accept": {language: kept}})
    return _with_feedback(built, answers).with_losses(*losses)


def _with_feedback(built: Built, answers: Sequence[Answer]) -> Built:
    """Keep what is said to the right answer, which is shown to all here."""
    said = [answer for answer in answers if answer.feedback]
    right = next((answer for answer in said if answer.is_right), None)
    others = [answer for answer in said if answer is not right]
    data = {**built.data, "feedback": right.feedback} if right else built.data
    return Built(data, built.losses).with_losses(*([FEEDBACK] if others else []))


def build_true_false(text: str, is_true: bool, answers: Sequence[Answer]) -> Built:
    """Return a statement that is true or false."""
    return _with_feedback(Built({"type": "true_false", "text": text, "correct": is_true}), answers)


@dataclass(frozen=True, slots=True)
class Range:
    """A number that answers a question, and how far off one may be."""

    middle: Decimal
    tolerance: Decimal


def build_numeric(text: str, answers: Sequence[Answer], ranges: Sequence[Range]) -> Built:
    """Return a question answered by a number; raise `NotTaken` for none, or several right ones."""
    right = [place for place, answer in enumerate(answers) if answer.is_right]
    if len(right) != 1:
        raise NotTaken(N_("It takes one number, and %(count)s are right."), count=len(right))
    found = ranges[right[0]]
    data: dict[str, Any] = {"type": "numeric", "text": text, "answer": _digits(found.middle)}
    if found.tolerance:
        data["tolerance"] = _digits(abs(found.tolerance))
    partly = any(answer.share > 0 and not answer.is_right for answer in answers)
    built = _with_feedback(Built(data), answers)
    return built.with_losses(*([PARTLY_RIGHT] if partly else []))


def number_gap(answers: Sequence[Answer], ranges: Sequence[Range], language: str) -> Built:
    """Return a gap to type a number into; raise `NotTaken` where one may be near it."""
    right = [found for answer, found in zip(answers, ranges, strict=True) if answer.is_right]
    if any(found.tolerance for found in right):
        raise NotTaken(
            N_(
                "One of its gaps takes a number with a tolerance. Here that is a question of its "
                "own."
            )
        )
    spelt = [Answer(_digits(found.middle), FULL) for found in right]
    short = build_short("", spelt, language)
    partly = any(answer.share > 0 and not answer.is_right for answer in answers)
    built = Built({"accept": short.data["accept"]})
    return built.with_losses(NUMBER_AS_SPELT, *([PARTLY_RIGHT] if partly else []))


def between(least: Decimal, most: Decimal) -> Range:
    """Return the numbers from one to another."""
    return Range((least + most) / 2, abs(most - least) / 2)


def _digits(number: Decimal) -> str:
    """Return a number in digits, without an exponent and without zeros at its end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def build_matching(text: str, pairs: Sequence[tuple[str, str]]) -> Built:
    """Return a question that matches; a pair without a prompt is a target that leads astray."""
    words = list(dict.fromkeys(target for _prompt, target in pairs))
    ids = {target: f"target-{number}" for number, target in enumerate(words, start=1)}
    asked = [(prompt, target) for prompt, target in pairs if prompt]
    used = [target for _prompt, target in asked]
    data: dict[str, Any] = {
        "type": "matching",
        "text": text,
        "prompts": [
            {"id": f"prompt-{number}", "text": prompt, "match": ids[target]}
            for number, (prompt, target) in enumerate(asked, start=1)
        ],
        "targets": [{"id": ids[target], "text": target} for target in words],
    }
    if len(set(used)) < len(used):
        data["reuse"] = True
    return Built(data)


def build_matrix(text: str, rows: Sequence[tuple[str, str]], columns: Sequence[str]) -> Built:
    """Return a table of rows, each with the words of its right column."""
    ids = {words: f"column-{number}" for number, words in enumerate(columns, start=1)}
    return Built(
        {
            "type": "matrix",
            "text": text,
            "rows": [
                {"id": f"row-{number}", "text": row, "correct": ids[column]}
                for number, (row, column) in enumerate(rows, start=1)
            ],
            "columns": [{"id": ids[words], "text": words} for words in ids],
        }
    )


def build_ordering(text: str, items: Sequence[str]) -> Built:
    """Return a question whose items are given in their right order."""
    parts = [{"id": f"item-{number}", "text": item} for number, item in enumerate(items, start=1)]
    return Built({"type": "ordering", "text": text, "items": parts})


def build_essay(text: str, criterion: str, language: str) -> Built:
    """Return a question to write about; a criterion is put in where the file has none."""
    levels = [
        {"id": f"level-{points}", "text": words.in_language(language), "points": points}
        for words, points in _LEVELS
    ]
    said = criterion or _WHOLE.in_language(language)
    criteria = [{"id": "answer", "text": said, "levels": levels}]
    built = Built({"type": "essay", "text": text, "rubric": {"criteria": criteria}})
    return built.with_losses(RUBRIC)
