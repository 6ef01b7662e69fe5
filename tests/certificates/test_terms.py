"""Terms of issuing: the nearest says it, bands are words, the facts are dressed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.certificates.models import Certificate, CertificateDesignVersion
from lms.certificates.queries.designs import find_design, get_design
from lms.certificates.queries.terms import find_terms
from lms.certificates.rules.design_rows import Tried
from lms.certificates.rules.designs import DEFAULT, Design
from lms.certificates.rules.facts import Facts, Signatory
from lms.certificates.rules.gaps import GIVES_WAY, NO_CONDITIONS, NO_PLACE, find_gaps
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
from lms.certificates.services import designs, publishing
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from tests import cast
from tests.certificates import graduates
from tests.programmes import factories

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


LEILA = {"name": "Leila Haddad", "language": "en"}
EMPTY = {"design": "", "signatory_1": "", "signatory_2": "", "signatory_3": "", "merit_from": "",
         "distinction_from": "", "second_language": ""}  # fmt: skip
COURSE = "/admin/courses/small-course/certificates/terms"
ISSUE = "/admin/courses/small-course/certificates/issue"


@pytest.fixture
def emre(app, browse):
    return browse("emre")


def whole() -> str:
    return f"/admin/certificates/terms/organisations/{cast.actor_of('emre').organisation_id}"


def publish_design(name: str, draft: Design = DEFAULT) -> str:
    """Begin and publish a design of the installation, untried; return its id."""
    actor = cast.actor_of("emre")
    design_id = designs.create_design(actor, cast.NOW, str(actor.organisation_id), name, draft)
    design = find_design(design_id)
    found = Tried(design.draft_hash, ())
    publishing.keep_check(cast.NOW, publishing.Checked(design_id, LANGUAGES[-1], found))
    publishing.publish_design(actor, cast.NOW, design_id, design.draft_hash)
    db.session.commit()
    return design_id


def add_leila(browser) -> str:
    organisation = cast.actor_of("emre").organisation_id
    address = f"/admin/certificates/signatories/of/{organisation}/new"
    return str(browser.post(address, LEILA).location).rpartition("/")[2]


def terms_of(course):
    db.session.remove()
    return find_terms(course.owner_id, course_id=course.id)


def test_without_a_word_certificates_are_as_usual(app, course):
    assert terms_of(course) == Terms()


def test_a_course_says_it_before_its_organisation(emre, course):
    green = publish_design("Green", Design(layout="open"))
    blue = publish_design("Blue", Design(layout="plain"))
    said = EMPTY | {"design": green, "place-en": "Vienna", "second_language": "ar"}
    assert emre.post(whole(), said).status_code == 303
    terms = terms_of(course)
    assert get_design(terms.design_hash).layout == "open"
    assert (terms.places, terms.second_language) == ({"en": "Vienna"}, "ar")
    more = {"design": blue, "second_language": "none", "merit_from": "70"}
    assert emre.post(COURSE, EMPTY | more).status_code == 303
    terms = terms_of(course)
    assert get_design(terms.design_hash).layout == "plain"
    assert terms.places == {"en": "Vienna"}
    assert terms.second_language == ""
    assert terms.bands == Bands(70)
    text = emre.get(COURSE).text
    assert f'<option value="{blue}" selected>' in text


def test_what_is_not_written_in_every_language_is_named_and_stays_named(emre, course):
    answer = emre.post(COURSE, EMPTY | {"place-en": "Vienna", "place-ar": "فيينا"})
    assert answer.location.endswith(COURSE)
    for page in (emre.get(COURSE).text, emre.get(COURSE).text, emre.get(ISSUE).text):
        assert "It is missing in: " in page
        assert '<bdi lang="fr">Français</bdi>' in page
        assert '<bdi lang="ar">' not in page
    assert COURSE in emre.get(ISSUE).text
    everywhere = {f"place-{code}": "Vienna" for code in LANGUAGES}
    assert emre.post(COURSE, EMPTY | everywhere).location.endswith("/admin/certificates/terms")
    assert "It is missing in:" not in emre.get(COURSE).text + emre.get(ISSUE).text


def test_a_wording_that_would_give_way_is_named_in_the_dry_run(emre, course):
    wording = {code: {"statement": "Issued in {place}."} for code in LANGUAGES}
    design_id = publish_design("Green", Design(wording=wording))
    emre.post(COURSE, EMPTY | {"design": design_id, "place-en": "Vienna"})
    assert "“Sentence below the title” of the design names the place" in emre.get(ISSUE).text


@given(
    st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(["", "Vienna"])),
    st.sets(st.sampled_from(LANGUAGES)),
)
def test_each_language_has_what_it_needs_or_is_named(places, worded):
    design = Design(wording={code: {"statement": "In {place}"} for code in worded})
    gaps = find_gaps(Terms(places=places), design)
    without = {code for code in LANGUAGES if not places.get(code)}
    named = {gap.text.msgid: set(gap.languages) for gap in gaps}
    assert named.get(GIVES_WAY, set()) == worded & without
    assert named.get(NO_PLACE, set()) == (without if any(places.values()) else set())
    assert NO_CONDITIONS not in named


def test_a_programme_has_terms_of_its_own(emre, course):
    programme = factories.add_programme(factories.add_hub())
    address = f"/admin/programmes/{programme.slug}/certificates/terms"
    assert emre.get(address).status_code == 200
    assert emre.post(address, EMPTY | {"conditions-fr": "Sous réserve."}).status_code == 303
    found = find_terms(programme.organisation_id, programme_id=programme.id)
    assert found.conditions == {"fr": "Sous réserve."}
    assert terms_of(course).conditions == {}


def test_the_newest_version_is_issued_with_and_an_archived_design_no_more(emre, course):
    design_id = publish_design("Green", Design(layout="open"))
    emre.post(whole(), EMPTY | {"design": design_id})
    assert get_design(terms_of(course).design_hash).layout == "open"
    actor = cast.actor_of("emre")
    designs.archive_design(actor, cast.NOW, find_design(design_id))
    db.session.commit()
    assert terms_of(course).design_hash is None


def test_who_issues_with_a_design_is_named_before_it_is_archived(emre, course):
    design_id = publish_design("Green")
    programme = factories.add_programme(factories.add_hub())
    other = f"/admin/programmes/{programme.slug}/certificates/terms"
    for address in (COURSE, whole(), other):
        emre.post(address, EMPTY | {"design": design_id})
    text = emre.get(f"/admin/certificates/designs/{design_id}/archive").text
    assert "have the usual design" in text
    for address in (COURSE, whole(), other):
        assert f'href="{address}"' in text
    assert "A small course" in text


def test_the_terms_say_that_the_design_they_name_is_archived(emre, course):
    design_id = publish_design("Green")
    emre.post(whole(), EMPTY | {"design": design_id})
    assert "is archived" not in emre.get(whole()).text
    emre.post(f"/admin/certificates/designs/{design_id}/archive")
    own, below = emre.get(whole()).text, emre.get(COURSE).text
    assert "The design “Green” is archived" in own
    assert "These terms name it" in own
    assert "The terms above these name it" in below
    assert f"/admin/certificates/designs/{design_id}" in own
    # Something else is saved, and the design stays named: brought back, it holds again.
    assert f'<option value="{design_id}" selected>Green (archived)' in own
    assert (
        emre.post(whole(), EMPTY | {"design": design_id, "place-en": "Vienna"}).status_code == 303
    )
    assert terms_of(course).design_hash is None
    emre.post(f"/admin/certificates/designs/{design_id}/bring-back")
    assert terms_of(course).design_hash is not None
    # Named anew, an archived one is refused.
    emre.post(f"/admin/certificates/designs/{design_id}/archive")
    assert emre.post(COURSE, EMPTY | {"design": design_id}).status_code == 422


def test_who_signs_for_a_course_signs_in_place_of_those_of_the_design(emre, course):
    first, second = add_leila(emre), add_leila(emre)
    design_id = publish_design("Green", Design(signatories=(first, second)))
    emre.post(whole(), EMPTY | {"design": design_id})
    assert len(terms_of(course).signatories) == 2
    emre.post(COURSE, EMPTY | {"signatory_1": second})
    assert [one.name for one in terms_of(course).signatories] == ["Leila Haddad"]


def test_who_is_named_twice_by_an_older_design_signs_once_and_the_dry_run_says_so(emre, course):
    leila = add_leila(emre)
    green = Design(signatories=(leila, leila))
    actor = cast.actor_of("emre")
    design_id = designs.create_design(actor, cast.NOW, str(actor.organisation_id), "Green", green)
    version = CertificateDesignVersion(
        design_id=design_id, number=1, content_hash=designs.hash_of(green), design=green.to_json(),
        published_at=cast.NOW,
    )  # fmt: skip
    db.session.add(version)
    db.session.commit()
    emre.post(whole(), EMPTY | {"design": design_id})
    assert [one.name for one in terms_of(course).signatories] == ["Leila Haddad"]
    twice = "Leila Haddad is chosen more than once"
    assert twice in emre.get(ISSUE).text
    assert "say the same in each language" not in emre.get(ISSUE).text
    assert twice in emre.get(whole()).text
    emre.post(COURSE, EMPTY | {"signatory_1": leila})
    assert twice not in emre.get(ISSUE).text


def test_a_certificate_is_frozen_with_the_terms_of_its_day(emre, completed, course, browse):
    design_id = publish_design("Green", Design(layout="open"))
    words = {"design": design_id, "signatory_1": add_leila(emre), "place-en": "Vienna"}
    emre.post(COURSE, EMPTY | words | {"distinction_from": "85"})
    named = {"name": "Amina Diallo", "language": "en"}
    browse("amina").post(f"/learn/{completed}/certificate", named)
    emre.post(COURSE, EMPTY)
    facts = Facts.from_json(db.session.execute(select(Certificate.facts)).scalar_one())
    assert get_design(facts.design_hash).layout == "open"
    assert [one.name for one in facts.signatories] == ["Leila Haddad"]
    assert facts.places == {"en": "Vienna"}
    assert facts.points is None
    assert facts.score_band["fr"] != facts.score_band["en"] == "Passed with distinction"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"merit_from": "80", "distinction_from": "70"}, "Distinction begins above merit"),
        ({"merit_from": "101"}, "whole number from 1 to 100"),
        ({"place-en": "x" * 61}, "at most 60 characters"),
        ({"second_language": "de"}, "choice"),
        ({"design": "a" * 26}, "one of the designs that are offered"),
    ],
)
def test_bad_terms_say_why(emre, course, changes, said):
    answer = emre.post(COURSE, EMPTY | changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert terms_of(course) == Terms()


def test_the_topmost_terms_do_not_speak_of_what_is_said_above_them(emre, course):
    above = "said above it"
    text = emre.get(whole()).text
    assert above not in text
    assert '<option value="" selected>The usual design</option>' in text
    assert '<option value="none" selected>One language only</option>' in text
    assert emre.get(COURSE).text.count(above) == 3
    assert emre.post(whole(), EMPTY | {"second_language": "fr"}).status_code == 303
    assert '<option value="fr" selected>' in emre.get(whole()).text
    assert emre.post(whole(), EMPTY | {"second_language": "none"}).status_code == 303
    assert terms_of(course).second_language == ""
    assert above not in emre.post(whole(), EMPTY | {"merit_from": "0"}).text


def test_a_design_that_is_not_published_is_not_offered(emre, course):
    actor = cast.actor_of("emre")
    designs.create_design(actor, cast.NOW, str(actor.organisation_id), "Secret")
    db.session.commit()
    assert "Secret" not in emre.get(COURSE).text


def test_terms_are_for_administrators_alone(emre, course, browse):
    for page in (COURSE, whole(), "/admin/certificates/terms"):
        assert emre.get(page).status_code == 200
        assert browse("amina").get(page).status_code == 403
        assert "/login" in browse().get(page).location
    assert emre.get("/admin/courses/no-course/certificates/terms").status_code == 404
    assert emre.get("/admin/programmes/no-programme/certificates/terms").status_code == 404
