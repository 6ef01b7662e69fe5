"""The texts of a question in Moodle XML, with the pictures that stand beside them in base64."""

import base64
import binascii
from collections.abc import Mapping
from urllib.parse import quote

from lxml import etree

from lms.kit.i18n import N_, Text
from lms.questions.exchange.found import NotTaken
from lms.questions.exchange.markup import text_at
from lms.questions.exchange.pictures import NO_PICTURE, is_picture, name_picture
from lms.questions.exchange.wording import Format, to_markdown

_FORMATS: Mapping[str, Format] = {
    "html": "html",
    "moodle_auto_format": "auto",
    "plain_text": "plain",
    "markdown": "markdown",
}


class Texts:
    """Reads the texts of one question; gathers its pictures, and what is lost."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self.losses: list[Text] = []

    def read(
        self, element: etree._Element | None, form: str = "html", text: str | None = None
    ) -> str:
        """Return the text of an element, or `text` in its place, as Markdown.

        It is empty where there is no such element.
        """
        if element is None:
            return ""
        media = dict(self._files(element))
        known = _FORMATS.get(element.get("format") or form, "auto")
        said = text_at(element, "text") if text is None else text
        wording = to_markdown(said, known, media)
        self.losses += wording.losses
        return wording.text

    def _files(self, element: etree._Element) -> list[tuple[str, str]]:
        found = []
        for file in element.iterfind("file"):
            name = file.get("name", "")
            if not is_picture(name):
                self.losses.append(NO_PICTURE)
                continue
            content = _decode(file, name)
            kept = name_picture(name, content)
            self.pictures[kept] = content
            # A text names a file as an address does.
            found += [(name, kept), (quote(name), kept)]
        return found


def _decode(file: etree._Element, name: str) -> bytes:
    try:
        return base64.b64decode("".join((file.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotTaken(N_("Its picture “%(name)s” is damaged."), name=name[:80]) from error
