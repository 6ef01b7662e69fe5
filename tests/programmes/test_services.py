"""Programmes are begun, saved by one at a time and published; cohorts planned, changed, ended."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from lms.kit.db import db
from lms.organisations import queries as organisations
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules import errors
from lms.programmes.rules.cohorts import status
from lms.programmes.rules.definition import read_definition
from lms.programmes.services import cohorts as running
from lms.programmes.services import curricula as building
from lms.programmes.services import teams
from tests import cast
from tests.learning import courses
from tests.programmes import factories
from tests.programmes.factories import DEFINITION, PLAN, SLUG

NOW = cast.NOW


@pytest.fixture
def ines(hub):
    """The administrator of the hub."""
    return cast.actor_of("ines")


def create(ines, hub, slug=SLUG):
    owner = organisations.get_organisation(hub)
    return building.create_programme(
        ines, NOW, owner, slug=slug, source_language="en", title="A title"
    )


def test_a_short_name_leads_to_one_programme(hub, ines):
    create(ines, hub)
    with pytest.raises(errors.SlugTaken):
        create(ines, hub)
    for slug in ("", "Capital", "two--hyphens", "a" * 65):
        with pytest.raises(errors.SlugNotValid):
            create(ines, hub, slug)


def test_of_two_who_save_the_second_is_told(hub, ines):
    create(ines, hub)
    row = factories.get_programme()
    assert row.draft["title"] == {"en": "A title"}
    assert building.save_draft(ines, NOW, row, {"half": "done"}, 1) == 2
    with pytest.raises(errors.SomebodySaved):
        building.save_draft(ines, NOW, row, {}, 1)
    assert factories.get_programme().draft == {"half": "done"}


def test_versions_are_numbered_and_stay_as_they_were(hub, ines):
    first = factories.add_programme(hub)
    assert first.number == 1
    with pytest.raises(errors.NothingToPublish):
        building.publish_version(ines, NOW, first)
    building.save_draft(ines, NOW, first, {**DEFINITION, "hours": 80}, first.draft_revision)
    assert building.publish_version(ines, NOW, factories.get_programme()) == 2
    newest, oldest = curricula.list_versions(first.id)
    assert (newest.definition.hours, oldest.definition.hours) == (80, 60)
    assert oldest.definition == read_definition(DEFINITION)
    assert factories.get_programme().version_id == newest.id


def test_a_half_done_draft_is_not_published(hub, ines):
    create(ines, hub)
    with pytest.raises(errors.DefinitionNotReady) as raised:
        building.publish_version(ines, NOW, factories.get_programme())
    places = {problem.place for problem in raised.value.problems}
    assert {("summary",), ("level",), ("hours",), ("requirements",)} <= places


MISSING = {
    "no-course": ({"type": "course", "course": "none"}, "course", "no published course “none”"),
    "later": (
        {"type": "course", "course": courses.SLUG, "from_version": 2},
        "from_version",
        "The newest version of “small-course” is 1.",
    ),
    "no-quiz": (
        {"type": "exam", "course": courses.SLUG, "activity": "origins", "points": 1},
        "activity",
        "has no quiz “origins”",
    ),
    "itself": ({"type": "programme", "programme": SLUG}, "programme", f"“{SLUG}”"),
}


@pytest.mark.parametrize("name", MISSING)
def test_what_a_definition_names_must_be_there(hub, ines, name):
    courses.publish()
    part, field, words = MISSING[name]
    draft = {**DEFINITION, "requirements": [*DEFINITION["requirements"], {"id": "more", **part}]}
    row = factories.add_draft(hub, definition=draft)
    with pytest.raises(errors.DefinitionNotReady) as raised:
        building.publish_version(ines, NOW, row)
    (problem,) = raised.value.problems
    assert problem.place == ("requirements", 2, field)
    assert words in problem.text.in_language("en")


def test_what_is_archived_is_at_rest(programme, ines):
    building.archive_programme(ines, NOW, programme)
    row = factories.get_programme()
    runner = organisations.get_organisation(row.organisation_id)
    for act in (
        lambda: building.archive_programme(ines, NOW, row),
        lambda: building.save_draft(ines, NOW, row, {}, row.draft_revision),
        lambda: building.publish_version(ines, NOW, row),
        lambda: running.create_cohort(ines, NOW, row, runner, PLAN),
    ):
        with pytest.raises(errors.ProgrammeArchived):
            act()


def test_a_cohort_runs_under_a_version(hub, ines):
    row = factories.add_draft(hub)
    runner = organisations.get_organisation(hub)
    with pytest.raises(errors.ProgrammeNotPublished):
        running.create_cohort(ines, NOW, row, runner, PLAN)
    building.publish_version(ines, NOW, row)
    cohort = factories.add_cohort(factories.get_programme(), is_published=False)
    assert cohort.announcement_html["en"].startswith("<p>For <em>asset recovery offices</em>")
    assert status(cohort, NOW) == "draft"
    assert cohorts.list_cohorts(row.id) == [cohort]
    assert cohorts.list_announced([row.id]) == {row.id: []}


def test_a_cohort_is_changed_by_one_at_a_time(cohort, ines):
    more = replace(PLAN, places=24)
    assert running.change_cohort(ines, NOW, cohort, more, cohort.revision) == cohort.revision + 1
    assert factories.get_cohort(cohort.id).places == 24
    with pytest.raises(errors.SomebodySaved):
        running.change_cohort(ines, NOW, cohort, PLAN, cohort.revision)
    with pytest.raises(errors.PlacesNotValid):
        running.change_cohort(ines, NOW, cohort, replace(PLAN, places=0), cohort.revision + 1)


def test_a_cohort_is_announced_called_off_and_put_away(programme, ines):
    draft = factories.add_cohort(programme, is_published=False)
    with pytest.raises(errors.CohortClosed):
        running.cancel_cohort(ines, NOW, draft)
    running.publish_cohort(ines, NOW, draft)
    announced = factories.get_cohort(draft.id)
    with pytest.raises(errors.AlreadyPublished):
        running.publish_cohort(ines, NOW, announced)
    with pytest.raises(errors.CohortNotFinished):
        running.archive_cohort(ines, NOW, announced)
    running.cancel_cohort(ines, NOW, announced)
    off = factories.get_cohort(draft.id)
    assert status(off, NOW) == "cancelled"
    for act in (
        lambda: running.cancel_cohort(ines, NOW, off),
        lambda: running.change_cohort(ines, NOW, off, PLAN, off.revision),
    ):
        with pytest.raises(errors.CohortClosed):
            act()
    running.archive_cohort(ines, NOW, off)
    assert status(factories.get_cohort(draft.id), NOW) == "archived"


def test_what_is_finished_can_be_put_away(cohort, ines):
    later = NOW + timedelta(days=300)
    assert status(cohort, later) == "finished"
    running.archive_cohort(ines, later, cohort)
    assert status(factories.get_cohort(cohort.id), later) == "archived"


def test_a_task_is_held_once(cohort, ines):
    dalia = cast.id_of("dalia")
    for _ in range(2):
        teams.assign(ines, NOW, cohort, dalia, "tutor")
    teams.assign(ines, NOW, cohort, dalia, "panel")
    held = cohorts.list_assignments(cohort.id)
    assert sorted((row.person_id, row.task) for row in held) == [(dalia, "panel"), (dalia, "tutor")]
    teams.unassign(ines, NOW, cohort, dalia, "tutor")
    assert cohorts.find_tasks(cohort.id, dalia) == {"panel"}
    teams.assign(ines, NOW, cohort, dalia, "tutor")
    assert cohorts.find_tasks(cohort.id, dalia) == {"panel", "tutor"}


def test_what_the_tables_refuse(cohort):
    factories.add_quota(cohort, "Women", {"sex": "female"}, minimum=8)
    amina = factories.add_nomination(cohort)
    factories.add_award(factories.add_participation(amina), cohort.programme_version_id)
    row = cohorts.list_quotas(cohort.id)[0]
    assert (row.position, row.fields, row.minimum, row.maximum) == (0, {"sex": "female"}, 8, None)
    for act in (
        lambda: factories.add_quota(cohort, "Women", {}, maximum=1),
        lambda: factories.add_quota(cohort, "None", {}),
        lambda: factories.add_quota(cohort, "Upside down", {}, minimum=3, maximum=2),
        lambda: factories.add_nomination(cohort),
        lambda: factories.add_nomination(cohort, email="other@example.org"),
        lambda: factories.add_participation(amina, "offered"),
        lambda: factories.add_stranger(
            cohort, "Somebody Else", place=factories.place_of("amina"), rank=0
        ),
    ):
        with pytest.raises(IntegrityError):
            act()
        db.session.rollback()


def test_who_withdrew_may_be_nominated_anew(cohort):
    first = factories.add_nomination(cohort, withdrawn_at=NOW)
    second = factories.add_nomination(cohort, substitutes_id=first.id)
    assert second.substitutes_id == first.id
