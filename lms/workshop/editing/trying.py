"""Trying a question out: shown as candidates see it, scored by its own rules, recorded nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lms.questions.drawing import randomness
from lms.questions.rules import Control, Question, ResponseInvalid
from lms.questions.types import get_type
from lms.units import markdown
from lms.units.markdown import Setting


@dataclass(frozen=True, slots=True)
class TriedChoice:
    """A choice as a page shows it; `verdict` and `feedback` only once it was answered."""

    value: str
    text: str
    is_chosen: bool = False
    verdict: str = ""
    feedback: str = ""


@dataclass(frozen=True)
class Trial:
    """A question as a candidate sees it, and after an answer what the candidate is told."""

    control: Control
    text: str
    choices: tuple[TriedChoice, ...]
    typed: str = ""
    points: Fraction | None = None
    key: str = ""
    feedback: str = ""
    problem: ResponseInvalid | None = None

    @property
    def verdict(self) -> str:
        """Return right, partly or wrong; empty before an answer."""
        if self.points is None:
            return ""
        return "right" if self.points == 1 else "partly" if self.points else "wrong"


def show(question: Question, language: str, media: str) -> Trial:
    """Return a question as it stands on a paper; `media` is put before the paths of pictures."""
    texts = _texts(question, language, media)
    presented = get_type(question.type).present(question, randomness("", question.id))
    words = _words(question, texts, language)
    choices = tuple(
        TriedChoice(str(place), words[choice])
        for place, choice in enumerate(presented.choices, start=1)
    )
    return Trial(presented.control, texts["text"], choices)


def answer(question: Question, language: str, media: str, raw: Sequence[str]) -> Trial:
    """Return a question with what is said of an answer, or why the answer does not fit."""
    kind = get_type(question.type)
    shown, texts = show(question, language, media), _texts(question, language, media)
    presented = kind.present(question, randomness("", question.id))
    places = {str(place): choice for place, choice in enumerate(presented.choices, start=1)}
    given = raw if presented.control == "text" else [places.get(value, "") for value in raw]
    try:
        response = kind.accept(question, presented, given)
    except ResponseInvalid as problem:
        return Trial(shown.control, shown.text, shown.choices, problem=problem)
    score = kind.score(question, response, language)
    choices = tuple(
        TriedChoice(
            choice.value, choice.text, verdict.is_chosen,
            _verdict(is_chosen=verdict.is_chosen, is_key=verdict.is_key),
            texts.get(f"choices.{name}.feedback", ""),
        )
        for name, choice in zip(presented.choices, shown.choices, strict=True)
        for verdict in [score.verdict_of(name)]
    )  # fmt: skip
    return Trial(
        shown.control, shown.text, choices, str(response.get("text", "")), score.points,
        "" if choices else str(kind.key(question, language)["text"]), texts.get("feedback", ""),
    )  # fmt: skip


def _verdict(*, is_chosen: bool, is_key: bool) -> str:
    if is_chosen:
        return "right" if is_key else "wrong"
    return "missed" if is_key else ""


def _texts(question: Question, language: str, media: str) -> Mapping[str, str]:
    setting = Setting(source_language=language, media=media)
    return {
        name: markdown.render_line(text, setting=setting)
        for name, text in get_type(question.type).texts(question)
    }


def _words(question: Question, texts: Mapping[str, str], language: str) -> dict[str, str]:
    labels = get_type(question.type).labels(question)
    words = {choice: label.in_language(language) for choice, label in labels.items()}
    for path, text in texts.items():
        part = path.split(".")
        if part[0] == "choices" and part[-1] == "text":
            words[part[1]] = text
    return words
