"""Reads of surveys: which there are, who is asked, who has answered; never who answered what.

What may be shown of the answers is decided in `rules.survey_results`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from lms.accounts.models import Person
from lms.kit.db import read
from lms.kit.ids import digest
from lms.programmes.models import (
    Cohort,
    Nomination,
    Participation,
    SupervisorInvitation,
    Survey,
    SurveyAnswer,
    SurveyInvitation,
)
from lms.programmes.rules.survey_results import Results
from lms.programmes.rules.surveys import Audience, Counts, SurveyKind

# The last survey of a cohort opens six months after its last day, and is open for four weeks.
LAST_OPENING = timedelta(days=240)


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey; `results` are by audience, and there once it is closed."""

    id: str
    cohort_id: str
    kind: SurveyKind
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    results: Mapping[Audience, Results]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """Somebody who is asked, with the groups they belong to."""

    id: str
    survey_id: str
    participation_id: str
    person_id: str
    fields: Mapping[str, str]
    has_answered: bool
    reminders: int


@dataclass(frozen=True, slots=True)
class AskedRow:
    """Somebody who took part in a cohort to its end: where mail reaches them, and their groups."""

    participation_id: str
    person_id: str
    email: str
    language: str
    fields: Mapping[str, str]


_survey: Any = select(
    Survey.id,
    Survey.cohort_id,
    Survey.kind,
    Survey.opened_at,
    Survey.closes_at,
    Survey.closed_at,
    Survey.results,
)
_invitation: Any = select(
    SurveyInvitation.id,
    SurveyInvitation.survey_id,
    SurveyInvitation.participation_id,
    Participation.person_id,
    SurveyInvitation.fields,
    SurveyInvitation.has_answered,
    SurveyInvitation.reminders,
).join(Participation, Participation.id == SurveyInvitation.participation_id)
TAKES_PART = ("accepted", "completed")


def find_survey(survey_id: str) -> SurveyRow | None:
    """Return one survey, or nothing."""
    row = read(_survey.where(Survey.id == survey_id)).one_or_none()
    return SurveyRow(*row) if row else None


def list_surveys(cohort_id: str) -> list[SurveyRow]:
    """Return the surveys of a cohort that were opened, the first opened first."""
    query = _survey.where(Survey.cohort_id == cohort_id)
    return [SurveyRow(*row) for row in read(query.order_by(Survey.opened_at))]


def list_reactions(cohort_ids: Collection[str]) -> dict[str, SurveyRow]:
    """Return the reaction survey of each of these cohorts that has one, by cohort."""
    query = _survey.where(Survey.cohort_id.in_(cohort_ids), Survey.kind == "reaction")
    return {row.cohort_id: SurveyRow(*row) for row in read(query)}


def find_invitation(invitation_id: str) -> InvitationRow | None:
    """Return one invitation, or nothing."""
    row = read(_invitation.where(SurveyInvitation.id == invitation_id)).one_or_none()
    return InvitationRow(*row) if row else None


def list_invitations(survey_id: str) -> list[InvitationRow]:
    """Return who is asked in a survey."""
    query = _invitation.where(SurveyInvitation.survey_id == survey_id)
    return [InvitationRow(*row) for row in read(query.order_by(SurveyInvitation.id))]


def list_own_open(participation_id: str) -> list[tuple[str, SurveyKind]]:
    """Return the invitations of a participant that still wait for an answer, with the survey."""
    query = (
        select(SurveyInvitation.id, Survey.kind)
        .join(Survey, Survey.id == SurveyInvitation.survey_id)
        .where(
            SurveyInvitation.participation_id == participation_id,
            SurveyInvitation.has_answered.is_(False),
            Survey.closed_at.is_(None),
        )
        .order_by(Survey.opened_at)
    )
    return [(row[0], row[1]) for row in read(query)]  # type: ignore[misc]  # a kind by its check


@dataclass(frozen=True, slots=True)
class SupervisorRow:
    """A supervisor who was named: where mail reaches them, since when, and whether they answered.

    `is_reminded` says that they have got a second link.
    """

    id: str
    survey_id: str
    email: str
    language: str
    asked_at: datetime
    has_answered: bool
    is_reminded: bool


_supervisor: Any = select(
    SupervisorInvitation.id,
    SupervisorInvitation.survey_id,
    SupervisorInvitation.email,
    SupervisorInvitation.language,
    SupervisorInvitation.asked_at,
    SupervisorInvitation.has_answered,
    SupervisorInvitation.reminder_digest.is_not(None),
)


def find_supervisor(token: str) -> SupervisorRow | None:
    """Return the supervisor whom a mailed link is for, the first or the reminder's, or nothing."""
    known = digest(token)
    is_theirs = or_(
        SupervisorInvitation.token_digest == known, SupervisorInvitation.reminder_digest == known
    )
    row = read(_supervisor.where(is_theirs)).one_or_none()
    return SupervisorRow(*row) if row else None


def list_supervisors(survey_id: str) -> list[SupervisorRow]:
    """Return the supervisors who were named in a survey; none once it is closed."""
    query = _supervisor.where(SupervisorInvitation.survey_id == survey_id)
    return [SupervisorRow(*row) for row in read(query)]


def has_named(invitation: InvitationRow) -> bool:
    """Say whether somebody who is asked has named their supervisor."""
    query = select(SupervisorInvitation.id).where(
        SupervisorInvitation.survey_id == invitation.survey_id,
        SupervisorInvitation.participation_id == invitation.participation_id,
    )
    return read(query).first() is not None


def count_answered(survey_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return by survey how many have answered, and how many are asked."""
    query = (
        select(
            SurveyInvitation.survey_id,
            func.count().filter(SurveyInvitation.has_answered),
            func.count(),
        )
        .where(SurveyInvitation.survey_id.in_(survey_ids))
        .group_by(SurveyInvitation.survey_id)
    )
    return {row[0]: (row[1], row[2]) for row in read(query)}


def find_counts_locked(
    survey_id: str, audience: Audience
) -> tuple[Counts, dict[str, list[str]]] | None:
    """Return the counts and comments of an open survey, which nobody else changes meanwhile.

    Nothing where the survey is closed: they are gone.
    """
    query = (
        select(SurveyAnswer.counts, SurveyAnswer.comments)
        .where(SurveyAnswer.survey_id == survey_id, SurveyAnswer.audience == audience)
        .with_for_update()
    )
    row = read(query).one_or_none()
    return (row[0], row[1]) if row else None


def list_asked(cohort_id: str) -> list[AskedRow]:
    """Return who took part in a cohort and did not leave it; whose account is closed is left out.

    The groups are the State, the language and the group in the cohort, and the sex if it is known.
    """
    query: Any = (
        select(
            Participation.id,
            Participation.person_id,
            Person.email,
            Person.language,
            Participation.language.label("learns_in"),
            Participation.group_id,
            Nomination.state_id,
            Nomination.sex,
        )
        .join(Person, Person.id == Participation.person_id)
        .join(Nomination, Nomination.id == Participation.nomination_id)
        .where(
            Participation.cohort_id == cohort_id,
            Participation.status.in_(TAKES_PART),
            Person.is_active,
        )
        .order_by(Participation.id)
    )
    return [
        AskedRow(
            row.id,
            row.person_id,
            row.email,
            row.language or "en",
            {
                "state": row.state_id or "",
                "language": row.learns_in,
                "sex": row.sex,
                "group": row.group_id or "",
            },
        )
        for row in read(query)
    ]


def list_at_work(now: datetime) -> list[str]:
    """Return the cohorts whose surveys may have something to open, to remind of or to close."""
    today: date = now.date()
    has_open = (
        select(Survey.id).where(Survey.cohort_id == Cohort.id, Survey.closed_at.is_(None)).exists()
    )
    ended = (
        Cohort.published_at.is_not(None)
        & Cohort.cancelled_at.is_(None)
        & (Cohort.ends_on <= today)
        & (Cohort.ends_on >= today - LAST_OPENING)
    )
    return [row[0] for row in read(select(Cohort.id).where(or_(has_open, ended)))]
