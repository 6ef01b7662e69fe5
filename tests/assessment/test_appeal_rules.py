"""The rules of appeals, without a database: never lower, nobody who had a part, in time, once."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.rules import Duty, MarkRow, counting, grade, shares, sum_points
from lms.assessment.rules.appeals import (
    AppealMade,
    AppealRow,
    AppealsNotTaken,
    AppealTooLate,
    Decision,
    DismissedWithPoints,
    Involved,
    NothingToAppeal,
    PointsUnreadable,
    RaisesNothing,
    Ruling,
    choose_deciders,
    figures,
    find_obstacle,
    find_problem,
    list_stranded,
    read_points,
    settle,
)
from lms.assessment.rules.plans import ReasonNeeded
from lms.questions.types import parse_question
from tests.assessment.test_rules import make_attempt
from tests.cast import NOW

NAMES = [f"q{number}" for number in range(5)]
SHARE = st.integers(0, 12).map(lambda twelfths: Fraction(twelfths, 12))
PEOPLE = [f"person-{number}" for number in range(8)]


def question(name, weight=1):
    return parse_question(
        {"id": name, "type": "true_false", "text": "So?", "correct": True, "weight": weight}
    )


def mark(name, points, kind="automatic", seq=1, is_left_out=False):
    return MarkRow(seq, "attempt", name, kind, Fraction(points), None, NOW, None, {}, is_left_out)


def row(status="open", **changes):
    ended = None if status == "open" else NOW
    appeal = AppealRow("id", "attempt", "amina", "version", "exam", status, True, "", NOW, ended,
                       None, "", None, None)  # fmt: skip
    return replace(appeal, **changes)


PAPERS = st.fixed_dictionaries(
    {name: st.tuples(SHARE, st.booleans(), st.integers(1, 4)) for name in NAMES}
)
GIVEN = st.dictionaries(st.sampled_from(NAMES), SHARE)


def papers(paper):
    marks = {name: mark(name, *each[:1], is_left_out=each[1]) for name, each in paper.items()}
    return marks, {name: question(name, weight) for name, (*_, weight) in paper.items()}


@given(PAPERS, GIVEN)
def test_an_appeal_never_lowers_a_share_or_the_result(paper, given_):
    marks, questions = papers(paper)
    settled = settle(marks, given_, questions)
    assert settled.points >= grade(*sum_points(shares(marks), questions))
    for name, share in settled.raised.items():
        assert share == given_[name]
        assert marks[name].is_left_out or share > marks[name].points


@given(PAPERS, GIVEN)
def test_what_is_settled_is_what_the_marks_are_worth_once_they_are_appended(paper, given_):
    marks, questions = papers(paper)
    settled = settle(marks, given_, questions)
    appended = [mark(name, share, "appeal", 9) for name, share in settled.raised.items()]
    after = shares(counting([*marks.values(), *appended]))
    assert settled.points == grade(*sum_points(after, questions))


@given(PAPERS, GIVEN)
def test_every_share_that_is_higher_is_taken(paper, given_):
    marks, questions = papers(paper)
    higher = {
        name for name, share in given_.items()
        if not marks[name].is_left_out and share > marks[name].points
    }  # fmt: skip
    assert higher <= settle(marks, given_, questions).raised.keys()


@given(PAPERS, GIVEN)
def test_an_upheld_appeal_raises_something_and_a_dismissed_one_changes_nothing(paper, given_):
    marks, questions = papers(paper)
    rulings = {name: Ruling(share, "Why") for name, share in given_.items()}
    upheld = find_problem(Decision("upheld", "x", rulings), marks, questions)
    assert (upheld is None) == bool(settle(marks, given_, questions).raised)
    if find_problem(Decision("dismissed", "x", rulings), marks, questions) is None:
        assert settle(marks, given_, questions).raised == {}


GROUP = st.frozensets(st.sampled_from(PEOPLE), max_size=4)


@given(st.sampled_from(PEOPLE), GROUP, GROUP, GROUP, GROUP)
def test_nobody_decides_who_had_a_part(candidate, markers, regraders, authors, asked):
    involved = Involved(candidate, markers, regraders, authors)
    duties = [Duty(person, "exam", person, "appeal") for person in sorted(asked)]
    duties += [Duty(f"{person}-2", "exam", person, "marker") for person in PEOPLE]
    deciders = set(choose_deciders(duties, involved))
    assert not deciders & {candidate, *markers, *regraders, *authors}
    assert deciders == asked - {candidate, *markers, *regraders, *authors}
    appeals = [row(), row("dismissed"), row("withdrawn")]
    stranded = list_stranded(appeals, duties, {"attempt": involved})
    assert stranded == ([] if deciders else [row()])


def find(days=14, marked=3, appeals=(), after=timedelta(0), **changes):
    attempt = make_attempt(**{"released_at": NOW, **changes})
    return type(find_obstacle(attempt, marked, days, appeals, NOW + after))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, type(None)),
        ({"after": timedelta(days=14)}, type(None)),
        ({"after": timedelta(days=14, seconds=1)}, AppealTooLate),
        ({"days": 0}, AppealsNotTaken),
        ({"released_at": None}, NothingToAppeal),
        ({"marked": 0}, NothingToAppeal),
        ({"appeals": [row()]}, AppealMade),
        ({"appeals": [row("upheld")]}, AppealMade),
        ({"appeals": [row("withdrawn"), row("withdrawn")]}, type(None)),
    ],
)
def test_when_an_appeal_is_taken(more, expected):
    assert find(**more) is expected


def test_what_does_not_go_together():
    marks, questions = {"q0": mark("q0", "1/2")}, {"q0": question("q0")}

    def problem(verdict, share=None, why=""):
        rulings = {"q0": Ruling(None if share is None else Fraction(share), why)}
        return type(find_problem(Decision(verdict, "x", rulings), marks, questions))

    assert problem("dismissed") is type(None)
    assert problem("dismissed", "1/2") is type(None)
    assert problem("dismissed", 0) is DismissedWithPoints
    assert problem("upheld") is RaisesNothing
    assert problem("upheld", "1/2", "Why") is RaisesNothing
    assert problem("upheld", 1) is ReasonNeeded
    assert problem("upheld", 1, "Why") is type(None)


@given(st.integers(1, 9), st.integers(0, 900))
def test_points_are_a_share_of_those_there_are(weight, hundredths):
    written = f"{Decimal(hundredths) / 100:f}"
    if hundredths > weight * 100:
        with pytest.raises(PointsUnreadable):
            read_points(written, weight, "en")
    else:
        assert read_points(written, weight, "en") * weight == Fraction(hundredths, 100)


@pytest.mark.parametrize("written", ["", "x", "1 point", "-1", "1/2", "½ of it"])
def test_what_is_no_number_of_points_is_refused(written):
    with pytest.raises(PointsUnreadable):
        read_points(written, 5, "en")


def test_figures_count_and_take_the_median():
    old = NOW - timedelta(days=31)
    appeals = [
        row(asked_at=old), row(), row("withdrawn"),
        row("upheld", asked_at=NOW - timedelta(days=2)),
        row("dismissed", asked_at=NOW - timedelta(days=5, hours=20)),
        row("dismissed", asked_at=NOW - timedelta(hours=3)),
    ]  # fmt: skip
    found = figures(appeals, NOW)
    assert (found.open, found.overdue, found.withdrawn) == (2, 1, 1)
    assert (found.upheld, found.dismissed, found.decided, found.days) == (1, 2, 3, 2)
    assert figures([], NOW).days is None
    assert len({row(id=name).code for name in PEOPLE}) == len(PEOPLE)
