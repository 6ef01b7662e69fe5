"""One certificate as its administrators see it: facts, status, history, what may be decided.

The decisions themselves are in `deciding`, `correcting` and `revocations`.
"""

from datetime import date
from decimal import Decimal

from lms.accounts import queries as people
from lms.accounts.queries.homes import get_homes
from lms.audit import queries as audit
from lms.certificates import policy
from lms.certificates.queries import certificates as queries
from lms.certificates.queries import requests
from lms.certificates.queries.grounds import find_replacement
from lms.certificates.queries.holders import get_holder, is_named, list_protected
from lms.certificates.queries.keys import list_keys
from lms.certificates.rules import KINDS
from lms.certificates.rules.codes import grouped
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.history import STEPS
from lms.certificates.rules.status import REASONS
from lms.certificates.rules.verification import STATUS_NAMES
from lms.certificates.services import decisions
from lms.certificates.views.door import administrator, room
from lms.kit.i18n import formats
from lms.web.locale import current_language
from lms.web.render import render
from lms.web.room import Answer, Visit


@room.get("/admin/certificates/<id:certificate_id>", policy=administrator)
def show_record(visit: Visit[None], certificate_id: str) -> Answer:
    certificate = policy.load_issued_for(visit.actor, certificate_id, visit.now)
    steps = [one for one in audit.list_events("certificate", certificate_id) if one.action in STEPS]
    actors = {one.actor_id for one in steps if one.actor_id}
    holders = [certificate.person_id] if certificate.person_id else []
    return render(
        "certificates/pages/show_record.html",
        certificate=certificate,
        holder=get_holder(visit.actor, certificate),
        is_protected=bool(list_protected([certificate])),
        code=grouped(certificate.code),
        steps=steps,
        day_of=date.fromisoformat,
        step_names=STEPS,
        actors=people.get_names(visit.actor, actors),
        waiting=requests.find_waiting(certificate_id, visit.now),
        files=queries.list_files(certificate_id),
        keys={key.id: key.label for key in list_keys()},
        is_named=is_named(visit.actor, certificate),
        replaced_by=find_replacement(certificate_id),
        home=get_homes(visit.actor, holders).get(str(certificate.person_id)),
        result=_name_result(certificate.facts),
        is_own=certificate.person_id == visit.actor.person_id,
        needs_two=decisions.needs_two(visit.actor, certificate),
        kinds=KINDS,
        statuses=STATUS_NAMES,
        reasons=REASONS,
    )


def _name_result(facts: Facts) -> str:
    """Return the result as the reader has it: what it is called, and the points; or nothing."""
    language = current_language()
    band = facts.score_band.get(language) or next(iter(facts.score_band.values()), "")
    points = facts.points
    share = formats(language).exact_percent(Decimal(points)) if points is not None else ""
    return " · ".join(part for part in (band, share) if part)
