"""A course on the translators' desks, owned by the commission of Bruno and Chen."""

import re
from collections.abc import Mapping
from html import unescape

from lms.content import queries as content
from lms.content import services
from lms.kit import storage
from lms.kit.db import db
from lms.translation.rules import unit_id
from lms.units.unit import Key
from tests import cast, factories
from tests.content import courses

SLUG = "small"
DESK = "/teach/small/translate/ar"
SHALL = Key("pages/wording.md", "A State *shall* act.")
MAY = Key("pages/wording.md", "A State *may* act.")
TITLE = Key("course.yaml#title", "A small course")


def lay_out(tree: Mapping[str, bytes] | None = None) -> str:
    """Import the small course as Bruno, commit, and return its id."""
    factories.import_course(cast.actor_of("bruno"), cast.NOW, tree or courses.files())
    db.session.commit()
    return content.get_course(SLUG).id


def save_page(slug: str = SLUG, **changes: str) -> None:
    """Save the course's next revision as a trainer does, the catalogues left as they were."""
    course = content.get_course(slug)
    before = content.find_revision(course.id)
    tree = {**content.get_files(before.tree_hash), **courses.files(**changes)}
    entries = {path: storage.put(text) for path, text in tree.items()}
    services.save_revision(cast.actor_of("bruno"), cast.NOW, course, entries, [before.id], "Mended")
    db.session.commit()


def address(key: Key, act: str = "", desk: str = DESK) -> str:
    """Return where a unit is translated, or where something is done with it."""
    return f"{desk}/units/{unit_id(key)}{act}"


def hidden(page: str) -> dict[str, str]:
    """Return what the form of a unit's page says of the state that it was made from."""
    form = page[page.index("data-workbench") :]
    found = re.findall(r'<input type="hidden" name="(seq|revision|was)" value="(\w*)"', form)
    return dict(found[:3])


def shown_text(page: str) -> str:
    """Return what stands in the text field."""
    found = re.search(r"<textarea id=\"text\"[^>]*>\n?(.*?)</textarea>", page, re.DOTALL)
    return unescape(found.group(1))


def translate(browser, key: Key, text: str, go: str = "save", **more: object):
    """Open a unit's page, type a translation and press a button; return the answer."""
    page = browser.get(address(key)).text
    return browser.post(address(key), {**hidden(page), "text": text, "go": go, **more})
