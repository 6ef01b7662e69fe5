"""Every page that can be walked to, in a language that nobody speaks: all texts are translated.

What stands out in plain Latin letters did not come through gettext.
"""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from lxml import html

from lms.content.reader import read_course
from lms.content.texts import list_units
from lms.kit.db import db
from lms.kit.i18n import NATIVE_NAMES
from lms.units.inline import join, split
from tests import cast, factories
from tests.conftest import Browser
from tests.content import courses
from tests.pseudo import STANDS_FOR, Pseudo, speaking

MOST_PAGES = 90
WORD = re.compile(r"[A-Za-z]{2,}")
# Texts that are nobody's to translate: code, and what is marked as another language's.
FOREIGN = {"bdi", "code", "script", "style", "kbd", "samp", "svg", "textarea", "pre"}
# An attribute that a person hears or reads.
SAID = ("aria-label", "title", "placeholder", "alt", "aria-description")
# Names, and words that are the same in every language.
SAME = {"UTC", "PO", "XLIFF", "CSV", "PDF", "SVG", "PNG", "QR", "UN", "ID", "MB", "kB", "KB",
        "Poedit", "JSON", "IPR", "UNCAC", "TOTP"}  # fmt: skip
# The site's name and the languages' own, told as they are in every language.
NAMED = re.compile("|".join(["Article 60", *NATIVE_NAMES.values()]))
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_GREEK = str.maketrans(_LATIN, "αβγδεζηθικλμνξοπρστυφχψωάέΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈ")
# An enumeration names a path by its letters; a query of a list is the same page again.
_NUMBER = re.compile(r"(?<=/)(?:[0-9a-z]{20,}|[0-9a-f]{64}|\d+)(?=/|$)")


@pytest.fixture(params=list(STANDS_FOR))
def walked(request, _sqlite):
    """The application in a pseudo-language, with a course published in two languages."""
    from lms.app import create_app
    from lms.kit.clock import clock

    original, reset = _sqlite
    reset()
    clock.set(cast.NOW)
    with speaking():
        app = create_app(original.extensions["settings"])
        with app.app_context():
            factories.import_course(cast.actor_of("bruno"), cast.NOW, greek(courses.files()))
            factories.publish_course(cast.actor_of("bruno"), cast.NOW, "small")
            db.session.commit()
            yield app, STANDS_FOR[request.param]
            db.session.remove()
            db.engine.dispose()
    clock.set(None)


def greek(tree):
    """Return a course whose texts are in Greek letters, to tell them from the interface's."""
    course, problems = read_course(tree)
    assert not problems
    changed = dict(tree)
    for unit in sorted(list_units(course), key=lambda unit: -len(unit.text)):
        pieces = split(unit.text)
        said = join(p.translate(_GREEK) if isinstance(p, str) else p for p in pieces)
        changed[unit.file] = changed[unit.file].replace(unit.text.encode(), said.encode())
    return courses.translated(changed)


def strangers(page, language):
    """Return the words of a page that were not translated."""
    tree = html.fromstring(page)
    found = []
    for element, text in texts(tree, language):
        words = [word for word in WORD.findall(NAMED.sub("", text)) if word not in SAME]
        if words:
            found.append(f"<{element}> {text.strip()[:80]}")
    return found


def texts(element, language):
    """Yield what a reader sees or hears, with the element that it stands in."""
    if not isinstance(element.tag, str) or element.tag in FOREIGN:
        return
    if element.get("lang", language) != language:
        return
    for name in SAID:
        yield f"{element.tag} {name}", element.get(name) or ""
    if element.tag == "input" and element.get("type") == "submit":
        yield "input value", element.get("value") or ""
    yield element.tag, element.text or ""
    for child in element:
        yield from texts(child, language)
        yield element.tag, child.tail or ""


def links(page, address):
    for anchor in html.fromstring(page).iter("a"):
        if anchor.get("href") and anchor.get("download") is None:
            target = urljoin(address, urldefrag(anchor.get("href")).url)
            if not urlsplit(target).netloc and target.startswith("/"):
                yield target


def kind(address):
    """Return what is alike of the addresses of one page: its path, without names of rows."""
    return _NUMBER.sub("*", urlsplit(address).path)


def walk(browser, starts):
    """Yield each kind of page that can be reached, once."""
    waiting, seen = list(starts), set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if kind(address) in seen:
            continue
        seen.add(kind(address))
        answer = browser.get(address)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield address, answer.text
            waiting += links(answer.text, address)


@pytest.mark.parametrize("name", [None, "amina", "bruno", "chen", "dalia", "emre"])
def test_nothing_is_left_in_english(walked, name):
    app, language = walked
    browser = Browser(app, name, language)
    left, count = {}, 0
    for address, page in walk(browser, ["/", "/login" if name is None else "/account", "/teach"]):
        count += 1
        assert f'lang="{language}"' in page
        for text in strangers(page, language):
            left.setdefault(text, address)
    assert count > 4
    assert left == {}


def test_a_page_that_does_not_exist_speaks_the_language_too(walked):
    app, language = walked
    page = Browser(app, None, language).get("/nowhere").text
    assert strangers(page, language) == []


@pytest.mark.parametrize("code", list(STANDS_FOR))
def test_the_pseudo_language_keeps_placeholders_and_tags(code):
    said = Pseudo(code).gettext("<b>Of %(name)s</b> 100%% &amp; more")
    assert "%(name)s" in said
    assert "<b>" in said
    assert "%%" in said
    assert "&amp;" in said
    assert "more" not in said


def test_a_text_that_bypasses_gettext_is_found():
    page = '<html lang="ru"><body><p>Left over</p><bdi>Name</bdi><p lang="en">Quoted</p></body>'
    assert strangers(page, "ru") == ["<p> Left over"]
    assert strangers('<p aria-label="Close">×</p>', "ru") == ["<p aria-label> Close"]
