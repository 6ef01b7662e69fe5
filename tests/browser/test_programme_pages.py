"""Every page of programmes, as who may see it, in English and Arabic, wide and narrow.

What is on the pages is tested elsewhere.
"""

from tests.browser.building import furnish_building
from tests.browser.choosing_courses import furnish_reviews
from tests.browser.looking import check_every_one_was_seen, look_at_all
from tests.browser.meeting import find_cohort, furnish_sessions
from tests.browser.nominating import furnish_nominations
from tests.browser.places import Place, furnish_programmes
from tests.browser.planning import furnish_cohort
from tests.browser.recertifying import furnish_awards
from tests.browser.selecting import furnish_selection
from tests.browser.surveying import furnish_surveys
from tests.browser.tutoring import furnish_tutoring

FURNISHINGS = (
    furnish_programmes,
    furnish_sessions,
    furnish_building,
    lambda _installation, pages: furnish_cohort(pages("admin")),
    lambda installation, pages: furnish_nominations(installation, pages, find_cohort(installation)),
    furnish_selection,
    furnish_surveys,
    furnish_tutoring,
    furnish_reviews,
    furnish_awards,
)


def test_every_page_of_programmes_is_accessible_and_narrow(installation, pages, watch):
    shown: list[Place] = []
    wrong: list[str] = []
    for furnish in FURNISHINGS:
        places = furnish(installation, pages)
        shown += places
        wrong += look_at_all(pages, places)
    assert wrong == [], "\n\n".join(wrong)
    assert watch.complaints == []
    check_every_one_was_seen(shown, is_here=lambda name: name.startswith("programmes/"))
