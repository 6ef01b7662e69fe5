"""What waits for a certificate stands under My certificates: for the name, a decision, its turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.queries.waiting import list_waiting
from lms.certificates.rules.issuing import MODES, REASONS_TO_WAIT, WAITS, reason_to_wait
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from tests import cast
from tests.certificates import graduates
from tests.certificates.awarded import add_programme, address_of
from tests.learning import courses
from tests.programmes import factories

MINE = "/certificates"
RULE = "/admin/courses/small-course/certificates/rule"
ASK = "Waits for you: confirm how your name should appear."


def reasons(name: str) -> list[str]:
    db.session.remove()
    return [one.reason for one in list_waiting(cast.id_of(name), cast.NOW, "en")]


@given(st.sampled_from(sorted(WAITS)), st.sampled_from(sorted(MODES)))
def test_each_reason_has_words(outcome, mode):
    assert reason_to_wait(outcome, mode) in REASONS_TO_WAIT


def test_a_completed_course_waits_for_the_name(completed, browse):
    amina = browse("amina")
    page = amina.get(MINE).text
    assert "No certificates yet" not in page
    assert ASK in page
    assert "A small course" in page
    assert f'href="/learn/{completed}/certificate">Confirm your name' in page
    amina.post(f"/learn/{completed}/certificate", {"name": "Amina Diallo", "language": "en"})
    after = amina.get(MINE).text
    assert "Not issued yet" not in after
    assert "A small course" in after


@pytest.mark.parametrize("name", ["farid", "bruno"])
def test_who_has_completed_nothing_is_told_how_it_goes(completed, browse, name):
    page = browse(name).get(MINE).text
    assert "No certificates yet" in page
    assert "A small course" not in page


def test_nobody_signed_out_sees_any(app, browse):
    assert "/login" in browse().get(MINE).location


def test_a_held_award_waits_as_well_and_a_lesser_one_does_not(app, browse):
    programme = add_programme()
    place = factories.add_participation(
        factories.add_nomination(programme.cohort, "amina"), "completed"
    )
    lesser = factories.add_award(place, programme.version_id, kind="participation")
    award = factories.add_award(place, programme.version_id)
    page = browse("amina").get(MINE).text
    assert factories.TITLE in page
    assert f'href="{address_of(award)}">Confirm your name' in page
    assert address_of(lesser) not in page


def test_what_waits_for_somebody_else_says_for_whom(completed, browse):
    browse("emre").post(RULE, {"mode": "decided"})
    page = browse("amina").get(MINE).text
    assert "An administrator decides whether it is issued" in page
    # The name can be confirmed meanwhile; once it is, there is nothing left to do.
    assert "Confirm your name" in page
    graduates.confirm("amina", "Amina Diallo")
    assert reasons("amina") == ["decision"]
    assert "Confirm your name" not in browse("amina").get(MINE).text


def test_with_a_confirmed_name_it_is_fetched_or_being_made(completed, browse):
    graduates.confirm("amina", "Amina Diallo")
    assert reasons("amina") == ["holder"]
    assert "Get your certificate" in browse("amina").get(MINE).text
    browse("emre").post(RULE, {"mode": "automatic"})
    assert reasons("amina") == ["turn"]
    assert "is being made" in browse("amina").get(MINE).text


def test_the_page_takes_as_many_queries_whatever_waits(course, browse, count_queries):
    amina = browse("amina")
    graduates.complete(graduates.enrol("amina", course), course)
    add_programme().award("amina")
    with count_queries() as few:
        assert ASK in amina.get(MINE).text
    for number in range(3):
        other = courses.publish(slug=f"course-{number}")
        graduates.complete(graduates.enrol("amina", other), other)
    with count_queries() as many:
        assert amina.get(MINE).text.count(ASK) == 5
    assert many.count == few.count


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_titled_in_every_language(completed, language):
    (one,) = list_waiting(cast.id_of("amina"), cast.NOW, language)
    assert one.title[0]
    assert one.title[1] in LANGUAGES
