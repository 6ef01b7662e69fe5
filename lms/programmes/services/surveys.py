"""Surveys of a cohort from the first mail to the results: open, remind, take an answer, close.

When each is due is said in `rules.surveys`; what of it may be shown in `rules.survey_results`.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, update

from lms.kit import jobs
from lms.kit.db import db
from lms.kit.i18n import formats
from lms.kit.ids import new_id
from lms.notifications import services as mail
from lms.notifications.rules import Recipient
from lms.programmes.models import SupervisorInvitation, Survey, SurveyAnswer, SurveyInvitation
from lms.programmes.queries import cohorts, own_questions, surveys
from lms.programmes.queries.places import lock_cohort
from lms.programmes.queries.surveys import AskedRow, InvitationRow, SupervisorRow, SurveyRow
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import CohortRow
from lms.programmes.rules.survey_results import choose_counted, sum_up
from lms.programmes.rules.surveys import (
    OPEN_DAYS,
    SUPERVISOR_ITEMS,
    AlreadyAnswered,
    Audience,
    Counts,
    Reply,
    SurveyClosed,
    SurveyKind,
    add_reply,
    count_reminders,
    find_opening,
    list_due,
    name_groups,
)
from lms.programmes.services import supervisors

RUN_SURVEYS = "programmes.run_surveys"
CARRY_ON = "programmes.carry_on_surveys"
ASKED = "programmes.survey_asked"


def ask_to_carry_on(now: datetime) -> None:
    """Ask for the surveys of each cohort that may have something to do."""
    found = surveys.list_at_work(now)
    jobs.enqueue_many(CARRY_ON, [(one, {"cohort": one}) for one in found], now)


def carry_on(now: datetime, cohort_id: str) -> None:
    """Open what is due, remind who has not answered, close what is over; each once.

    Whoever comes second waits for the cohort and finds it done.
    """
    lock_cohort(cohort_id)
    cohort = cohorts.get_cohort(cohort_id)
    known = {row.kind: row for row in surveys.list_surveys(cohort_id)}
    for kind in list_due(cohort, now):
        if kind not in known:
            _open(now, cohort, kind)
    for row in known.values():
        if row.closed_at is None and now >= row.closes_at:
            _close(now, row)
        elif row.closed_at is None:
            _remind(now, cohort, row)
            supervisors.remind_supervisors(now, cohort, row)


def _open(now: datetime, cohort: CohortRow, kind: SurveyKind) -> None:
    people = surveys.list_asked(cohort.id)
    if not people:
        return
    survey_id = new_id()
    # At the end of a day: who reads of midnight takes it for the one after.
    closes_at = find_opening(cohort, kind) + timedelta(days=OPEN_DAYS) - timedelta(minutes=1)
    values = {
        "id": survey_id,
        "cohort_id": cohort.id,
        "kind": kind,
        "opened_at": now,
        "closes_at": closes_at,
        "results": {},
    }
    db.session.execute(insert(Survey).values(values))
    ids = {one.participation_id: new_id() for one in people}
    db.session.execute(
        insert(SurveyInvitation),
        [
            {
                "id": ids[one.participation_id],
                "survey_id": survey_id,
                "participation_id": one.participation_id,
                "fields": one.fields,
            }
            for one in people
        ],
    )
    audiences = ["participants", *(["supervisors"] if kind in SUPERVISOR_ITEMS else [])]
    boxes = [{"survey_id": survey_id, "audience": name, "counts": {}, "comments": {}}
             for name in audiences]  # fmt: skip
    db.session.execute(insert(SurveyAnswer), boxes)
    asked = [(ids[one.participation_id], one) for one in people]
    _mail(now, cohort, kind, closes_at, asked, 0)


def _remind(now: datetime, cohort: CohortRow, row: SurveyRow) -> None:
    due = count_reminders(row.opened_at, now)
    late = {
        one.participation_id: one
        for one in surveys.list_invitations(row.id)
        if not one.has_answered and one.reminders < due
    }
    if not late:
        return
    ids = [one.id for one in late.values()]
    db.session.execute(
        update(SurveyInvitation).where(SurveyInvitation.id.in_(ids)).values(reminders=due)
    )
    # Whoever has left since is not asked any more.
    people = [
        (late[one.participation_id].id, one)
        for one in surveys.list_asked(cohort.id)
        if one.participation_id in late
    ]
    _mail(now, cohort, row.kind, row.closes_at, people, due)


def _mail(
    now: datetime,
    cohort: CohortRow,
    kind: SurveyKind,
    closes_at: datetime,
    people: Iterable[tuple[str, AskedRow]],
    number: int,
) -> None:
    recipients = [
        Recipient(
            key=f"{invitation_id}:{number}",
            email=one.email,
            language=one.language,
            context={
                "title": choose_text(cohort.title, one.language)[0],
                "kind": kind,
                "invitation": invitation_id,
                "is_reminder": number > 0,
                "until": formats(one.language).zoned(closes_at, cohort.time_zone),
            },
            person_id=one.person_id,
        )
        for invitation_id, one in people
    ]
    mail.send_many(now, kind=ASKED, template="mail/programmes_survey_asked.txt", people=recipients)


def answer(now: datetime, survey: SurveyRow, invitation: InvitationRow, reply: Reply) -> None:
    """Count a reply; of the person only that they have answered. Nothing goes to the audit log.

    All answers are one row, written anew. Raises `SurveyClosed`, `AlreadyAnswered`.
    """
    kept = surveys.find_counts_locked(survey.id, "participants")
    if kept is None or now >= survey.closes_at:
        raise SurveyClosed
    first = db.session.execute(
        update(SurveyInvitation)
        .where(SurveyInvitation.id == invitation.id, SurveyInvitation.has_answered.is_(False))
        .values(has_answered=True)
    )
    if not first.rowcount:  # type: ignore[attr-defined]  # of an update it has one
        raise AlreadyAnswered
    counted = choose_counted(one.fields for one in surveys.list_invitations(survey.id))
    groups = [name for name in name_groups(invitation.fields) if name in counted]
    # In which language is of no matter: what is counted are codes.
    items = own_questions.list_items(own_questions.list_own(survey.cohort_id), survey.kind, "en")
    counts = add_reply(items, kept[0], reply, groups)
    _keep(survey.id, "participants", counts, mix_in(kept[1], reply.comments))


def answer_as_supervisor(
    now: datetime, survey: SurveyRow, supervisor: SupervisorRow, reply: Reply
) -> None:
    """Count a supervisor's reply in the same way; raise `SurveyClosed`, `AlreadyAnswered`."""
    kept = surveys.find_counts_locked(survey.id, "supervisors")
    if kept is None or now >= survey.closes_at:
        raise SurveyClosed
    first = db.session.execute(
        update(SupervisorInvitation)
        .where(
            SupervisorInvitation.id == supervisor.id, SupervisorInvitation.has_answered.is_(False)
        )
        .values(has_answered=True)
    )
    if not first.rowcount:  # type: ignore[attr-defined]  # of an update it has one
        raise AlreadyAnswered
    counts = add_reply(SUPERVISOR_ITEMS[survey.kind], kept[0], reply, [])
    _keep(survey.id, "supervisors", counts, mix_in(kept[1], reply.comments))


def _keep(
    survey_id: str, audience: Audience, counts: Counts, comments: Mapping[str, list[str]]
) -> None:
    db.session.execute(
        update(SurveyAnswer)
        .where(SurveyAnswer.survey_id == survey_id, SurveyAnswer.audience == audience)
        .values(counts=counts, comments=comments)
    )


def mix_in(kept: Mapping[str, list[str]], new: Mapping[str, str]) -> dict[str, list[str]]:
    """Return comments with new ones among them, each question's in an order of its own."""
    mixed = {}
    for item in kept.keys() | {item for item, words in new.items() if words}:
        words = [*kept.get(item, []), *filter(None, [new.get(item)])]
        secrets.SystemRandom().shuffle(words)
        mixed[item] = words
    return mixed


def _close(now: datetime, row: SurveyRow) -> None:
    """Keep what may be shown, and nothing else: neither the counts nor who belongs where."""
    counts, comments = surveys.find_counts_locked(row.id, "participants") or ({}, {})
    asked = surveys.list_invitations(row.id)
    answered = {one.id: one.fields for one in asked if one.has_answered}
    results = {"participants": sum_up(len(asked), answered, counts, comments)}
    kept = surveys.find_counts_locked(row.id, "supervisors")
    if kept is not None:
        named = surveys.list_supervisors(row.id)
        replied: dict[str, dict[str, str]] = {one.id: {} for one in named if one.has_answered}
        results["supervisors"] = sum_up(len(named), replied, *kept)
    db.session.execute(
        update(Survey).where(Survey.id == row.id).values(closed_at=now, results=results)
    )
    db.session.execute(
        update(SurveyInvitation).where(SurveyInvitation.survey_id == row.id).values(fields={})
    )
    for table in (SurveyAnswer, SupervisorInvitation):
        db.session.execute(delete(table).where(table.survey_id == row.id))
