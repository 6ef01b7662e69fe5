"""What is drawn by chance is worth the same on every paper, or the draw is refused."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.assessment.rules import sum_points
from lms.content.format import Section
from lms.content.sections import check_section, draw_section
from lms.kit.errors import DomainError
from lms.questions.types import parse_question
from lms.questions.worth import PapersDiffer, Pool, check_worth, pools_of

BANK = "questions/bank.yaml"


def make(number: int, weight: int, objective: str):
    return parse_question({
        "id": f"q{number}", "type": "true_false", "text": "T", "correct": True, "weight": weight,
        "objective": objective,
    })  # fmt: skip


banks = st.lists(
    st.tuples(st.integers(1, 2), st.sampled_from(["one", "two", "three"])), min_size=2, max_size=7
).map(lambda rows: [make(n, weight, objective) for n, (weight, objective) in enumerate(rows)])


def total(bank, ids) -> int:
    by_id = {question.id: question for question in bank}
    return sum_points(dict.fromkeys(ids, Fraction(1)), by_id)[1]


@given(bank=banks, count=st.integers(1, 7), by=st.sampled_from([None, "objective"]),
       seeds=st.lists(st.text(max_size=4), min_size=8, max_size=8))  # fmt: skip
def test_what_passes_gives_every_paper_the_same_points(bank, count, by, seeds):
    section = Section.model_validate({"draw": count, "from": BANK, "by": by})
    try:
        check_section(bank, section, ())
        check_worth({each.id: each.weight for each in bank}, pools_of(bank, count, by))
    except DomainError:
        assume(False)
    papers = [draw_section(bank, section, (), seed) for seed in seeds]
    assert len({total(bank, paper) for paper in papers}) == 1


@given(bank=banks, count=st.integers(1, 7))
def test_what_is_refused_would_have_given_papers_that_differ(bank, count):
    assume(count <= len(bank))
    papers = {total(bank, [q.id for q in some]) for some in combinations(bank, count)}
    try:
        check_worth({each.id: each.weight for each in bank}, pools_of(bank, count, None))
    except PapersDiffer:
        assert len(papers) > 1
    else:
        assert len(papers) == 1


def test_the_refusal_names_two_questions():
    worths = {"easy": 1, "views": 0}
    with pytest.raises(PapersDiffer) as refused:
        check_worth(worths, [Pool(1, list(worths))])
    assert "between “easy”, worth 1 points, and “views”, worth 0" in str(refused.value.text)
    check_worth(worths, [Pool(2, list(worths))])
