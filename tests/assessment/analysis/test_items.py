"""Facility, discrimination and choices against published values and another library."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from lms.assessment.analysis import analyse as module
from lms.assessment.analysis.analyse import Extras, Taken, analyse
from lms.assessment.analysis.findings import ENOUGH
from lms.assessment.analysis.items import ENOUGH_ALIKE, MOST_TYPED, correlation, count_parts
from lms.assessment.analysis.reliability import TOO_FEW_PEOPLE
from lms.assessment.analysis.responses import Responses, full_points, rest_means
from lms.assessment.rules import FEWEST
from lms.questions.attraction import RIGHT, Part
from tests.assessment.analysis.banks import lsat6


def of(scores, **more):
    items = tuple(f"q{number}" for number in range(scores.shape[1]))
    return analyse(Responses(items, scores, ("",) * len(scores)), **more)


def test_facility_and_item_rest_correlation_as_rizopoulos_2006_prints_them():
    """J. Stat. Softw. 17(5), section 3.1: proportions, and correlations with the other items."""
    found = analyse(lsat6()).questions
    assert [q.facility for q in found] == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    printed = [0.1128, 0.1532, 0.1728, 0.1444, 0.1216]
    assert [q.discrimination for q in found] == pytest.approx(printed, abs=5e-5)
    assert {q.n for q in found} == {1000}


vectors = arrays(np.float64, 12, elements=st.sampled_from([0, 0.25, 0.5, 1]))


@given(vectors, vectors)
def test_correlation_is_pearsons(one, other):
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        assert correlation(one, other) is None
    else:
        assert correlation(one, other) == pytest.approx(stats.pearsonr(one, other).statistic)


def test_a_rest_is_of_the_questions_that_a_person_had():
    scores = np.array([[1, 0, 0.5], [1, np.nan, 0], [np.nan, np.nan, 1]])
    assert rest_means(scores, 0).tolist() == pytest.approx([0.25, 0, 1])
    assert rest_means(scores, 2).tolist() == pytest.approx([0.5, 1, np.nan], nan_ok=True)


def test_full_points_are_one_or_the_most_that_was_reached():
    scores = np.array([[0.5, 2, np.nan], [0, 4, np.nan]])
    assert full_points(scores).tolist() == [1, 4, 1]


def test_a_question_that_was_not_asked_counts_for_nobody():
    scores = np.tile([[1.0, 0.0], [0.0, 1.0]], (ENOUGH, 1))
    scores[::4, 0] = np.nan
    found = of(scores).questions[0]
    assert found.n == ENOUGH * 3 // 2
    assert found.facility == pytest.approx(1 / 3)


def test_few_answers_are_told_instead_of_a_figure():
    scores = np.ones((ENOUGH, 2))
    scores[0, 0] = np.nan
    few, enough = of(scores).questions
    assert (few.n, few.facility, few.discrimination) == (ENOUGH - 1, None, None)
    assert [note.msgid for note in few.notes] == [TOO_FEW_PEOPLE]
    assert (enough.facility, enough.discrimination) == (1, None)
    assert [note.msgid for note in enough.notes] == [module.NO_VARIATION]


def test_a_question_against_the_rest_is_pointed_at():
    column = np.array([0.0, 1.0] * ENOUGH)
    found = of(np.column_stack([column, column, column, 1 - column])).questions
    assert [q.discrimination < 0 for q in found] == [False, False, False, True]
    assert [note.msgid for note in found[3].notes] == [module.AGAINST_THE_REST]


def took(names, count, part=""):
    """Return what so many people took in a part."""
    return [tuple((part, name) for name in names)] * count


def test_choices_are_counted_with_the_rest_of_who_took_them():
    taken = took(["a"], 5) + took(["b"], 4) + took(["a", "c"], 5) + [()]
    rest = np.array([0.8] * 5 + [0.1] * 4 + [0.4] * 5 + [0.0])
    (part,) = count_parts([Part("", ("a", "b", "c"), frozenset("a"))], taken, rest)
    a, b, c = part.choices
    assert part.people == 15
    assert (a.id, a.is_key, a.count, a.share) == ("a", True, 10, pytest.approx(10 / 15))
    assert a.rest == pytest.approx(0.6)
    assert (b.is_key, b.count) == (False, FEWEST - 1)
    assert b.rest is None, "a mean of four people tells of each of them"
    assert c.rest == pytest.approx(0.4)


def test_choices_and_time_are_of_those_who_had_the_question():
    scores = np.tile([[1.0, 0.0], [0.0, 1.0]], (ENOUGH, 1))
    scores[1::4, 0] = np.nan
    by_person = [(("", "right" if score == 1 else "wrong"),) for score in scores[:, 0]]
    seconds = np.arange(len(scores), dtype=np.float64)
    seconds[0] = np.nan
    parts = [Part("", ("right", "wrong"), frozenset({"right"}))]
    extras = Extras({"q0": Taken(parts, by_person)}, {"q0": seconds})
    found = of(scores, extras=extras).questions[0]
    assert [choice.count for choice in found.parts[0].choices] == [ENOUGH, ENOUGH // 2]
    had = ~np.isnan(scores[:, 0])
    assert found.seconds == pytest.approx(np.nanmedian(seconds[had]))


def test_what_was_typed_is_shown_where_several_typed_it():
    taken = took([RIGHT], 7) + took(["sixty"], ENOUGH_ALIKE) + took(["my name"], ENOUGH_ALIKE - 1)
    taken += [*took(["five"], 5), ()]
    part = Part("", (), frozenset({RIGHT}), is_typed=True)
    (found,) = count_parts([part], taken, np.zeros(len(taken)))
    assert [(one.id, one.is_key, one.count) for one in found.choices] == [
        (RIGHT, True, 7), ("five", False, 5), ("sixty", False, ENOUGH_ALIKE)
    ]  # fmt: skip
    assert found.people == len(taken)
    many = [token for number in range(40) for token in took([f"wrong {number}"], 3)]
    (found,) = count_parts([part], many, np.zeros(len(many)))
    assert len(found.choices) == 1 + MOST_TYPED


def test_each_part_has_its_table_and_a_scene_counts_who_came_to_it():
    taken = [(("one", "a"), ("two", "b"))] * 6 + [(("one", "b"),)] * 2
    parts = [
        Part("one", ("a", "b"), frozenset("a")),
        Part("two", ("a", "b"), frozenset("a"), is_met=True),
        Part("none", ("a",), frozenset("a"), is_met=True),
    ]
    one, two, none = count_parts(parts, taken, np.zeros(8))
    assert (one.people, [choice.share for choice in one.choices]) == (8, [0.75, 0.25])
    assert (two.people, [choice.share for choice in two.choices]) == (6, [0, 1])
    assert (none.people, [choice.share for choice in none.choices]) == (0, [0])
