"""Terms: shared and of a course; added, changed, removed, found in a source, looked for."""

import pytest
from sqlalchemy import select

from lms.accounts import services as accounts
from lms.audit.models import AuditEvent
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.organisations import queries as organisations
from lms.translation import queries, services
from tests import cast
from tests.translation import desks
from tests.translation.desks import SHALL, address, translate

TERMS = "/teach/terms/small"
SHARED = "/teach/terms/-"
STATE = {"source": "State", "language": "en", "text_ar": "الدولة", "forbidden_ar": "البلد، القطر"}


@pytest.fixture
def course_id(app) -> str:
    return desks.lay_out()


def translate_for_all(name: str) -> None:
    """Make somebody translator of the whole installation."""
    root = organisations.find_installation().id
    accounts.grant_role(
        OPERATOR, cast.NOW, person_id=cast.id_of(name), role="translator", organisation_id=root
    )
    db.session.commit()


def own_terms(course_id: str):
    return [term for term in queries.list_terms(course_id) if term.course_id]


def test_a_term_is_added_found_and_looked_for(course_id, browse):
    chen = browse("chen")
    assert chen.post(f"{TERMS}/new", STATE).status_code == 303
    assert "الدولة" in chen.get(TERMS).text
    page = chen.get(address(SHALL)).text
    assert '<mark class="term">State</mark>' in page
    translate(chen, SHALL, "على *البلد*.")
    page = chen.get(address(SHALL)).text
    assert "The term “State” is translated “الدولة” elsewhere." in page
    assert "“البلد” must not stand for “State”." in page
    translate(chen, SHALL, "على *الدولة*.")
    assert "Please look at this again" not in chen.get(address(SHALL)).text


def test_a_term_is_changed_and_removed_and_the_log_knows(course_id, browse):
    chen = browse("chen")
    chen.post(f"{TERMS}/new", STATE)
    [term] = own_terms(course_id)
    place = f"{TERMS}/{term.id}"
    assert 'value="البلد, القطر"' in chen.get(place).text
    assert chen.post(place, {**STATE, "text_fr": "État", "draft_fr": "y"}).status_code == 303
    [term] = own_terms(course_id)
    assert term.text_in("fr").is_draft
    assert chen.get(f"{place}/remove").status_code == 200
    assert chen.post(f"{place}/remove").status_code == 303
    assert own_terms(course_id) == []
    actions = db.session.execute(select(AuditEvent.action)).scalars()
    assert {"term.added", "term.changed", "term.removed"} <= set(actions)


def test_a_term_that_is_there_is_not_added_twice_and_what_was_typed_stays(course_id, browse):
    chen = browse("chen")
    chen.post(f"{TERMS}/new", STATE)
    answer = chen.post(f"{TERMS}/new", {**STATE, "source": "STATE", "note": "typed"})
    assert answer.status_code == 409
    assert "typed" in answer.text
    assert len(own_terms(course_id)) == 1
    assert chen.post(f"{TERMS}/new", {**STATE, "source": ""}).status_code == 422


def test_shared_terms_are_kept_by_who_translates_for_all(course_id, browse):
    assert browse("chen").post(f"{SHARED}/new", STATE).status_code == 403
    assert browse("chen").get(f"{SHARED}/new").status_code == 403
    assert browse("chen").post(f"{SHARED}/import").status_code == 403
    translate_for_all("chen")
    assert browse("chen").post(f"{SHARED}/new", STATE).status_code == 303
    assert "الدولة" in browse("bruno").get(TERMS).text
    term = queries.list_terms(None)[0]
    # A shared term is not changed by way of a course.
    assert browse("bruno").get(f"{TERMS}/{term.id}").status_code == 404
    assert browse("bruno").post(f"{SHARED}/{term.id}/remove").status_code == 403


def test_the_shipped_terms_are_taken_in_once_as_drafts_and_changes_stay(course_id, browse):
    translate_for_all("chen")
    chen = browse("chen")
    chen.post(f"{SHARED}/new", {"source": "Corruption", "language": "en", "text_ar": "فساد"})
    chen.post(f"{SHARED}/import")
    terms = queries.list_terms(None)
    assert len(terms) > 100
    [corruption] = [term for term in terms if term.source.casefold() == "corruption"]
    assert corruption.text_in("ar").text == "فساد"
    [official] = [term for term in terms if term.source == "public official"]
    assert official.text_in("fr").is_draft
    assert services.import_shipped(OPERATOR, cast.NOW) == 0


def test_terms_are_searched_in_every_language_and_paged(course_id, browse):
    services.import_shipped(OPERATOR, cast.NOW)
    db.session.commit()
    chen = browse("chen")
    assert "public official" in chen.get(f"{TERMS}?q=موظف عمومي").text
    assert "No term matches" in chen.get(f"{TERMS}?q=nothing-like-this").text
    assert "Page 1 of" in chen.get(TERMS).text


@pytest.mark.parametrize("path", [TERMS, f"{TERMS}/new", SHARED])
def test_outsiders_see_no_terms(course_id, browse, path):
    assert browse("amina").get(path).status_code == 403
