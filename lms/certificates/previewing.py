"""What would be issued to somebody who waits for a decision, as the reader may see it; its drawing.

Drawing is the worker's. What is issued in the end is made in `making`, of facts frozen then.
"""

from dataclasses import replace
from datetime import datetime

from lms.accounts import queries as people
from lms.certificates.drafting import Basis, Drafter, name_latin
from lms.certificates.drawing.engine import RenderingFailed, SheetFull
from lms.certificates.drawing.looking import picture_of
from lms.certificates.making import draw_sheet
from lms.certificates.queries import previews
from lms.certificates.queries.terms import find_second_language
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.issuing import Candidate, Scope
from lms.certificates.rules.previews import NO_CODE, Drawn, Sheet
from lms.certificates.rules.terms import beside
from lms.certificates.trying import explain
from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.errors import DomainError, NotVisible
from lms.kit.i18n import N_, Text
from lms.learning import queries as learning
from lms.programmes.queries import curricula

NO_ROOM = N_("Not all of it has room on one sheet, even in small letters.")


def find_sheet(actor: Actor, now: datetime, scope: Scope, candidate: Candidate) -> Sheet:
    """Return what would be issued to somebody now, in the languages of the file.

    Where the actor may not see the name, a code stands for all of it.
    """
    person_id = candidate.person_id
    hidden = people.get_hidden_names(actor, [person_id]).get(person_id)
    confirmed = people.find_confirmed(person_id)
    name = hidden or (confirmed.full_name if confirmed else people.get_name(actor, person_id))
    facts = replace(_draft(now, scope, candidate, name), code=NO_CODE)
    if confirmed and not hidden:
        latin = name_latin(person_id, name)
        facts = replace(facts, latin_name=latin, honorific=confirmed.honorific)
    language, _email = people.get_language_and_email(person_id)
    second = find_second_language(
        scope.issuer_id, course_id=scope.course_id, programme_id=scope.programme_id
    )
    return Sheet(
        facts, language, beside(language, second),
        is_hidden=hidden is not None, is_confirmed=confirmed is not None,
    )  # fmt: skip


def _draft(now: datetime, scope: Scope, candidate: Candidate, name: str) -> Facts:
    if scope.course_id is not None:
        completion = learning.find_completion(candidate.key)
        if completion is None:
            raise NotVisible
        return Drafter().of_course(Basis.of_completion(completion), name, now)
    award = curricula.list_awards_by_id([candidate.key])[candidate.key]
    return Drafter().of_award(award, name, now)


def draw_preview(preview_id: str, base_url: str) -> Drawn | None:
    """Draw what was asked for and store its picture; nothing where it is done or forgotten."""
    row = previews.find_preview(preview_id)
    if row is None or row.is_made:
        return None
    try:
        pdf = draw_sheet(row.facts, row.language, row.beside, base_url)
    except SheetFull:
        return Drawn(preview_id, None, Text(NO_ROOM))
    except (DomainError, RenderingFailed) as error:
        return Drawn(preview_id, None, explain(error))
    return Drawn(preview_id, storage.put(picture_of(pdf)))
