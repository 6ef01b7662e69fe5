"""Reads of the terms: those of a course with the shared ones, or one for its form.

What a term finds in a text is decided in `rules`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import or_, select

from lms.kit.db import read
from lms.kit.folding import fold
from lms.translation.models import Term
from lms.translation.rules import TermRow, TermText

_terms = select(
    Term.id, Term.course_id, Term.language, Term.source, Term.note, Term.texts, Term.forbidden
)


def list_terms(course_id: str | None) -> list[TermRow]:
    """Return the terms of a course and the shared ones, or the shared alone, by their words."""
    # Where no course is asked for the second condition is met by no row.
    wanted = or_(Term.course_id.is_(None), Term.course_id == course_id)
    return [_row(row) for row in read(_terms.where(wanted).order_by(Term.folded, Term.id))]


def find_term(term_id: str) -> TermRow | None:
    """Return one term, or nothing."""
    row = read(_terms.where(Term.id == term_id)).one_or_none()
    return _row(row) if row else None


def search_terms(terms: Iterable[TermRow], words: str) -> list[TermRow]:
    """Return the terms that have all words, in any of their languages or in their note."""
    wanted = fold(words).split()
    return [term for term in terms if all(word in _searched(term) for word in wanted)]


def _searched(term: TermRow) -> str:
    return fold(" ".join([term.source, term.note, *(text.text for text in term.texts.values())]))


def _row(row: Any) -> TermRow:  # noqa: ANN401 - the columns above
    texts: Mapping[str, Mapping[str, Any]] = row.texts
    return TermRow(
        row.id,
        row.course_id,
        row.language,
        row.source,
        row.note,
        {code: TermText(text["text"], text["is_draft"]) for code, text in texts.items()},
        {code: tuple(words) for code, words in row.forbidden.items()},
    )
