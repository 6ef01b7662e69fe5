"""Reads for the pages of a quiz: before the start, while it is open, after the finish.

The rows behind them are read in `attempts`, what a quiz says in `lms.content.queries`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from lms.assessment.queries import attempts as rows
from lms.assessment.queries.around import get_around
from lms.assessment.queries.cases import in_case
from lms.assessment.queries.grounds import Grounds, get_grounds
from lms.assessment.queries.marks import list_marks
from lms.assessment.queries.regrading import get_corrected
from lms.assessment.queries.sittings import Entry, get_entry
from lms.assessment.queries.way import get_way
from lms.assessment.rules import (
    AttemptRow,
    Library,
    MarkRow,
    NotOnPaper,
    ObjectiveResult,
    PaperRow,
    PlaceRow,
    Progress,
    ReviewedQuestion,
    Status,
    Tries,
    best,
    code_told,
    count_tries,
    counting,
    fill_again,
    find_unfinished,
    has_points,
    list_places,
    on_paper,
    pass_mark,
    progress,
    review_question,
    shares,
    show_question,
    status,
    sum_by_objective,
    sum_points,
    write_value,
)
from lms.assessment.rules.articles import ArticleResult, error_band, sum_by_article
from lms.assessment.rules.withholding import Withheld, why_withheld
from lms.content import queries as content
from lms.content.format import Quiz
from lms.kit.errors import NotVisible
from lms.learning.rules import EnrolmentRow
from lms.questions.rubrics import RubricQuestion
from lms.questions.rules import Raw
from lms.questions.showing import ShownQuestion


@dataclass(frozen=True, slots=True)
class QuizPlace:
    """A quiz at its place in the edition that a person reads."""

    outline: content.Outline
    activity_id: str
    title: str
    quiz: Quiz

    @property
    def questions(self) -> int:
        """Return how many questions a paper has."""
        return content.count_questions(self.outline.version_id, self.quiz)

    @property
    def pass_mark(self) -> int | None:
        """Return the points needed, in percent, or nothing where nothing depends on them."""
        return pass_mark(self.quiz)

    @property
    def is_for_achievement(self) -> bool:
        """Say whether the course's achievement is reached in this quiz."""
        return self.outline.quiz_activity == self.activity_id


@dataclass(frozen=True, slots=True)
class QuizPage:
    """What a person sees before the start: the facts, and the attempts so far.

    `entry` says by which sitting, if the quiz is taken in sittings. `former` are ids of attempts at
    the quiz as an older version had it, which count no more. `is_by_people` says that people may
    have to mark an attempt, so that its results are released.
    """

    enrolment: EnrolmentRow
    place: QuizPlace
    attempts: Sequence[AttemptRow]
    former: frozenset[str]
    tries: Tries
    best: AttemptRow | None
    open: AttemptRow | None
    entry: Entry
    languages: tuple[str, ...]
    has_points: bool
    is_by_people: bool


@dataclass(frozen=True, slots=True)
class AttemptPage:
    """An attempt with the way through its paper, `questions`.

    `languages` are those that the candidate may change to on the way; none where that is not so.
    """

    attempt: AttemptRow
    status: Status
    place: QuizPlace
    questions: tuple[PlaceRow, ...]
    progress: Progress
    languages: tuple[str, ...]

    @property
    def total(self) -> int:
        """Return how many questions the paper has."""
        return len(self.questions)

    @property
    def is_whole(self) -> bool:
        """Say whether all questions stand on one page."""
        return self.place.quiz.layout == "all"


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question of an attempt, and when its answer was saved last.

    `code` is what the candidate tells an assessor; empty where nobody is met.
    """

    page: AttemptPage
    shown: ShownQuestion
    saved_at: datetime | None
    is_flagged: bool
    code: str


@dataclass(frozen=True, slots=True)
class WholeQuestion:
    """One question of a page of all; `value` is the answer so far, as text."""

    shown: ShownQuestion
    saved_at: datetime | None
    is_flagged: bool
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class WholePage:
    """All questions of an attempt on one page, in the order of the paper."""

    page: AttemptPage
    questions: tuple[WholeQuestion, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result of an attempt: the points of all that there are.

    `withheld` says why there is no `review`, and `open_id` for which other attempt. `grounds` are
    what the result rests on, `band` the points one standard error below and above, where known.
    `codes` are those that an assessor still asks for, each with the place of its question.
    """

    attempt: AttemptRow
    status: Status
    place: QuizPlace
    tries: Tries
    best: AttemptRow | None
    points: Fraction
    total: int
    questions: int
    objectives: tuple[ObjectiveResult, ...]
    articles: tuple[ArticleResult, ...]
    review: tuple[ReviewedQuestion, ...]
    withheld: Withheld
    open_id: str | None
    grounds: Grounds
    band: tuple[float, float] | None
    codes: tuple[tuple[int, str], ...]


def get_quiz_place(outline: content.Outline, activity_id: str) -> QuizPlace:
    """Return the quiz at an activity; raise `NotVisible` where there is none."""
    activity = outline.find_activity(activity_id)
    if activity is None or activity.quiz_id is None:
        raise NotVisible
    quiz = content.get_quiz(outline.version_id, activity.quiz_id)
    return QuizPlace(outline, activity_id, activity.title, quiz)


def get_library(version_id: str) -> Library:
    """Return what the papers of a version are drawn from."""
    quizzes = content.get_quizzes(version_id)
    files = {section.from_ for quiz in quizzes.values() for section in quiz.sections}
    banks = {file: tuple(content.get_items(version_id, bank=file).values()) for file in files}
    return Library(quizzes, banks, content.get_quiz_forms(version_id))


def get_quiz_page(enrolment: EnrolmentRow, activity_id: str, now: datetime) -> QuizPage:
    """Return the page before the start; raise `NotVisible` where the activity is no quiz."""
    outline, languages = content.get_outline_and_languages(enrolment.version_id, enrolment.language)
    place = get_quiz_place(outline, activity_id)
    attempts = rows.list_attempts(enrolment.id, activity_id)
    counted = rows.list_counted(attempts, enrolment.version_id)
    unfinished = find_unfinished(attempts)
    entry = get_entry(enrolment.course_id, activity_id, enrolment.person_id, now)
    offered = content.list_offered(outline.version_id, place.quiz)
    return QuizPage(
        enrolment=enrolment,
        place=place,
        attempts=attempts,
        former=frozenset(row.id for row in attempts if row not in counted),
        tries=count_tries(counted, place.quiz, entry.terms),
        best=best(counted),
        entry=entry,
        open=unfinished if unfinished and status(unfinished, now) == "open" else None,
        languages=tuple(row.code for row in languages),
        has_points=has_points(offered),
        is_by_people=any(isinstance(question, RubricQuestion) for question in offered),
    )


def get_attempt_page(attempt: AttemptRow, now: datetime) -> AttemptPage:
    """Return an attempt with the way through its paper."""
    return _attempt_page(attempt, now, get_way(attempt.id).places)


def _attempt_page(attempt: AttemptRow, now: datetime, places: tuple[PlaceRow, ...]) -> AttemptPage:
    place = _place_of(attempt)
    questions = content.get_items(attempt.version_id, [row.item_id for row in places])
    return AttemptPage(
        attempt=attempt,
        status=status(attempt, now),
        place=place,
        questions=places,
        progress=progress(places, questions),
        languages=_languages(attempt, place),
    )


def _languages(attempt: AttemptRow, place: QuizPlace) -> tuple[str, ...]:
    if not place.quiz.language_switch:
        return ()
    _outline, languages = content.get_outline_and_languages(attempt.version_id, attempt.language)
    return tuple(row.code for row in languages)


def _place_of(attempt: AttemptRow) -> QuizPlace:
    outline = content.get_outline_of_edition(attempt.edition_id)
    return get_quiz_place(outline, attempt.activity_id)


def get_question_page(
    attempt: AttemptRow, position: int, now: datetime, sent: Raw | None = None
) -> QuestionPage:
    """Return one question of a paper without its key; `sent` stands for the answer saved.

    Raises `NotOnPaper` beyond the paper.
    """
    way = get_way(attempt.id, position)
    row, response = way.row, way.response
    if row is None:
        raise NotOnPaper
    question = content.get_items(attempt.version_id, [row.item_id])[row.item_id]
    texts = content.get_item_texts(attempt.edition_id, [row.item_id])[row.item_id]
    shown = show_question(row, question, texts, response, attempt.language)
    return QuestionPage(
        page=_attempt_page(attempt, now, way.places),
        shown=in_case(shown if sent is None else fill_again(shown, sent), attempt, way.places),
        saved_at=response.at if response else None,
        is_flagged=row.is_flagged,
        code=code_told(question.type, attempt.id, row.item_id),
    )


def is_whole(attempt: AttemptRow) -> bool:
    """Say whether the questions of an attempt stand on one page."""
    return content.get_quiz(attempt.version_id, attempt.quiz_id).layout == "all"


def is_whole_at(enrolment: EnrolmentRow, activity_id: str) -> bool:
    """Say whether the questions of a quiz stand on one page for whoever starts it now."""
    outline = content.get_outline(enrolment.version_id, enrolment.language)
    return get_quiz_place(outline, activity_id).quiz.layout == "all"


def get_whole_page(
    attempt: AttemptRow, now: datetime, sent: Mapping[int, Raw] | None = None
) -> WholePage:
    """Return all questions of a paper without their keys; `sent` stands for the answers saved."""
    paper, responses = rows.get_paper(attempt.id), rows.get_responses(attempt.id)
    names = [row.item_id for row in paper]
    questions = content.get_items(attempt.version_id, names)
    texts = content.get_item_texts(attempt.edition_id, names)

    def show(row: PaperRow) -> WholeQuestion:
        response, name = responses.get(row.item_id), row.item_id
        shown = show_question(row, questions[name], texts[name], response, attempt.language)
        raw = (sent or {}).get(row.position)
        return WholeQuestion(
            shown=in_case(shown if raw is None else fill_again(shown, raw), attempt, paper),
            saved_at=response.at if response else None,
            is_flagged=row.is_flagged,
            value=write_value(response.value if response else None),
            code=code_told(questions[name].type, attempt.id, name),
        )

    page = _attempt_page(attempt, now, list_places(paper, responses))
    return WholePage(page, tuple(show(row) for row in paper))


def get_result_page(attempt: AttemptRow, now: datetime) -> ResultPage:
    """Return the result of an attempt; before it is released, without review."""
    place = _place_of(attempt)
    every = rows.list_attempts(attempt.enrolment_id, attempt.activity_id)
    attempts = rows.list_counted(every, attempt.version_id)
    given = counting(list_marks(attempt.id))
    marks = shares(given)
    questions = content.get_items(attempt.version_id, marks)
    reached, total = sum_points(marks, questions)
    paper = rows.get_paper(attempt.id)
    around = get_around(attempt)
    withheld = why_withheld(place.quiz, attempt.released_at, around, now)
    grounds = get_grounds(place.outline, [attempt.version_id], attempt.quiz_id)
    return ResultPage(
        attempt=attempt,
        status=status(attempt, now),
        place=place,
        tries=count_tries(attempts, place.quiz),
        best=best(attempts),
        points=reached,
        total=total,
        questions=len(paper),
        objectives=sum_by_objective(marks, questions, place.outline.objectives),
        articles=sum_by_article(marks, questions),
        review=() if withheld else _review(attempt, paper, given),
        withheld=withheld,
        open_id=around.open_id,
        grounds=grounds,
        band=error_band(reached, total, len(marks), grounds.reliability),
        codes=_codes(attempt, paper) if status(attempt, now) == "awaiting" else (),
    )


def _codes(attempt: AttemptRow, paper: Sequence[PaperRow]) -> tuple[tuple[int, str], ...]:
    questions = content.get_items(attempt.version_id, [row.item_id for row in paper])
    told = (
        (row.position, code_told(questions[row.item_id].type, attempt.id, row.item_id))
        for row in paper
    )
    return tuple((position, code) for position, code in told if code)


def _review(
    attempt: AttemptRow, paper: Sequence[PaperRow], marks: Mapping[str, MarkRow]
) -> tuple[ReviewedQuestion, ...]:
    names = [row.item_id for row in paper]
    questions = content.get_items(attempt.version_id, names)
    current = get_corrected(attempt.version_id, names)
    texts = content.get_item_texts(attempt.edition_id, names)
    responses = rows.get_responses(attempt.id)
    reviewed = (
        review_question(
            row,
            on_paper(questions[row.item_id], current[row.item_id], row.presented),
            texts[row.item_id],
            responses.get(row.item_id),
            attempt.language,
            marks.get(row.item_id),
        )
        for row in paper
    )
    return tuple(replace(each, shown=in_case(each.shown, attempt, paper)) for each in reviewed)
