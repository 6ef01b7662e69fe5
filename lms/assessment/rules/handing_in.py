"""The rules of answers that are files: one comes, goes, or comes back; each time a new answer.

Which files a question takes is decided in `lms.questions`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lms.assessment.rules.errors import AnswerAlreadySent
from lms.assessment.rules.marking import ResponseRow, StoredRow
from lms.kit.errors import DomainError
from lms.kit.i18n import N_
from lms.questions.file_upload import (
    FileUploadQuestion,
    files_of,
    find_file,
    with_file,
    without_file,
)
from lms.questions.handed_in import HandedIn
from lms.questions.rules import Response as Value
from lms.questions.rules import ResponseInvalid

# So many files may come for one question, those removed and those refused by the clock included.
MOST_HANDED_IN = 30


class TooManyHandedIn(DomainError):
    """Somebody hands in one file after the other."""

    message = N_(
        "You have handed in %(most)s files for this question. No more are taken; those that you "
        "removed can be brought back."
    )


@dataclass(frozen=True, slots=True)
class FileWish:
    """What somebody wants of the files of an answer; `file` is the one that comes."""

    act: Literal["add", "remove", "restore"]
    hash: str
    file: HandedIn | None = None


def change_files(
    question: FileUploadQuestion,
    before: ResponseRow | None,
    every: Sequence[Value],
    wish: FileWish,
) -> Value | ResponseInvalid:
    """Return the answer after a wish, or why it cannot be.

    `before` is the answer that counts so far; `every` are all that there were, the newest last.
    """
    value = dict(before.value) if before else None
    try:
        if wish.act == "remove":
            return without_file(question, value, wish.hash)
        file = wish.file if wish.file is not None else find_file(every, wish.hash)
        return with_file(question, value, file)
    except ResponseInvalid as problem:
        return problem


def check_room(every: Sequence[Value], wish: FileWish) -> None:
    """Raise `TooManyHandedIn` for a file that would be one too many."""
    hashes = {file.hash for value in every for file in files_of(value)}
    if wish.act == "add" and len(hashes | {wish.hash}) > MOST_HANDED_IN:
        raise TooManyHandedIn(most=MOST_HANDED_IN)


def check_file_repeat(stored: StoredRow, item_id: str, wish: FileWish) -> None:
    """See that what comes again under one client-made id is the same wish; what else came, stays.

    Raises `AnswerAlreadySent`.
    """
    is_in = wish.hash in {file.hash for file in files_of(dict(stored.value))}
    if stored.item_id != item_id or is_in == (wish.act == "remove"):
        raise AnswerAlreadySent


def counted_at(made_at: datetime | None, before: ResponseRow | None) -> datetime | None:
    """Return as of when an answer counts that holds the files of the one before.

    Of several answers the one made last counts; a file that was chosen earlier and took longer on
    its way must not take the others out again.
    """
    if made_at is None or before is None:
        return made_at
    return max(made_at, before.made_at or before.at)
