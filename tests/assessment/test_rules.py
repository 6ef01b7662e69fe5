"""The rules of assessment on plain values: time, tries, papers, marks, and what a page shows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment import rules
from lms.assessment.rules import AttemptRow, Candidate, Library, PaperRow, ResponseRow, StoredRow
from lms.content.format import Quiz
from lms.content.sections import count_questions
from lms.questions.rules import Presented
from lms.questions.types import get_type, parse_question

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def make_attempt(**values: object) -> AttemptRow:
    row = {
        "id": "a", "enrolment_id": "e", "person_id": "p", "activity_id": "exam",
        "quiz_id": "exam", "version_id": "v", "edition_id": "n", "language": "en", "number": 1,
        "started_at": NOW, "deadline": NOW + timedelta(minutes=30),
        "closes_at": NOW + timedelta(minutes=30), "finished_at": None,
        "finished_by": None, "points": None, "is_passed": None,
        "released_at": None, "reached": None, "sitting_id": None,
        "paused_at": None, "pause_seconds": 0, "session": None, "session_since": None,
        "form": None,
    }  # fmt: skip
    return AttemptRow(**{**row, **values})


def make_quiz(name: str = "exam", draw: int = 4, **values: object) -> Quiz:
    section = {"draw": draw, "from": "questions/bank.yaml"}
    section |= {key: values.pop(key) for key in ("by", "without") if key in values}
    return Quiz.model_validate({"id": name, "title": name, "sections": [section], **values})


def make_question(name: str, kind: str = "single", objective: str = "place"):
    data: dict = {"id": name, "type": kind, "objective": objective, "text": f"Text of {name}."}
    if kind in {"single", "multiple"}:
        data["choices"] = [
            {"id": "a", "text": "A", "correct": True}, {"id": "b", "text": "B"},
            {"id": "c", "text": "C"},
        ]  # fmt: skip
    elif kind == "true_false":
        data["correct"] = True
    else:
        data["accept"] = {"en": ["six"]}
    return parse_question(data)


def key_of(question) -> dict:
    return get_type(question.type).key(question, Presented(), "en")


BANK = tuple(
    make_question(f"{objective}-{n}", kind, objective)
    for objective in ("place", "strength")
    for n, kind in enumerate(["single", "multiple", "true_false", "short_text"] * 3)
)


def make_library(*quizzes: Quiz) -> Library:
    return Library({quiz.id: quiz for quiz in quizzes}, {"questions/bank.yaml": BANK})


# --- Time and tries --------------------------------------------------------------------------


@given(st.integers(1, 600), st.integers(-36_000_000, 36_000_000))
def test_an_attempt_is_open_to_its_last_moment(minutes: int, milliseconds: int) -> None:
    deadline = rules.deadline(NOW, minutes)
    attempt = make_attempt(deadline=deadline, closes_at=deadline)
    at = deadline + timedelta(milliseconds=milliseconds)
    assert rules.status(attempt, at) == ("open" if milliseconds <= 0 else "expired")
    assert rules.is_late(attempt, at) == (milliseconds > 0)
    assert rules.ended_at(attempt, at) <= deadline
    assert rules.finished_by(attempt, at) == ("candidate" if milliseconds <= 0 else "deadline")


@given(st.integers(0, 120), st.integers(-7_200_000, 7_200_000), st.integers(0, 7_200_000))
def test_what_was_made_in_time_may_arrive_within_the_grace(
    grace: int, made: int, late: int
) -> None:
    attempt = make_attempt()
    attempt = make_attempt(closes_at=rules.closes_at(attempt.deadline, grace))
    made_at = attempt.deadline + timedelta(milliseconds=min(made, late))
    at = attempt.deadline + timedelta(milliseconds=late)
    is_taken = made_at <= attempt.deadline and late <= grace * 60_000
    assert rules.is_late(attempt, at, made_at) == (not is_taken)
    # Of what nobody said when it was made, the arrival counts.
    assert rules.is_late(attempt, at) == (late > 0)


@given(*[st.integers(-10_000, 10_000)] * 3)
def test_when_an_answer_was_made_stays_between_its_page_and_its_arrival(
    made: int, served: int, taken: int
) -> None:
    served_at, now = (NOW + timedelta(milliseconds=each) for each in sorted((served, taken)))
    bounded = rules.bound(NOW + timedelta(milliseconds=made), served_at, now)
    assert served_at <= bounded <= now


@given(st.datetimes(datetime(1971, 1, 1), datetime(2286, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - given a zone beside
def test_milliseconds_are_read_as_they_are_written(at: datetime) -> None:
    whole = at.replace(microsecond=at.microsecond // 1000 * 1000)
    assert rules.read_milliseconds(rules.write_milliseconds(at)) == whole


@pytest.mark.parametrize("written", ["", "-5", "1e9", "9" * 14, "١٢٣", "12.5", "now"])
def test_what_is_no_instant_is_none(written: str) -> None:
    assert rules.read_milliseconds(written) is None


def test_an_attempt_without_a_time_limit_never_expires() -> None:
    attempt = make_attempt(deadline=rules.deadline(NOW, None), closes_at=None)
    later = NOW + timedelta(days=4000)
    assert rules.status(attempt, later) == "open"
    assert rules.ended_at(attempt, later) == later


def test_a_finished_attempt_takes_nothing_and_an_expired_one_takes_late_answers() -> None:
    with pytest.raises(rules.AttemptClosed):
        rules.is_late(make_attempt(finished_at=NOW, finished_by="candidate"), NOW)
    assert rules.is_late(make_attempt(finished_at=NOW, finished_by="deadline"), NOW)


@given(st.integers(0, 6), st.one_of(st.none(), st.integers(1, 6)))
def test_attempts_are_counted_down_to_none(used: int, allowed: int | None) -> None:
    tries = rules.count_tries([make_attempt()] * used, make_quiz(attempts=allowed))
    assert tries.left is None if allowed is None else tries.left == max(0, allowed - used)
    if allowed is None or used < allowed:
        rules.check_may_start(tries, NOW)
    else:
        with pytest.raises(rules.NoAttemptLeft) as refusal:
            rules.check_may_start(tries, NOW)
        assert str(allowed) in str(refusal.value.text)


def test_of_equal_results_the_first_is_the_best() -> None:
    points = (None, 50, 80, 80, 10)
    attempts = [make_attempt(number=n, points=p) for n, p in enumerate(points)]
    assert rules.best(attempts).number == 2
    assert rules.best(attempts[:1]) is None


# --- Papers ----------------------------------------------------------------------------------

SEEDS = st.text(min_size=1, max_size=6)
PRE, EXAM = make_quiz("pre"), make_quiz("exam", 6, by="objective", without="pre")


def ids(paper: tuple[PaperRow, ...]) -> set[str]:
    return {row.item_id for row in paper}


@given(SEEDS)
def test_a_paper_has_its_places_its_choices_and_no_question_twice(seed: str) -> None:
    paper = rules.draw_paper(make_library(EXAM, PRE), "exam", Candidate("e", {}), seed)
    assert [row.position for row in paper] == [1, 2, 3, 4, 5, 6]
    assert len(ids(paper)) == count_questions(EXAM, {}) == 6
    for row in paper:
        question = next(question for question in BANK if question.id == row.item_id)
        presented = get_type(question.type).present(question, None)
        assert sorted(row.presented.choices) == sorted(presented.choices)
    assert paper == rules.draw_paper(make_library(EXAM, PRE), "exam", Candidate("e", {}), seed)


@given(SEEDS, SEEDS, SEEDS)
def test_what_is_kept_apart_never_meets(enrolment: str, one: str, two: str) -> None:
    library, nobody = make_library(PRE, EXAM), Candidate(enrolment, {})
    exam = ids(rules.draw_paper(library, "exam", nobody, one))
    pre = ids(rules.draw_paper(library, "pre", Candidate(enrolment, {"exam": exam}), two))
    after = Candidate(enrolment, {"exam": exam, "pre": pre})
    assert pre.isdisjoint(exam)
    assert pre.isdisjoint(ids(rules.draw_paper(library, "exam", after, two)))
    # A second attempt at what is kept apart takes nothing more from the bank.
    assert pre == ids(rules.draw_paper(library, "pre", after, one))


def test_sections_of_one_quiz_share_no_question() -> None:
    half = {"draw": 12, "from": "questions/bank.yaml"}
    quiz = Quiz.model_validate({"id": "all", "title": "All", "sections": [half, half]})
    paper = rules.draw_paper(make_library(quiz), "all", Candidate("e", {}), "seed")
    assert len(ids(paper)) == 24


def test_a_fixed_order_is_the_banks() -> None:
    quiz = make_quiz(draw=24, order="fixed")
    paper = rules.draw_paper(make_library(quiz), "exam", Candidate("e", {}), "seed")
    assert [row.item_id for row in paper] == [question.id for question in BANK]


def test_quizzes_in_a_circle_end() -> None:
    circle = [make_quiz("a", without="b"), make_quiz("b", without="c"), make_quiz("c", without="a")]
    paper = rules.draw_paper(make_library(*circle), "a", Candidate("e", {}), "seed")
    assert len(paper) == 4


# --- Marks -----------------------------------------------------------------------------------

SHARES = st.lists(st.fractions(0, 1, max_denominator=12), min_size=1, max_size=60)


@given(SHARES, st.integers(1, 100))
def test_rounding_lets_nobody_pass(points: list[Fraction], pass_mark: int) -> None:
    percent = rules.grade(sum(points, Fraction(0)), len(points))
    exact = sum(points, Fraction(0)) * 100 / len(points)
    assert 0 <= percent <= 100
    assert 0 <= exact - Fraction(percent) < Fraction(1, 100)
    assert rules.is_passed(percent, pass_mark) == (exact >= pass_mark)


def test_an_empty_paper_is_worth_nothing() -> None:
    assert rules.grade(Fraction(0), 0) == Decimal(0)


def test_without_a_pass_mark_nobody_passes_or_fails() -> None:
    assert rules.pass_mark(make_quiz()) is None
    assert rules.is_passed(Decimal(100), rules.pass_mark(make_quiz())) is None
    assert rules.pass_mark(make_quiz(pass_points=70)) == 70


@given(st.data())
def test_every_question_is_marked_once_and_the_key_gets_all(data: st.DataObject) -> None:
    paper = rules.draw_paper(make_library(EXAM, PRE), "exam", Candidate("e", {}), "seed")
    questions = {question.id: question for question in BANK}
    answered = data.draw(st.sets(st.sampled_from(sorted(ids(paper)))))
    responses = {
        name: ResponseRow(seq, name, key_of(questions[name]), NOW)
        for seq, name in enumerate(sorted(answered), start=1)
    }
    marks = rules.mark_paper(paper, questions, responses, "en")
    assert [mark.item_id for mark in marks] == [row.item_id for row in paper]
    assert {mark.item_id for mark in marks if mark.points == 1} == answered
    assert {mark.item_id for mark in marks if mark.points == 0} == ids(paper) - answered
    progress = rules.progress(rules.list_places(paper, responses), questions)
    assert progress.answered == len(answered)
    assert len(progress.unanswered) == progress.total - progress.answered
    objectives = [("place", "Place"), ("strength", "Strength"), ("none", "None")]
    shares = {mark.item_id: mark.points for mark in marks}
    results = rules.sum_by_objective(shares, questions, objectives)
    assert [(result.text, result.total) for result in results] == [
        ("Place", 3), ("Strength", 3),
    ]  # fmt: skip
    assert sum(result.points for result in results) == len(answered)


@pytest.mark.parametrize(
    ("value", "is_answer"),
    [({"choices": ["a"]}, True), ({"choices": []}, False), ({"text": "6"}, True),
     ({"text": ""}, False)],
)  # fmt: skip
def test_an_empty_answer_is_none(value: dict, is_answer: bool) -> None:
    response = ResponseRow(1, "q", value, NOW)
    assert response.is_answer == is_answer
    assert rules.is_answered("q", {"q": response}) == is_answer
    assert not rules.is_answered("other", {"q": response})


def test_one_client_made_id_is_one_answer() -> None:
    stored = StoredRow("q", {"choices": ["a"]}, NOW, False)
    rules.check_repeat(stored, "q", {"choices": ["a"]})
    for item_id, value in (("q", {"choices": ["b"]}), ("other", {"choices": ["a"]})):
        with pytest.raises(rules.AnswerAlreadySent):
            rules.check_repeat(stored, item_id, value)


# --- What a page shows -----------------------------------------------------------------------


@given(st.sampled_from(BANK), SEEDS)
def test_a_form_that_sends_the_key_is_read_as_the_key(question, seed: str) -> None:
    paper = rules.draw_paper(make_library(make_quiz(draw=24)), "exam", Candidate("e", {}), seed)
    row = next(row for row in paper if row.item_id == question.id)
    key = key_of(question)
    sent = get_type(question.type).send(question, row.presented, key)
    assert rules.read_answer(row, question, sent) == key
    texts = dict(get_type(question.type).texts(question))
    shown = rules.show_question(row, question, texts, ResponseRow(1, row.item_id, key, NOW), "en")
    (field,) = shown.fields
    chosen = [option.value for option in field.options if option.is_chosen]
    assert (chosen or [field.typed]) == sorted(sent[""])
    assert shown.is_answered
    reviewed = rules.review_question(
        row, question, texts, ResponseRow(1, row.item_id, key, NOW), "en", automatic(row, 1)
    )
    assert reviewed.verdict == "right"
    assert {option.verdict for option in reviewed.shown.fields[0].options} <= {"right", ""}


def automatic(row: PaperRow, points: int) -> rules.MarkRow:
    return rules.MarkRow(1, "attempt", row.item_id, "automatic", Fraction(points), None, NOW)


def test_a_shown_question_has_no_verdict_no_feedback_and_no_authors_id() -> None:
    question = make_question("q")
    texts = {**dict(get_type("single").texts(question)), "choices.a.feedback": "Well done."}
    row = PaperRow(1, "q", Presented(("c", "a", "b")))
    shown = rules.show_question(row, question, texts, None, "en")
    (field,) = shown.fields
    assert [(option.value, option.text) for option in field.options] == [
        ("1", "C"), ("2", "A"), ("3", "B"),
    ]  # fmt: skip
    assert {(option.verdict, option.feedback) for option in field.options} == {("", "")}
    reviewed = rules.review_question(row, question, texts, None, "en", automatic(row, 0))
    (field,) = reviewed.shown.fields
    assert [option.verdict for option in field.options] == ["", "missed", ""]
    assert field.options[1].feedback == "Well done."


def test_true_and_false_are_said_in_the_papers_language() -> None:
    question = make_question("q", "true_false")
    row = PaperRow(1, "q", Presented(("true", "false")))
    shown = rules.show_question(row, question, {"text": "…"}, None, "en")
    assert [option.text for option in shown.fields[0].options] == ["True", "False"]


# --- Weights ---------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.fractions(0, 1, max_denominator=12), st.integers(1, 100))))
def test_a_question_counts_as_often_as_its_weight_says(shares: list) -> None:
    questions = {
        str(n): make_question("q").model_copy(update={"weight": weight})
        for n, (_, weight) in enumerate(shares)
    }
    marks = {str(n): share for n, (share, _) in enumerate(shares)}
    repeated = [share for share, weight in shares for _ in range(weight)]
    reached, total = rules.sum_points(marks, questions)
    assert (reached, total) == (sum(repeated, Fraction(0)), len(repeated))


@pytest.mark.parametrize(("written", "place"), [("1", 1), ("12", 12), ("0", 0)])
def test_a_place_is_read_from_an_address(written: str, place: int) -> None:
    assert rules.read_position(written) == place


@pytest.mark.parametrize("written", ["", "one", "-1", "12345", "1.5"])
def test_what_is_no_place_is_not_on_the_paper(written: str) -> None:
    with pytest.raises(rules.NotOnPaper):
        rules.read_position(written)
