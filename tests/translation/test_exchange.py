"""Files for a translator's own tool: out by language and format, back with a report, then taken."""

import io
import re
from html import unescape

import pytest

from lms.content import services
from lms.kit.db import db
from tests import cast
from tests.content import courses
from tests.translation.desks import DESK, lay_out

OUT = "/teach/small/translate/ar/export?format="
IN = "/teach/small/translate/import"
# A sign of emphasis as each of the formats has it.
CODE = r"(?:<[be]pt[^>]*>\*</[be]pt>|</?pc[^>]*>|\*)"
FORMS = ["po", "xliff-1.2", "xliff-2.1"]


@pytest.fixture
def chen(app, browse):
    """Chen's browser, with the small course translated into Arabic on the desk."""
    lay_out(courses.translated(courses.files()))
    return browse("chen")


def send(browser, content, name="ar.xlf"):
    return browser.post(IN, {"file": (io.BytesIO(content), name)})


def looked_through(browser, content, name="ar.xlf"):
    sent = send(browser, content, name)
    assert sent.status_code == 303
    return sent.location, browser.get(sent.location).text


def fields(page):
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        if name != "csrf_token"
    }


def arabic(text):
    courses_ = services.export_course(cast.actor_of("bruno"), "small", is_draft=True)
    db.session.rollback()
    return text.encode() in courses_


def test_the_page_offers_every_language_in_every_format(chen):
    page = chen.get(IN)
    assert page.status_code == 200
    assert page.text.count("/export?format=") == 15
    assert IN in chen.get("/teach/small/translate").text


@pytest.mark.parametrize("form", FORMS)
def test_a_file_goes_out_and_comes_back_changed(chen, form):
    out = chen.get(OUT + form)
    assert (out.status_code, "attachment" in out.headers["Content-Disposition"]) == (200, True)
    content = out.data.replace("٭ Prevention".encode(), "وقاية".encode())
    address, page = looked_through(chen, content)
    assert "The file can be taken: 1 new text." in unescape(page)
    assert "وقاية" in page
    assert not arabic("وقاية")
    done = chen.post(f"{IN}/take", fields(page))
    assert done.location.endswith("/teach/small/translate/ar")
    assert arabic("وقاية")
    assert "nothing new" in chen.get(address).text


@pytest.mark.parametrize("form", ["xliff-1.2", "xliff-2.1", "po"])
def test_emphasis_that_a_tool_lost_is_noted_and_holds_nothing_up(chen, form):
    """Languages stress in their own ways; links and placeholders are refused (tests/content)."""
    content = chen.get(OUT + form).data.decode()
    lost = re.sub(f"(٭ A State ){CODE}shall{CODE}", r"\1shall", content)
    assert lost != content
    address, page = looked_through(chen, lost.encode())
    assert "1 text should be looked at again" in unescape(page)
    assert "The emphasis (*…*) is not that of the source." in page
    assert "The file can be taken: 1 new text." in unescape(page)
    assert "To look at again: 1" in chen.get(f"{address}&part=taken").text
    assert chen.post(f"{IN}/take", fields(page)).status_code == 303
    assert arabic("٭ A State shall act.")


def test_a_number_that_the_source_has_not_is_noted_as_in_the_workbench(chen):
    content = chen.get(OUT + "po").data.decode()
    content = content.replace("٭ The Convention was adopted in 2003", "٭ Adopted in 2008")
    page = unescape(looked_through(chen, content.encode(), "ar.po")[1])
    assert "The number 2003 of the source is missing." in page
    assert "The number 2008 is not in the source." in page


def test_choices_that_say_the_same_are_noted_as_the_file_has_them(chen):
    content = chen.get(OUT + "po").data
    content = content.replace("٭ To act.".encode(), "الفعل".encode())
    assert "Another choice" not in looked_through(chen, content, "ar.po")[1]
    content = content.replace("٭ To think about it.".encode(), "الفعل".encode())
    page = looked_through(chen, content, "ar.po")[1]
    assert page.count("Another choice of this question has the same translation.") == 2


def test_what_is_refused_is_listed_with_its_reason_and_left_when_asked(chen):
    content = chen.get(OUT + "xliff-1.2").data
    content = content.replace("٭ Prevention".encode(), "وقاية".encode())
    content = content.replace("٭ Asset recovery".encode(), b"%(x)s")
    address, page = looked_through(chen, content)
    assert "The placeholder %(x)s is not in the source." in unescape(page)
    assert "Refused: 1" in page
    refused = chen.post(f"{IN}/take", {**fields(page), "rest": ""})
    assert refused.status_code == 422
    assert not arabic("وقاية")
    assert "وقاية" in chen.get(f"{address}&part=taken").text
    assert chen.post(f"{IN}/take", {**fields(page), "rest": "yes"}).status_code == 303
    assert arabic("وقاية")
    assert not arabic("%(x)s")


def test_what_somebody_saves_between_look_and_confirmation_is_not_overwritten(chen):
    content = chen.get(OUT + "po").data
    _address, page = looked_through(
        chen, content.replace("٭ Prevention".encode(), "وقاية".encode())
    )
    theirs = content.replace("٭ Prevention".encode(), "منع".encode())
    services.import_translations(cast.actor_of("bruno"), cast.NOW, theirs, "ar.po")
    db.session.commit()
    refused = chen.post(f"{IN}/take", fields(page))
    assert refused.status_code == 422
    assert "meanwhile" in refused.text
    assert arabic("منع")


@pytest.mark.parametrize("ticked", [False, True])
def test_a_changed_text_stays_the_draft_that_the_file_says_unless_the_box_is_ticked(chen, ticked):
    content = chen.get(OUT + "po").data.replace("٭ Prevention".encode(), "وقاية".encode())
    _address, page = looked_through(chen, content)
    assert "1 changed text is still marked as a draft in the file." in page
    ticks = {"as_translated": "y"} if ticked else {}
    done = chen.post(f"{IN}/take", {**fields(page), **ticks})
    said = chen.get(done.location).text
    assert ("Drafts among them, not yet for review: 1." in said) == (not ticked)
    assert ("وقاية" in chen.get(f"{DESK}/review").text) == ticked


def test_a_file_without_drafts_asks_nothing(chen):
    content = chen.get(OUT + "po").data.replace("٭ Prevention".encode(), "وقاية".encode())
    _address, page = looked_through(chen, content.replace(b"# status: draft\n", b""))
    assert "as_translated" not in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file"),
        (b"<html/>", "not XLIFF"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', "document type"),
        (b'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"X-Course: other\\n"\n', "other"),
        (b'msgid ""\nmsgstr ""\n"Language: ar\\n"\n', "does not say which course"),
    ],
)
def test_a_wrong_file_is_told_beside_the_field(chen, content, said):
    sent = send(chen, content, "a.po" if content else "")
    assert sent.status_code == 422
    assert said in unescape(sent.text)
    # Who sends a file by the browser has no command line.
    assert "lms translations" not in sent.text


def test_outsiders_and_strangers_neither_take_out_nor_send_nor_see(chen, browse):
    content = chen.get(OUT + "po").data
    address = send(chen, content).location
    for name in ("farid", "amina"):
        outsider = browse(name)
        assert outsider.get(IN).status_code == 403
        assert outsider.get(OUT + "po").status_code == 403
        assert send(outsider, content).status_code == 403
    assert browse().get(IN).status_code == 303
    # The trainer may translate too, but what Chen sent is Chen's until it is taken.
    assert browse("bruno").get(IN).status_code == 200
    assert browse("bruno").get(address).status_code == 404
    assert chen.get("/teach/gone/translate/import").status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "zh", "ru", "es"])
def test_the_pages_stand_in_every_language(app, browse, language):
    lay_out(courses.translated(courses.files()))
    browser = browse("chen", language)
    assert f'lang="{language}"' in browser.get(IN).text
