"""Writing a file's text over the state that was seen, so that nobody's text is lost unseen."""

from dataclasses import dataclass
from datetime import datetime

from lms.content import hashes
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.workshop import queries
from lms.workshop.queries import PageText
from lms.workshop.queries.texts import FileText, get_text
from lms.workshop.rules import clean_text
from lms.workshop.services.files import put_files


@dataclass(frozen=True, slots=True)
class Written:
    """What became of writing a text: kept, with its new hash; or what stands there instead."""

    is_kept: bool
    hash: str
    text: str


def write_over(
    actor: Actor,
    now: datetime,
    course: CourseRow,
    before: PageText | FileText,
    text: str,
    seen: str,
) -> Written:
    """Write a file that was last seen in the state `seen`; raise `TextTooLong`.

    Where it has changed since, in another window or by merging what others saved, nothing is
    written, and the state that stands is returned.
    """
    new = clean_text(text)
    new_hash = hashes.content_hash(new.encode())
    if before.hash not in {seen, new_hash}:
        return Written(False, before.hash, before.text)
    if before.hash != new_hash:
        put_files(actor, now, course, {before.path: new.encode()})
    return Written(True, new_hash, new)


def write_text(
    actor: Actor, now: datetime, course: CourseRow, path: str, text: str, seen: str
) -> Written:
    """Write the text of a file of entries, whether or not it can be read then.

    Raises `NotVisible` where the course has no such file, and `TextTooLong`.
    """
    queries.hold_copy(course.id, actor.person_id)
    before = get_text(queries.get_copy(course, actor.person_id), path)
    return write_over(actor, now, course, before, text, seen)
