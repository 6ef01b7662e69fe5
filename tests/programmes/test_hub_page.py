"""The public page of a hub: its members of the day and its programmes, for everybody."""

from datetime import date

from lms.kit.clock import clock
from lms.kit.db import db
from lms.organisations import services as places
from tests import cast
from tests.programmes import factories
from tests.programmes.factories import COHORT_TITLE, TITLE


def test_everybody_reads_of_a_hub(cohort, browse):
    url = f"/programmes/hubs/{cohort.organisation_id}"
    assert f'href="{url}"' in browse().get("/programmes").text
    page = browse().get(url).text
    for words in ("Sahel Hub", "Senegal", "Fiji", TITLE, COHORT_TITLE):
        assert words in page
    arabic = browse(language="ar").get(url).text
    for words in ("السنغال", "فيجي", factories.ARABIC_TITLE):
        assert words in arabic


def test_a_state_that_has_left_is_not_a_member(hub, browse):
    senegal = factories.state_of(factories.place_of("dalia"))
    places.leave_hub(cast.actor_of("emre"), cast.NOW, hub, senegal, date(2026, 12, 1))
    db.session.commit()
    url = f"/programmes/hubs/{hub}"
    assert "Senegal" in browse().get(url).text
    clock.advance(days=30)
    page = browse().get(url).text
    assert "Senegal" not in page
    assert "No programme has been published yet" in page


def test_what_is_no_hub_has_no_such_page(hub, browse):
    state = factories.state_of(factories.place_of("dalia"))
    for key in (state, factories.place_of("emre").id, "a" * 26):
        assert browse().get(f"/programmes/hubs/{key}").status_code == 404


def test_a_hub_costs_as_many_queries_however_much_it_runs(programme, browse, count_queries):
    url, counts = f"/programmes/hubs/{programme.organisation_id}", []
    for number in range(2):
        browse().get(url)
        with count_queries() as seen:
            browse().get(url)
        counts.append(seen.count)
        factories.add_programme(programme.organisation_id, f"other-{number}")
    assert counts[0] == counts[1]
