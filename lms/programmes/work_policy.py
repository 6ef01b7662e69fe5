"""Who may see a piece of graded work: whose it is, and those who run the cohort or teach in it.

Who may see a cohort at all is decided in `policy`.
"""

from dataclasses import dataclass

from lms.kit.actor import Actor
from lms.kit.errors import NotVisible
from lms.programmes import session_policy
from lms.programmes.message_policy import open_message_desk
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import cohorts, curricula, participations, works
from lms.programmes.rules.definition import ProductPart, TeachingPart
from lms.programmes.rules.recognition import KeptFile
from lms.programmes.rules.rows import ParticipationRow
from lms.programmes.rules.works import WorkOfAnotherGroup, WorkPlace, find_work
from lms.programmes.tutoring_policy import load_tutored_for


@dataclass(frozen=True, slots=True)
class WorkDesk:
    """Such a piece of work as somebody stands to it who runs the cohort or teaches in it."""

    desk: CohortDesk
    place: WorkPlace
    # Whether the actor grades it; the tutor of the group does, if there is one.
    may_answer: bool
    tutor_id: str | None


def _open(row: ParticipationRow, part_id: str) -> WorkPlace:
    cohort = cohorts.get_cohort(row.cohort_id)
    definition = curricula.get_version(cohort.programme_version_id).definition
    part = find_work(definition, part_id)
    if part is None:
        raise NotVisible
    return WorkPlace(cohort, definition, row, part)


def load_own_work_for(actor: Actor, participation_id: str, part_id: str) -> WorkPlace:
    """Return a piece of the actor's own work; raise `NotVisible`."""
    return _open(session_policy.load_studying_for(actor, participation_id), part_id)


def load_work_for(actor: Actor, participation_id: str, part_id: str) -> WorkDesk:
    """Return a piece of work in a cohort that the actor runs or teaches.

    Raises `NotVisible`, and `NotAllowed` for others who have a task in the cohort.
    """
    tutored = load_tutored_for(actor, participation_id)
    messaging = open_message_desk(actor, tutored.desk)
    return WorkDesk(
        tutored.desk,
        _open(tutored.row, part_id),
        may_answer=messaging.helps(tutored.row),
        tutor_id=messaging.tutor_of(tutored.row),
    )


def load_answered_work_for(actor: Actor, participation_id: str, part_id: str) -> WorkDesk:
    """Return such a piece of work that the actor grades or sends back.

    Raises `NotVisible`, `NotAllowed`, and `WorkOfAnotherGroup` for tutors of other groups.
    """
    desk = load_work_for(actor, participation_id, part_id)
    if not desk.may_answer:
        raise WorkOfAnotherGroup
    return desk


def load_observed_work_for(actor: Actor, participation_id: str, part_id: str) -> WorkDesk:
    """Return such a piece of work that is a teaching session; raises as above."""
    desk = load_answered_work_for(actor, participation_id, part_id)
    if not isinstance(desk.place.part, TeachingPart):
        raise NotVisible
    return desk


def load_graded_work_for(actor: Actor, participation_id: str, part_id: str) -> WorkDesk:
    """Return such a piece of work that is a product; raises as above."""
    desk = load_answered_work_for(actor, participation_id, part_id)
    if not isinstance(desk.place.part, ProductPart):
        raise NotVisible
    return desk


def load_work_file_for(actor: Actor, submission_id: str, file_hash: str) -> KeptFile:
    """Return a file of a version for whose it is, and for those who may grade it.

    Raises `NotVisible`, `NotAllowed`.
    """
    submission = works.find_submission(submission_id)
    if submission is None:
        raise NotVisible
    row = participations.find_participation(submission.participation_id)
    if row is None:
        raise NotVisible
    if row.person_id != actor.person_id:
        session_policy.load_teaching_cohort_for(actor, row.cohort_id)
    for file in submission.files:
        if file.hash == file_hash:
            return file
    raise NotVisible
