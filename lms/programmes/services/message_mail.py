"""What is mailed about messages: that there is one to read. What it says stays in the app.

Reading it there makes the notice a read one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from lms.notifications import services as notifications
from lms.notifications.rules import Recipient
from lms.programmes.queries import sessions
from lms.programmes.queries.message_pages import list_accompanying
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import CohortRow, ParticipationRow

TO_PARTICIPANT = "programmes.message_to_participant"
OF_PARTICIPANT = "programmes.message_of_participant"


def tell_participants(
    now: datetime, cohort: CohortRow, rows: Mapping[str, ParticipationRow]
) -> None:
    """Tell each participant that there is a message for them; `rows` are by message."""
    people = [(message_id, row, str(row.person_id)) for message_id, row in rows.items()]
    _tell(now, TO_PARTICIPANT, cohort, people)


def tell_accompanying(
    now: datetime, cohort: CohortRow, message_id: str, row: ParticipationRow
) -> None:
    """Tell those who accompany a participant that there is a message of theirs."""
    people = [(message_id, row, person_id) for person_id in list_accompanying(row)]
    _tell(now, OF_PARTICIPANT, cohort, people)


def _tell(
    now: datetime,
    kind: str,
    cohort: CohortRow,
    people: Sequence[tuple[str, ParticipationRow, str]],
) -> None:
    readers = sessions.list_readers({person_id for _, _, person_id in people})
    recipients = [
        Recipient(
            f"{message_id}:{reader.id}",
            reader.email,
            reader.language,
            {"title": choose_text(cohort.title, reader.language)[0], "participation": row.id},
            reader.id,
        )
        for message_id, row, person_id in people
        if (reader := readers.get(person_id)) is not None
    ]
    template = f"mail/{kind.replace('.', '_')}.txt"
    notifications.send_many(now, kind=kind, template=template, people=recipients)


def note_read(
    now: datetime, message_ids: Iterable[str], person_id: str, *, is_of_participant: bool
) -> None:
    """Make the notices of messages that somebody has read in the app read ones too."""
    kind = OF_PARTICIPANT if is_of_participant else TO_PARTICIPANT
    keys = [f"{one}:{person_id}" for one in message_ids]
    notifications.mark_keys_read(now, person_id, kind, keys)
