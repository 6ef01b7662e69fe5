"""Matching: for each prompt the one target that belongs to it; further targets lead astray.

A table in which every row has the same few columns is `matrix.py`.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal, Self

from pydantic import field_validator, model_validator
from typing_extensions import override

from lms.kit.i18n import Text
from lms.questions.advice import Problem, refuse
from lms.questions.pairing import PairingType, check_key
from lms.questions.parts import Part, check_parts
from lms.questions.rules import Presented, Question, Slug


class Prompt(Part):
    """What is given, and the id of the target that belongs to it."""

    match: Slug


class MatchingQuestion(Question):
    """Prompts and targets; with `reuse` a target may belong to several prompts."""

    type: Literal["matching"]
    prompts: tuple[Prompt, ...]
    targets: tuple[Part, ...]
    reuse: bool = False
    shuffle: bool = True

    @field_validator("prompts", "targets")
    @classmethod
    def _check(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        refuse(cls.__name__, check_parts(parts))
        return parts

    @model_validator(mode="after")
    def _check_matches(self) -> Self:
        keys = [prompt.match for prompt in self.prompts]
        problems = [*check_key(keys, "match", [target.id for target in self.targets])]
        if not self.reuse:
            problems += _check_reuse(keys)
        within = [problem._replace(place=("prompts", *problem.place)) for problem in problems]
        refuse(type(self).__name__, within)
        return self


def _check_reuse(keys: Sequence[str]) -> Iterator[Problem]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            text = Text(
                "“%(key)s” belongs to another prompt already. Choose another target, or write "
                "“reuse: yes” where one target may serve several prompts.",
                key=key,
            )
            yield Problem((index, "match"), "target_reused", text)


class Matching(PairingType[MatchingQuestion]):
    """A list to choose from for each prompt.

    A person may choose one target twice, also where only one of the two can be right: an answer is
    kept while it is being changed about.
    """

    name = "matching"
    model = MatchingQuestion
    parts: ClassVar = {"prompts": Prompt, "targets": Part}
    control = "select"
    of_parts, of_choices, of_pairs = "prompts", "targets", "pairs"

    @override
    def present(self, question: MatchingQuestion, chance: random.Random | None) -> Presented:
        """Return the targets' ids, mixed if the question lets them be."""
        order = [target.id for target in question.targets]
        if chance is not None and question.shuffle:
            chance.shuffle(order)
        return Presented(tuple(order))

    @override
    def keys(self, question: MatchingQuestion) -> Mapping[str, str]:
        """Return each prompt's target."""
        return {prompt.id: prompt.match for prompt in question.prompts}
