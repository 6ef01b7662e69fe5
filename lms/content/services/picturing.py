"""The pictures of what is to be published: those known already, and those drawn anew.

Drawing takes its time and stores files; the rows are written with the publication.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lms.content import hashes, queries
from lms.content.captions import choose_transcripts
from lms.content.models import PictureForms
from lms.content.pictures import DRAWN, KINDS, Drawn, draw
from lms.content.reader import Course, Files
from lms.kit.db import db
from lms.units.figures import Media, Picture, captions_in

Captions = Mapping[str, Mapping[str, str]]


@dataclass
class Gallery:
    """What is known of pictures, by the hash of their content; it grows while one publishes."""

    known: dict[str, Drawn]
    new: dict[str, Drawn]

    def media_of(self, course: Course, language: str) -> Media:
        """Return what a course's pages can say of its media in a language."""
        hung = {
            path: self._look_at(content)
            for path, content in course.files.items()
            if path.startswith("media/") and path.lower().endswith(DRAWN)
        }
        pictures = {path: _picture(drawn) for path, drawn in hung.items() if drawn}
        captions = captions_in(course.files)
        source = course.head.source_language
        transcripts = choose_transcripts(captions, course.files.get, language, source)
        return Media(pictures, _addressed(captions, course.files), transcripts)

    def _look_at(self, content: bytes) -> Drawn | None:
        content_hash = hashes.content_hash(content)
        if content_hash not in self.known:
            drawn = draw(content)
            if drawn is None:
                return None
            self.known[content_hash] = self.new[content_hash] = drawn
        return self.known[content_hash]


def _addressed(captions: Captions, files: Files) -> Captions:
    """Return captions by the part of an address that names them with their content."""
    return {
        medium: {
            language: f"{path}?words={hashes.content_hash(files[path])}"
            for language, path in of_medium.items()
        }
        for medium, of_medium in captions.items()
    }


def open_gallery() -> Gallery:
    """Return the pictures that any course has published."""
    return Gallery(queries.list_drawn(), {})


def _picture(drawn: Drawn) -> Picture:
    forms = [(name.partition(".")[2], int(name.partition(".")[0])) for name in drawn.forms]
    return Picture(
        drawn.width, drawn.height,
        sorted(forms, key=lambda form: (KINDS.index(form[0]), form[1])),
    )  # fmt: skip


def keep_pictures(new: Mapping[str, Drawn]) -> None:
    """Write down what was drawn, but for what another publication wrote meanwhile."""
    known = queries.list_drawn() if new else {}
    db.session.add_all(
        PictureForms(hash=content_hash, width=drawn.width, height=drawn.height, forms=drawn.forms)
        for content_hash, drawn in new.items()
        if content_hash not in known
    )
    db.session.flush()
