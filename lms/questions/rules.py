"""What all question types share: the model, a presented question, a score, and the four methods.

Each type has a file of its own; `types.py` lists them. No database, no HTTP, no clock.
"""

import random
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from lms.kit.errors import Invalid
from lms.kit.i18n import N_, Text
from lms.questions.advice import Place, advise, as_error
from lms.questions.levels import CognitiveLevel
from lms.questions.showing import Shown

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SLUG_LENGTH = 64
# An article, then paragraph, subparagraph and clause: 16, 16(2), 60(1)(c), 44(6)(a)(i).
ARTICLE = re.compile(r"[1-9][0-9]?(\([0-9a-z]{1,5}\))*")


# --- The model: what a trainer writes -------------------------------------------------------


def _check_slug(value: str) -> str:
    if len(value) > SLUG_LENGTH or not SLUG.fullmatch(value):
        raise as_error(
            "not_a_slug",
            Text(
                "“%(value)s” cannot be an id. Use small letters a–z, digits and single hyphens, "
                "such as “shall-consider”, and at most %(limit)s characters.",
                value=value,
                limit=SLUG_LENGTH,
            ),
        )
    return value


def _check_article(value: str) -> str:
    if not ARTICLE.fullmatch(value):
        raise as_error(
            "not_an_article",
            Text(
                "“%(value)s” is not an article. Write its number, with the paragraph in "
                "brackets if there is one: 16, or “16(2)”, or “60(1)(c)”.",
                value=value,
            ),
        )
    return value


# What is said of a text without a word in it.
EMPTY_TEXT = Text("Write a text here, or remove the key.")


def _check_filled(value: str) -> str:
    if not value:
        raise as_error("empty_text", EMPTY_TEXT)
    return value


def written_number(value: object) -> object:
    """Return a number that YAML read where a text was meant (`article: 16`) as that text."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


Slug: TypeAlias = Annotated[str, AfterValidator(_check_slug)]
Article: TypeAlias = Annotated[str, BeforeValidator(written_number), AfterValidator(_check_article)]
Prose: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True), AfterValidator(_check_filled)
]
Source: TypeAlias = Annotated[Prose, BeforeValidator(written_number)]


Weight: TypeAlias = Annotated[int, Field(ge=1, le=100, strict=True)]


class Strict(BaseModel):
    """A frozen piece of course content; a key that it does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(Strict):
    """What every question has: what is asked, what it is asked for, where the answer stands."""

    id: Slug
    type: str
    text: Prose
    objective: Slug | None = None
    article: Article | None = None
    level: CognitiveLevel | None = None
    feedback: Prose | None = None
    source: Source | None = None
    # How many times an ordinary question it counts.
    weight: Weight = 1
    # The case file of the same bank with whose documents it is asked.
    case: Slug | None = None


# --- The paper: what a person sees, answers and gets ----------------------------------------

# A person's answer as plain JSON, such as {"choices": [...]} or {"text": "…"}. An answer in which
# every entry is empty is none.
Response: TypeAlias = dict[str, Any]
# What a form sent for a question: the values of each of its fields by the field's name.
Raw: TypeAlias = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Presented:
    """A question as it stands on one paper: ids in the order made for it, and values made for it.

    What the ids name (choices, or things to match) and what the values are, each type decides.
    """

    choices: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


class ResponseInvalid(Invalid):
    """An answer that does not fit its question; `text` says why."""

    message = N_("This answer does not fit the question.")


class ChoiceNotOnPaper(ResponseInvalid):
    """A choice was sent that the question, as it stands on this paper, does not offer."""

    message = N_("This answer names a choice that the question does not have.")


class OneChoiceNeeded(ResponseInvalid):
    """None or several were chosen where the question takes exactly one."""

    message = N_("Please choose one answer.")


class OneTextNeeded(ResponseInvalid):
    """The text is absent, or there are several."""

    message = N_("Please type your answer into the field.")


class TextTooLong(ResponseInvalid):
    """A short answer is longer than it may be."""

    message = N_("Please shorten your answer to at most %(limit)s characters.")


# --- The trade: what each type knows how to do ----------------------------------------------

Q = TypeVar("Q", bound=Question)


class QuestionType(ABC, Generic[Q]):
    """A kind of question: it parses, presents, accepts and scores; none of it has an effect."""

    name: ClassVar[str]
    model: type[Q]
    # Who says what an answer is worth: `score`, people with a rubric, or nobody (a survey).
    marked_by: ClassVar[Literal["rules", "people", "nobody"]] = "rules"
    # Whether an answer has to go on from the one before: it is read then, which others never need.
    builds_on_before: ClassVar[bool] = False
    # The models of nested entries by the keys under which they stand: `gaps`, `gaps.choices`.
    parts: ClassVar[Mapping[str, type[Strict]]] = {}

    def parse(self, data: Mapping[str, object]) -> Q:
        """Return the question written in `data`.

        Raises pydantic's ValidationError, whose places follow `data` and whose sentences are
        advice to the trainer; each is also in `ctx["advice"]`, for another language.
        """
        try:
            return self.model.model_validate(dict(data))
        except ValidationError as error:
            raise advise(error, self._known_keys) from None

    def _known_keys(self, place: Place) -> Sequence[str]:
        path = ".".join(part for part in place if isinstance(part, str))
        part = self.parts.get(path) if path else self.model
        return list(part.model_fields) if part else []

    def present(self, question: Q, chance: random.Random | None) -> Presented:  # noqa: ARG002
        """Return the question as one paper has it, mixed or made by `chance` if it may be."""
        return Presented()

    @abstractmethod
    def fields(self, asked: "Asked[Q]") -> tuple[Shown, ...]:
        """Return what there is to fill in, with the answer so far.

        The key is never read here: what this returns is shown while the attempt is open.
        """

    @abstractmethod
    def accept(self, question: Q, presented: Presented, raw: Raw) -> Response:
        """Return what a form sent as a normal answer: equal answers are equal JSON.

        Raises ResponseInvalid when it does not fit what was presented.
        """

    def check_follows(self, before: Response | None, new: Response) -> None:
        """Raise ResponseInvalid where an answer may not come after the one before."""

    def is_complete(self, question: Q, response: Response) -> bool:  # noqa: ARG002
        """Say whether nothing is left to answer, of a question that is answered in steps."""
        return True

    @abstractmethod
    def send(self, question: Q, presented: Presented, response: Response) -> Raw:
        """Return what a form sends for an answer: `accept` gives the answer back."""

    @abstractmethod
    def score(
        self, question: Q, presented: Presented, response: Response | None, language: str
    ) -> Fraction:
        """Return the points of an answer, 0 to 1, on a paper in `language`; none is empty."""

    @abstractmethod
    def key(self, question: Q, presented: Presented, language: str) -> Response:
        """Return an answer that gets all points, as `accept` would give it."""

    @abstractmethod
    def review(self, asked: "Asked[Q]") -> tuple[Shown, ...]:
        """Return the fields as `fields` does, each with its verdict, key and feedback."""

    def accepted(self, question: Q) -> Sequence[Mapping[str, Sequence[str]]]:  # noqa: ARG002
        """Return the accepted answers, by language, of each field that is typed."""
        return ()

    def text(self, asked: "Asked[Q]") -> str:
        """Return what is asked as finished HTML, with the values that were made for the paper."""
        return asked.texts["text"]

    def texts(self, question: Q) -> tuple[tuple[str, str], ...]:
        """Return what a translator translates: each human text by the path of its field."""
        return tuple(self._iter_texts(question))

    def blocks(self, question: Q) -> tuple[tuple[str, str], ...]:  # noqa: ARG002 - few have any
        """Return the texts of several blocks, translated block by block, by the path of each."""
        return ()

    def _iter_texts(self, question: Q) -> Iterator[tuple[str, str]]:
        yield "text", question.text
        yield from self._iter_part_texts(question)
        if question.feedback:
            yield "feedback", question.feedback

    def _iter_part_texts(self, question: Q) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        yield from ()


@dataclass(frozen=True, slots=True)
class Asked(Generic[Q]):
    """One question on one paper with all that a page needs of it.

    `texts` are finished HTML by the path of their field, in `language`; `response` is the answer
    that counts.
    """

    question: Q
    presented: Presented
    texts: Mapping[str, str]
    language: str
    response: Response | None = None
