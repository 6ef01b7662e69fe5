"""Who may issue for what, see a run, and ask for the certificate of an award.

Administrators of the organisation that issues: the owner of the course or the programme. Nobody
issues to themselves: that is said by `rules.issuing`.
"""

from lms.certificates import policy
from lms.certificates.queries import runs as reading_runs
from lms.certificates.queries import scopes
from lms.certificates.rules.issuing import Scope
from lms.certificates.rules.runs import RunRow
from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules.rows import AwardRow, ProgrammeRow


def load_course_for(actor: Actor, slug: str) -> Scope:
    """Return a published course whose certificates the actor issues.

    Raises `NotVisible`, `NotAllowed`.
    """
    found = scopes.list_of_courses([policy.load_register_for(actor, slug)], _language(actor))
    if not found:
        raise NotVisible
    return found[0]


def load_programme_for(actor: Actor, slug: str) -> Scope:
    """Return a published programme whose certificates the actor issues.

    Raises `NotVisible`, `NotAllowed`.
    """
    programme = curricula.find_programme(slug)
    if programme is None or programme.version_id is None:
        raise NotVisible
    _check(actor, programme)
    return scopes.list_of_programmes([programme], _language(actor))[0]


def load_cohort_for(actor: Actor, cohort_id: str) -> Scope:
    """Return a cohort of such a programme; raise `NotVisible`, `NotAllowed`."""
    cohort = cohorts.find_cohort(cohort_id)
    if cohort is None:
        raise NotVisible
    programme = curricula.get_programmes([cohort.programme_id])[cohort.programme_id]
    _check(actor, programme)
    return scopes.get_of_cohort(cohort, programme, _language(actor))


def _check(actor: Actor, programme: ProgrammeRow) -> None:
    if not actor.has_role("administrator", path=programme.organisation_path):
        raise NotAllowed


def load_run_for(actor: Actor, run_id: str) -> tuple[RunRow, Scope]:
    """Return a run over many that the actor administers; raise `NotVisible`, `NotAllowed`."""
    run = reading_runs.find_run(run_id)
    if run is None:
        raise NotVisible
    if run.cohort_id is not None:
        return run, load_cohort_for(actor, run.cohort_id)
    return run, load_course_for(actor, scopes.get_slug(str(run.course_id)))


def list_courses_for(actor: Actor) -> list[Scope]:
    """Return the published courses whose certificates the actor issues."""
    return scopes.list_of_courses(policy.list_registers_for(actor), _language(actor))


def list_programmes_for(actor: Actor) -> list[Scope]:
    """Return the published programmes whose certificates the actor issues."""
    own = [
        row
        for row in curricula.list_programmes()
        if actor.has_role("administrator", path=row.organisation_path)
    ]
    return scopes.list_of_programmes(own, _language(actor))


def load_award_for(actor: Actor, award_id: str) -> AwardRow:
    """Return the actor's own award, withdrawn or not; raise `NotVisible`."""
    award = curricula.list_awards_by_id([award_id]).get(award_id)
    if award is None or award.person_id != actor.person_id:
        raise NotVisible
    return award


def _language(actor: Actor) -> str:
    return actor.language or "en"
