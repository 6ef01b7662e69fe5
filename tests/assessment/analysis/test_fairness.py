"""Fairness between groups: the classes, purified matching, and tests whose truth is known."""

import math

import numpy as np
import pytest

from lms.assessment.analysis import fairness as module
from lms.assessment.analysis.analyse import ONE_GROUP, analyse
from lms.assessment.analysis.fairness import classify, classify_points, compare_groups, match
from lms.assessment.analysis.findings import ENOUGH_IN_A_GROUP
from lms.assessment.analysis.responses import Responses
from tests.assessment.analysis.banks import draw_papers, simulate


def letters(responses, reference="en"):
    return {
        responses.items[index]: difs[0].letter
        for index, difs in enumerate(compare_groups(responses, reference))
        if difs[0].letter != "A"
    }


@pytest.mark.parametrize(
    ("delta", "error", "chi2", "letter"),
    [
        (0.0, 0.2, 0.0, "A"),
        (0.99, 0.1, 90.0, "A"),  # small, however sure
        (-0.99, 0.1, 90.0, "A"),
        (3.0, 1.9, 3.84, "A"),  # large, and it may be nothing
        (1.0, 0.2, 3.85, "B"),
        (-1.49, 0.1, 90.0, "B"),  # sure to be above 1, and below 1.5
        (1.5, 0.31, 20.0, "B"),  # 1.5, and not sure to be above 1: (1.5 - 1) / 0.31 < 1.645
        (1.5, 0.30, 20.0, "C"),
        (-1.5, 0.30, 20.0, "C"),
        (-4.0, 0.5, 60.0, "C"),
    ],
)
def test_the_classes_of_ets(delta, error, chi2, letter):
    assert classify(delta, error, chi2) == letter


@pytest.mark.parametrize(
    ("effect", "chi2", "letter"),
    [
        (0.17, 90.0, "A"),
        (0.4, 3.84, "A"),
        (-0.18, 3.85, "B"),
        (0.25, 90.0, "B"),
        (-0.26, 90.0, "C"),
    ],
)
def test_the_classes_of_partial_points(effect, chi2, letter):
    assert classify_points(effect, chi2) == letter


def test_a_simulated_bank_shows_its_two_unfair_questions_and_no_other():
    """0.8 logits are 1.9 units of delta, 0.55 are 1.3; the second group is less able besides."""
    bank = simulate(8000, 40, harder=[(11, 0.8), (29, -0.55)], ability=-0.4)
    assert letters(bank) == {"q11": "C", "q29": "B"}
    difs = compare_groups(bank, "en")
    assert difs[11][0].delta == pytest.approx(-2.35 * 0.8, abs=3 * difs[11][0].error)
    assert difs[29][0].delta == pytest.approx(2.35 * 0.55, abs=3 * difs[29][0].error)
    assert difs[11][0].is_harder_for_focal
    assert not difs[29][0].is_harder_for_focal


def test_a_fair_bank_flags_nothing_though_one_group_is_abler():
    assert letters(simulate(8000, 40, ability=0.5)) == {}


def test_papers_drawn_by_chance_show_the_unfair_question_too():
    bank = simulate(8000, 40, harder=[(20, 1.0)], ability=-0.3)
    assert letters(draw_papers(bank, 20)) == {"q20": "C"}


def test_partial_points_are_compared_by_their_means():
    bank = simulate(4000, 20, harder=[(10, 1.0)], levels=4)
    assert letters(bank) == {"q10": "C"}
    (dif,) = compare_groups(bank, "en")[10]
    assert (dif.alpha_mh, dif.delta) == (None, None)
    assert dif.smd < 0
    assert dif.effect == pytest.approx(dif.smd / bank.scores[:, 10].std(ddof=1))


def test_the_other_group_as_reference_turns_the_sign_and_nothing_else():
    bank = simulate(3000, 15, harder=[(4, 0.9)], ability=0.2)
    for one, other in zip(compare_groups(bank, "en"), compare_groups(bank, "ar"), strict=True):
        assert one[0].delta == pytest.approx(-other[0].delta)
        assert one[0].alpha_mh * other[0].alpha_mh == pytest.approx(1)
        assert one[0].chi2 == pytest.approx(other[0].chi2)
        assert one[0].letter == other[0].letter


def test_the_order_of_people_does_not_matter():
    bank = simulate(1000, 12, harder=[(4, 0.9)])
    order = np.random.default_rng(1).permutation(1000)
    shuffled = Responses(bank.items, bank.scores[order], tuple(bank.groups[n] for n in order))
    assert compare_groups(shuffled, "en") == compare_groups(bank, "en")


def test_matching_leaves_out_what_the_first_step_flagged_but_for_the_question_itself():
    """Reckoned here again by hand, with the result of all questions but the two."""
    bank = simulate(4000, 24, harder=[(2, 1.0), (3, 1.0)])
    difs = compare_groups(bank, "en")
    flagged = [index for index, (dif,) in enumerate(difs) if dif.is_flagged]
    assert flagged == [2, 3]
    is_focal = np.array(bank.groups) == "ar"
    for index in (2, 7):
        kept = [n for n in range(24) if n not in {2, 3} or n == index]
        result = bank.scores[:, kept].sum(axis=1).astype(int)
        odds = by_hand(bank.scores[:, index] == 1, is_focal, result)
        assert difs[index][0].alpha_mh == pytest.approx(odds)
        assert difs[index][0].is_purified


def by_hand(right, focal, result):
    above = below = 0.0
    for value in set(result):
        at = result == value
        a, b = (right & ~focal & at).sum(), (~right & ~focal & at).sum()
        c, d = (right & focal & at).sum(), (~right & focal & at).sum()
        above += a * d / at.sum()
        below += b * c / at.sum()
    return above / below


def test_where_nothing_is_flagged_people_are_matched_on_all():
    difs = compare_groups(simulate(2000, 15), "en")
    assert not any(dif.is_purified for (dif,) in difs)


def test_where_most_is_flagged_nothing_is_left_out_and_a_sentence_says_so():
    """Half of the questions one way, half the other: the result itself is fair, they are not."""
    harder = [(index, 1.5 if index % 2 else -1.5) for index in range(10)]
    difs = compare_groups(simulate(4000, 10, harder=harder), "en")
    assert all(dif.is_flagged and not dif.is_purified for (dif,) in difs)
    assert {dif.note.msgid for (dif,) in difs} == {module.MOST_DIFFER}


def test_no_class_below_a_hundred_people_in_a_group():
    bank = simulate(2 * ENOUGH_IN_A_GROUP, 10)
    assert all(dif.letter for (dif,) in compare_groups(bank, "en"))
    few = Responses(bank.items, bank.scores[:-1], bank.groups[:-1])
    for (dif,) in compare_groups(few, "en"):
        assert (dif.letter, dif.alpha_mh, dif.chi2, dif.delta, dif.error) == (None,) * 5
        assert (dif.reference_people, dif.focal_people) == (100, 99)
        assert "99" in str(dif.note.text)


def test_those_count_who_had_the_question():
    bank = simulate(400, 10)
    bank.scores[:250:2, 4] = np.nan
    (dif,) = compare_groups(bank, "en")[4]
    assert (dif.reference_people, dif.letter) == (75, None)
    assert compare_groups(bank, "en")[5][0].letter


def test_a_question_that_all_get_right_has_no_class():
    bank = simulate(400, 10)
    bank.scores[:, 3] = 1
    (dif,) = compare_groups(bank, "en")[3]
    assert (dif.letter, dif.note.msgid) == (None, module.NO_MATCH)


def test_a_question_that_one_group_always_gets_right_has_no_odds():
    bank = simulate(400, 10)
    bank.scores[1::2, 3] = 1
    (dif,) = compare_groups(bank, "en")[3]
    assert (dif.letter, dif.note.msgid) == (None, module.EXTREME)


def test_the_largest_group_is_compared_with_every_other():
    first = simulate(900, 8, groups=("en", "ar"))
    third = simulate(300, 8, harder=[(5, 2.0)], groups=("en", "fr"), seed=61)
    bank = Responses(
        first.items, np.vstack([first.scores, third.scores]), first.groups + third.groups
    )
    found = analyse(bank)
    assert list(found.groups) == ["en", "ar", "fr"]
    assert [dif.focal for dif in found.questions[0].difs] == ["ar", "fr"]
    assert (found.questions[5].dif.focal, found.questions[5].dif.letter) == ("fr", "C")
    assert list(analyse(bank, "fr").groups) == ["fr", "en", "ar"]


def test_people_of_no_group_count_for_the_test_and_for_no_comparison():
    bank = simulate(400, 6)
    groups = tuple("" if number < 50 else group for number, group in enumerate(bank.groups))
    found = analyse(Responses(bank.items, bank.scores, groups))
    assert found.people == 400
    assert found.groups == {"ar": 175, "en": 175}
    assert found.questions[0].dif.focal_people == 175


def test_one_group_alone_has_nothing_to_be_compared_with():
    bank = simulate(400, 6, groups=("en", "en"))
    found = analyse(bank)
    assert all(question.dif is None for question in found.questions)
    assert [note.msgid for note in found.notes] == [ONE_GROUP]


def test_results_are_matched_in_whole_points_of_the_usual_paper():
    points, lengths = np.array([2.0, 4.0, 3.9, 1.0]), np.array([4.0, 8.0, 8.0, 8.0])
    assert match(points, lengths).tolist() == [1, 1, 1, 0]
    assert not math.isnan(match(np.array([0.0]), np.array([1.0]))[0])
