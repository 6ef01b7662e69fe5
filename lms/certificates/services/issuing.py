"""Issuing to one person: for a completion, for an award, or by override; and asking for the name.

Who may do it is `policy`'s; who decides, and how many at once, stands beside.
"""

from dataclasses import replace
from datetime import datetime

from lms.accounts import queries as people
from lms.accounts import services as accounts
from lms.accounts.rules import clean_honorific, clean_name
from lms.certificates.drafting import Basis, Drafter, name_latin
from lms.certificates.drawing.glyphs import check_drawable
from lms.certificates.queries import candidates
from lms.certificates.queries import certificates as queries
from lms.certificates.rules import CourseNotCompleted, OverrideWithoutReason
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.issuing import (
    AwardInDoubt,
    AwardNotHeld,
    Candidate,
    DecidedAgainst,
    EndedAlready,
    NotDecidedYet,
)
from lms.certificates.services import automatic
from lms.certificates.services.files import request_usual_file
from lms.certificates.services.writing import Grounds, write_certificate
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import OPERATOR, Actor
from lms.learning import queries as learning
from lms.learning.rules import EnrolmentRow
from lms.programmes.queries import curricula
from lms.programmes.rules.rows import AwardRow


def request_certificate(
    actor: Actor, now: datetime, enrolment: EnrolmentRow, *, name: str, honorific: str = "",
    language: str,
) -> str | None:  # fmt: skip
    """Confirm how the holder's name shall stand, issue, and ask for the file; return the id.

    Asking again gives the certificate that there is. Nothing is issued, and nothing returned, where
    somebody has to decide first. Raises `CourseNotCompleted`, `CharactersMissing`, `NameMissing`,
    `LanguageUnknown`, `DecidedAgainst`.
    """
    if learning.find_completion(enrolment.id) is None:
        raise CourseNotCompleted
    _confirm(actor, now, enrolment.person_id, name, honorific)
    try:
        certificate_id = issue_certificate(actor, now, enrolment)
    except NotDecidedYet:
        return None
    request_usual_file(now, certificate_id, language)
    return certificate_id


def request_award_certificate(
    actor: Actor, now: datetime, award: AwardRow, *, name: str, honorific: str = "", language: str
) -> str | None:
    """Do for an award what `request_certificate` does for a course.

    Raises `AwardNotHeld`, `AwardInDoubt`, `CharactersMissing`, `NameMissing`, `LanguageUnknown`,
    `DecidedAgainst`.
    """
    _confirm(actor, now, award.person_id, name, honorific)
    try:
        certificate_id = issue_award(actor, now, award.id)
    except NotDecidedYet:
        return None
    request_usual_file(now, certificate_id, language)
    return certificate_id


def _confirm(actor: Actor, now: datetime, person_id: str, name: str, honorific: str) -> None:
    """Confirm a name and what stands before it, and have issued what waits for it."""
    check_drawable(clean_name(name), clean_honorific(honorific) or "")
    accounts.confirm_name(actor, now, person_id, name, honorific=honorific)
    automatic.ask_for_person(now, person_id)


def issue_certificate(
    actor: Actor, now: datetime, enrolment: EnrolmentRow, drafter: Drafter | None = None
) -> str:
    """Issue for a completion, under the name that the holder confirmed; return the id.

    There is one certificate of each kind: where it exists, it is returned. Raises
    `CourseNotCompleted`, `NameNotConfirmed`, `CharactersMissing`, `EndedAlready`, `NotDecidedYet`,
    `DecidedAgainst`.
    """
    completion = learning.find_completion(enrolment.id)
    if completion is None:
        raise CourseNotCompleted
    basis = Basis.of_completion(completion)
    # Before the look for an earlier one, so that of two at once the second finds the first's.
    queries.lock_register()
    existing = queries.find_by_completion(completion.id, basis.kind, now)
    if existing is not None:
        return existing.id
    _check(candidates.find_of_enrolment(OPERATOR, now, enrolment.course_id, enrolment.id))
    name = people.get_confirmed(enrolment.person_id)
    facts = (drafter or Drafter()).of_course(basis, name.full_name, now)
    course = content.get_course(facts.subject_code)
    grounds = Grounds(
        course.owner_id, enrolment.person_id, course_id=course.id, completion_id=completion.id
    )
    return _write(actor, now, facts, grounds, name.honorific)


def issue_award(actor: Actor, now: datetime, award_id: str, drafter: Drafter | None = None) -> str:
    """Issue for an award, under the name that the holder confirmed; return the id.

    There is one certificate of each award: where it exists, it is returned. Raises `AwardNotHeld`,
    `AwardInDoubt`, `EndedAlready`, `NameNotConfirmed`, `CharactersMissing`, `NotDecidedYet`,
    `DecidedAgainst`.
    """
    award = curricula.list_awards_by_id([award_id]).get(award_id)
    if award is None:
        raise AwardNotHeld
    queries.lock_register()
    existing = queries.find_by_award(award_id, now)
    if existing is not None:
        return existing.id
    version = curricula.get_version(award.programme_version_id)
    _check(candidates.find_of_award(OPERATOR, now, version.programme_id, award_id))
    name = people.get_confirmed(award.person_id)
    facts = (drafter or Drafter()).of_award(award, name.full_name, now)
    programme = curricula.get_programmes([version.programme_id])[version.programme_id]
    grounds = Grounds(
        programme.organisation_id, award.person_id, programme_id=programme.id, award_id=award_id
    )
    return _write(actor, now, facts, grounds, name.honorific)


def _check(candidate: Candidate | None) -> None:
    """Raise why somebody gets no certificate by the rule, whoever asks."""
    outcome = candidate.outcome if candidate else "not_completed"
    if candidate is None or outcome == "not_completed":
        raise CourseNotCompleted
    if outcome == "withdrawn":
        raise AwardNotHeld
    if outcome == "ended":
        raise EndedAlready
    if outcome == "in_doubt":
        raise AwardInDoubt
    if outcome == "undecided":
        raise NotDecidedYet
    if outcome == "refused":
        raise DecidedAgainst(reason=candidate.reason)


def _write(
    actor: Actor, now: datetime, facts: Facts, grounds: Grounds, honorific: str | None
) -> str:
    latin = name_latin(str(grounds.person_id), facts.holder_name)
    named = replace(facts, latin_name=latin, honorific=honorific)
    return write_certificate(actor, now, named, grounds)


def issue_by_override(
    actor: Actor, now: datetime, course: CourseRow, person_id: str, language: str, reason: str
) -> str:
    """Issue for participation to somebody who has not completed, for a stated reason.

    The reason is kept and audited; it also stands in for a name that the holder has not confirmed.
    Raises `OverrideWithoutReason`, `CourseNotCompleted` where nothing is published.
    """
    if not reason.strip():
        raise OverrideWithoutReason
    if course.newest_version_id is None:
        raise CourseNotCompleted
    queries.lock_register()
    existing = queries.find_override(person_id, course.id, "participation", now)
    if existing is not None:
        return existing.id
    basis = Basis.of_version(course.newest_version_id, language, now)
    name = people.find_confirmed(person_id)
    holder_name = name.full_name if name else people.get_name(actor, person_id)
    facts = Drafter().of_course(basis, holder_name, now)
    grounds = Grounds(
        course.owner_id, person_id, course_id=course.id, override_reason=reason.strip()
    )
    named = replace(facts, honorific=name.honorific if name else None)
    return write_certificate(actor, now, named, grounds)
