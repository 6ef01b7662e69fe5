"""Reads for the pages of marking: the quizzes of a course, the questions of one, a marker's sheet.

The answers behind them are read in `marking`; candidates are codes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.accounts import queries as people
from lms.assessment.queries import attempts as rows
from lms.assessment.queries.cases import in_case
from lms.assessment.queries.grounds import is_with_points
from lms.assessment.queries.marking import (
    Desk,
    find_draft,
    get_rubric,
    list_answers,
    list_duties,
    list_marked_quizzes,
    list_pairs,
    list_phrases,
)
from lms.assessment.rules import (
    Agreement,
    Answer,
    AttemptRow,
    Duty,
    Kind,
    MarkRow,
    Piece,
    ResponseRow,
    Sheet,
    Stage,
    agree,
    came_in_grace,
    code_of,
    list_ready,
    read_sheet,
    show_question,
    stage,
    take_apart,
)
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.questions.essay import text_of
from lms.questions.rubrics import Rubric, RubricQuestion
from lms.questions.showing import ShownQuestion


@dataclass(frozen=True, slots=True)
class QuizRow:
    """A quiz of a course; `markers` is how many have been asked to mark, where people do."""

    id: str
    title: str
    markers: int
    is_by_people: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of a quiz: how many answers wait for what, and how many of them for the reader."""

    id: str
    text: str
    stages: Mapping[Stage, int]
    mine: int
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A quiz as its markers see it; `names` are those of the markers."""

    desk: Desk
    outline: content.Outline
    title: str
    questions: Sequence[QuestionRow]
    attempts: int
    ready: int
    names: Mapping[str, str]

    @property
    def duties(self) -> Sequence[Duty]:
        """Return who marks here."""
        return self.desk.duties


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One answer to be marked: what was asked and answered, the rubric, what is marked so far.

    `given` are the marks that a moderator decides between, in no order of persons; `waiting` the
    answers for the reader, each by its code and attempt.
    """

    desk: Desk
    outline: content.Outline
    answer: Answer
    code: str
    kind: Kind
    language: str
    shown: ShownQuestion
    rubric: Rubric
    texts: Mapping[str, str]
    sheet: Sheet
    written: str
    pieces: Sequence[Piece]
    given: Sequence[tuple[MarkRow, Sheet]]
    phrases: Sequence[tuple[str, str]]
    is_again: bool
    is_in_grace: bool
    waiting: Sequence[tuple[str, str]]

    @property
    def is_change(self) -> bool:
        """Say whether the mark takes another's place, and so has to say why."""
        return self.is_again or self.kind == "moderated"


def list_quiz_rows(course: CourseRow, language: str, only: frozenset[str] | None) -> list[QuizRow]:
    """Return the quizzes of a course that are marked, those that people mark first.

    `only` are those that the reader may see. A survey has no marks, and so is none of them.
    """
    outline = content.get_outline(str(course.newest_version_id), language)
    titles = {row.quiz_id: row.title for row in outline.activities if row.quiz_id}
    duties = Counter(duty.quiz_id for duty in list_duties(course.id) if duty.role != "appeal")
    by_people = list_marked_quizzes(course.id)
    versions = [row.id for row in content.list_versions(course.id)]
    # A quiz that the newest version has no more may have its markers still.
    every = dict.fromkeys([*sorted(by_people), *titles, *sorted(only or ())])
    return [
        QuizRow(name, titles.get(name, name), duties[name], name in by_people)
        for name in every
        if (only is None or name in only) and is_with_points(versions, name)
    ]


def get_desk_page(actor: Actor, desk: Desk, language: str) -> DeskPage:
    """Return a quiz as the actor stands to its marking."""
    outline = content.get_outline(desk.versions[0], language)
    answers = list_answers(desk)
    pairs = list_pairs(desk)
    return DeskPage(
        desk=desk,
        outline=outline,
        title=_title(outline, desk.quiz_id),
        questions=_questions(actor, desk, outline, answers, pairs),
        attempts=len({answer.attempt_id for answer in answers}),
        ready=len(list_ready(answers, desk.plan, desk.authors)),
        names=people.get_names(actor, {duty.person_id for duty in desk.duties}),
    )


def _title(outline: content.Outline, quiz_id: str) -> str:
    titles = (row.title for row in outline.activities if row.quiz_id == quiz_id)
    return next(titles, quiz_id)


def _questions(
    actor: Actor,
    desk: Desk,
    outline: content.Outline,
    answers: Sequence[Answer],
    pairs: Mapping[str, Sequence[tuple[MarkRow, MarkRow]]],
) -> list[QuestionRow]:
    names = list(dict.fromkeys([*(answer.item_id for answer in answers), *pairs]))
    texts = content.get_item_texts(outline.edition_id, names)
    person_id = actor.person_id or ""
    found = []
    for name in names:
        mine = [answer for answer in answers if answer.item_id == name]
        stages = Counter(stage(answer, desk.plan, desk.authors) for answer in mine)
        waiting = sum(_is_for(desk, answer, person_id) for answer in mine)
        text = texts[name]["text"] if name in texts else name
        found.append(QuestionRow(name, text, stages, waiting, _agreement(desk, pairs, name)))
    return found


def _agreement(
    desk: Desk, pairs: Mapping[str, Sequence[tuple[MarkRow, MarkRow]]], item_id: str
) -> Agreement:
    question = _question(desk, item_id)
    most = question.rubric.most if question else 1
    both = pairs.get(item_id, ())
    return agree([(int(one.points * most), int(two.points * most)) for one, two in both])


def _question(desk: Desk, item_id: str) -> RubricQuestion | None:
    """Return a question as the newest version that has it asks it."""
    for version_id in desk.versions:
        question = content.get_items(version_id, [item_id]).get(item_id)
        if isinstance(question, RubricQuestion):
            return question
    return None


def _is_for(desk: Desk, answer: Answer, person_id: str) -> bool:
    """Say whether an answer waits for this person; what they may only change does not."""
    kind = desk.kind_for(answer, person_id)
    return kind is not None and all(mark.person_id != person_id for mark in answer.marks)


def list_queue(actor: Actor, desk: Desk, item_id: str) -> list[Answer]:
    """Return the answers to a question that wait for the actor, the oldest first."""
    return [
        answer
        for answer in list_answers(desk)
        if answer.item_id == item_id and _is_for(desk, answer, actor.person_id or "")
    ]


def get_sheet_page(
    actor: Actor, desk: Desk, answer: Answer, sheet: Sheet | None = None
) -> SheetPage:
    """Return an answer to be marked; `sheet` is what was sent and could not be taken."""
    attempt = rows.find_attempt(answer.attempt_id)
    question = content.get_items(answer.version_id, [answer.item_id])[answer.item_id]
    person_id = actor.person_id or ""
    kind = desk.kind_for(answer, person_id)
    if attempt is None or kind is None:
        raise NotVisible
    texts = content.get_item_texts(attempt.edition_id, [answer.item_id])[answer.item_id]
    response = rows.get_responses(attempt.id).get(answer.item_id)
    paper = rows.get_paper(attempt.id)
    row = next(row for row in paper if row.item_id == answer.item_id)
    shown = show_question(row, question, texts, response, attempt.language)
    own = next((mark for mark in answer.marks if mark.person_id == person_id), None)
    kept = sheet or _kept(answer, person_id)
    written = text_of(dict(response.value)) if response else ""
    return SheetPage(
        desk=desk,
        outline=content.get_outline_of_edition(attempt.edition_id),
        answer=answer,
        code=code_of(answer.attempt_id, answer.item_id),
        kind=kind,
        language=attempt.language,
        shown=in_case(shown, attempt, paper),
        rubric=get_rubric(answer),
        texts=texts,
        sheet=kept,
        written=written,
        pieces=take_apart(written, kept.remarks),
        given=_given(answer) if kind == "moderated" else (),
        phrases=list_phrases(desk.course.id, answer.item_id),
        is_again=own is not None,
        is_in_grace=_came_in_grace(attempt, response),
        waiting=sorted(
            (code_of(other.attempt_id, other.item_id), other.attempt_id)
            for other in list_queue(actor, desk, answer.item_id)
        ),
    )


def _came_in_grace(attempt: AttemptRow, response: ResponseRow | None) -> bool:
    return response is not None and came_in_grace(attempt, response)


def _kept(answer: Answer, person_id: str) -> Sheet:
    """Return a person's half-done mark, or the one that they gave."""
    draft = find_draft(answer.attempt_id, answer.item_id, person_id)
    own = [mark for mark in answer.marks if mark.person_id == person_id]
    return read_sheet(draft or (max(own, key=lambda mark: mark.seq).details if own else None))


def _given(answer: Answer) -> list[tuple[MarkRow, Sheet]]:
    marks = (answer.mark("human"), answer.mark("second"))
    return [(mark, read_sheet(mark.details)) for mark in marks if mark is not None]
