"""Cases: what a case file may say; whole cases are drawn, kept together, and kept apart."""

from dataclasses import dataclass
from random import Random

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from lms.questions.cases import (
    CasesDiffer,
    TooFewCases,
    cases_of,
    check_alike,
    check_cases,
    draw_cases,
    shuffled_blocks,
    single,
)
from lms.questions.rules import Asked, Presented
from lms.questions.types import get_type, parse_question
from tests.questions.bank import CASES

KIND = get_type("case_file")
BANK = [parse_question(data) for data in yaml.safe_load(CASES)]
BRIDGE = yaml.safe_load(CASES)[0]


@dataclass(frozen=True)
class Item:
    id: str
    type: str = "single"
    case: str | None = None
    objective: str | None = None
    article: str | None = None
    level: str | None = None


def mixed_bank(cases: int, size: int, alone: int, seed: int) -> list[Item]:
    """Return a bank of cases of one size and of single questions, in any order."""
    bank = [Item(f"case-{n}", "case_file") for n in range(cases)]
    bank += [Item(f"case-{n}-{at}", case=f"case-{n}") for n in range(cases) for at in range(size)]
    bank += [Item(f"alone-{n}") for n in range(alone)]
    Random(seed).shuffle(bank)
    return bank


banks = st.builds(
    mixed_bank, st.integers(0, 7), st.integers(1, 5), st.integers(0, 6), st.integers(0, 99)
)
seeds = st.text(max_size=8)


def is_whole(ids: tuple[str, ...], bank: list[Item]) -> bool:
    """Say whether cases stand together on a paper, each in the order of the bank, nothing lost."""
    names = [name.rsplit("-", 1)[0] for name in ids]
    in_a_row = [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
    blocks = {name: [item.id for item in items] for name, items in cases_of(bank).items()}
    return ids == tuple(each for name in in_a_row for each in blocks[name])


@given(banks, st.integers(0, 8), seeds)
def test_cases_are_drawn_whole_and_in_the_order_of_the_bank(
    bank: list[Item], count: int, seed: str
) -> None:
    if count > len(cases_of(bank)):
        with pytest.raises(TooFewCases):
            draw_cases(bank, count, (), seed)
        return
    drawn = draw_cases(bank, count, (), seed)
    assert is_whole(drawn, bank)
    assert len({name.rsplit("-", 1)[0] for name in drawn}) == count
    assert drawn == draw_cases(bank, count, (), seed)


@given(banks, st.integers(0, 4), st.integers(0, 4), seeds, seeds)
def test_what_is_kept_apart_never_comes_again_and_what_was_checked_never_fails(
    bank: list[Item], first: int, second: int, seed: str, other: str
) -> None:
    try:
        check_cases(bank, first)
        check_cases(bank, second, [first])
    except TooFewCases:
        assert first + second > len(cases_of(bank))
        return
    taken = draw_cases(bank, first, (), seed)
    drawn = draw_cases(bank, second, taken, other)
    assert not {*taken} & {*drawn}
    assert is_whole(drawn, bank)


@given(banks, seeds, st.data())
def test_a_case_of_which_anything_is_taken_is_left_out_whole(
    bank: list[Item], seed: str, data: st.DataObject
) -> None:
    questions = [item for item in bank if item.case]
    if not questions:
        return
    taken = data.draw(st.sampled_from(questions))
    drawn = draw_cases(bank, len(cases_of(bank)) - 1, [taken.id], seed)
    assert {item.id for item in questions if item.case == taken.case}.isdisjoint(drawn)
    assert len(drawn) == len(questions) - len(cases_of(bank)[str(taken.case)])


@given(banks, seeds)
def test_a_mixed_paper_mixes_cases_as_blocks(bank: list[Item], seed: str) -> None:
    ids = [item.id for item in single(bank)] + list(
        draw_cases(bank, len(cases_of(bank)), (), "draw")
    )
    case_by_id = {item.id: item.case for item in bank}
    mixed = shuffled_blocks(ids, case_by_id, seed)
    assert sorted(mixed) == sorted(ids)
    for name, items in cases_of(bank).items():
        places = [mixed.index(item.id) for item in items]
        assert places == list(range(places[0], places[0] + len(items))), name


@given(banks)
def test_single_questions_are_neither_cases_nor_of_a_case(bank: list[Item]) -> None:
    assert [item.id for item in single(bank)] == [
        item.id for item in bank if item.id.startswith("alone")
    ]


def test_cases_that_are_not_worth_the_same_are_refused():
    check_alike({})
    check_alike({"one": (2, 3), "two": (2, 3)})
    for size in ((3, 3), (2, 4)):
        with pytest.raises(CasesDiffer) as refused:
            check_alike({"one": (2, 3), "two": size})
        assert "“one” has 2 questions worth 3 points, “two” has" in str(refused.value)


def without(*keys, **more):
    return {key: value for key, value in BRIDGE.items() if key not in keys} | more


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (without(documents=[]), ("documents",), "at least one"),
        (without("documents"), ("documents",), "needed here"),
        (without(documents=[{"id": "a", "title": "A", "text": "x"}] * 2), ("documents", 1, "id"),
         "used twice"),
        (without(documents=[{"id": f"d-{n}", "title": "A", "text": "x"} for n in range(13)]),
         ("documents",), "at most 12"),
        (without(documents=[{"id": "a", "title": "A"}]), ("documents", 0), "either its text"),
        (without(documents=[{"id": "a", "title": "A", "text": "x", "media": "media/a.pdf"}]),
         ("documents", 0), "either its text"),
        (without(documents=[{"id": "a", "title": "A", "text": "x", "alt": "x"}]),
         ("documents", 0, "alt"), "remove it"),
        (without(documents=[{"id": "a", "title": "A", "txt": "x"}]), ("documents", 0, "txt"),
         "Did you mean “text”?"),
        (without(case="bridge"), ("case",), "at its questions"),
        (without(objective="strength"), ("objective",), "at its questions"),
        (without(weight=2), ("weight",), "at its questions"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_is_refused_with_its_place_and_advice(data, place, said):
    with pytest.raises(ValidationError) as refused:
        parse_question(data)
    found = {error["loc"]: error["msg"] for error in refused.value.errors()}
    assert said in found[place]


def test_what_is_not_said_at_a_question_leaves_no_mark():
    plain = parse_question({"id": "a", "type": "true_false", "text": "So?", "correct": True})
    assert "case" not in plain.model_dump(exclude_defaults=True)


def test_its_texts_are_lines_and_documents_of_several_blocks():
    bridge = BANK[0]
    assert [name for name, _ in KIND.texts(bridge)] == [
        "text", "documents.memo.title", "documents.ladder.title", "documents.ladder.alt",
    ]  # fmt: skip
    assert [name for name, _ in KIND.blocks(bridge)] == ["documents.memo.text"]
    assert get_type("true_false").blocks(BANK[1]) == ()


def test_it_is_asked_of_nobody():
    asked = Asked(BANK[0], Presented(), {}, "en")
    assert KIND.marked_by == "nobody"
    assert KIND.fields(asked) == KIND.review(asked) == ()
    assert KIND.accept(BANK[0], Presented(), {}) == KIND.key(BANK[0], Presented(), "en") == {}
    assert KIND.send(BANK[0], Presented(), {}) == {}
    assert KIND.score(BANK[0], Presented(), None, "en") == 0
