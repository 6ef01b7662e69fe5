"""Terms of issuing: the nearest says it, bands are words, the facts are dressed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.rules.facts import Signatory
from lms.certificates.rules.terms import (
    DISTINCTION,
    MERIT,
    PASSED,
    Bands,
    BandsOutOfOrder,
    Said,
    Terms,
    check_bands,
    join_said,
)
from lms.kit.i18n import LANGUAGES
from tests.certificates import graduates

PERCENT = st.integers(1, 100)
SAID = st.builds(
    Said,
    design_id=st.none() | st.sampled_from("ab"),
    signatories=st.lists(st.sampled_from("xyz"), unique=True).map(tuple),
    places=st.sampled_from([{}, {"en": ""}, {"en": "Vienna"}, {"ar": "عمّان"}]),
    conditions=st.sampled_from([{}, {"en": "With an identity document."}]),
    merit_from=st.none() | PERCENT,
    distinction_from=st.none() | PERCENT,
    second_language=st.sampled_from([None, "", "ar"]),
)


@given(SAID)
def test_what_is_said_once_holds(said):
    assert join_said([Said(), said, Said()]) == join_said([said])


@given(SAID, SAID, SAID)
def test_joining_goes_step_by_step(one, two, three):
    assert join_said([one, join_said([two, three])]) == join_said([one, two, three])


def test_the_nearest_says_it():
    near = Said(design_id="near", second_language="")
    far = Said(design_id="far", places={"en": "Vienna"}, merit_from=80, second_language="ar")
    joined = join_said([near, far])
    assert joined == Said(
        design_id="near", places={"en": "Vienna"}, merit_from=80, second_language=""
    )


def test_bands_are_not_mixed_of_two():
    joined = join_said([Said(distinction_from=90), Said(merit_from=70, distinction_from=80)])
    assert (joined.merit_from, joined.distinction_from) == (None, 90)


@pytest.mark.parametrize(
    ("points", "words"), [("69.9", PASSED), ("70", MERIT), ("89.9", MERIT), ("90", DISTINCTION)]
)
def test_a_result_is_told_by_its_band(points, words):
    assert Bands(70, 90).words(Decimal(points)) == words


def test_without_bands_there_are_no_words():
    assert Bands().words(Decimal(99)) is None


@pytest.mark.parametrize("bands", [(90, 90), (90, 80)])
def test_distinction_begins_above_merit(bands):
    with pytest.raises(BandsOutOfOrder):
        check_bands(*bands)


@pytest.mark.parametrize("bands", [(None, None), (80, None), (None, 80), (80, 81)])
def test_bands_in_order_are_taken(bands):
    check_bands(*bands)


def test_facts_are_dressed_and_the_number_gives_way_to_the_words():
    signatory = Signatory("Leila Haddad", {"en": "Head"}, "ab" * 32)
    terms = Terms(
        design_hash="d" * 64,
        emblem_hash="e" * 64,
        signatories=(signatory,),
        places={"en": "Vienna"},
        conditions={"en": "With an identity document."},
        bands=Bands(distinction_from=85),
    )
    facts = terms.apply(graduates.facts())
    assert facts.points is None
    assert set(facts.score_band) == set(LANGUAGES)
    assert facts.score_band["en"] == "Passed with distinction"
    assert (facts.design_hash, facts.emblem_hash) == ("d" * 64, "e" * 64)
    assert facts.signatories == (signatory,)
    assert facts.places == {"en": "Vienna"}


def test_a_certificate_of_participation_has_no_band():
    facts = Terms(bands=Bands(80)).apply(graduates.facts(points=None))
    assert facts.points is None
    assert facts.score_band == {}


def test_without_terms_facts_stay_as_they_are():
    facts = graduates.facts(emblem_hash="c" * 64)
    assert Terms().apply(facts) == facts
