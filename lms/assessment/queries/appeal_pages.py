"""What the pages of appeals show: the candidate's own, the lists, and an appeal to be decided.

The rows behind them are read in `appeals`; whether the reader may see them is decided in `policy`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from lms.accounts import queries as people
from lms.assessment.queries import attempts as rows
from lms.assessment.queries.appeals import (
    get_days,
    get_involved,
    list_appeals,
    list_course_appeals,
    list_items,
)
from lms.assessment.queries.around import get_around
from lms.assessment.queries.cases import in_case
from lms.assessment.queries.marking import Desk, list_duties
from lms.assessment.queries.marks import list_marks
from lms.assessment.queries.pages import QuizPlace, get_quiz_place
from lms.assessment.queries.regrading import get_corrected
from lms.assessment.rules import (
    AttemptRow,
    Duty,
    MarkRow,
    ReviewedQuestion,
    Sheet,
    counting,
    read_sheet,
    review_question,
    show_question,
)
from lms.assessment.rules.appeals import (
    AppealedItem,
    AppealFigures,
    AppealRow,
    Involved,
    closes_at,
    figures,
    find_obstacle,
    list_stranded,
)
from lms.assessment.rules.withholding import why_withheld
from lms.content import queries as content
from lms.content.queries import CourseRow, Outline
from lms.kit.actor import Actor
from lms.kit.errors import DomainError, NotVisible
from lms.questions.rubrics import Rubric, RubricQuestion
from lms.questions.rules import Question


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """What became of a question that an appeal is about; shares are 0 to 1, none: left out."""

    position: int
    weight: int
    answer: str
    is_raised: bool
    before: Fraction | None
    after: Fraction | None


@dataclass(frozen=True, slots=True)
class OwnAppeal:
    """An appeal as its candidate sees it."""

    row: AppealRow
    items: Sequence[ItemOutcome]


@dataclass(frozen=True, slots=True)
class OwnAppealPage:
    """A result with the appeals against it, the newest first; `obstacle`: why none is taken now.

    `questions` are those that have a mark, as (place, text); without review there is no text.
    """

    attempt: AttemptRow
    place: QuizPlace
    appeals: Sequence[OwnAppeal]
    obstacle: DomainError | None
    closes_at: datetime | None
    questions: Sequence[tuple[int, str]]
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class AppealNote:
    """What the page of a result says of appeals: the one there is, else until when one is taken.

    None of both where none is taken.
    """

    row: AppealRow | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class CourseAppeals:
    """How the appeals against results of a quiz go; on the `stranded` ones nobody may decide."""

    quiz_id: str
    title: str
    figures: AppealFigures
    stranded: int
    deciders: int


@dataclass(frozen=True, slots=True)
class AppealsPage:
    """The appeals against results of a quiz, as somebody stands to them.

    `mine` await the reader's decision, `others` is how many await that of somebody else. `names`
    are those of the people who decide, or did.
    """

    desk: Desk
    outline: Outline
    title: str
    every: Sequence[AppealRow]
    figures: AppealFigures
    mine: Sequence[AppealRow]
    others: int
    stranded: frozenset[str]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AppealedQuestion:
    """A question that an appeal is about: with its review, and all marks so far, the oldest first.

    `mark` is the one that counts.
    """

    position: int
    question: Question
    item: AppealedItem
    reviewed: ReviewedQuestion
    texts: Mapping[str, str]
    mark: MarkRow
    marks: Sequence[MarkRow]

    @property
    def rubric(self) -> Rubric | None:
        """Return what people mark it by, if they do."""
        return self.question.rubric if isinstance(self.question, RubricQuestion) else None

    @property
    def sheet(self) -> Sheet:
        """Return what people said with the mark that counts; empty where rules marked."""
        return read_sheet(self.mark.details)

    @property
    def points(self) -> Fraction:
        """Return the points that it has so far."""
        return Fraction(0) if self.mark.is_left_out else self.mark.points * self.question.weight


@dataclass(frozen=True, slots=True)
class AppealPage:
    """An appeal: to be decided with the answers before one's eyes, or the record of a decision.

    `counted` are the marks that count on the paper, and `asked` their questions.
    """

    desk: Desk
    appeal: AppealRow
    attempt: AttemptRow
    outline: Outline
    title: str
    total: int
    questions: Sequence[AppealedQuestion]
    outcomes: Sequence[ItemOutcome]
    decided_by: str
    counted: Mapping[str, MarkRow]
    asked: Mapping[str, Question]


def get_own_appeal_page(attempt: AttemptRow, now: datetime) -> OwnAppealPage:
    """Return the candidate's page of the appeals against a result."""
    outline = content.get_outline_of_edition(attempt.edition_id)
    place = get_quiz_place(outline, attempt.activity_id)
    appeals, days = list_appeals(attempt.id), get_days(attempt)
    paper, marks = _places(attempt), list_marks(attempt.id)
    marked = [item_id for item_id in paper if item_id in counting(marks)]
    # Who may not see the right answers yet is told no more than the numbers of the paper.
    is_reviewed = not why_withheld(place.quiz, attempt.released_at, get_around(attempt), now)
    told = _told(attempt, marked) if is_reviewed else {}
    return OwnAppealPage(
        attempt=attempt,
        place=place,
        appeals=[OwnAppeal(row, list_outcomes(row, attempt, marks)) for row in appeals],
        obstacle=find_obstacle(attempt, len(marked), days, appeals, now),
        closes_at=closes_at(attempt, days),
        questions=[(paper[name], told.get(name, "")) for name in marked],
        is_reviewed=is_reviewed,
    )


def _told(attempt: AttemptRow, marked: Sequence[str]) -> dict[str, str]:
    """Return the words of each question as they stood on the paper, with the numbers drawn for it.

    A text with gaps has dots in their places.
    """
    questions = content.get_items(attempt.version_id, marked)
    texts = content.get_item_texts(attempt.edition_id, marked)
    told = {}
    for row in rows.get_paper(attempt.id):
        if (name := row.item_id) in questions:
            shown = show_question(row, questions[name], texts[name], None, attempt.language)
            is_within = any(one.before or one.after for one in shown.fields)
            around = [
                *(one.before for one in shown.fields),
                *(one.after for one in shown.fields[-1:]),
            ]
            told[name] = "…".join(around) if is_within else shown.text
    return told


def get_appeal_note(attempt: AttemptRow, marked: int, now: datetime) -> AppealNote:
    """Return what the page of a result says of appeals; `marked` questions have a mark."""
    if attempt.released_at is None or not marked:
        return AppealNote(None, None)
    appeals, days = list_appeals(attempt.id), get_days(attempt)
    standing = next((row for row in appeals if row.status != "withdrawn"), None)
    is_taken = find_obstacle(attempt, marked, days, appeals, now) is None
    return AppealNote(standing, closes_at(attempt, days) if is_taken else None)


def _places(attempt: AttemptRow) -> dict[str, int]:
    return {row.item_id: row.position for row in rows.get_paper(attempt.id)}


def list_outcomes(
    appeal: AppealRow, attempt: AttemptRow, marks: Sequence[MarkRow]
) -> list[ItemOutcome]:
    """Return what became of the questions that an appeal is about; `marks` are the attempt's."""
    items, paper = list_items(appeal.id), _places(attempt)
    questions = content.get_items(attempt.version_id, [item.item_id for item in items])
    # What was marked since is none of the appeal's business.
    then = [mark for mark in marks if appeal.ended_at is None or mark.at <= appeal.ended_at]
    before = counting(mark for mark in then if mark.kind != "appeal")
    after = counting(then)
    return [
        ItemOutcome(
            position=paper[item.item_id],
            weight=questions[item.item_id].weight,
            answer=item.answer,
            is_raised=item.mark_seq is not None,
            before=_share(before.get(item.item_id)),
            after=_share(after.get(item.item_id)),
        )
        for item in items
    ]


def _share(mark: MarkRow | None) -> Fraction | None:
    return None if mark is None or mark.is_left_out else mark.points


def list_course_rows(
    course: CourseRow, language: str, now: datetime, only: frozenset[str] | None
) -> list[CourseAppeals]:
    """Return how appeals go, quiz by quiz; `only` are those that the reader may see."""
    outline = content.get_outline(str(course.newest_version_id), language)
    titles = {str(row.quiz_id): row.title for row in outline.activities if row.quiz_id}
    appeals, duties = list_course_appeals(course.id), list_duties(course.id)
    involved = get_involved(course.id, [row for row in appeals if row.is_open])
    shown = [*titles, *sorted({row.quiz_id for row in appeals} - titles.keys())]
    return [
        _sum_up(quiz_id, titles.get(quiz_id, quiz_id), appeals, duties, involved, now)
        for quiz_id in shown
        if only is None or quiz_id in only
    ]


def get_quiz_row(desk: Desk, now: datetime) -> CourseAppeals:
    """Return how the appeals against results of one quiz go; its title stands elsewhere."""
    appeals = list_course_appeals(desk.course.id)
    involved = get_involved(desk.course.id, [row for row in appeals if row.is_open])
    return _sum_up(desk.quiz_id, "", appeals, desk.duties, involved, now)


def _sum_up(
    quiz_id: str,
    title: str,
    appeals: Sequence[AppealRow],
    duties: Sequence[Duty],
    involved: Mapping[str, Involved],
    now: datetime,
) -> CourseAppeals:
    own = [row for row in appeals if row.quiz_id == quiz_id]
    asked = [duty for duty in duties if duty.quiz_id == quiz_id and duty.role == "appeal"]
    stranded = len(list_stranded(own, asked, involved))
    return CourseAppeals(quiz_id, title, figures(own, now), stranded, len(asked))


def get_appeals_page(actor: Actor, desk: Desk, language: str, now: datetime) -> AppealsPage:
    """Return the appeals against results of a quiz as the actor stands to them."""
    outline = content.get_outline(desk.versions[0], language)
    titles = {row.quiz_id: row.title for row in outline.activities}
    every = [row for row in list_course_appeals(desk.course.id) if row.quiz_id == desk.quiz_id]
    waiting = [row for row in every if row.is_open]
    involved = get_involved(desk.course.id, waiting)
    is_decider, person_id = "appeal" in desk.roles, actor.person_id
    mine = [row for row in waiting if is_decider and person_id not in involved[row.attempt_id]]
    deciders = {duty.person_id for duty in desk.duties if duty.role == "appeal"}
    deciders |= {row.decided_by for row in every if row.decided_by}
    return AppealsPage(
        desk=desk,
        outline=outline,
        title=titles.get(desk.quiz_id, desk.quiz_id),
        every=every,
        figures=figures(every, now),
        mine=mine,
        others=len(waiting) - len(mine),
        stranded=frozenset(row.id for row in list_stranded(waiting, desk.duties, involved)),
        names=people.get_names(actor, deciders),
    )


def get_appeal_page(actor: Actor, desk: Desk, appeal: AppealRow) -> AppealPage:
    """Return an appeal with what it is about; raise `NotVisible` where its attempt is gone."""
    attempt = rows.find_attempt(appeal.attempt_id)
    if attempt is None:
        raise NotVisible
    outline, marks = content.get_outline_of_edition(attempt.edition_id), list_marks(attempt.id)
    titles = {row.quiz_id: row.title for row in outline.activities}
    by, counted = appeal.decided_by, counting(marks)
    return AppealPage(
        desk=desk,
        appeal=appeal,
        attempt=attempt,
        outline=outline,
        title=titles.get(desk.quiz_id, desk.quiz_id),
        total=len(rows.get_paper(attempt.id)),
        questions=_questions(appeal, attempt, marks) if appeal.is_open else (),
        outcomes=list_outcomes(appeal, attempt, marks),
        decided_by=people.get_names(actor, {by}).get(by, "") if by else "",
        counted=counted,
        asked=content.get_items(attempt.version_id, counted),
    )


def _questions(
    appeal: AppealRow, attempt: AttemptRow, marks: Sequence[MarkRow]
) -> list[AppealedQuestion]:
    items = list_items(appeal.id)
    names = [item.item_id for item in items]
    questions, counted = get_corrected(attempt.version_id, names), counting(marks)
    texts = content.get_item_texts(attempt.edition_id, names)
    order = rows.get_paper(attempt.id)
    paper = {row.item_id: row for row in order}
    responses, language = rows.get_responses(attempt.id), attempt.language
    reviewed = {
        name: review_question(
            paper[name], questions[name], texts[name], responses.get(name), language, counted[name]
        )
        for name in names
    }
    return [
        AppealedQuestion(
            position=paper[name].position,
            question=questions[name],
            item=item,
            reviewed=replace(reviewed[name], shown=in_case(reviewed[name].shown, attempt, order)),
            texts=texts[name],
            mark=counted[name],
            marks=sorted((mark for mark in marks if mark.item_id == name), key=_seq),
        )
        for name, item in zip(names, items, strict=True)
    ]


def _seq(mark: MarkRow) -> int:
    return mark.seq
