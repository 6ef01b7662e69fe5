"""The mailed links of a nomination: what they show, and that they end with the deadline."""

from datetime import timedelta

from lms.kit.clock import clock
from tests import cast
from tests.programmes import factories
from tests.programmes import nomination_site as site
from tests.programmes.nomination_site import NOMINEE_PART, ORGANISATION_PART


def test_after_the_deadline_the_links_are_over_and_name_nobody(programme, browse):
    asked = site.add_closing_cohort(programme)
    nomination_id = site.nominate(
        browse,
        asked,
        written_name="Fatou Sarr",
        email="fatou@example.org",
        organisation_id=factories.place_of("amina").id,
    )
    url = f"/nominate/nominations/{nomination_id}"
    browse("dalia").post(url, {**ORGANISATION_PART, "revision": 1})
    browse("dalia").post(f"{url}/submit")
    head, officer = site.last_link("head_asked"), site.last_link("nominee_asked")
    browse().post(officer, NOMINEE_PART)
    assert "you cannot take it back here" in browse().get(head).text
    for answer in ("", "confirm"):
        if answer:
            clock.set(cast.NOW)
            assert browse().post(head, {"decision": answer}).status_code == 303
        clock.set(asked.closes_at)
        assert "Fatou Sarr" in browse().get(head).text
        clock.set(asked.closes_at + timedelta(seconds=1))
        page = browse().get(head).text
        assert "This link is not open any more" in page
        assert "Fatou" not in page
        assert "<textarea" not in page
    page = browse().get(officer).text
    assert "This link is not open any more" in page
    assert "Asset recovery office" not in page
    assert browse().post(officer, NOMINEE_PART).status_code == 409
    assert browse().post(head, {"decision": "confirm"}).status_code == 409
