"""Reads of answers that are files: what was handed in for a question, what was taken out again.

The files themselves are in the storage; who may have one is decided in `policy`.
"""

from sqlalchemy import bindparam, select

from lms.assessment.models import Response
from lms.assessment.queries import attempts as rows
from lms.assessment.rules import AttemptRow, NotOnPaper
from lms.content import queries as content
from lms.kit.db import read
from lms.kit.errors import NotVisible
from lms.questions.file_upload import FileUploadQuestion, files_of, removed_files
from lms.questions.handed_in import HandedIn
from lms.questions.rules import Response as Value

_values = (
    select(Response.value)
    .where(Response.attempt_id == bindparam("attempt_id"), Response.item_id == bindparam("item_id"))
    .order_by(Response.revision)
)


def list_values(attempt_id: str, item_id: str) -> list[Value]:
    """Return all answers to a question of an attempt, the newest last, those too late included."""
    return list(read(_values, {"attempt_id": attempt_id, "item_id": item_id}).scalars())


def get_item_at(attempt_id: str, position: int) -> str:
    """Return the id of the question at a place of a paper; raise `NotOnPaper`."""
    paper = rows.get_paper(attempt_id)
    if not 1 <= position <= len(paper):
        raise NotOnPaper
    return paper[position - 1].item_id


def get_upload_question(attempt: AttemptRow, position: int) -> FileUploadQuestion:
    """Return the question at a place of a paper; raise `NotOnPaper` where it takes no files."""
    item_id = get_item_at(attempt.id, position)
    question = content.get_items(attempt.version_id, [item_id])[item_id]
    if not isinstance(question, FileUploadQuestion):
        raise NotOnPaper
    return question


def list_removed(attempt: AttemptRow, position: int) -> tuple[HandedIn, ...]:
    """Return the files that were handed in at a place of a paper, and removed since."""
    question = get_upload_question(attempt, position)
    counting = rows.get_responses(attempt.id).get(question.id)
    before = dict(counting.value) if counting else None
    return removed_files(before, list_values(attempt.id, question.id))


def get_handed_in(attempt: AttemptRow, position: int, content_hash: str) -> HandedIn:
    """Return a file that was handed in at a place of a paper; raise `NotVisible`."""
    question = get_upload_question(attempt, position)
    files = [file for value in list_values(attempt.id, question.id) for file in files_of(value)]
    found = [file for file in files if file.hash == content_hash]
    if not found:
        raise NotVisible
    return found[-1]


def get_coded_file(
    attempt_id: str, item_id: str, content_hash: str, code: str
) -> tuple[str, HandedIn]:
    """Return a file of the answer that counts, and a name made of a code instead of its own.

    Raises `NotVisible`.
    """
    counting = rows.get_responses(attempt_id).get(item_id)
    files = files_of(dict(counting.value)) if counting else ()
    for number, file in enumerate(files, start=1):
        if file.hash == content_hash:
            return f"{code}-{number}.{file.ending}", file
    raise NotVisible
