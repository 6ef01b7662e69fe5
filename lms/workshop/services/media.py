"""What a trainer does with media: bring in, replace, note, caption, remove.

What may come in at all is decided in `lms.workshop.uploads`.
"""

from datetime import datetime

from lms.content.format import MediaNote
from lms.content.queries import CourseRow
from lms.kit.actor import Actor
from lms.kit.i18n import N_
from lms.workshop import media, queries
from lms.workshop.media import MediumInUse
from lms.workshop.pages import name_for
from lms.workshop.services.files import change_files
from lms.workshop.uploads import Upload, UploadRefused


def add_medium(
    actor: Actor, now: datetime, course: CourseRow, upload: Upload, note: MediaNote
) -> str:
    """Put a file into the library, and return the name it has there.

    The same content under the same name is not kept twice; another content gets another name, so
    that no page shows something else of a sudden.
    """
    copy = queries.get_copy(course, actor.person_id)
    wanted = name_for(upload.stem, (), "file") + f".{upload.ending}"
    name = wanted
    if copy.read(media.FOLDER + wanted) not in {None, upload.content}:
        ending = f".{upload.ending}"
        taken = {
            name.removesuffix(ending) for name in media.own_files(copy.paths)
            if name.endswith(ending)
        }  # fmt: skip
        name = name_for(upload.stem, taken, "file") + ending
    change_files(
        actor, now, course,
        {media.FOLDER + name: upload.content, media.note_path(name): media.write_note(note)},
    )  # fmt: skip
    return name


def replace_medium(
    actor: Actor, now: datetime, course: CourseRow, name: str, upload: Upload
) -> None:
    """Put another content in the place of a file, wherever it is used; its kind stays.

    Raises `MediumUnknown`, `UploadRefused`.
    """
    medium = queries.get_medium(queries.get_copy(course, actor.person_id), name)
    ending = medium.name.rpartition(".")[2]
    if upload.ending != ("jpg" if ending == "jpeg" else ending):
        raise UploadRefused(
            N_("Only a file that ends in “.%(ending)s” can take this one's place."), ending=ending
        )
    change_files(actor, now, course, {medium.path: upload.content})


def note_medium(actor: Actor, now: datetime, course: CourseRow, name: str, note: MediaNote) -> None:
    """Keep what is to be known of a file; raise `MediumUnknown`."""
    queries.get_medium(queries.get_copy(course, actor.person_id), name)
    change_files(actor, now, course, {media.note_path(name): media.write_note(note)})


def caption_medium(
    actor: Actor, now: datetime, course: CourseRow, name: str, language: str, upload: Upload
) -> None:
    """Keep the captions of a film or a sound in a language; raise `MediumUnknown`."""
    queries.get_medium(queries.get_copy(course, actor.person_id), name)
    change_files(actor, now, course, {media.captions_path(name, language): upload.content})


def remove_medium(
    actor: Actor, now: datetime, course: CourseRow, name: str, *, is_confirmed: bool = False
) -> None:
    """Remove a file with its note and captions; raise `MediumInUse` unless that is confirmed."""
    copy = queries.get_copy(course, actor.person_id)
    medium = queries.get_medium(copy, name)
    if medium.users and not is_confirmed:
        raise MediumInUse(count=len(medium.users))
    files = [medium.path, media.note_path(name), *medium.captions.values()]
    change_files(actor, now, course, {path: None for path in files if path in copy.paths})
