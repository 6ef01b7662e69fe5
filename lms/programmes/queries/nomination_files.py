"""Nominations with all that goes with them: what was done, which documents, where they stand.

The nominee's name comes from `nominations.name_nominees`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from lms.kit.db import db, read
from lms.kit.errors import NotVisible
from lms.kit.ids import digest
from lms.programmes.models import Nomination, NominationDocument, NominationStep, Participation
from lms.programmes.queries.nominations import find_nomination, list_nominations
from lms.programmes.rules.form_questions import NominationForm, read_form
from lms.programmes.rules.nominations import Standing, find_standing, order_of
from lms.programmes.rules.rows import CohortRow, DocumentRow, NominationRow, StepRow

_document: Any = (
    select(
        NominationDocument.id,
        NominationDocument.nomination_id,
        NominationDocument.kind,
        NominationDocument.question_id,
        NominationDocument.blob_hash,
        NominationDocument.name,
        NominationDocument.size,
        NominationDocument.added_by,
        NominationDocument.added_at,
    )
    .where(NominationDocument.removed_at.is_(None))
    .order_by(NominationDocument.added_at, NominationDocument.id)
)
_step: Any = select(
    NominationStep.nomination_id,
    NominationStep.number,
    NominationStep.kind,
    NominationStep.person_id,
    NominationStep.words,
    NominationStep.at,
).order_by(NominationStep.number)


@dataclass(frozen=True, slots=True)
class NominationFile:
    """A nomination with its steps and documents, and where it stands."""

    row: NominationRow
    steps: tuple[StepRow, ...]
    documents: tuple[DocumentRow, ...]
    standing: Standing


def list_files(cohort: CohortRow) -> list[NominationFile]:
    """Return the nominations for a cohort, the withdrawn included, by rank; three queries."""
    rows = sorted(list_nominations(cohort.id), key=order_of)
    is_of_it = Nomination.cohort_id == cohort.id
    steps = read(
        _step.join(Nomination, Nomination.id == NominationStep.nomination_id).where(is_of_it)
    )
    documents = read(
        _document.join(Nomination, Nomination.id == NominationDocument.nomination_id).where(
            is_of_it
        )
    )
    return _put_together(
        rows,
        read_form(cohort.form),
        [StepRow(*one) for one in steps],
        [DocumentRow(*one) for one in documents],
    )


def _put_together(
    rows: Sequence[NominationRow],
    form: NominationForm,
    steps: Iterable[StepRow],
    documents: Iterable[DocumentRow],
) -> list[NominationFile]:
    steps_of: dict[str, list[StepRow]] = {row.id: [] for row in rows}
    documents_of: dict[str, list[DocumentRow]] = {row.id: [] for row in rows}
    for step in steps:
        steps_of[step.nomination_id].append(step)
    for document in documents:
        documents_of[document.nomination_id].append(document)
    return [
        NominationFile(
            row,
            tuple(steps_of[row.id]),
            tuple(documents_of[row.id]),
            find_standing(row, form, steps_of[row.id], documents_of[row.id]),
        )
        for row in rows
    ]


def get_file(row: NominationRow, cohort: CohortRow) -> NominationFile:
    """Return one nomination with all that goes with it."""
    steps = [StepRow(*one) for one in read(_step.where(NominationStep.nomination_id == row.id))]
    documents = read(_document.where(NominationDocument.nomination_id == row.id))
    every = [DocumentRow(*one) for one in documents]
    return _put_together([row], read_form(cohort.form), steps, every)[0]


def get_document(nomination_id: str, document_id: str) -> DocumentRow:
    """Return a document of a nomination that was not removed; raise `NotVisible`."""
    place = (
        NominationDocument.id == document_id,
        NominationDocument.nomination_id == nomination_id,
    )
    row = read(_document.where(*place)).one_or_none()
    if row is None:
        raise NotVisible
    return DocumentRow(*row)


def last_rank(cohort_id: str, state_id: str | None) -> int:
    """Return the last rank given among a State's nominations for a cohort; 0 before the first."""
    query = select(func.max(Nomination.rank)).where(
        Nomination.cohort_id == cohort_id, Nomination.state_id == state_id
    )
    return read(query).scalar_one() or 0


def has_substitute(nomination_id: str) -> bool:
    """Say whether somebody was named who takes over the place of this nomination."""
    query = select(Nomination.id).where(
        Nomination.substitutes_id == nomination_id, Nomination.withdrawn_at.is_(None)
    )
    return read(query).first() is not None


def has_place(nomination_id: str) -> bool:
    """Say whether a place was offered to the nominee, and is not given back."""
    query = select(Participation.id).where(
        Participation.nomination_id == nomination_id, Participation.ended_at.is_(None)
    )
    return read(query).first() is not None


def lock_ranking(cohort_id: str, state_id: str | None) -> None:
    """Let one transaction at a time rank a State's nominations for a cohort."""
    place = (Nomination.cohort_id == cohort_id, Nomination.state_id == state_id)
    query = select(Nomination.id).where(*place).order_by(Nomination.id)
    db.session.execute(query.with_for_update())


def last_step_number(nomination_id: str) -> int:
    """Return the number of the last step of a nomination; 0 before the first."""
    query = select(func.max(NominationStep.number)).where(
        NominationStep.nomination_id == nomination_id
    )
    return read(query).scalar_one() or 0


def count_documents(nomination_id: str) -> int:
    """Return how many documents a nomination has."""
    query = select(func.count()).where(
        NominationDocument.nomination_id == nomination_id, NominationDocument.removed_at.is_(None)
    )
    return read(query).scalar_one()


def find_own(cohort_id: str, person_id: str) -> NominationRow | None:
    """Return a person's own nomination for a cohort that was not withdrawn, or nothing."""
    query = select(Nomination.id).where(
        Nomination.cohort_id == cohort_id,
        Nomination.person_id == person_id,
        Nomination.withdrawn_at.is_(None),
    )
    found = read(query).scalar_one_or_none()
    return find_nomination(found) if found else None


def find_by_nominee_link(token: str) -> NominationRow | None:
    """Return the nomination that a link to the nominee's part opens, or nothing."""
    links = (Nomination.nominee_token_digest, Nomination.nominee_reminder_digest)
    return _find_by(or_(*(link == digest(token) for link in links)))


def find_by_head_link(token: str) -> NominationRow | None:
    """Return the nomination that a link to the head of unit's confirmation opens, or nothing."""
    links = (Nomination.head_token_digest, Nomination.head_reminder_digest)
    return _find_by(or_(*(link == digest(token) for link in links)))


def _find_by(condition: Any) -> NominationRow | None:  # noqa: ANN401 - SQLAlchemy's own
    query = select(Nomination.id).where(condition, Nomination.withdrawn_at.is_(None))
    found = read(query).scalar_one_or_none()
    return find_nomination(found) if found else None
