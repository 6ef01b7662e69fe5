"""Who may look after a participant: those who run the cohort or teach in it.

Who may see a cohort at all is decided in `policy`.
"""

from dataclasses import dataclass

from lms.kit.actor import Actor
from lms.kit.errors import NotAllowed, NotVisible
from lms.programmes import message_policy, session_policy
from lms.programmes.policy import CohortDesk
from lms.programmes.queries import participations
from lms.programmes.queries.sessions import COMING
from lms.programmes.rules.rows import ParticipationRow


@dataclass(frozen=True, slots=True)
class TutoringDesk:
    """A participant as somebody stands to them who runs the cohort or teaches in it."""

    desk: CohortDesk
    row: ParticipationRow


def load_tutored_for(actor: Actor, participation_id: str) -> TutoringDesk:
    """Return somebody who takes part in a cohort that the actor runs or teaches.

    Raises `NotVisible`, and `NotAllowed` for others who have a task in the cohort.
    """
    row = participations.find_participation(participation_id)
    if row is None or row.status not in COMING:
        raise NotVisible
    return TutoringDesk(session_policy.load_teaching_cohort_for(actor, row.cohort_id), row)


def load_helped_for(actor: Actor, participation_id: str) -> TutoringDesk:
    """Return somebody whom the actor may give more time: not those of another tutor's group.

    Raises `NotVisible`, `NotAllowed`.
    """
    tutored = load_tutored_for(actor, participation_id)
    if not message_policy.open_message_desk(actor, tutored.desk).helps(tutored.row):
        raise NotAllowed
    return tutored
