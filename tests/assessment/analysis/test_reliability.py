"""Reliability against published values, against its definition, and where it cannot be had."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lms.assessment.analysis import reliability as module
from lms.assessment.analysis.findings import ENOUGH
from lms.assessment.analysis.reliability import reliability
from tests.assessment.analysis.banks import draw_papers, lsat6, simulate

matrices = arrays(
    np.float64,
    st.tuples(st.integers(ENOUGH, 60), st.integers(2, 7)),
    elements=st.sampled_from([0, 0.5, 1]),
)


def by_definition(scores):
    """Cronbach's formula as textbooks print it."""
    width = scores.shape[1]
    total = scores.sum(axis=1).var(ddof=1)
    return width / (width - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total)


def only_note(found):
    assert (found.alpha, found.sem) == (None, None)
    (note,) = found.notes
    return note


def test_kr20_of_the_law_school_test_as_rizopoulos_2006_prints_it():
    """J. Stat. Softw. 17(5), section 3.1: Cronbach's alpha of all items 0.2950."""
    found = reliability(lsat6().scores)
    assert found.alpha == pytest.approx(0.2950, abs=5e-5)
    assert found.is_kr20
    assert found.notes == ()


@pytest.mark.parametrize(
    ("left_out", "printed"),
    [(0, 0.2754), (1, 0.2376), (2, 0.2168), (3, 0.2459), (4, 0.2663)],
)
def test_kr20_without_an_item_as_rizopoulos_2006_prints_it(left_out, printed):
    scores = np.delete(lsat6().scores, left_out, axis=1)
    assert reliability(scores).alpha == pytest.approx(printed, abs=5e-5)


def test_kr20_by_its_own_formula():
    """Kuder & Richardson 1937, formula 20: with the variance of n people, not of n - 1."""
    scores = lsat6().scores
    p = scores.mean(axis=0)
    kr20 = 5 / 4 * (1 - (p * (1 - p)).sum() / scores.sum(axis=1).var())
    assert reliability(scores).alpha == pytest.approx(kr20, abs=1e-12)


@given(matrices)
def test_alpha_is_what_the_definition_says(scores):
    found = reliability(scores)
    if scores.sum(axis=1).var() < 1e-12:
        assert only_note(found).msgid == module.NO_DIFFERENCE
        return
    assert found.alpha == pytest.approx(by_definition(scores), abs=1e-9)
    assert found.alpha <= 1 + 1e-12
    assert found.deviation == pytest.approx(scores.sum(axis=1).std(ddof=1), abs=1e-9)
    assert found.sem == pytest.approx(found.deviation * np.sqrt(1 - found.alpha), abs=1e-9)


@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_people_and_questions_does_not_matter(scores, chance):
    rows, columns = list(range(scores.shape[0])), list(range(scores.shape[1]))
    chance.shuffle(rows)
    chance.shuffle(columns)
    found, again = reliability(scores), reliability(scores[rows][:, columns])
    assert (found.alpha is None) == (again.alpha is None)
    if found.alpha is not None:
        assert again.alpha == pytest.approx(found.alpha, abs=1e-9)


def test_the_same_question_twice_is_perfectly_reliable_and_has_no_error():
    column = np.array([0.0, 1.0] * 20)
    found = reliability(np.column_stack([column, column]))
    assert found.alpha == pytest.approx(1)
    assert found.sem == pytest.approx(0, abs=1e-7)


def test_papers_that_differ_estimate_what_whole_papers_of_that_length_would_have():
    """Half of the questions by chance: Spearman & Brown's formula tells what is to be expected."""
    whole = simulate(4000, 40)
    full = reliability(whole.scores).alpha
    found = reliability(draw_papers(whole, 20).scores)
    assert found.questions == 20
    assert found.alpha == pytest.approx(0.5 * full / (1 - 0.5 * full), abs=0.01)
    assert [note.msgid for note in found.notes] == [module.PAPERS_DIFFER]


def test_a_test_that_measures_against_itself_says_so():
    column = np.array([0.0, 1.0, 1.0] * 20)
    found = reliability(np.column_stack([column, 1 - column, np.roll(column, 1)]))
    assert found.alpha < 0
    assert [note.msgid for note in found.notes] == [module.NEGATIVE]


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        (np.ones((ENOUGH - 1, 4)), module.TOO_FEW_PEOPLE),
        (np.empty((0, 0)), module.TOO_FEW_PEOPLE),
        (np.eye(ENOUGH)[:, :1], module.ONE_QUESTION),
        (np.ones((ENOUGH, 4)), module.NO_DIFFERENCE),
        (np.zeros((ENOUGH, 4)), module.NO_DIFFERENCE),
    ],
)
def test_where_there_is_nothing_to_say_a_sentence_says_why(scores, why):
    assert only_note(reliability(scores)).msgid == why


def test_questions_that_no_two_people_had_together_say_so():
    scores = np.full((ENOUGH, 2 * ENOUGH), np.nan)
    for person in range(ENOUGH):
        scores[person, 2 * person : 2 * person + 2] = person % 2
    assert only_note(reliability(scores)).msgid == module.NEVER_TOGETHER


def test_questions_of_one_case_count_as_one():
    scores = simulate(400, 12).scores
    testlets = ["one"] * 4 + [""] * 3 + ["two"] * 5
    summed = np.column_stack([scores[:, :4].sum(axis=1), scores[:, 4:7], scores[:, 7:].sum(axis=1)])
    found, plain = reliability(scores, testlets), reliability(summed)
    assert found.alpha == pytest.approx(plain.alpha)
    assert found.sem == pytest.approx(plain.sem)
    assert found.mean == pytest.approx(scores.sum(axis=1).mean())
    assert found.questions == 12
    assert not found.is_kr20
    assert [note.msgid for note in found.notes] == [module.BUNDLED]
    assert reliability(scores, [""] * 12) == reliability(scores)


def test_the_same_question_asked_again_within_a_case_makes_nothing_look_more_reliable():
    scores = simulate(300, 6).scores
    twice = np.column_stack([scores, scores[:, :1]])
    testlets = ["case"] + [""] * 5 + ["case"]
    assert reliability(twice).alpha > reliability(scores).alpha
    weighed = scores.copy()
    weighed[:, 0] *= 2
    assert reliability(twice, testlets).alpha == pytest.approx(reliability(weighed).alpha)


def test_whoever_had_no_question_of_a_case_had_no_case():
    scores = simulate(ENOUGH * 4, 6).scores
    scores[: ENOUGH * 2, :3] = np.nan
    scores[ENOUGH * 2 :, 3:] = np.nan
    found = reliability(scores, ["one"] * 3 + ["two"] * 3)
    assert [note.msgid for note in found.notes] == [module.ONE_CASE]
    assert found.questions == 3
