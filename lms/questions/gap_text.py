"""Gap text: a text with gaps to fill in, each by typing a word or by choosing from a list.

What counts as the same spelling is `normalise.py`.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from html import escape
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, field_serializer, model_validator
from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Problem, refuse
from lms.questions.parts import Part, check_ids, check_parts, choice_at, read_values
from lms.questions.rules import (
    Asked,
    Presented,
    Question,
    QuestionType,
    Raw,
    Response,
    Slug,
    Strict,
)
from lms.questions.short_text import (
    LONGEST_ANSWER,
    Accepted,
    check_accept,
    first_spelling,
    is_accepted,
    read_line,
)
from lms.questions.showing import Option, Shown, judge, offer, verdict_on_part

MOST_GAPS = 20
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
GAP = re.compile(rf"\{{({_ID})\}}")
# A gap in an address is none: there is no place for a field.
_ADDRESS = re.compile(r"\]\([^)]*\)")
# In finished HTML: what stands within a tag is passed over.
_GAP_OR_TAG = re.compile(rf"<[^>]*>|\{{({_ID})\}}")


class GapChoice(Part):
    """One of several words to choose for a gap."""

    correct: bool = False


class Gap(Strict):
    """A gap, with the answers accepted in each language or with words to choose from."""

    id: Slug
    accept: Annotated[Accepted, AfterValidator(MappingProxyType)] | None = None
    choices: tuple[GapChoice, ...] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse(type(self).__name__, _check_gap(self))
        return self

    @field_serializer("accept")
    def _as_dict(self, accept: Accepted | None) -> dict[str, tuple[str, ...]] | None:
        return None if accept is None else dict(accept)

    @property
    def right_choice(self) -> str:
        """Return the id of the right word, of a gap with words to choose from."""
        return next(choice.id for choice in self.choices if choice.correct)


def _check_gap(gap: Gap) -> Iterator[Problem]:
    if (gap.accept is None) == (not gap.choices):
        text = Text("Give the gap either “accept”, to type into it, or “choices”, to choose from.")
        yield Problem((), "accept_or_choices", text)
    elif gap.accept is not None:
        yield from _within("accept", check_accept(gap.accept))
    else:
        yield from _within("choices", [*check_parts(gap.choices), *_check_right(gap.choices)])


def _within(field: str, problems: Iterator[Problem] | Sequence[Problem]) -> Iterator[Problem]:
    for problem in problems:
        yield problem._replace(place=(field, *problem.place))


def _check_right(choices: Sequence[GapChoice]) -> Iterator[Problem]:
    right = [index for index, choice in enumerate(choices) if choice.correct]
    if not right:
        yield Problem((), "no_key", Text("Mark the right choice with “correct: yes”."))
    for index in right[1:]:
        text = Text("A gap has one right choice. Remove this mark, or the other.")
        yield Problem((index, "correct"), "several_keys", text)


class GapTextQuestion(Question):
    """A text in which `{id}` stands for each gap, and the gaps."""

    type: Literal["gap_text"]
    gaps: tuple[Gap, ...]
    shuffle: bool = True

    @model_validator(mode="after")
    def _check(self) -> Self:
        refuse(type(self).__name__, [*_check_gaps(self.gaps), *_check_text(self)])
        return self


def _check_gaps(gaps: Sequence[Gap]) -> Iterator[Problem]:
    if not gaps:
        yield Problem(("gaps",), "no_gaps", Text("Write at least one gap."))
    if len(gaps) > MOST_GAPS:
        text = Text("Write at most %(count)s of them.", count=MOST_GAPS)
        yield Problem(("gaps",), "too_many_parts", text)
    yield from _within("gaps", check_ids([gap.id for gap in gaps]))


def _check_text(question: GapTextQuestion) -> Iterator[Problem]:
    found = GAP.findall(_ADDRESS.sub("]", question.text))
    names = [gap.id for gap in question.gaps]
    for index, name in enumerate(names):
        if found.count(name) != 1:
            text = Text("Write {%(id)s} in the text, once, where the gap stands.", id=name)
            yield Problem(("gaps", index, "id"), "gap_not_in_text", text)
    for name in dict.fromkeys(found):
        if name not in names:
            text = Text("{%(id)s} is no gap. Write it under “gaps”, or take it out.", id=name)
            yield Problem(("text",), "gap_unknown", text)


class GapText(QuestionType[GapTextQuestion]):
    """Fields within the text; each right gap has its share."""

    name = "gap_text"
    model = GapTextQuestion
    parts: ClassVar = {"gaps": Gap, "gaps.choices": GapChoice}

    @override
    def present(self, question: GapTextQuestion, chance: random.Random | None) -> Presented:
        """Return the choices of all gaps as `gap.choice`, mixed within each gap if they may be."""
        order: list[str] = []
        for gap in question.gaps:
            names = [f"{gap.id}.{choice.id}" for choice in gap.choices]
            if chance is not None and question.shuffle:
                chance.shuffle(names)
            order += names
        return Presented(tuple(order))

    @override
    def text(self, asked: Asked[GapTextQuestion]) -> str:
        """Return what there is to do: the text itself stands around the fields."""
        return escape(Text("Fill in the gaps.").in_language(asked.language))

    @override
    def fields(self, asked: Asked[GapTextQuestion]) -> tuple[Shown, ...]:
        """Return the gaps in the order of the text, each with the words before it."""
        said, gaps = _said(asked.response), asked.question.gaps
        numbers = {gap.id: number for number, gap in enumerate(gaps, start=1)}
        pieces, rest = _take_apart(asked.texts["text"], numbers)
        shown = [
            replace(
                _field(asked, gaps[numbers[name] - 1], said.get(name, "")),
                name=str(numbers[name]),
                label=_label(place, len(gaps), asked.language),
                before=before,
            )
            for place, (before, name) in enumerate(pieces, start=1)
        ]
        return (*shown[:-1], replace(shown[-1], after=rest))

    @override
    def review(self, asked: Asked[GapTextQuestion]) -> tuple[Shown, ...]:
        """Return the gaps with their verdicts."""
        gaps, said = asked.question.gaps, _said(asked.response)
        return tuple(
            _judge(asked, gaps[int(field.name) - 1], field, said) for field in self.fields(asked)
        )

    @override
    def accept(self, question: GapTextQuestion, presented: Presented, raw: Raw) -> Response:
        """Return what was typed or chosen for each gap; nothing at all takes an answer back."""
        values = read_values(raw, len(question.gaps))
        said = {
            gap.id: _read(gap, presented, values[place])
            for place, gap in enumerate(question.gaps, start=1)
            if place in values
        }
        return {"gaps": {name: text for name, text in said.items() if text}}

    @override
    def send(self, question: GapTextQuestion, presented: Presented, response: Response) -> Raw:
        """Return what was typed, or the place of what was chosen, for each gap."""
        said = _said(response)
        return {
            str(place): [_place(gap, presented, said[gap.id])]
            for place, gap in enumerate(question.gaps, start=1)
            if gap.id in said
        }

    @override
    def score(
        self,
        question: GapTextQuestion,
        presented: Presented,
        response: Response | None,
        language: str,
    ) -> Fraction:
        """Return the share of gaps that are filled in rightly, typed ones as a short text is."""
        said = _said(response)
        right = sum(_is_right(gap, said.get(gap.id, ""), language) for gap in question.gaps)
        return Fraction(right, len(question.gaps))

    @override
    def key(self, question: GapTextQuestion, presented: Presented, language: str) -> Response:
        """Return the right word of each gap."""
        return {"gaps": {gap.id: _right_of(gap, language) for gap in question.gaps}}

    @override
    def accepted(self, question: GapTextQuestion) -> tuple[Accepted, ...]:
        """Return the accepted answers of each gap to type into."""
        return tuple(gap.accept for gap in question.gaps if gap.accept is not None)

    @override
    def _iter_part_texts(self, question: GapTextQuestion) -> Iterator[tuple[str, str]]:
        for gap in question.gaps:
            for choice in gap.choices:
                yield f"gaps.{gap.id}.choices.{choice.id}.text", choice.text


def _said(response: Response | None) -> Mapping[str, str]:
    found: Mapping[str, str] = (response or {}).get("gaps", {})
    return found


def _take_apart(html: str, wanted: Mapping[str, int]) -> tuple[list[tuple[str, str]], str]:
    """Return each gap of a finished text with the words before it, and the words after the last.

    A gap that a text has lost comes at its end, so that it can be filled in all the same.
    """
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in _GAP_OR_TAG.finditer(html):
        name = match[1]
        if name in wanted and name not in {known for _, known in pieces}:
            pieces.append((html[at : match.start()], name))
            at = match.end()
    lost = [name for name in wanted if name not in {known for _, known in pieces}]
    if lost:
        pieces += [(html[at:] + " ", lost[0]), *((" ", name) for name in lost[1:])]
        return pieces, ""
    return pieces, html[at:]


def _choices_of(gap: Gap, presented: Presented) -> list[str]:
    """Return the ids of a gap's choices as the paper has them."""
    named = (name.partition(".") for name in presented.choices)
    return [choice for gap_id, _, choice in named if gap_id == gap.id]


def _field(asked: Asked[GapTextQuestion], gap: Gap, said: str) -> Shown:
    if not gap.choices:
        return Shown("text", typed=said, limit=LONGEST_ANSWER)
    return Shown("select", options=_offer(asked, gap, said))


def _offer(asked: Asked[GapTextQuestion], gap: Gap, said: str) -> tuple[Option, ...]:
    ids = _choices_of(gap, asked.presented)
    words = {name: asked.texts[f"gaps.{gap.id}.choices.{name}.text"] for name in ids}
    return tuple(offer(ids, words, {said}))


def _label(place: int, total: int, language: str) -> str:
    label = Text("Gap %(number)s of %(total)s", number=place, total=total)
    return escape(label.in_language(language))


def _judge(asked: Asked[GapTextQuestion], gap: Gap, field: Shown, said: Mapping[str, str]) -> Shown:
    is_right = _is_right(gap, said.get(gap.id, ""), asked.language)
    right = _right_of(gap, asked.language)
    options = judge(field.options, _choices_of(gap, asked.presented), {right})
    words = asked.texts[f"gaps.{gap.id}.choices.{right}.text"] if gap.choices else escape(right)
    verdict = verdict_on_part(is_answered=gap.id in said, is_right=is_right)
    return replace(field, options=tuple(options), verdict=verdict, key=words)


def _read(gap: Gap, presented: Presented, value: str) -> str:
    if gap.choices:
        return choice_at(_choices_of(gap, presented), value)
    return read_line([value])


def _place(gap: Gap, presented: Presented, said: str) -> str:
    if not gap.choices:
        return said
    return str(_choices_of(gap, presented).index(said) + 1)


def _is_right(gap: Gap, said: str, language: str) -> bool:
    if gap.accept is not None:
        return is_accepted(said, gap.accept, language)
    return said == gap.right_choice


def _right_of(gap: Gap, language: str) -> str:
    return gap.right_choice if gap.accept is None else first_spelling(gap.accept, language)
