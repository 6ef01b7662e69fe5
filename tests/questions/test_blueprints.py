"""Blueprints: every row is met on every paper, overlaps included; what could fail is refused."""

from collections import Counter
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.blueprints import (
    BlueprintRow,
    RowsTooSmall,
    RowTooSmall,
    check_blueprint,
    draw_blueprint,
    needs_of,
)
from lms.questions.drawing import BankTooSmall, Earlier, check_draw, draw
from lms.questions.filling import MOST_OVERLAPPING, Need, TooManyOverlap, fill, find_short, is_apart

OBJECTIVES = ("place", "strength")
LEVELS = ("recall", "application", "analysis")


@dataclass(frozen=True)
class Item:
    id: str
    objective: str | None = None
    article: str | None = None
    level: str | None = None
    type: str = "single"
    case: str | None = None


def make_bank(each: int) -> list[Item]:
    """Return a bank with as many questions of each objective and level."""
    return [
        Item(f"{objective}-{level}-{n}", objective, f"{15 + n}({n + 1})", level)
        for objective, level, n in product(OBJECTIVES, LEVELS, range(each))
    ]


BANK = make_bank(4)
items = st.lists(
    st.builds(
        Item,
        id=st.integers(0, 40).map("q{}".format),
        objective=st.sampled_from([*OBJECTIVES, None]),
        article=st.sampled_from(["15", "16(1)", "16(2)", None]),
        level=st.sampled_from([*LEVELS, None]),
    ),
    unique_by=lambda item: item.id,
    max_size=24,
)
rows = st.lists(
    st.tuples(
        st.sampled_from([*OBJECTIVES, None]),
        st.sampled_from([*LEVELS, None]),
        st.sampled_from(["15", "16", "16(2)", None]),
        st.integers(1, 3),
    )
    .filter(lambda said: any(said[:3]))
    .map(
        lambda said: BlueprintRow(objective=said[0], level=said[1], article=said[2], draw=said[3])
    ),
    min_size=1,
    max_size=5,
)
seeds = st.text(max_size=8)


def can_be_met(bank: list[Item], blueprint: list[BlueprintRow]) -> bool:
    """Say by trying every way whether each row can be given its questions."""

    def give(open_rows: tuple[BlueprintRow, ...], taken: frozenset[str]) -> bool:
        if not open_rows:
            return True
        first, *others = open_rows
        return any(
            give(tuple(others), taken | {item.id})
            for item in bank
            if item.id not in taken and first.fits(item)
        )

    return give(tuple(row for row in blueprint for _ in range(row.draw)), frozenset())


@given(items, rows, seeds, st.sets(st.integers(0, 40).map("q{}".format), max_size=6))
def test_each_paper_meets_every_row_each_question_for_one(bank, blueprint, seed, without) -> None:
    try:
        drawn = draw_blueprint(bank, blueprint, without, seed)
    except RowTooSmall:
        left = [item for item in bank if item.id not in without]
        assert find_short(needs_of(left, blueprint)) is not None
        return
    assert len(drawn) == len(set(drawn)) == sum(row.draw for row in blueprint)
    assert without.isdisjoint(drawn)
    assert list(drawn) == [item.id for item in bank if item.id in drawn]
    # No row is short of questions on the paper itself.
    paper = [item for item in bank if item.id in drawn]
    assert find_short(needs_of(paper, blueprint)) is None
    assert draw_blueprint(bank, blueprint, without, seed) == drawn


@given(items.map(lambda bank: bank[:6]), rows.map(lambda found: found[:3]))
def test_the_check_is_exact_also_where_rows_overlap(bank, blueprint) -> None:
    try:
        check_blueprint(bank, blueprint)
    except RowTooSmall:
        assert not can_be_met(bank, blueprint)
    else:
        assert can_be_met(bank, blueprint)


@given(items, rows, rows, seeds, seeds)
def test_what_the_check_lets_through_never_fails_after_another_draw(
    bank, blueprint, other, seed, other_seed
) -> None:
    earlier = Earlier(bank, 0, None, needs_of(bank, other))
    try:
        taken = draw_blueprint(bank, other, (), other_seed)
        check_blueprint(bank, blueprint, [earlier])
    except RowTooSmall:
        return
    drawn = draw_blueprint(bank, blueprint, taken, seed)
    assert len(drawn) == sum(row.draw for row in blueprint)
    assert set(drawn).isdisjoint(taken)


@given(st.integers(1, 8), st.integers(0, 12), rows, seeds, st.sampled_from([None, "objective"]))
def test_an_even_draw_after_a_blueprint_never_fails_either(each, count, other, seed, by) -> None:
    bank = make_bank(each)
    try:
        taken = draw_blueprint(bank, other, (), seed)
        check_draw(bank, count, by, [Earlier(bank, 0, None, needs_of(bank, other))])
    except BankTooSmall:
        return
    assert len(draw(bank, count, by, taken, seed)) == count


def test_the_check_says_which_row_what_there_is_and_what_is_needed() -> None:
    row = BlueprintRow(objective="strength", level="recall", draw=5)
    fine = BlueprintRow(objective="place", draw=1)
    with pytest.raises(RowTooSmall, match=r"“objective: strength, level: recall”.* 4 of the 5"):
        check_blueprint(BANK, [fine, row])
    with pytest.raises(RowTooSmall, match="2 of the 3 needed") as caught:
        check_blueprint(
            BANK,
            [fine, BlueprintRow(objective="strength", level="recall", draw=3)],
            [Earlier(BANK, 2, None)],
        )
    assert caught.value.place == 1


def test_rows_that_are_short_together_are_named_together() -> None:
    blueprint = [
        BlueprintRow(objective="strength", level="recall", draw=4),
        BlueprintRow(objective="strength", draw=9),
    ]
    with pytest.raises(RowsTooSmall, match=r"level: recall”; “objective: strength”.* 12 of the 13"):
        check_blueprint(BANK, blueprint)


def test_rows_of_a_paper_that_overlap_share_no_question() -> None:
    blueprint = [
        BlueprintRow(objective="strength", level="recall", draw=4),
        BlueprintRow(objective="strength", draw=8),
    ]
    drawn = draw_blueprint(BANK, blueprint, (), "seed")
    assert Counter(name.partition("-")[0] for name in drawn) == {"strength": 12}


def test_an_article_has_its_paragraphs_with_it_and_no_other_article() -> None:
    bank = [Item("a", article="1"), Item("b", article="16(1)"), Item("c", article="16(1)(a)")]
    fits = {name: [item.id for item in bank if BlueprintRow(article=name, draw=1).fits(item)]
            for name in ("1", "16", "16(1)", "16(1)(a)")}  # fmt: skip
    assert fits == {"1": ["a"], "16": ["b", "c"], "16(1)": ["b", "c"], "16(1)(a)": ["c"]}


def test_each_question_of_a_row_has_the_same_chance() -> None:
    blueprint = [BlueprintRow(objective="place", level="recall", draw=1)]
    times = Counter(draw_blueprint(BANK, blueprint, (), str(seed))[0] for seed in range(2000))
    # 500 expected of 2,000, standard deviation 19: the seeds are fixed, the bounds generous.
    assert all(400 < times[f"place-recall-{n}"] < 600 for n in range(4))


def test_more_rows_that_overlap_than_can_be_reckoned_are_refused() -> None:
    same = Need(1, frozenset(map(str, range(40))))
    assert find_short([same] * MOST_OVERLAPPING) is None
    with pytest.raises(TooManyOverlap, match="More than 10 rows"):
        find_short([same] * (MOST_OVERLAPPING + 1))
    # Apart from each other, there may be any number.
    assert find_short([Need(1, frozenset({str(n)})) for n in range(60)]) is None


def test_what_comes_first_is_preferred_and_moves_on_where_another_needs_its_place() -> None:
    needs = [Need(1, frozenset("ab")), Need(1, frozenset("a"))]
    assert is_apart(needs) is False
    assert fill(needs, "ab") == [["b"], ["a"]]
    assert fill([Need(2, frozenset("abc"))], "cab") == [["c", "a"]]
