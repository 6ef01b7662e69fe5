"""Drawing a paper: counted, balanced, without overlap, the same for the same seed."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.questions.drawing import (
    ArticleHasTooFewQuestions,
    BankTooSmall,
    By,
    Earlier,
    ObjectiveHasTooFewQuestions,
    QuestionHasNoArticle,
    QuestionHasNoObjective,
    check_draw,
    draw,
    randomness,
    shuffled,
)


@dataclass(frozen=True)
class Item:
    id: str
    objective: str | None = None
    article: str | None = None


def make_bank(**sizes: int) -> list[Item]:
    """Return a bank with as many questions for each objective as is said."""
    return [
        Item(f"{name}-{n}", name, f"{index + 5}({n + 1})")
        for index, (name, size) in enumerate(sizes.items())
        for n in range(size)
    ]


BANK = make_bank(place=10, strength=10, duty=10, help=10)
sizes = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 12), min_size=1)
ways = st.sampled_from([None, "objective", "article"])
seeds = st.text(max_size=8)


@given(sizes, st.integers(0, 30), ways, seeds, st.randoms(use_true_random=False))
def test_a_paper_has_its_count_without_overlap_and_evenly(
    each: dict[str, int], count: int, by: By | None, seed: str, chance: object
) -> None:
    bank = make_bank(**each)
    without = {item.id for item in bank if chance.random() < 0.2}  # type: ignore[attr-defined]
    try:
        drawn = draw(bank, count, by, without, seed)
    except BankTooSmall:
        left = Counter(item.objective for item in bank if item.id not in without)
        least, extras = divmod(count, len(each))
        rich = sum(left[name] > least for name in each)
        assert (
            sum(left.values()) < count
            if by is None
            else min(left[name] for name in each) < least or rich < extras
        )
        return
    assert len(drawn) == len(set(drawn)) == count
    assert set(drawn) <= {item.id for item in bank} - without
    assert list(drawn) == [item.id for item in bank if item.id in drawn]
    if by:
        shares = Counter(dict.fromkeys(each, 0))
        shares.update(name.partition("-")[0] for name in drawn)
        assert max(shares.values()) - min(shares.values()) <= 1


@given(sizes, ways, seeds, st.randoms(use_true_random=False))
def test_the_same_seed_gives_the_same_paper_whatever_the_order_of_the_bank(
    each: dict[str, int], by: By | None, seed: str, chance: object
) -> None:
    bank = make_bank(**each)
    count = min(each.values())
    mixed = list(bank)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    drawn = draw(bank, count, by, set(), seed)
    assert draw(bank, count, by, set(), seed) == drawn
    assert set(draw(mixed, count, by, set(), seed)) == set(drawn)


@pytest.mark.parametrize("by", [None, "objective", "article"])
def test_differing_seeds_give_different_papers(by: By | None) -> None:
    papers = {draw(BANK, 20, by, set(), str(seed)) for seed in range(200)}
    assert len(papers) == 200


def test_each_question_has_the_same_chance() -> None:
    times = Counter(
        name for seed in range(2000) for name in draw(BANK, 10, "objective", (), str(seed))
    )
    assert set(times) == {item.id for item in BANK}
    # 500 expected of 2,000, standard deviation 19: the seeds are fixed, the bounds generous.
    assert all(400 < seen < 600 for seen in times.values())


def test_a_pre_test_and_a_post_test_of_one_bank_share_no_question() -> None:
    for seed in range(50):
        before = draw(BANK, 10, "objective", set(), f"pre {seed}")
        after = draw(BANK, 20, "objective", set(before), f"post {seed}")
        assert not {*before} & {*after}


def test_paragraphs_of_one_article_are_one_group() -> None:
    bank = [Item("a", article="16(1)"), Item("b", article="16(2)"), Item("c", article="60(1)(a)")]
    assert all("c" in draw(bank, 2, "article", set(), str(seed)) for seed in range(20))


def test_a_bank_that_is_too_small_says_what_is_missing() -> None:
    with pytest.raises(BankTooSmall, match="too few questions to draw from: 40 of the 41 needed"):
        draw(BANK, 41, None, set(), "s")
    with pytest.raises(
        ObjectiveHasTooFewQuestions,
        match="The objective “strength” has too few questions to draw from: 2 of the 3 needed",
    ):
        draw(make_bank(place=9, strength=2), 6, "objective", set(), "s")
    with pytest.raises(ObjectiveHasTooFewQuestions, match=r"“place” .* 1 of the 2 needed"):
        draw(make_bank(place=1, strength=1, duty=2), 5, "objective", set(), "s")
    with pytest.raises(ArticleHasTooFewQuestions, match=r"Article 6 has too few .* 0 of the 2"):
        draw(make_bank(place=9, duty=2), 4, "article", {"duty-0", "duty-1"}, "s")
    with pytest.raises(BankTooSmall, match="0 of the 3 needed"):
        draw([], 3, "objective", set(), "s")


def test_a_question_that_names_no_group_cannot_be_drawn_by_group() -> None:
    bank = [*BANK, Item("loose")]
    with pytest.raises(QuestionHasNoObjective, match="“loose” names no objective"):
        draw(bank, 4, "objective", set(), "s")
    with pytest.raises(QuestionHasNoArticle, match="“loose” names no article"):
        check_draw(bank, 4, "article")
    assert len(draw(bank, 41, None, set(), "s")) == 41


# --- The publisher's check ------------------------------------------------------------------


@given(sizes, st.tuples(st.integers(0, 10), ways), st.tuples(st.integers(0, 10), ways), seeds)
def test_what_the_check_lets_through_can_always_be_drawn(
    each: dict[str, int], earlier: tuple[int, By | None], later: tuple[int, By | None], seed: str
) -> None:
    (first, by_first), (then, by_then) = earlier, later
    bank = make_bank(**each)
    try:
        before = draw(bank, first, by_first, set(), seed)
        check_draw(bank, then, by_then, [Earlier(bank, first, by_first)])
    except BankTooSmall:
        assume(False)
    assert len(draw(bank, then, by_then, set(before), seed)) == then


def test_the_check_is_that_of_the_draw_when_nothing_came_before() -> None:
    check_draw(BANK, 40, "objective")
    with pytest.raises(ObjectiveHasTooFewQuestions):
        check_draw(BANK, 41, "objective")


def test_the_check_reckons_with_the_worst_that_an_earlier_draw_can_take() -> None:
    pre_test = Earlier(BANK, 10, "objective")
    check_draw(BANK, 20, "objective", [pre_test])
    with pytest.raises(ObjectiveHasTooFewQuestions):
        check_draw(BANK, 32, "objective", [pre_test])
    with pytest.raises(ObjectiveHasTooFewQuestions):
        check_draw(BANK, 20, "objective", [pre_test, pre_test])
    check_draw(BANK, 20, "objective", [Earlier(make_bank(other=20), 10, None)])


# --- Chance ---------------------------------------------------------------------------------


@given(st.sets(st.text(max_size=4)), seeds)
def test_shuffling_loses_nothing_and_forgets_the_old_order(names: set[str], seed: str) -> None:
    mixed = shuffled(sorted(names), seed)
    assert set(mixed) == names
    assert len(mixed) == len(names)
    assert shuffled(reversed(mixed), seed) == mixed


def test_seeds_and_questions_mix_differently_and_the_same_ones_alike() -> None:
    names = [item.id for item in BANK]
    assert shuffled(names, "one") != shuffled(names, "other")
    assert shuffled(names, "one", "order") != shuffled(names, "one", "draw")
    first = randomness("seed", "q-1").random()
    assert randomness("seed", "q-1").random() == first
    assert randomness("seed", "q-2").random() != first
    assert randomness("another", "q-1").random() != first
