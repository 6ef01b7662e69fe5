"""Keeping the terms: add, change, remove, and take the shipped ones in.

Who may keep which was decided by `policy` before. Nothing here commits.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from lms.audit.services import record
from lms.convention.register import list_shipped_terms
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.folding import fold
from lms.kit.ids import new_id
from lms.translation import queries
from lms.translation.models import Term
from lms.translation.rules import TermRow, TermTaken, TermText, TermWish


def save_term(
    actor: Actor, now: datetime, course_id: str | None, wish: TermWish, term: TermRow | None = None
) -> str | TermTaken:
    """Add a term, or change `term`; return its id, or the broken rule where it is there already."""
    folded = fold(wish.source)
    for other in queries.list_terms(course_id):
        is_other = term is None or other.id != term.id
        is_here = other.course_id == course_id and other.language == wish.language
        if is_other and is_here and fold(other.source) == folded:
            return TermTaken(source=other.source)
    values = {**_values(wish), "changed_by": actor.person_id, "changed_at": now}
    term_id = term.id if term else new_id()
    if term:
        db.session.execute(update(Term).where(Term.id == term.id).values(values))
    else:
        db.session.add(Term(id=term_id, course_id=course_id, **values))
        db.session.flush()
    _record(actor, now, "term.changed" if term else "term.added", term_id, wish.source)
    return term_id


def _values(wish: TermWish) -> dict[str, Any]:
    return {
        "language": wish.language,
        "source": wish.source,
        "folded": fold(wish.source),
        "note": wish.note,
        "texts": {
            code: {"text": text.text, "is_draft": text.is_draft}
            for code, text in wish.texts.items()
            if text.text
        },
        "forbidden": {code: list(words) for code, words in wish.forbidden.items() if words},
    }


def remove_term(actor: Actor, now: datetime, term: TermRow) -> None:
    """Remove a term; what was translated by it stays."""
    db.session.execute(delete(Term).where(Term.id == term.id))
    _record(actor, now, "term.removed", term.id, term.source)


def import_shipped(actor: Actor, now: datetime) -> int:
    """Add the shipped terms that are not among the shared ones yet, and return how many.

    Those that somebody changed stay as they are. None has been compared with the official text:
    they come as drafts, but for those that the register calls checked.
    """
    known = {fold(term.source) for term in queries.list_terms(None) if term.language == "en"}
    # Some titles are terms too, which have a note beside them: the terms, which come first, win.
    wishes = {fold(wish.source): wish for wish in reversed(_shipped())}
    new = [wish for folded, wish in wishes.items() if folded not in known]
    db.session.add_all(
        Term(course_id=None, changed_by=actor.person_id, changed_at=now, **_values(wish))
        for wish in new
    )
    db.session.flush()
    if new:
        _record(actor, now, "terms.imported", "shared", str(len(new)))
    return len(new)


def _shipped() -> list[TermWish]:
    return [
        TermWish(
            "en",
            shipped.english,
            shipped.note,
            {
                "en": TermText(shipped.english),
                **{code: TermText(one.text, one.is_draft) for code, one in shipped.texts.items()},
            },
            {},
        )
        for shipped in list_shipped_terms()
    ]


def _record(actor: Actor, now: datetime, action: str, term_id: str, about: str) -> None:
    details = {"term": about}
    record(actor, now, action, subject_type="term", subject_id=term_id, details=details)
