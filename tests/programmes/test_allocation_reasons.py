"""What is said about an allocation is true: whatever is said to change it does change it."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import event, given, settings

from lms.kit.i18n import LANGUAGES
from lms.programmes.allocation import sentences
from lms.programmes.allocation.allocate import allocate
from lms.programmes.allocation.values import Nominee, Quota
from tests.programmes.allocations import Case, cases

SMALLEST = Decimal("0.001")


def told(found, sentence):
    """Everybody of whom the sentence is told, with its values."""
    return [
        (one, text.params)
        for one, texts in found.why.items()
        for text in texts
        if text.msgid == sentence
    ]


def said(found, nomination_id):
    return [text.msgid for text in found.why[nomination_id]]


@settings(max_examples=25)
@given(cases())
def test_a_score_said_to_be_enough_is_enough(case):
    for one, values in told(case.allocate(), sentences.SCORE_NEEDED):
        event("a score is named")
        better = case.with_score(one, Decimal(values["score"]) + SMALLEST)
        assert one in better.allocate().admitted


@settings(max_examples=25)
@given(cases())
def test_one_place_more_is_what_it_is_said_to_be(case):
    found = case.allocate()
    if not found.unmet:
        more = replace(case, places=case.places + 1).allocate()
        named = {one for one, _ in told(found, sentences.ONE_PLACE_MORE)}
        assert named == set(more.admitted) & set(found.waiting)


@settings(max_examples=25)
@given(cases())
def test_what_the_minima_are_said_to_do_they_do(case):
    found = case.allocate()
    free = case.without_minima().allocate()
    if not found.unmet:
        kept_out = {one for one, _ in told(found, sentences.MINIMA_IN_THE_WAY)}
        brought_in = {one for one, _ in told(found, sentences.BY_MINIMA)}
        assert kept_out == set(found.waiting) & set(free.admitted)
        assert brought_in == set(found.admitted) - set(free.admitted)


@settings(max_examples=25)
@given(cases())
def test_without_the_unmet_minima_it_would_be_as_is_said(case):
    found = case.allocate()
    if found.unmet:
        free = case.without_minima(found.unmet).allocate()
        named = {one for one, _ in told(found, sentences.UNMET_IN)}
        assert named == set(free.admitted) - case.held
        assert {one for one, _ in told(found, sentences.UNMET_WAITING)} <= set(free.waiting)
        assert found.out == free.out


def follow(case, inside, leaving, number):
    """Who comes in when one leaves, and the first so many who do withdraw again."""
    left = replace(case.without(leaving), held=frozenset(inside) - {leaving})
    for _ in range(number):
        came = set(left.allocate().admitted) - left.held
        assert len(came) == 1
        (one,) = came
        left = left.without(one)
    return one


@settings(max_examples=40)
@given(cases())
def test_the_line_moves_up_as_it_is_told(case):
    found = case.allocate()
    lines = told(found, sentences.IN_LINE) + told(found, sentences.IN_LINE_WITHOUT_QUOTA)
    for one, values in lines:
        event("a line is told")
        leaving = [
            other.id
            for other in case.pick(found.admitted)
            if names_of(case, other) == str(values.get("quotas", ""))
        ]
        assert leaving
        for other in leaving:
            assert follow(case, found.admitted, other, values["number"]) == one


def names_of(case, nominee):
    return ", ".join(f"“{one.name}”" for one in case.quotas if one.counts(nominee))


@settings(max_examples=25)
@given(cases())
def test_a_limit_said_to_be_full_is_full(case):
    found = case.allocate()
    for one, values in told(found, sentences.QUOTA_FULL):
        quota = next(quota for quota in case.quotas if quota.name == values["quota"])
        inside = [other for other in case.pick(found.admitted) if quota.counts(other)]
        assert quota.counts(case.pick([one])[0])
        assert len(inside) == values["count"] >= values["limit"] == quota.maximum
        assert min(other.score for other in inside) == Decimal(values["lowest"])
    for _one, values in told(found, sentences.PLACES_FULL):
        assert len(found.admitted) == values["count"] >= values["limit"] == case.places


@settings(max_examples=15)
@given(cases())
def test_a_quota_said_to_admit_nobody_has_a_maximum_of_0(case):
    closed = {one.name for one in case.quotas if one.maximum == 0}
    for _one, values in told(case.allocate(), sentences.QUOTA_ZERO):
        assert values["quota"] in closed


def nominee(name, score, rank=1, **fields):
    return Nominee(name, Decimal(score), rank, fields)


def test_each_place_in_a_line_is_numbered():
    people = [nominee(f"n{number}", 90 - number, state="K") for number in range(5)]
    found = allocate(9, [Quota("Kenya", {"state": ("K",)}, 0, 2)], people)
    numbers = {one: values["number"] for one, values in told(found, sentences.IN_LINE)}
    assert numbers == {"n2": 1, "n3": 2, "n4": 3}


def test_rank_and_id_are_named_where_they_decided():
    people = [nominee("a", 70, 1), nominee("b", 70, 2), nominee("c", 70, 2)]
    found = allocate(1, [], people)
    assert sentences.NEXT_RANK in said(found, "a")
    assert sentences.LAST_RANK in said(found, "b")
    assert sentences.LAST_ID in said(allocate(2, [], people), "c")
    assert sentences.NEXT_ID in said(allocate(2, [], people), "b")


def test_a_score_of_nothing_gets_no_place_and_is_told_why():
    found = allocate(3, [], [nominee("a", 5), nominee("b", 0)])
    assert found.waiting == ("b",)
    assert said(found, "b") == [
        sentences.WAITING, sentences.ADDS_NOTHING, sentences.SCORE_NEEDED
    ]  # fmt: skip


def test_who_could_take_no_single_place_is_told_so():
    ring = [Quota(name, {name: (True,)}, 0, 1) for name in ("a", "b")]
    people = [nominee("both", 5, a=True, b=True), nominee("one", 4, a=True),
              nominee("other", 4, b=True)]  # fmt: skip
    found = allocate(2, ring, people)
    assert found.admitted == ("one", "other")
    assert sentences.NO_EXCHANGE in said(found, "both")


def test_every_sentence_is_told_in_every_language():
    people = [nominee(f"n{number}", 90 - number, state="KU"[number % 2]) for number in range(6)]
    found = Case(2, (Quota("Kenya", {"state": ("K",)}, 1, 1),), tuple(people)).allocate()
    for language in LANGUAGES:
        for texts in found.why.values():
            for text in texts:
                assert text.in_language(language)
                assert (text.in_language(language) == str(text)) == (language == "en")
