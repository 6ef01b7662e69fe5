"""Reminders of deadlines: to those who have not met them, and of who is late to their tutors.

The same a second time is nothing: each has a key of its own.
"""

from collections.abc import Iterable
from datetime import date, datetime

from lms.accounts import queries as accounts
from lms.kit import jobs
from lms.kit.i18n import formats
from lms.notifications.rules import Recipient
from lms.notifications.services import send_many
from lms.programmes.queries import cohorts, deadlines, owed, sessions, teams
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.deadlines import CATCH_UP, DAY, WEEK, list_late_by_day, list_reminders
from lms.programmes.rules.rows import CohortRow, ParticipationRow

REMIND_DEADLINES = "programmes.remind_deadlines"
REMIND_COHORT = "programmes.remind_cohort_of_deadlines"
NEAR = "programmes.deadline_near"
LATE = "programmes.participants_late"


def ask_to_remind(now: datetime) -> None:
    """Ask for the reminders of each cohort in which something is due, or was of late."""
    # Days end later than instants: one day more on either side asks for nothing that is not due.
    found = deadlines.list_cohorts_due(now - CATCH_UP - DAY, now + WEEK)
    jobs.enqueue_many(REMIND_COHORT, [(one, {"cohort": one}) for one in found], now)


def remind(now: datetime, cohort_id: str) -> None:
    """Remind in one cohort who has not met what is due soon, and tell tutors who is late."""
    cohort = cohorts.get_cohort(cohort_id)
    found = owed.list_owed(cohort, now)
    near = list_reminders(found, now)
    readers = sessions.list_readers({str(row.person_id) for row, _, _ in near})
    recipients = []
    for row, due_at, stage in near:
        reader = readers.get(str(row.person_id))
        if reader is None:
            continue
        context = {
            "title": choose_text(cohort.title, reader.language)[0],
            "participation": row.id,
            "when": formats(reader.language).zoned(due_at, cohort.time_zone),
        }
        key = f"{row.id}:{due_at.isoformat()}:{stage}"
        recipients.append(Recipient(key, reader.email, reader.language, context, reader.id))
    send_many(now, kind=NEAR, template="mail/programmes_deadline_near.txt", people=recipients)
    for day, rows in list_late_by_day(found, now, cohort.time_zone).items():
        _tell_late(now, cohort, day, rows)


def _tell_late(
    now: datetime, cohort: CohortRow, day: date, rows: Iterable[ParticipationRow]
) -> None:
    """Tell each tutor how many of theirs are late with what was due on a day: one line each."""
    counts: dict[str, int] = {}
    for _row, people in teams.list_responsible(cohort.id, rows):
        for person_id in people:
            counts[person_id] = counts.get(person_id, 0) + 1
    recipients = []
    for person_id, count in counts.items():
        language, email = accounts.get_language_and_email(person_id)
        context = {
            "title": choose_text(cohort.title, language)[0],
            "cohort": cohort.id,
            "count": count,
            "day": formats(language).date(day),
        }
        key = f"{cohort.id}:{day.isoformat()}:{person_id}"
        recipients.append(Recipient(key, email, language, context, person_id))
    send_many(now, kind=LATE, template="mail/programmes_participants_late.txt", people=recipients)
