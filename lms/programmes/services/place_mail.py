"""The letters of selection: to whom a place is offered, who waits, who is not in, the focal points.

All subjects are alike and say nothing of the answer; no mail names a nominee to somebody else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from lms.accounts import queries as accounts
from lms.accounts import services as accounts_services
from lms.accounts.queries.invitations import find_waiting_invitation
from lms.accounts.rules import Invitee
from lms.kit.actor import OPERATOR
from lms.kit.i18n import formats
from lms.notifications.rules import Recipient
from lms.notifications.services import send, send_many
from lms.programmes.queries import before, places, selection
from lms.programmes.queries.cohorts import get_cohort
from lms.programmes.queries.nominations import find_nomination, list_nominations
from lms.programmes.queries.participations import find_participation
from lms.programmes.rules.cohorts import choose_text
from lms.programmes.rules.rows import CohortRow, NominationRow, ParticipationRow
from lms.programmes.rules.selection import Outcome
from lms.programmes.services.nomination_mail import list_addressed


def _tell_of(cohort: CohortRow, language: str) -> dict[str, object]:
    return {"cohort": cohort.id, "title": choose_text(cohort.title, language)[0]}


def tell_offer(now: datetime, participation_id: str) -> None:
    """Tell a nominee that a place is offered, and until when; who has no account is invited."""
    place = find_participation(participation_id)
    if place is None or place.status != "offered":
        return
    row = find_nomination(place.nomination_id)
    if row is None:
        return
    cohort = get_cohort(place.cohort_id)
    person = accounts.find_person_by_email(row.email)
    if place.person_id is None and person is None:
        _invite(now, row)
    deadline = formats(row.language).zoned(place.answer_by, cohort.time_zone)
    more = {"place": place.id, "deadline": deadline,
            "has_account": bool(place.person_id or person)}  # fmt: skip
    person_id = place.person_id or (person.id if person else None)
    more["open_parts"] = _list_open(now, cohort, row, replace(place, person_id=person_id))
    send(
        now,
        kind="programmes.place_offered",
        key=place.id,
        email=row.email,
        language=row.language,
        template="mail/programmes_place_offered.txt",
        context={**_tell_of(cohort, row.language), **more},
        person_id=place.person_id,
    )


def _list_open(
    now: datetime, cohort: CohortRow, row: NominationRow, place: ParticipationRow
) -> list[str]:
    """Return what the nominee has still to meet that is to be met before, in the own language."""
    nominee = replace(row, person_id=place.person_id)
    found = before.list_open(cohort, [nominee], {row.id: place}, row.language, now)
    return [one.title or one.what.in_language(row.language) for one in found.get(row.id, ())]


def _invite(now: datetime, row: NominationRow) -> None:
    if find_waiting_invitation(row.email) is not None:
        return
    invitee = Invitee(
        email=row.email,
        full_name=row.written_name,
        language=row.language,
        organisation_id=row.organisation_id,
        roles=("trainee",),
        is_protected=row.is_protected,
    )
    accounts_services.invite(OPERATOR, now, invitee)


def tell_outcome(now: datetime, run_id: str) -> None:
    """Tell who waits and who is not in, with the reasons, and the focal points; each once."""
    run = selection.find_run(run_id)
    if run is None or run.result is None:
        return
    cohort = get_cohort(run.line.cohort_id)
    rows = [row for row in list_nominations(cohort.id) if row.withdrawn_at is None]
    letters = []
    why_of = {one: places.tell_why(run, one) for one in {row.language for row in rows}}
    for row in rows:
        outcome = run.result.outcome_of(row.id)
        if outcome in {"waiting", "out"}:
            reasons = [
                text.in_language(row.language) for text in why_of[row.language].get(row.id, ())
            ]
            letters.append(_letter(run_id, cohort, row, outcome, reasons))
    kind = "programmes.selection_told"
    send_many(now, kind=kind, template="mail/programmes_selection_told.txt", people=letters)
    chosen = [row for row in rows if run.result.outcome_of(row.id) is not None]
    _tell_focal_points(now, "selection_listed", run_id, cohort, chosen)


def _letter(
    run_id: str, cohort: CohortRow, row: NominationRow, outcome: Outcome | None, why: list[str]
) -> Recipient:
    context = {**_tell_of(cohort, row.language), "is_waiting": outcome == "waiting", "reasons": why}
    return Recipient(f"{run_id}:{row.id}", row.email, row.language, context, row.person_id)


def tell_ended(
    now: datetime, participation_id: str, reason: str, *, is_given_back: bool = False
) -> None:
    """Tell that a place is no longer theirs to whoever did not say so, and to the focal points.

    `is_given_back` says that the focal point did, for whatever reason; without one, for another
    officer.
    """
    place = find_participation(participation_id)
    row = None if place is None else find_nomination(place.nomination_id)
    if place is None or row is None:
        return
    cohort = get_cohort(place.cohort_id)
    if is_given_back or place.status in {"expired", "removed"}:
        more = {
            "is_expired": place.status == "expired",
            "is_given_back": is_given_back,
            "reason": reason,
        }
        send(
            now,
            kind="programmes.place_ended",
            key=place.id,
            email=row.email,
            language=row.language,
            template="mail/programmes_place_ended.txt",
            context={**_tell_of(cohort, row.language), **more},
            person_id=place.person_id,
        )
    _tell_focal_points(now, "place_freed", place.id, cohort, [row])


def _tell_focal_points(
    now: datetime, name: str, key: str, cohort: CohortRow, rows: Iterable[NominationRow]
) -> None:
    """Tell those who work on these nominations that there is something to see, each once."""
    people = {person_id for row in rows for person_id in list_addressed(now, row)}
    recipients = []
    for person_id in sorted(people):
        language, email = accounts.get_language_and_email(person_id)
        context: Mapping[str, object] = _tell_of(cohort, language)
        recipients.append(Recipient(f"{key}:{person_id}", email, language, context, person_id))
    template = f"mail/programmes_{name}.txt"
    send_many(now, kind=f"programmes.{name}", template=template, people=recipients)
