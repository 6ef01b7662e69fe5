"""The builder: a programme begun, its facts and requirements, versions, archive; who may."""

import copy

import pytest

from lms.kit.db import db
from lms.programmes.queries import curricula
from lms.programmes.services import curricula as building
from tests import cast
from tests.learning import courses
from tests.programmes import factories
from tests.programmes.factories import DEFINITION, SLUG, TITLE

ALL = "/admin/programmes"
ONE = f"{ALL}/{SLUG}"
FACTS = {
    "title-en": "Basics, again",
    "title-ar": "الأساسيات",
    "summary-en": "In short.",
    "source_language": "en",
    "job_families": ["audit"],
    "level": "expert",
    "hours": "12.5",
    "participation": "80",
    "achievement": "0",
    "opens_months_before": "3",
    "grace_months": "0",
}
PLACED = {"counts_for": "participation", "when": "during"}


@pytest.fixture
def draft(hub):
    """The draft of a programme of the hub, which nobody has published."""
    return factories.add_draft(hub)


def parts_of(slug: str = SLUG) -> list[dict]:
    return curricula.get_programme(slug).draft["requirements"]


def base_in(page) -> str:
    return page.text.split('name="base"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def test_ines_begins_a_programme(hub, browse):
    ines = browse("ines")
    assert "There is no programme yet" in ines.get(ALL).text
    sent = {"owner": hub, "title": "First steps", "source_language": "en", "slug": "first-steps"}
    answer = ines.post(ALL, sent)
    assert (answer.status_code, answer.location) == (303, f"{ALL}/first-steps")
    page = ines.get(answer.location).text
    for words in ("First steps", "Not published yet", "Nothing is asked for yet",
                  "Before it can be published", "Write the summary: what the programme is for",
                  "Add at least one requirement."):  # fmt: skip
        assert words in page, words
    assert "First steps" in ines.get(ALL).text
    taken = ines.post(ALL, sent)
    assert taken.status_code == 422
    assert "a programme with this short name already" in taken.text
    assert "This cannot be a short name" in ines.post(ALL, {**sent, "slug": "First!"}).text
    assert ines.post(ALL, {}).status_code == 422
    # Nobody begins a programme for an organisation of others.
    other = factories.place_of("gita").id
    assert ines.post(ALL, {**sent, "slug": "other", "owner": other}).status_code == 404


def test_the_facts_are_saved_and_what_is_wrong_stands_at_its_field(draft, browse):
    ines = browse("ines")
    page = ines.get(f"{ONE}/facts")
    sent = {**FACTS, "base": base_in(page)}
    for wrong, words in (
        ({"hours": "0"}, "from 0.5 to 5000"),
        ({"title-en": ""}, "the language of the programme. Write it there first."),
        ({"valid_months": "600"}, "from 1 to 240"),
        ({"participation": "101"}, "from 0 to 100"),
        ({"again": ["plan"]}, "Say for how many months an award is valid"),
        ({"again": ["plan"], "valid_months": "3"}, "Let recertification open later."),
        ({"level": ""}, "Please fill this in."),
    ):
        answer = ines.post(f"{ONE}/facts", {**sent, **wrong})
        assert answer.status_code == 422, wrong
        assert words in answer.text, wrong
    answer = ines.post(f"{ONE}/facts", {**sent, "again": ["plan"], "valid_months": "24"})
    assert answer.location == ONE
    saved = curricula.get_programme(SLUG).draft
    assert saved["title"] == {"en": "Basics, again", "ar": "الأساسيات"}
    assert (saved["hours"], saved["valid_months"]) == (12.5, 24)
    assert saved["recertification"]["parts"] == ["plan"]
    assert len(saved["requirements"]) == 2


def test_a_threshold_for_achievement_needs_what_counts_for_it(hub, browse):
    presence = {"id": "presence", "type": "attendance", "sessions": 2}
    factories.add_draft(hub, definition={**DEFINITION, "requirements": [presence],
                                         "recertification": None})  # fmt: skip
    ines = browse("ines")
    sent = {**FACTS, "base": base_in(ines.get(f"{ONE}/facts"))}
    answer = ines.post(f"{ONE}/facts", {**sent, "achievement": "60"})
    assert answer.status_code == 422
    assert "Nothing counts for achievement" in answer.text
    assert ines.post(f"{ONE}/facts", sent).status_code == 303


def test_two_who_save_at_once_see_both_sides(draft, browse):
    ines, emre = browse("ines"), browse("emre")
    base = base_in(ines.get(f"{ONE}/facts"))
    assert emre.post(f"{ONE}/facts", {**FACTS, "base": base}).status_code == 303
    mine = {**FACTS, "base": base, "hours": "99"}
    answer = ines.post(f"{ONE}/facts", mine)
    assert answer.status_code == 409
    assert "Somebody else has saved this meanwhile" in answer.text
    assert "12.5" in answer.text
    assert 'value="99' in answer.text
    assert curricula.get_programme(SLUG).draft["hours"] == 12.5
    assert ines.post(f"{ONE}/facts", {**mine, "base": base_in(answer)}).status_code == 303
    assert curricula.get_programme(SLUG).draft["hours"] == 99


def test_two_who_change_different_requirements_do_not_meet(draft, browse):
    ines, emre = browse("ines"), browse("emre")
    presence, plan = f"{ONE}/requirements/presence", f"{ONE}/requirements/plan"
    mine, theirs = base_in(ines.get(presence)), base_in(emre.get(plan))
    sent = {**PLACED, "brief-en": "Another plan.", "points": "50", "base": theirs}
    assert emre.post(plan, sent).status_code == 303
    assert ines.post(presence, {**PLACED, "sessions": "4", "base": mine}).status_code == 303
    assert [one.get("sessions", one.get("points")) for one in parts_of()] == [4, 50]
    answer = emre.post(plan, {**sent, "points": "60"})
    assert answer.status_code == 409
    assert parts_of()[1]["points"] == 50


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("course", {"course": courses.SLUG, "from_version": "1", "kind": "achievement"},
         {"course": courses.SLUG, "from_version": 1, "kind": "achievement"}),
        ("exam", {"exam": f"{courses.SLUG}/posttest", "points": "65"},
         {"course": courses.SLUG, "activity": "posttest", "points": 65}),
        ("attendance", {"sessions": "3"}, {"sessions": 3}),
        ("product", {"brief-en": "A plan.", "points": "50"},
         {"brief": {"en": "A plan."}, "points": 50}),
        ("teaching", {"brief-en": "A lesson.", "points": "50"},
         {"brief": {"en": "A lesson."}, "points": 50}),
        ("programme", {"programme": "other", "when": "before"}, {"programme": "other"}),
        ("choice", {"at_least": "2", "title-en": "Electives"},
         {"at_least": 2, "title": {"en": "Electives"}, "of": []}),
    ],
)  # fmt: skip
def test_each_kind_of_requirement_is_added_and_shown_again(hub, draft, browse, kind, sent, said):
    courses.publish()
    factories.add_programme(hub, "other")
    ines = browse("ines")
    form = ines.get(f"{ONE}/requirements/new?type={kind}")
    assert form.status_code == 200
    values = {**PLACED, "type": kind, "base": base_in(form), "is_recognisable": "y", **sent}
    answer = ines.post(f"{ONE}/requirements/new?type={kind}", values)
    assert answer.status_code == 303, answer.text
    added = parts_of()[-1]
    expected = {"of": []} if kind == "choice" else {}
    assert {name: added[name] for name in said} == {**said, **expected}
    assert (added["type"], added["is_recognisable"]) == (kind, True)
    again = ines.get(f"{ONE}/requirements/{added['id']}")
    for value in sent.values():
        assert value in again.text


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("course", {"course": "unknown", "from_version": "1"}, "no published course “unknown”"),
        ("course", {"course": courses.SLUG, "from_version": "7"}, "The newest version of"),
        ("exam", {"exam": f"{courses.SLUG}/origins", "points": "5"}, "has no quiz “origins”"),
        ("exam", {"exam": f"{courses.SLUG}/posttest", "points": "101"}, "from 0 to 100"),
        ("attendance", {"sessions": "0"}, "at least 1"),
        ("attendance", {"sessions": "3", "when": "before"}, "Choose “during”."),
        ("product", {"brief-en": "", "points": "5"}, "in at least one language"),
        ("product", {"brief-fr": "Un plan.", "points": "5"}, "Write it there first."),
        ("programme", {"programme": SLUG}, "no other published programme"),
    ],
)
def test_what_cannot_be_met_is_refused_at_its_field(draft, browse, kind, sent, words):
    courses.publish()
    ines, url = browse("ines"), f"{ONE}/requirements/new?type={kind}"
    values = {**PLACED, "type": kind, "kind": "participation", "base": base_in(ines.get(url))}
    answer = ines.post(url, {**values, **sent})
    assert answer.status_code == 422
    assert words in answer.text
    assert len(parts_of()) == 2


def test_a_circle_of_programmes_is_refused(hub, draft, browse):
    building.publish_version(cast.actor_of("ines"), cast.NOW, draft)
    asks = {"id": "first", "type": "programme", "programme": SLUG, "when": "before"}
    for slug, other in (("second", SLUG), ("third", "second")):
        definition = copy.deepcopy(DEFINITION)
        definition["requirements"].append({**asks, "programme": other})
        factories.add_programme(hub, slug, definition)
    ines, url = browse("ines"), f"{ONE}/requirements/new?type=programme"
    base = base_in(ines.get(url))
    sent = {**PLACED, "type": "programme", "base": base, "programme": "third"}
    answer = ines.post(url, sent)
    assert answer.status_code == 422
    assert "so that nobody could begin" in answer.text


def test_requirements_are_moved_nested_and_removed(draft, browse):
    ines = browse("ines")
    assert ines.post(f"{ONE}/requirements/plan/move", {"direction": "up"}).status_code == 303
    assert [one["id"] for one in parts_of()] == ["plan", "presence"]
    choice = {**PLACED, "type": "choice", "at_least": "1"}
    url = f"{ONE}/requirements/new?type=choice"
    ines.post(url, {**choice, "base": base_in(ines.get(url))})
    page = ines.get(f"{ONE}/requirements/plan")
    sent = {**PLACED, "brief-en": "A plan.", "points": "70", "inside": "choice"}
    assert ines.post(f"{ONE}/requirements/plan", {**sent, "base": base_in(page)}).status_code == 303
    assert [one["id"] for one in parts_of()] == ["presence", "choice"]
    assert [one["id"] for one in parts_of()[1]["of"]] == ["plan"]
    assert "Add one to choose from" in ines.get(ONE).text
    removal = ines.get(f"{ONE}/requirements/choice/remove").text
    assert "All that can be chosen from is removed with it" in removal
    assert ines.post(f"{ONE}/requirements/choice/remove").status_code == 303
    assert [one["id"] for one in parts_of()] == ["presence"]
    assert ines.get(f"{ONE}/requirements/choice").status_code == 404


def test_a_version_is_published_after_a_look_at_what_changes_for_whom(draft, browse):
    ines = browse("ines")
    assert "Cohorts that are planned from now on" in ines.get(f"{ONE}/publish").text
    assert ines.post(f"{ONE}/publish").location == ONE
    assert "There is nothing to publish" in ines.get(f"{ONE}/publish").text
    assert ines.post(f"{ONE}/publish").status_code == 409
    cohort = factories.add_cohort(factories.get_programme())
    factories.add_participation(factories.add_nomination(cohort))
    page = ines.get(f"{ONE}/requirements/presence")
    sent = {**PLACED, "sessions": "8", "base": base_in(page)}
    assert ines.post(f"{ONE}/requirements/presence", sent).status_code == 303
    assert "The draft has changes" in ines.get(ONE).text
    preview = ines.get(f"{ONE}/publish").text
    for words in ("Attend at least 10", "Attend at least 8", "1 cohort goes on under it",
                  "1 person is in them", "Publish version 2"):  # fmt: skip
        assert words in preview, words
    assert ines.post(f"{ONE}/publish").status_code == 303
    versions = ines.get(f"{ONE}/versions").text
    for words in ("Version 2", "Version 1", "Attend at least 8", "The first version."):
        assert words in versions
    # The cohort stays under its version.
    assert factories.get_cohort(cohort.id).programme_version_id == cohort.programme_version_id


def test_a_draft_that_is_not_ready_is_not_published(hub, browse):
    building.create_programme(cast.actor_of("ines"), cast.NOW, factories.organisations
                              .get_organisation(hub), slug=SLUG, source_language="en",
                              title=TITLE)  # fmt: skip
    db.session.commit()
    ines = browse("ines")
    assert "cannot be published yet" in ines.get(f"{ONE}/publish").text
    assert ines.post(f"{ONE}/publish").status_code == 422
    assert "No version is published yet" in ines.get(f"{ONE}/versions").text


def test_a_programme_is_archived_and_taken_back(programme, browse):
    ines = browse("ines")
    assert "awards stay valid" in ines.get(f"{ONE}/archive").text
    assert ines.post(f"{ONE}/archive").location == ONE
    assert ines.get(f"/programmes/{SLUG}").status_code == 404
    page = ines.get(ONE).text
    assert "Take it back" in page
    assert "Add a requirement" not in page
    assert ines.post(f"{ONE}/requirements/plan/remove").status_code == 409
    assert ines.post(f"{ONE}/restore").location == ONE
    assert ines.get(f"/programmes/{SLUG}").status_code == 200


ADDRESSES = ("", "/facts", "/versions", "/publish", "/archive", "/requirements/plan",
             "/requirements/plan/remove", "/requirements/new?type=course")  # fmt: skip


@pytest.mark.parametrize("tail", ADDRESSES)
def test_whoever_administers_the_owner_builds_and_nobody_else(programme, browse, tail):
    url = f"{ONE}{tail}"
    for name in ("ines", "emre"):
        assert browse(name).get(url).status_code == 200
    assert browse("gita").get(url).status_code == 404
    for name in ("amina", "bruno", "dalia"):
        assert browse(name).get(url).status_code == 403
    assert browse().get(url).status_code == 303


def test_nothing_is_changed_by_those_who_may_not(programme, browse):
    before = curricula.get_programme(SLUG)
    acts = ["/facts", "/publish", "/archive", "/restore", "/requirements/plan"]
    acts += ["/requirements/plan/move", "/requirements/plan/remove", "/requirements/new"]
    for act in acts:
        assert browse("gita").post(f"{ONE}{act}", {**FACTS, "type": "course"}).status_code == 404, (
            act
        )
        assert (
            browse("amina").post(f"{ONE}{act}", {**FACTS, "type": "course"}).status_code == 403
        ), act
    assert curricula.get_programme(SLUG) == before
    assert TITLE not in browse("gita").get(ALL).text


def test_an_unknown_kind_or_requirement_is_not_there(programme, browse):
    ines = browse("ines")
    for tail in ("/requirements/new?type=wish", "/requirements/new", "/requirements/unknown"):
        assert ines.get(f"{ONE}{tail}").status_code == 404
    assert ines.get(f"{ALL}/unknown").status_code == 404


def test_the_pages_cost_as_many_queries_however_much_there_is(
    hub, programme, browse, count_queries
):
    ines, counts = browse("ines"), []
    for number in range(2):
        ines.get(ALL)
        with count_queries() as seen:
            ines.get(ALL)
        lists = seen.count
        ines.get(ONE)
        with count_queries() as seen:
            ines.get(ONE)
        counts.append((lists, seen.count))
        factories.add_programme(hub, f"other-{number}")
    assert counts[0] == counts[1]


def test_the_builder_is_in_the_readers_language(programme, browse):
    ines = browse("ines")
    ines.post("/language", {"language": "ar", "next": "/"})
    page = ines.get(ONE).text
    assert factories.ARABIC_TITLE in page
    assert 'dir="rtl"' in page
