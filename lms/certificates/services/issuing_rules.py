"""Setting how the certificates of a course or a programme are issued.

What each way means is said in `rules.issuing`.
"""

from datetime import datetime

from sqlalchemy import delete, insert

from lms.audit import services as audit
from lms.certificates.models import IssuingRule
from lms.certificates.queries import candidates
from lms.certificates.queries.issuing_rules import find_mode
from lms.certificates.rules.issuing import WORKED_ON, Mode, Scope
from lms.certificates.services import automatic
from lms.kit.actor import OPERATOR, Actor
from lms.kit.db import db
from lms.kit.ids import new_id


def set_mode(actor: Actor, now: datetime, scope: Scope, mode: Mode) -> None:
    """Set the rule; where certificates are issued by themselves from now on, those due are.

    Whoever was refused stays so.
    """
    ids = {"course_id": scope.course_id, "programme_id": scope.programme_id}
    before = find_mode(course_id=scope.course_id, programme_id=scope.programme_id)
    if mode == before:
        return
    own = [getattr(IssuingRule, name) == one for name, one in ids.items() if one is not None]
    db.session.execute(delete(IssuingRule).where(*own))
    values = {"id": new_id(), **ids, "mode": mode, "set_by": actor.person_id, "set_at": now}
    db.session.execute(insert(IssuingRule).values(values))
    audit.record(
        actor, now, "certificates.rule_set",
        subject_type="course" if scope.course_id else "programme",
        subject_id=str(scope.course_id or scope.programme_id),
        details={"mode": mode, "before": before},
    )  # fmt: skip
    if mode == "automatic":
        subject = "enrolment" if scope.course_id else "award"
        due = [
            (subject, one.key)
            for one in candidates.list_candidates(OPERATOR, now, scope)
            if one.outcome in WORKED_ON
        ]
        automatic.ask(due, now)
