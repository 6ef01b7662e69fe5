"""The questions of a cohort's form, the answers to them as sent, and what is missing still.

Files are kept as documents elsewhere: here only whether there is one for a question.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, cast

from lms.kit.i18n import N_, Text, formats
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import Texts
from lms.questions.numbers import plain_number, read_quantity, write_number

QuestionKind = Literal["short", "long", "choice", "several", "number", "date", "yes_no", "file"]
KIND_NAMES: Mapping[QuestionKind, str] = {
    "short": N_("Short text"),
    "long": N_("Long text"),
    "choice": N_("One of several"),
    "several": N_("Any of several"),
    "number": N_("Number"),
    "date": N_("Date"),
    "yes_no": N_("Yes or no"),
    "file": N_("File"),
}
CHOOSING: frozenset[QuestionKind] = frozenset({"choice", "several"})
# Who answers: the focal point for the organisation, or the nominee.
Part = Literal["organisation", "nominee"]
PART_NAMES: Mapping[Part, str] = {
    "organisation": N_("Part of the organisation"),
    "nominee": N_("Part of the nominee"),
}
LONGEST: Mapping[QuestionKind, int] = {"short": 200, "long": 5000}
YES, NO = "yes", "no"
Answer = str | bool | list[str]

TOO_LONG = N_("Please write at most %(most)s characters; there are %(count)s.")
NOT_OFFERED = N_("Please choose from what is offered.")
NO_NUMBER = N_("Please write a number in digits, such as 12 or 12.5.")
NO_DATE = N_("Please write a date as year-month-day, such as 2027-03-31.")


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose; its label is by language."""

    id: str
    label: Texts


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question of the form, its texts by language.

    The answer to one that is `is_panel_only` is shown to the selection panel and to who gave it.
    """

    id: str
    kind: QuestionKind
    label: Texts
    help: Texts
    is_required: bool
    is_panel_only: bool
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class NominationForm:
    """Both parts of the form, each in its order."""

    organisation: tuple[FormQuestion, ...] = ()
    nominee: tuple[FormQuestion, ...] = ()

    def part(self, part: Part) -> tuple[FormQuestion, ...]:
        """Return the questions of one part."""
        return self.organisation if part == "organisation" else self.nominee


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """The answers that could be read, and what is wrong with others, both by question's id."""

    values: Mapping[str, Answer]
    errors: Mapping[str, Text]


def read_form(written: Mapping[str, Any]) -> NominationForm:
    """Return the form that a cohort keeps as JSON; without any it has no questions."""
    return NominationForm(
        tuple(map(_read_question, written.get("organisation", ()))),
        tuple(map(_read_question, written.get("nominee", ()))),
    )


def _read_question(written: Mapping[str, Any]) -> FormQuestion:
    options = tuple(Option(**option) for option in written["options"])
    return FormQuestion(**{**written, "options": options})


def write_form(form: NominationForm) -> dict[str, Any]:
    """Return a form as JSON values that `read_form` reads."""
    return {
        "organisation": [asdict(question) for question in form.organisation],
        "nominee": [asdict(question) for question in form.nominee],
    }


def read_answers(
    questions: Iterable[FormQuestion], sent: Mapping[str, Sequence[str]], language: str
) -> ReadAnswers:
    """Return what was sent for these questions, by question's id, as answers that can be kept.

    Nothing sent, or only spaces, is no answer, and no error: an unfinished part is saved as it is.
    Numbers are read as `language` writes them; files are not read here.
    """
    values: dict[str, Answer] = {}
    errors: dict[str, Text] = {}
    for question in questions:
        given = [text.strip() for text in sent.get(question.id, ()) if text.strip()]
        if not given or question.kind == "file":
            continue
        answer = _read_answer(question, given, language)
        if isinstance(answer, Text):
            errors[question.id] = answer
        else:
            values[question.id] = answer
    return ReadAnswers(values, errors)


def _read_answer(question: FormQuestion, given: Sequence[str], language: str) -> Answer | Text:
    """Return the answer, or the sentence that says why it is none."""
    first = given[0]
    match question.kind:
        case "choice" | "several":
            return _read_choice(question, given)
        case "yes_no":
            return first == YES if first in {YES, NO} else Text(NOT_OFFERED)
        case "number":
            found = read_quantity(first, language)
            is_plain = found is not None and not found.unit
            return plain_number(found.value) if found and is_plain else Text(NO_NUMBER)
        case "date":
            return _read_date(first)
    most = LONGEST[question.kind]
    return first if len(first) <= most else Text(TOO_LONG, most=most, count=len(first))


def _read_choice(question: FormQuestion, given: Sequence[str]) -> Answer | Text:
    offered = [option.id for option in question.options]
    if not set(given) <= set(offered):
        return Text(NOT_OFFERED)
    if question.kind == "choice":
        return given[0] if len(given) == 1 else Text(NOT_OFFERED)
    return [option for option in offered if option in given]


def _read_date(text: str) -> Answer | Text:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return Text(NO_DATE)


def find_missing(
    questions: Iterable[FormQuestion], values: Mapping[str, Any], files: Collection[str]
) -> tuple[FormQuestion, ...]:
    """Return the required questions without an answer; `files` are the ids that have a file.

    An answer that is not offered any more, since the form was changed, is missing too.
    """
    return tuple(
        question
        for question in questions
        if question.is_required and not is_answered(question, values, files)
    )


def is_answered(question: FormQuestion, values: Mapping[str, Any], files: Collection[str]) -> bool:
    """Say whether there is an answer to a question that still fits it."""
    if question.kind == "file":
        return question.id in files
    answer = values.get(question.id)
    if question.kind in CHOOSING:
        chosen = {answer} if isinstance(answer, str) else set(answer or ())
        return bool(chosen) and chosen <= {option.id for option in question.options}
    return answer is not None and answer != ""


def needs_file(questions: Iterable[FormQuestion], question_id: str) -> bool:
    """Say whether the file that answers this question, if it is one of them, must be there."""
    return any(one.id == question_id and one.is_required for one in questions)


def show_answer(question: FormQuestion, answer: object, language: str) -> str | Text:
    """Return an answer as a reader of `language` is shown it; empty where there is none."""
    if answer is None or answer == "":
        return ""
    match question.kind:
        case "choice" | "several":
            chosen = [answer] if isinstance(answer, str) else list(cast("Iterable[str]", answer))
            labels = {one.id: choose_text(one.label, language)[0] for one in question.options}
            return " · ".join(labels[one] for one in chosen if one in labels)
        case "yes_no":
            return Text(N_("Yes")) if answer else Text(N_("No"))
        case "number":
            return write_number(Fraction(str(answer)), language)
        case "date":
            return formats(language).date(date.fromisoformat(str(answer)))
    return str(answer)
