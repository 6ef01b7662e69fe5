"""What a trainer does with single pages: write, add, rename, remove.

All of it goes into the person's working copy; where a page stands is the outline's business.
"""

from collections.abc import Collection
from datetime import datetime

from lms.content import queries as content
from lms.content.queries import CourseRow
from lms.content.services import append_translations
from lms.kit.actor import Actor
from lms.units.unit import Key
from lms.workshop import queries
from lms.workshop.pages import (
    PageNameTaken,
    PageUnknown,
    WordsTooFew,
    name_for,
    path_of,
    point_elsewhere,
    users_of,
)
from lms.workshop.queries import Copy
from lms.workshop.rules import check_path
from lms.workshop.services.files import change_files
from lms.workshop.services.texts import Written, write_over


def write_page(
    actor: Actor, now: datetime, course: CourseRow, name: str, text: str, seen: str
) -> Written:
    """Write a page that was last seen in the state `seen`; raise `PageUnknown`, `TextTooLong`."""
    queries.hold_copy(course.id, actor.person_id)
    before = queries.get_page(queries.get_copy(course, actor.person_id), name)
    return write_over(actor, now, course, before, text, seen)


def add_page(actor: Actor, now: datetime, course: CourseRow, title: str) -> str:
    """Begin a page under a title, and return the name made for it; raise `WordsTooFew`."""
    title = " ".join(title.split())
    if not title:
        raise WordsTooFew
    copy = queries.get_copy(course, actor.person_id)
    name = name_for(title, _names(copy))
    change_files(actor, now, course, {path_of(name): f"# {title}\n".encode()})
    return name


def rename_page(actor: Actor, now: datetime, course: CourseRow, name: str, new_name: str) -> None:
    """Give a page's file another name; whatever names it follows, and so do its translations.

    Raises `PageUnknown`, `PageNameTaken`, `FileNameRefused`.
    """
    copy = queries.get_copy(course, actor.person_id)
    page = queries.get_page(copy, name)
    if new_name == name:
        return
    path = check_path(path_of(new_name))
    if path in copy.paths:
        raise PageNameTaken(name=new_name)
    changes: dict[str, bytes | None] = {path: page.text.encode(), page.path: None}
    for user in users_of(page.path, queries.list_mentions(copy)):
        text = (copy.read(user) or b"").decode()
        changes[user] = point_elsewhere(text, page.path, path).encode()
    change_files(actor, now, course, changes)
    _carry_translations(actor, now, course, page.path, path)


def _carry_translations(actor: Actor, now: datetime, course: CourseRow, old: str, new: str) -> None:
    for language, rows in content.list_translations(course.id).items():
        carried = {
            Key(new + key.context.removeprefix(old), key.text): (row.text, row.status)
            for key, row in rows.items()
            if key.context.partition("#")[0] == old
        }
        append_translations(actor, now, course.id, language, carried)


def remove_page(actor: Actor, now: datetime, course: CourseRow, name: str) -> None:
    """Remove a page's file; who names it still is for the validator to say."""
    copy = queries.get_copy(course, actor.person_id)
    if path_of(name) not in copy.paths:
        raise PageUnknown(name=name)
    change_files(actor, now, course, {path_of(name): None})


def _names(copy: Copy) -> Collection[str]:
    return {path.removeprefix("pages/").removesuffix(".md") for path in copy.paths}
