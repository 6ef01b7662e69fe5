"""Questions that those who run a cohort ask in its surveys beside the standard ones.

How answers are counted stands in `surveys`: the same way for these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from lms.kit.errors import DomainError
from lms.kit.i18n import N_, Text
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.form_editing import OptionsNotValid
from lms.programmes.rules.form_questions import Option
from lms.programmes.rules.rows import Texts
from lms.programmes.rules.surveys import NO_CASE_DATA, Item

OwnKind = Literal["agreement", "choice", "several", "comment"]
KIND_NAMES: Mapping[OwnKind, str] = {
    "agreement": N_("How far they agree, from 1 to 5"),
    "choice": N_("One of several"),
    "several": N_("Any of several"),
    "comment": N_("Comment"),
}
CHOOSING: frozenset[OwnKind] = frozenset({"choice", "several"})
MOST_QUESTIONS = 10
MOST_OPTIONS = 10


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question with its text, and what can be chosen, by language."""

    id: str
    kind: OwnKind
    label: Texts
    options: tuple[Option, ...] = ()


class SurveyOpened(DomainError):
    """All who are asked are asked the same."""

    message = N_("This survey has opened. Its questions cannot be changed any more.")


class TooManyQuestions(DomainError):
    """A survey takes five minutes."""

    message = N_("A survey has room for ten questions of your own. Remove one first.")


def check_options(options: Sequence[Option]) -> None:
    """Raise `OptionsNotValid` where there is more to choose from than fits."""
    if len(options) > MOST_OPTIONS:
        text = N_("There can be at most %(most)s lines to choose from.")
        raise OptionsNotValid(Text(text, most=MOST_OPTIONS))


def read_questions(written: Sequence[Mapping[str, Any]]) -> tuple[OwnQuestion, ...]:
    """Return the questions that are kept as JSON."""
    return tuple(
        OwnQuestion(**{**one, "options": tuple(Option(**option) for option in one["options"])})
        for one in written
    )


def write_questions(questions: Sequence[OwnQuestion]) -> list[dict[str, Any]]:
    """Return questions as JSON values that `read_questions` reads."""
    return [asdict(question) for question in questions]


def list_missing(question: OwnQuestion, languages: Sequence[str]) -> list[str]:
    """Return in which of these languages a question, or what is chosen, has no text."""
    return [
        code
        for code in languages
        if code not in question.label or any(code not in one.label for one in question.options)
    ]


def to_item(question: OwnQuestion, language: str) -> Item:
    """Return a question as it is asked a reader, in another language where theirs has no text."""
    text, its_language = choose_text(question.label, language)
    chosen = {one.id: choose_text(one.label, language) for one in question.options}
    return Item(
        id=f"own-{question.id}",
        kind=question.kind,
        text=text,
        hint=NO_CASE_DATA if question.kind == "comment" else "",
        language=its_language,
        choices={code: label for code, (label, _) in chosen.items()},
        choice_language=next((code for _, code in chosen.values()), ""),
    )
