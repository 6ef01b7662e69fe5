"""Issuing: confirm the name, freeze the facts, write the number; for a completion or by override.

Who may do it is `policy`'s.
"""

from datetime import datetime

from lms.accounts import queries as people
from lms.accounts import services as accounts
from lms.accounts.rules import clean_name
from lms.certificates.drafting import Basis, draft_facts
from lms.certificates.drawing.glyphs import check_drawable
from lms.certificates.queries import certificates as queries
from lms.certificates.rules import (
    CourseNotCompleted,
    OverrideWithoutReason,
)
from lms.certificates.services.files import request_file
from lms.certificates.services.writing import Grounds, write_certificate
from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.learning import queries as learning
from lms.learning.rules import EnrolmentRow


def request_certificate(
    actor: Actor, now: datetime, enrolment: EnrolmentRow, *, name: str, language: str
) -> str:
    """Confirm how the holder's name shall stand, issue, and ask for the file; return the id.

    Asking again gives the certificate that there is. Raises `CourseNotCompleted`,
    `CharactersMissing`, `NameMissing`, `LanguageUnknown`.
    """
    if learning.find_completion(enrolment.id) is None:
        raise CourseNotCompleted
    check_drawable(clean_name(name))
    accounts.confirm_name(actor, now, enrolment.person_id, name)
    certificate_id = issue_certificate(actor, now, enrolment)
    request_file(now, certificate_id, language)
    return certificate_id


def issue_certificate(actor: Actor, now: datetime, enrolment: EnrolmentRow) -> str:
    """Issue for a completion, under the name that the holder confirmed; return the id.

    There is one certificate of each kind: where it exists, it is returned. Raises
    `CourseNotCompleted`, `NameNotConfirmed`, `CharactersMissing`.
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
    facts = draft_facts(basis, people.get_confirmed_name(enrolment.person_id), now)
    course = content.get_course(facts.subject_code)
    grounds = Grounds(
        course.owner_id, enrolment.person_id, course_id=course.id, completion_id=completion.id
    )
    return write_certificate(actor, now, facts, grounds)


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
    name = people.find_confirmed_name(person_id) or people.get_name(actor, person_id)
    facts = draft_facts(basis, name, now)
    grounds = Grounds(
        course.owner_id, person_id, course_id=course.id, override_reason=reason.strip()
    )
    return write_certificate(actor, now, facts, grounds)
