"""Who may load a programme, a cohort, a participation; and whose name of a nominee is seen."""

import pytest

from lms.kit.actor import STRANGER
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes import policy
from lms.programmes.queries import nominations, participations
from lms.programmes.rules.rows import TASKS
from lms.programmes.services import cohorts as running
from lms.programmes.services import teams
from tests import cast
from tests.programmes import factories

# Nobody of these administers the hub: Gita administers Fiji, Dalia nominates for Senegal.
OTHERS = ("amina", "bruno", "chen", "dalia", "farid", "gita", "hadi")


def test_who_administers_the_owner_loads_a_programme(programme):
    for name in ("ines", "emre"):
        actor = cast.actor_of(name)
        assert policy.load_programme_for(actor, programme.slug) == programme
        assert policy.list_programmes_for(actor) == [programme]
        assert policy.load_owner_for(actor, programme.organisation_id).kind == "hub"
    ines = cast.actor_of("ines")
    assert [row.id for row in policy.list_owners_for(ines)] == [programme.organisation_id]


@pytest.mark.parametrize("name", [*OTHERS, None])
def test_for_everybody_else_there_is_none(programme, cohort, name):
    actor = cast.actor_of(name) if name else STRANGER
    for load, what in (
        (policy.load_programme_for, programme.slug),
        (policy.load_cohort_for, cohort.id),
        (policy.load_owner_for, programme.organisation_id),
    ):
        with pytest.raises(NotVisible):
            load(actor, what)
    assert policy.list_programmes_for(actor) == []


def test_what_is_nowhere_is_not_there(app):
    emre = cast.actor_of("emre")
    for load in (
        policy.load_programme_for,
        policy.load_cohort_for,
        policy.load_owner_for,
        policy.load_participation_for,
    ):
        with pytest.raises(NotVisible):
            load(emre, "nothing")
    with pytest.raises(NotVisible):
        policy.load_published_cohort("nothing", cast.NOW)
    with pytest.raises(NotVisible):
        policy.load_published_programme("nothing")


def test_the_manager_has_no_task_by_being_it(cohort):
    ines = cast.actor_of("ines")
    desk = policy.load_managed_cohort_for(ines, cohort.id)
    assert (desk.cohort, desk.is_manager, desk.tasks) == (cohort, True, frozenset())
    assert policy.load_run_cohort_for(ines, cohort.id) == desk
    for task in TASKS:
        with pytest.raises(NotAllowed):
            policy.load_cohort_task_for(ines, cohort.id, task)


@pytest.mark.parametrize("task", TASKS)
def test_who_has_a_task_loads_the_cohort_and_does_that_alone(cohort, task):
    factories.assign(cohort, "farid", task)
    farid = cast.actor_of("farid")
    desk = policy.load_cohort_task_for(farid, cohort.id, task)
    assert (desk.is_manager, desk.tasks) == (False, frozenset({task}))
    assert desk.is_running_it == (task == "coordinator")
    for other in set(TASKS) - {task}:
        with pytest.raises(NotAllowed):
            policy.load_cohort_task_for(farid, cohort.id, other)
    with pytest.raises(NotAllowed):
        policy.load_managed_cohort_for(farid, cohort.id)
    if task != "coordinator":
        with pytest.raises(NotAllowed):
            policy.load_run_cohort_for(farid, cohort.id)
    teams.unassign(cast.actor_of("ines"), cast.NOW, cohort, farid.person_id, task)
    with pytest.raises(NotVisible):
        policy.load_cohort_for(farid, cohort.id)


def test_a_draft_is_nothing_to_the_public(programme):
    draft = factories.add_cohort(programme, is_published=False)
    with pytest.raises(NotVisible):
        policy.load_published_cohort(draft.id, cast.NOW)
    running.publish_cohort(cast.actor_of("ines"), cast.NOW, draft)
    assert policy.load_published_cohort(draft.id, cast.NOW).id == draft.id


def test_a_participation_is_loaded_by_its_own_person_alone(cohort):
    nomination = factories.add_nomination(cohort)
    row = factories.add_participation(nomination)
    assert policy.load_participation_for(cast.actor_of("amina"), row.id) == row
    assert participations.list_participations(cohort.id) == [row]
    for name in ("bruno", "dalia", "farid", "ines", "emre"):
        with pytest.raises(NotVisible):
            policy.load_participation_for(cast.actor_of(name), row.id)
    with pytest.raises(NotVisible):
        policy.load_participation_for(STRANGER, row.id)
    place = factories.place_of("amina")
    waiting = factories.add_stranger(cohort, "Nobody Yet", place=place)
    unclaimed = factories.add_participation(waiting, "offered")
    with pytest.raises(NotVisible):
        policy.load_participation_for(STRANGER, unclaimed.id)


def test_a_protected_nominee_is_a_code_to_whoever_need_not_know(cohort):
    hadi = factories.add_nomination(cohort, "hadi", nominated_by=cast.id_of("dalia"))
    place = factories.place_of("hadi")
    secret = factories.add_stranger(cohort, "Secret Agent", place=place, is_protected=True)
    plain = factories.add_stranger(cohort, "Plain Person", place=place)
    rows = nominations.list_nominations(cohort.id)
    assert [row.id for row in rows] == sorted(row.id for row in (hadi, secret, plain))
    for name, sees in (("emre", True), ("dalia", True), ("ines", False), ("gita", False)):
        names = nominations.name_nominees(cast.actor_of(name), rows)
        assert names[plain.id] == "Plain Person"
        assert (names[secret.id] == "Secret Agent") == sees, name
        assert (names[hadi.id] == "Hadi Fall") == sees, name
        assert names[hadi.id]
        assert names[secret.id] != names[hadi.id]
