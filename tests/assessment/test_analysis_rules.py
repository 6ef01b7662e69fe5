"""Which attempts an analysis is of, which questions are the same, what is never told of few."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.assessment.analysis.analyse import analyse
from lms.assessment.analysis.charts import AXIS, FREE, WIDTH, field, forest
from lms.assessment.analysis.findings import Dif, Question
from lms.assessment.analysis.responses import Responses
from lms.assessment.rules import (
    FEWEST,
    AnalysedRow,
    AnalysisWish,
    choose_attempts,
    name_questions,
    read_wish,
    withhold,
)
from lms.questions.types import parse_question
from tests.assessment.analysis.banks import simulate

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
WHOLE = AnalysisWish("exam", (2,))


def attempt(number, person):
    at = NOON + timedelta(hours=number)
    return AnalysedRow(f"a{number}", person, "v", "en", at, Decimal(50))


def statement(text, *, correct=True):
    data = {"id": "q", "type": "true_false", "text": text, "correct": correct}
    return parse_question(data)


days = st.none() | st.dates()


@given(
    st.builds(
        AnalysisWish, st.text(), st.lists(st.integers(1, 9)).map(tuple),
        st.lists(st.sampled_from(["ar", "en"])).map(tuple), days, days,
        st.sampled_from(["first", "last"]), st.text(),
    )
)  # fmt: skip
def test_a_wish_comes_back_as_it_was_kept(wish):
    assert read_wish(wish.as_json()) == wish
    assert read_wish(wish.as_json()).key == wish.key


def test_only_everybodys_first_attempt_at_one_version_is_the_whole():
    assert WHOLE.is_whole
    assert replace(WHOLE, before="pretest").is_whole
    for narrowed in (
        {"versions": (2, 1)}, {"languages": ("ar",)}, {"begin": date(2026, 1, 1)},
        {"end": date(2026, 1, 1)}, {"which": "last"},
    ):  # fmt: skip
        assert not replace(WHOLE, **narrowed).is_whole
        assert replace(WHOLE, **narrowed).key != WHOLE.key


def test_each_person_counts_once():
    rows = [attempt(1, "a"), attempt(2, "b"), attempt(3, "a")]
    assert [row.attempt_id for row in choose_attempts(rows, "first")] == ["a1", "a2"]
    assert sorted(row.attempt_id for row in choose_attempts(rows, "last")) == ["a2", "a3"]


def test_a_question_that_was_changed_is_another_one():
    old, new = statement("Old."), statement("New.")
    again = statement("Old.")
    names = name_questions([(3, {"q": new}), (2, {"q": old, "r": old}), (1, {"q": again})])
    assert names == {(3, "q"): "q", (2, "q"): "q@2", (1, "q"): "q@2", (2, "r"): "r"}
    key = name_questions([(2, {"q": new}), (1, {"q": statement("New.", correct=False)})])
    assert key[1, "q"] == "q@1", "a mended key measures something else"


@pytest.mark.parametrize("few", range(1, FEWEST))
def test_few_people_are_told_of_nowhere(few):
    bank = simulate(few, 6)
    kept = withhold(analyse(bank))
    assert (kept.people, kept.groups, kept.questions) == (0, {}, ())
    assert str(few) not in "".join(str(note.text) for note in kept.notes)


@pytest.mark.parametrize("left_out", range(FEWEST + 1))
def test_who_is_left_out_is_not_told_of_by_the_difference(left_out):
    found = analyse(simulate(300, 6))
    is_silent = withhold(found, left_out).people == 0
    assert is_silent == (0 < left_out < FEWEST)


def test_groups_and_questions_of_few_are_left_out_with_all_comparisons():
    bank = simulate(300, 6)
    groups = tuple("fr" if place < FEWEST - 1 else one for place, one in enumerate(bank.groups))
    bank.scores[FEWEST - 1 :, 2] = float("nan")
    kept = withhold(analyse(Responses(bank.items, bank.scores, groups)))
    assert set(kept.groups) == {"en", "ar"}
    assert [question.item for question in kept.questions] == ["q0", "q1", "q3", "q4", "q5"]
    assert {dif.focal for question in kept.questions for dif in question.difs} == {"en"}
    assert len(kept.notes) == 1


def test_what_has_enough_people_is_kept_as_it_is():
    found = analyse(simulate(300, 6))
    assert withhold(found) == found


def rows(*figures):
    return [
        (place, Question(item=str(place), n=99, full_points=1, facility=x, discrimination=y))
        for place, (x, y) in enumerate(figures, start=1)
    ]


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-1, 1)), max_size=20))
def test_every_question_stands_within_its_chart_and_mirrored_on_the_other_side(figures):
    drawn = field(rows(*figures), is_mirrored=False)
    mirrored = field(rows(*figures), is_mirrored=True)
    assert len(drawn.spots) == len(figures)
    for spot, other in zip(drawn.spots, mirrored.spots, strict=True):
        assert AXIS <= spot.x <= WIDTH - FREE
        assert FREE - 0.1 <= spot.y <= drawn.height - AXIS + 0.1
        assert spot.x + other.x == pytest.approx(WIDTH, abs=0.2)
        assert spot.y == other.y
        assert spot.is_marked == (spot.y > drawn.floor) or abs(spot.y - drawn.floor) < 0.1


def test_numbers_that_would_stand_on_each_other_are_left_out_but_the_least_useful():
    drawn = field(rows((0.5, 0.42), (0.505, 0.4), (0.9, 0.4)), is_mirrored=False)
    assert [spot.number for spot in drawn.spots] == [1, 2, 3]
    assert [spot.is_named for spot in drawn.spots] == [False, True, True]


def test_easier_questions_stand_further_along_and_better_ones_higher():
    hard, easy = field(rows((0.2, 0.1), (0.9, 0.6)), is_mirrored=False).spots
    assert hard.x < easy.x
    assert hard.y > easy.y
    assert field(rows((None, None)), is_mirrored=False).spots == ()


def dif(delta, error, letter="A"):
    head = Dif(reference="en", focal="ar", reference_people=200, focal_people=200)
    return head.model_copy(update={"delta": delta, "error": error, "letter": letter})


def test_deltas_stand_beside_a_band_of_what_is_negligible():
    drawn = forest([(1, dif(0.0, 0.2)), (2, dif(-1.8, 0.3, "C"))], is_mirrored=False)
    fair, unfair = drawn.bars
    assert fair.middle == drawn.zero
    assert unfair.start < unfair.middle < drawn.bands[0].at < drawn.bands[1].at < drawn.zero
    mirrored = forest([(2, dif(-1.8, 0.3, "C"))], is_mirrored=True)
    assert mirrored.bars[0].middle > mirrored.zero
    assert forest([(1, dif(None, None, None))], is_mirrored=False) is None


def test_an_extreme_delta_is_drawn_at_the_edge():
    (bar,) = forest([(1, dif(40.0, 9.0))], is_mirrored=False).bars
    assert bar.end == bar.middle == WIDTH - FREE
