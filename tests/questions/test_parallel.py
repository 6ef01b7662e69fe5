"""Parallel forms: all meet the blueprint, none is like another, no question is used too often."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.questions.filling import Need, find_short
from lms.questions.parallel import (
    FormsAreTheSame,
    FormsNotWithin,
    TooFewForms,
    assemble,
    check_distinct,
    check_within,
    find_overused,
    most_uses,
)

names = [f"q{n}" for n in range(16)]
needs = st.lists(
    st.builds(Need, st.integers(1, 3), st.frozensets(st.sampled_from(names), min_size=1)),
    min_size=1, max_size=4,
)  # fmt: skip
apart = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 6)), min_size=1, max_size=4).map(
    lambda sizes: [
        Need(draw, frozenset(f"{row}-{n}" for n in range(draw + more)))
        for row, (draw, more) in enumerate(sizes)
    ]
)
counts = st.integers(2, 8)
seeds = st.text(max_size=6)


@given(needs, counts, seeds)
def test_every_form_meets_every_need_and_the_same_input_gives_the_same_forms(
    asked, count, seed
) -> None:
    if find_short(asked):
        return
    forms = assemble(asked, count, seed)
    assert len(forms) == count
    for form in forms:
        every = [name for held in form for name in held]
        assert len(every) == len(set(every))
        for need, held in zip(asked, form, strict=True):
            assert len(held) == need.count
            assert need.ids.issuperset(held)
    assert assemble(asked, count, seed) == forms


@given(apart, counts, seeds)
def test_questions_of_a_need_are_used_evenly(asked, count, seed) -> None:
    uses = Counter(name for form in assemble(asked, count, seed) for held in form for name in held)
    for need in asked:
        times = [uses[name] for name in need.ids]
        assert sum(times) == need.count * count
        assert max(times) - min(times) <= 1


@given(apart, counts, st.integers(1, 100), seeds)
def test_a_limit_that_is_let_through_is_never_exceeded(asked, count, percent, seed) -> None:
    try:
        over = find_overused(asked, count, percent)
    except TooFewForms:
        assert count * percent < 100
        return
    uses = most_uses(assemble(asked, count, seed))
    # Where needs do not overlap the check is exact: refused is what would exceed the limit.
    assert (over is None) == (uses * 100 <= percent * count)


@given(apart, counts, st.integers(1, 100))
def test_so_many_more_questions_as_are_said_are_enough_and_fewer_are_not(
    asked, count, percent
) -> None:
    try:
        over = find_overused(asked, count, percent)
    except TooFewForms:
        return
    if over is None:
        return
    short, more = over
    (place,) = short.places

    def with_more(number: int) -> list[Need]:
        ids = asked[place].ids | {f"new-{n}" for n in range(number)}
        return [Need(asked[place].count, ids)]

    assert find_overused(with_more(more), count, percent) is None
    assert find_overused(with_more(more - 1), count, percent) is not None


def test_forms_with_the_same_questions_are_refused() -> None:
    bank = frozenset("abcd")
    with pytest.raises(FormsAreTheSame, match="Form 1 and form 2"):
        check_distinct(assemble([Need(4, bank)], 2, "seed"))
    # Of four questions six pairs can be made, and six forms are.
    check_distinct(assemble([Need(2, bank)], 4, "seed"))


def test_a_form_that_is_more_than_the_limit_by_itself_is_refused() -> None:
    with pytest.raises(TooFewForms, match="Make at least 5 forms"):
        find_overused([Need(1, frozenset("abcd"))], 4, 20)


def test_forms_beyond_the_limit_are_refused_whatever_was_reckoned() -> None:
    forms = assemble([Need(1, frozenset("ab"))], 4, "seed")
    check_within(forms, 50)
    with pytest.raises(FormsNotWithin, match="more than 49%"):
        check_within(forms, 49)


def test_two_forms_of_a_bank_twice_as_large_share_nothing() -> None:
    one, other = assemble([Need(8, frozenset(names))], 2, "seed")
    assert set(one[0]).isdisjoint(other[0])
