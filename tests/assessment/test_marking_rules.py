"""The rules of marking by people, without a database."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa, to_table

from lms.assessment.rules.agreement import FEWEST_PAIRS, agree, kappa
from lms.assessment.rules.marks import KINDS, MarkRow, counting
from lms.assessment.rules.plans import (
    Answer,
    Plan,
    code_of,
    is_sampled,
    revision,
    stage,
    task,
)
from lms.assessment.rules.remarks import Remark, place_remark, read_remarks, take_apart
from tests.cast import NOW

ALL = ("marker", "second", "moderator")
NOBODY: frozenset[str] = frozenset()
TWICE = Plan(second_percent=100)


def mark(kind, points, person_id="bruno", seq=1, item_id="essay"):
    return MarkRow(seq, "attempt", item_id, kind, Fraction(points), person_id, NOW)


def answer(*marks):
    return Answer("attempt", "essay", "version", "amina", NOW, marks)


def first(points="1/2", person_id="bruno"):
    return mark("human", points, person_id, 1)


def second(points="1/2", person_id="chen"):
    return mark("second", points, person_id, 2)


@given(st.permutations([mark(kind, 1, seq=seq) for seq, kind in enumerate(KINDS)]))
def test_the_latest_kind_counts_whatever_the_order(marks):
    assert counting(marks)["essay"].kind == "appeal"
    assert counting([m for m in marks if m.kind != "appeal"])["essay"].kind == "regraded"


def test_of_one_kind_the_newest_counts_and_a_check_does_not():
    marks = [mark("human", 1, seq=3), mark("human", 0, seq=5), mark("second", 1, seq=9)]
    assert counting(marks)["essay"].seq == 5


@pytest.mark.parametrize(
    ("marks", "plan", "authors", "expected"),
    [
        ((), Plan(), NOBODY, "first"),
        ((first(),), Plan(), NOBODY, "done"),
        ((first(),), Plan(), {"bruno"}, "second"),
        ((first(),), Plan(may_authors_decide=True), {"bruno"}, "done"),
        ((first(),), TWICE, NOBODY, "second"),
        ((first(), second()), TWICE, NOBODY, "done"),
        ((first(), second("7/10")), TWICE, NOBODY, "done"),
        ((first(), second("71/100")), TWICE, NOBODY, "moderation"),
        ((first(), second("0"), mark("moderated", 1, "emre", 3)), TWICE, NOBODY, "done"),
    ],
)
def test_what_an_answer_waits_for(marks, plan, authors, expected):
    assert stage(answer(*marks), plan, authors) == expected


@pytest.mark.parametrize(
    ("marks", "person_id", "roles", "authors", "expected"),
    [
        ((), "bruno", ALL, NOBODY, "human"),
        ((), "bruno", ("second",), NOBODY, None),
        ((), "amina", ALL, NOBODY, None),  # it is her own paper
        ((), "bruno", ALL, {"bruno"}, "human"),
        ((first(),), "bruno", ALL, NOBODY, None),  # one answer in two roles
        ((first(),), "chen", ("marker",), NOBODY, None),
        ((first(),), "chen", ALL, NOBODY, "second"),
        ((first(),), "chen", ALL, {"bruno", "chen"}, None),
        ((first(),), "chen", ALL, {"chen"}, "second"),
        ((first(), second("0")), "emre", ALL, NOBODY, "moderated"),
        ((first(), second("0")), "chen", ALL, NOBODY, None),
        ((first(), second()), "emre", ALL, NOBODY, None),
    ],
)
def test_who_may_mark_what(marks, person_id, roles, authors, expected):
    assert task(answer(*marks), person_id, roles, TWICE, authors) == expected


def test_a_mark_can_be_changed_until_another_has_marked():
    assert revision(answer(first()), "bruno") == "human"
    assert revision(answer(first(), second()), "bruno") is None
    assert revision(answer(first(), second()), "chen") == "second"
    assert revision(answer(), "bruno") is None


def test_a_sample_is_about_as_large_as_asked_and_grows():
    ids = [f"attempt-{number}" for number in range(2000)]
    tenth = {name for name in ids if is_sampled(name, "essay", 10)}
    assert 140 < len(tenth) < 260
    assert tenth < {name for name in ids if is_sampled(name, "essay", 30)}
    assert not any(is_sampled(name, "essay", 0) for name in ids)
    assert all(is_sampled(name, "essay", 100) for name in ids)


def test_a_candidate_has_another_code_for_each_question():
    assert code_of("attempt", "essay") == code_of("attempt", "essay")
    assert len({code_of("attempt", "essay"), code_of("attempt", "oral"), code_of("b", "oral")}) == 3


LONG = [(2, 2), (1, 1), (3, 2), (0, 1), (4, 4), (2, 3), (1, 0), (3, 3), (4, 3), (0, 0), (2, 4)]
MARKS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=10, max_size=60)


@given(MARKS)
def test_kappa_is_that_of_an_independent_library(pairs):
    found = kappa(pairs)
    if found is None:
        assert len({mark for pair in pairs for mark in pair}) == 1
        return
    table, _ = to_table(pairs, 5)
    theirs = cohens_kappa(table, wt="quadratic", return_results=False)
    assert found == pytest.approx(theirs, abs=1e-9)


def test_two_who_always_agree_and_too_few():
    assert agree([(n % 3, n % 3) for n in range(12)]).kappa == 1
    assert agree(LONG[: FEWEST_PAIRS - 1]).kappa is None
    found = agree(LONG)
    assert (found.pairs, found.equal, found.percent) == (11, 5, 45)


TEXT = "The official took a gift. The official said nothing."


def test_a_passage_that_comes_twice_is_the_one_selected():
    assert place_remark(TEXT, "Which?", "The official", 26) == Remark("Which?", "The official", 26)
    assert place_remark(TEXT, "Which?", "The official", 3) == Remark("Which?", "The official", 0)
    assert place_remark(TEXT, "All in all", "", None) == Remark("All in all")
    assert place_remark(TEXT, "", "The official", 0) is None
    assert place_remark(TEXT, "Where?", "a bribe", None) == Remark("“a bribe” Where?")


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=6))
def test_the_pieces_are_the_answer_and_every_remark_has_its_number(places):
    remarks = [Remark("r", TEXT[start : start + length], start) for start, length in places]
    pieces = take_apart(TEXT, remarks)
    assert "".join(piece.text for piece in pieces) == TEXT
    numbers = sorted(number for piece in pieces for number in piece.numbers)
    assert numbers == list(range(1, len(remarks) + 1))
    marked = {place for r in remarks for place in range(r.start, r.end)}
    at = 0
    for piece in pieces:
        assert all(
            (place in marked) == piece.is_marked for place in range(at, at + len(piece.text))
        )
        at += len(piece.text)


def test_remarks_are_stored_and_read_again():
    remarks = (Remark("One", "official", 4), Remark("Two"))
    assert read_remarks([remark.as_json() for remark in remarks]) == remarks
