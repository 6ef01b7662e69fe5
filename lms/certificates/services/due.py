"""What a job does that was asked for by `automatic`: issue, ask about the name, or nothing.

Everything may be done again: a certificate is issued once, a reminder sent once a day.
"""

from datetime import datetime
from typing import Literal

from lms.accounts import queries as people
from lms.certificates.queries import candidates
from lms.certificates.queries.issuing_rules import find_mode
from lms.certificates.rules.issuing import WORKED_ON, Candidate
from lms.certificates.services.files import request_usual_file
from lms.certificates.services.issuing import issue_award, issue_certificate
from lms.certificates.services.telling import ask_for_name, ask_for_spelling
from lms.kit.actor import OPERATOR
from lms.learning import queries as learning
from lms.programmes.queries import curricula

Subject = Literal["enrolment", "award"]


def issue_due(now: datetime, subject: Subject, key: str) -> None:
    """Issue what an enrolment or an award gives by itself, or after it was decided.

    Nothing is done where holders ask themselves, where the better kind of an award stands beside
    it, or where somebody has to decide first.
    """
    candidate = _find(now, subject, key)
    if candidate is None or candidate.outcome not in WORKED_ON:
        return
    if candidate.outcome == "ask":
        ask_for_name(now, subject, key, candidate.person_id)
        return
    if candidate.complaint is not None:
        ask_for_spelling(now, subject, key, candidate.person_id, candidate.complaint)
        return
    if subject == "award":
        certificate_id = issue_award(OPERATOR, now, key)
    else:
        enrolment = learning.find_enrolment(key)
        if enrolment is None:
            return
        certificate_id = issue_certificate(OPERATOR, now, enrolment)
    language, _email = people.get_language_and_email(candidate.person_id)
    request_usual_file(now, certificate_id, language)


def _find(now: datetime, subject: Subject, key: str) -> Candidate | None:
    """Return whom it is about, or nothing where nobody issues it unasked."""
    if subject == "enrolment":
        enrolment = learning.find_enrolment(key)
        if enrolment is None or find_mode(course_id=enrolment.course_id) == "requested":
            return None
        return candidates.find_of_enrolment(OPERATOR, now, enrolment.course_id, key)
    award = curricula.list_awards_by_id([key]).get(key)
    if award is None or key in candidates.list_better([key]):
        return None
    programme_id = curricula.get_version(award.programme_version_id).programme_id
    if find_mode(programme_id=programme_id) == "requested":
        return None
    return candidates.find_of_award(OPERATOR, now, programme_id, key)
