"""Verbs of the documents of a nomination: look into a file and keep it, remove it.

Who may read one is decided in `policy`: the selection panel, and whoever added it.
"""

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import insert, update

from lms.kit import storage
from lms.kit.actor import Actor
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import NominationDocument
from lms.programmes.queries.nomination_files import count_documents
from lms.programmes.rules.nomination_errors import TooManyDocuments
from lms.programmes.rules.nominations import DOCUMENTS, MOST_DOCUMENTS
from lms.programmes.rules.rows import NominationRow
from lms.programmes.services.nomination_steps import record
from lms.questions.handed_in import HandedIn
from lms.questions.inspection import FileRefused, inspect_file


def keep_document(name: str, stream: BinaryIO) -> HandedIn | FileRefused:
    """Look into a file and keep its content under its hash, or return why it is refused."""
    try:
        file = inspect_file(DOCUMENTS, name, stream)
    except FileRefused as problem:
        return problem
    storage.put_stream(stream)
    return file


def add_document(
    actor: Actor, now: datetime, row: NominationRow, file: HandedIn, kind: str, question_id: str
) -> None:
    """Add a kept file to a nomination; the same question has one file, the newest.

    Raises `TooManyDocuments`.
    """
    is_here = NominationDocument.nomination_id == row.id
    is_there = NominationDocument.removed_at.is_(None)
    if question_id:
        same = (is_here, is_there, NominationDocument.question_id == question_id)
        db.session.execute(update(NominationDocument).where(*same).values(removed_at=now))
    if count_documents(row.id) >= MOST_DOCUMENTS:
        raise TooManyDocuments(most=MOST_DOCUMENTS)
    document_id = new_id()
    values = {
        "id": document_id,
        "nomination_id": row.id,
        "kind": kind,
        "question_id": question_id,
        "blob_hash": file.hash,
        "name": file.name,
        "size": file.size,
        "added_by": actor.person_id,
        "added_at": now,
    }
    db.session.execute(insert(NominationDocument).values(values))
    record(actor, now, "document_added", row.id, {"document": document_id, "kind": kind})


def remove_document(actor: Actor, now: datetime, row: NominationRow, document_id: str) -> None:
    """Take a document away from a nomination; what it was stays on record."""
    place = (NominationDocument.id == document_id, NominationDocument.nomination_id == row.id)
    db.session.execute(update(NominationDocument).where(*place).values(removed_at=now))
    record(actor, now, "document_removed", row.id, {"document": document_id})
