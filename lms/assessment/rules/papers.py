"""The rules of a paper: what is drawn for it, in which order, and what is kept apart from it.

Drawing from one bank is `lms.questions.drawing`'s trade; what a paper shows is in `showing`.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lms.assessment.rules.errors import NotOnPaper
from lms.content.format import Quiz
from lms.content.sections import draw_section
from lms.questions.cases import shuffled_blocks
from lms.questions.drawing import randomness
from lms.questions.rules import Presented, Question
from lms.questions.types import get_type

LONGEST_POSITION = 4


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One question of a paper: its place from 1, and how the paper has it."""

    position: int
    item_id: str
    presented: Presented
    is_flagged: bool = False


class PlaceRow(NamedTuple):
    """A place on an open paper, as the way through it shows it."""

    position: int
    item_id: str
    is_answered: bool
    is_flagged: bool


@dataclass(frozen=True, slots=True)
class Library:
    """What a version's papers are drawn from: its quizzes by id, its banks by file.

    `forms` are the questions of each form, in order, of the quizzes that have forms.
    """

    quizzes: Mapping[str, Quiz]
    banks: Mapping[str, Sequence[Question]]
    forms: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)

    def is_kept_apart(self, quiz_id: str) -> bool:
        """Say whether another quiz is drawn without this one's questions."""
        return any(
            section.without == quiz_id
            for quiz in self.quizzes.values()
            for section in quiz.sections
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """For whom is drawn: the enrolment, and what its papers hold so far, by quiz.

    `number` is that of the attempt at the quiz, from 1.
    """

    enrolment_id: str
    papers: Mapping[str, Collection[str]]
    number: int = 1


def draw_paper(
    library: Library, quiz_id: str, candidate: Candidate, seed: str
) -> tuple[PaperRow, ...]:
    """Return the paper of a new attempt; the same arguments give the same paper.

    `seed` is random for each attempt. Raises `BankTooSmall` where a bank has too few questions,
    which the validator of courses refuses beforehand.
    """
    quiz = library.quizzes[quiz_id]
    ids: Sequence[str] = _draw_items(library, quiz_id, candidate, seed, ())
    questions = {question.id: question for bank in library.banks.values() for question in bank}
    if quiz.order == "shuffled":
        ids = shuffled_blocks(ids, {name: each.case for name, each in questions.items()}, seed)
    return tuple(
        PaperRow(position, item_id, _present(questions[item_id], seed))
        for position, item_id in enumerate(ids, start=1)
    )


def choose_form(library: Library, quiz_id: str, candidate: Candidate) -> int | None:
    """Return the form of an attempt, from 1, or nothing where the quiz has no forms.

    An enrolment begins with any of them, all being as likely, and gets another one at each attempt
    until it has had all. What another quiz is drawn without is the same at each attempt.
    """
    count = len(library.forms.get(quiz_id, ()))
    if not count:
        return None
    digest = hashlib.sha256(f"{candidate.enrolment_id}/{quiz_id}/form".encode()).digest()
    further = 0 if library.is_kept_apart(quiz_id) else candidate.number - 1
    return (int.from_bytes(digest) + further) % count + 1


def _draw_items(
    library: Library, quiz_id: str, candidate: Candidate, seed: str, behind: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the questions of a quiz, in the banks' order; `behind` are the quizzes drawn for.

    A quiz that another is drawn without has the same questions at each attempt, and they are known
    before its first: so both papers are free of overlap whichever is taken first, and what is kept
    apart never grows until the bank runs short. A form was drawn when the version was published.
    """
    form = choose_form(library, quiz_id, candidate)
    if form is not None:
        return tuple(library.forms[quiz_id][form - 1])
    if library.is_kept_apart(quiz_id):
        seed = f"{candidate.enrolment_id}/{quiz_id}"
    drawn: tuple[str, ...] = ()
    for number, section in enumerate(library.quizzes[quiz_id].sections):
        without = {*drawn, *_reserved(library, section.without, candidate, (*behind, quiz_id))}
        drawn += draw_section(library.banks[section.from_], section, without, f"{seed}/{number}")
    return drawn


def _reserved(
    library: Library, quiz_id: str | None, candidate: Candidate, behind: tuple[str, ...]
) -> Collection[str]:
    """Return the questions that belong to another quiz: on its papers, or on those to come."""
    if quiz_id is None or quiz_id in behind:
        return ()
    if quiz_id in candidate.papers:
        return candidate.papers[quiz_id]
    return _draw_items(library, quiz_id, candidate, "", behind)


def _present(question: Question, seed: str) -> Presented:
    return get_type(question.type).present(question, randomness(seed, question.id))


def read_position(written: str) -> int:
    """Return a place on a paper as an address has it; raise `NotOnPaper` where it is no number."""
    if not (written.isascii() and written.isdecimal()) or len(written) > LONGEST_POSITION:
        raise NotOnPaper
    return int(written)
