"""The texts of an item of QTI as Markdown, with its pictures from the package."""

from collections.abc import Mapping

from lxml import etree

from lms.kit.i18n import Text
from lms.questions.exchange.building import FEEDBACK
from lms.questions.exchange.gaps import hold
from lms.questions.exchange.packed import beside
from lms.questions.exchange.pictures import NO_PICTURE, is_picture, name_picture
from lms.questions.exchange.qti_markup import is_interaction, to_html
from lms.questions.exchange.wording import to_markdown

NOTES = Text("Notes that are not for the candidate are not kept.")
_FEEDBACK = frozenset({"feedback-inline", "feedback-block"})
# What has a place within a line of the text; the rest stands below it.
INLINE = frozenset({"text-entry-interaction", "inline-choice-interaction"})
# What is read apart: what may be chosen, and what is said before.
_APART = frozenset({"prompt", "gap-text", "gap-img"})


class ItemTexts:
    """Reads the texts of one item at a path of its package; gathers pictures, and what is lost."""

    def __init__(self, package: Mapping[str, bytes], path: str) -> None:
        self.pictures: dict[str, bytes] = {}
        self.losses: list[Text] = []
        self._package = package
        self._path = path

    def read(self, element: etree._Element | None) -> str:
        """Return the text of an element; empty where there is none.

        Feedback is left out, and so is what a candidate fills in: `read_body` reads that.
        """
        return "" if element is None else self._write(element, {})

    def read_body(self, body: etree._Element) -> str:
        """Return the text of an item's body; each gap in it is held by its place from 1."""
        # They are kept in a list: what lxml gives is known by its identity only while it is held.
        gaps = [each for each in body.iter(etree.Element) if each.tag in {*INLINE, "gap"}]
        places = {id(each): place for place, each in enumerate(gaps, start=1)}
        return self._write(body, places)

    def _write(self, element: etree._Element, places: Mapping[int, int]) -> str:
        def stand_in(child: etree._Element) -> str | None:
            if id(child) in places:
                return hold(places[id(child)])
            return self._stand_in(child)

        media = dict(self._find_pictures(element))
        wording = to_markdown(to_html(element, stand_in), "html", media)
        self.losses += wording.losses
        return wording.text

    def _stand_in(self, child: etree._Element) -> str | None:
        tag = str(child.tag)
        if tag in _FEEDBACK:
            # What is said to a choice, or in a window, is read apart.
            parent = child.getparent()
            is_apart = parent is not None and parent.tag == "simple-choice"
            self.losses += [] if is_apart else [FEEDBACK]
            return ""
        if tag == "rubric-block":
            return self._stand_in_for_notes(child)
        if tag in _APART or (is_interaction(child) and tag != "gap-match-interaction"):
            return ""
        return None

    def _stand_in_for_notes(self, block: etree._Element) -> str | None:
        views = (block.get("view") or "candidate").split()
        if "candidate" in views:
            return None
        self.losses += [] if "scorer" in views else [NOTES]
        return ""

    def _find_pictures(self, element: etree._Element) -> list[tuple[str, str]]:
        found = []
        for each in element.iter("img", "object"):
            source = (each.get("src") or each.get("data") or "").strip()
            path = beside(self._path, source)
            if path not in self._package:
                continue
            if not is_picture(path):
                self.losses.append(NO_PICTURE)
                continue
            content = self._package[path]
            kept = name_picture(path, content)
            self.pictures[kept] = content
            found.append((source, kept))
        return found
