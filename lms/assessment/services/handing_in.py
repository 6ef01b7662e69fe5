"""Verbs of answers that are files: keep what is sent, and hand in, remove or bring back a file.

Keeping comes before the transaction, for it takes long; who may do it, `policy` decides.
"""

from datetime import datetime
from typing import BinaryIO

from lms.assessment import queries, rules
from lms.assessment.queries import Seat
from lms.assessment.queries.handing_in import list_values
from lms.assessment.rules.handing_in import (
    FileWish,
    change_files,
    check_file_repeat,
    check_room,
    counted_at,
)
from lms.assessment.services.attempts import SavedResponse, admit, append, as_outcome
from lms.content import queries as content
from lms.kit import storage
from lms.kit.errors import DomainError
from lms.questions.file_upload import FileUploadQuestion
from lms.questions.handed_in import HandedIn
from lms.questions.inspection import FileRefused, inspect_file


def keep_file(question: FileUploadQuestion, name: str, stream: BinaryIO) -> HandedIn | FileRefused:
    """Look into a file and keep its content under its hash, or return why it is refused."""
    try:
        file = inspect_file(question, name, stream)
    except FileRefused as problem:
        return problem
    storage.put_stream(stream)
    return file


def hand_in(
    now: datetime,
    seat: Seat,
    client_id: str,
    wish: FileWish,
    made_at: datetime | None = None,
    session: str = "",
) -> SavedResponse:
    """Append the answer that a wish makes of the one before, and return what became of it.

    As with `save_response`, what comes again is stored once, and late is kept and does not count.
    Raises what that raises, and `TooManyHandedIn`.
    """
    attempt, row = seat.attempt, seat.row
    if row is None:
        raise rules.NotOnPaper
    question = content.get_items(attempt.version_id, [row.item_id])[row.item_id]
    if not isinstance(question, FileUploadQuestion):
        raise rules.NotOnPaper
    if seat.stored is not None:
        check_file_repeat(seat.stored, row.item_id, wish)
        return as_outcome(seat.stored.at, is_late=seat.stored.is_late)
    every = list_values(attempt.id, row.item_id)
    check_room(every, wish)
    before = queries.get_responses(attempt.id).get(row.item_id)
    value = change_files(question, before, every, wish)
    if isinstance(value, DomainError):
        return SavedResponse(now, value)
    is_late = admit(now, attempt, row.position, made_at, session)
    known = counted_at(made_at, before)
    return append(now, seat, client_id, value, known, session=session, is_late=is_late)
