"""The public pages: programmes by who runs them, one programme, their cohorts; in any language."""

import copy
from dataclasses import replace
from datetime import timedelta

from lms.kit.clock import clock
from lms.programmes.services import cohorts as running
from lms.programmes.services import curricula as building
from tests import cast
from tests.learning import courses
from tests.programmes import factories
from tests.programmes.factories import ARABIC_TITLE, COHORT_TITLE, DEFINITION, PLAN, SLUG, TITLE


def test_without_any_programme_the_list_says_so(app, browse):
    page = browse().get("/programmes")
    assert page.status_code == 200
    assert "No programme has been published yet" in page.text


def test_a_stranger_reads_of_programmes_by_who_runs_them(cohort, browse):
    page = browse().get("/programmes").text
    for words in (TITLE, "Sahel Hub", COHORT_TITLE, "Open for nominations", f"/programmes/{SLUG}"):
        assert words in page
    assert 'aria-current="page">Programmes' in page
    arabic = browse(language="ar").get("/programmes").text
    assert ARABIC_TITLE in arabic
    assert "ربيع 2027" in arabic
    assert '<p lang="en" dir="ltr">From tracing' in arabic


def test_drafts_and_what_is_over_are_not_listed(programme, browse):
    draft = factories.add_cohort(programme, is_published=False)
    assert COHORT_TITLE not in browse().get("/programmes").text
    assert "No cohort is announced at present." in browse().get("/programmes").text
    running.publish_cohort(cast.actor_of("ines"), cast.NOW, draft)
    factories.db.session.commit()
    for url in ("/programmes", f"/programmes/{SLUG}"):
        assert COHORT_TITLE in browse().get(url).text
    clock.advance(days=300)
    for url in ("/programmes", f"/programmes/{SLUG}"):
        assert COHORT_TITLE not in browse().get(url).text


def test_a_programme_that_is_not_published_or_archived_is_not_there(hub, browse):
    draft = factories.add_draft(hub)
    for name in (None, "amina", "gita", "emre"):
        assert browse(name).get(f"/programmes/{SLUG}").status_code == 404
    building.publish_version(cast.actor_of("ines"), cast.NOW, draft)
    factories.db.session.commit()
    assert browse().get(f"/programmes/{SLUG}").status_code == 200
    building.archive_programme(cast.actor_of("ines"), cast.NOW, factories.get_programme())
    factories.db.session.commit()
    assert browse().get(f"/programmes/{SLUG}").status_code == 404
    assert TITLE not in browse().get("/programmes").text
    assert browse().get("/programmes/unknown").status_code == 404


def test_the_page_tells_what_is_asked(hub, browse):
    courses.publish()
    first = copy.deepcopy(DEFINITION)
    factories.add_programme(hub, "first-steps", {**first, "title": {"en": "First steps"}})
    definition = copy.deepcopy(DEFINITION)
    definition["requirements"] += [
        {"id": "steps", "type": "programme", "programme": "first-steps", "when": "before"},
        {
            "id": "electives",
            "type": "choice",
            "title": {"en": "Electives"},
            "at_least": 1,
            "of": [
                {"id": "small", "type": "course", "course": courses.SLUG, "is_recognisable": True},
                {"id": "exam", "type": "exam", "course": courses.SLUG, "activity": "posttest",
                 "points": 65},
            ],
        },
    ]  # fmt: skip
    factories.add_programme(hub, definition=definition)
    page = browse().get(f"/programmes/{SLUG}").text
    for words in (
        "Before you get a place", "First steps", "Hold a valid award of this programme.",
        "Attend at least 10 of the sessions.", "Electives", "Choose at least 1 of these.",
        courses.TITLE, "Complete the course.", "Prior learning can be recognised.",
        "at least 65% of the points", "Valid for 36 months", "Practitioner", "Sahel Hub",
    ):  # fmt: skip
        assert words in page, words
    assert courses.ARABIC_TITLE in browse(language="ar").get(f"/programmes/{SLUG}").text


def test_the_pages_ask_as_many_questions_however_much_there_is(programme, browse, count_queries):
    stranger, counts = browse(), []
    factories.add_cohort(programme)
    for number in range(2):
        for url in ("/programmes", f"/programmes/{SLUG}"):
            stranger.get(url)
            with count_queries() as seen:
                stranger.get(url)
            counts.append(seen.count)
        other = factories.add_programme(programme.organisation_id, f"other-{number}")
        factories.add_cohort(other)
        factories.add_cohort(
            factories.get_programme(), replace(PLAN, ends_on=PLAN.ends_on + timedelta(days=1))
        )
    assert counts[:2] == counts[2:]
