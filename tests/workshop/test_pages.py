"""The editor of pages over HTTP: what it shows, keeps, refuses."""

import re

import pytest

from lms.content import queries as content
from lms.content.editions import compile_edition
from lms.content.reader import read_course
from lms.content.texts import list_units
from lms.content.wording import Rewordings, choose_source
from lms.kit.db import db, writing
from lms.workshop import pages, queries, services
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

EDITOR = "/teach/small/pages/origins"
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())
    return content.get_course("small")


def kept(name="origins"):
    """Return a page as Bruno has it."""
    db.session.remove()
    bruno = cast.actor_of("bruno")
    copy = queries.get_copy(content.get_course("small"), bruno.person_id)
    return queries.get_page(copy, name)


def seen(page: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]


def test_the_editor_shows_text_and_preview(browse):
    page = browse("bruno").get(EDITOR)
    assert page.status_code == 200
    assert "## What it holds" in page.text
    assert '<section class="box case"' in page.text
    assert 'src="/teach/small/files/media/ladder.svg"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_only_the_editors_script_may_bring_styles(browse):
    page = browse("bruno").get(EDITOR)
    nonce = re.search(r'data-nonce="([^"]+)"', page.text)[1]
    policy = page.headers["Content-Security-Policy"]
    assert f"style-src 'self' 'nonce-{nonce}'" in policy
    assert "unsafe-inline" not in policy
    again = browse("bruno").get(EDITOR)
    assert nonce not in again.headers["Content-Security-Policy"]


@pytest.mark.parametrize("who", ["amina", "farid"])
def test_others_may_not(browse, who):
    browser = browse(who)
    for answer in (
        browser.get(EDITOR),
        browser.post(EDITOR, {"text": "x"}),
        browser.post(f"{EDITOR}/preview", {"text": "x"}),
        browser.post(f"{EDITOR}/remove"),
        browser.get("/teach/small/pages"),
        browser.get("/teach/-/token"),
    ):
        assert answer.status_code == 403
    assert kept().text != "x"


def test_a_stranger_signs_in_first(browse):
    assert browse().get(EDITOR).status_code == 303
    assert browse().post(EDITOR, {"text": "x"}, headers=SCRIPT).status_code == 401


def test_a_text_is_kept_in_the_copy(browse):
    browser = browse("bruno")
    state = seen(browser.get(EDITOR).text)
    answer = browser.post(EDITOR, {"text": "# New\r\n\r\nWords\r\n", "seen": state})
    assert answer.status_code == 303
    assert kept().text == "# New\n\nWords\n"
    entries = content.get_entries(content.find_revision(content.get_course("small").id).tree_hash)
    assert kept().hash != entries["pages/origins.md"]


def test_the_script_is_told_the_new_state(browse):
    browser = browse("bruno")
    state = seen(browser.get(EDITOR).text)
    first = browser.post(EDITOR, {"text": "One", "seen": state}, headers=SCRIPT)
    assert first.json["seen"] == kept().hash
    second = browser.post(EDITOR, {"text": "Two", "seen": first.json["seen"]}, headers=SCRIPT)
    assert second.status_code == 200
    assert kept().text == "Two\n"


def test_two_windows_do_not_overwrite_each_other(browse):
    browser = browse("bruno")
    state = seen(browser.get(EDITOR).text)
    browser.post(EDITOR, {"text": "Of the first", "seen": state}, headers=SCRIPT)
    refused = browser.post(EDITOR, {"text": "Of the second", "seen": state}, headers=SCRIPT)
    assert refused.status_code == 409
    assert refused.json["text"] == "Of the first\n"
    assert kept().text == "Of the first\n"
    # Without a script both are shown, and sending again decides.
    shown = browser.post(EDITOR, {"text": "Of the second", "seen": state})
    assert shown.status_code == 409
    assert "Of the first" in shown.text
    assert "Of the second" in shown.text
    browser.post(EDITOR, {"text": "Of the second", "seen": seen(shown.text)})
    assert kept().text == "Of the second\n"


def test_the_same_text_again_is_no_conflict(browse):
    browser = browse("bruno")
    state = seen(browser.get(EDITOR).text)
    for _ in range(2):
        answer = browser.post(EDITOR, {"text": "Same", "seen": state}, headers=SCRIPT)
        assert answer.status_code == 200


def test_what_another_saved_meanwhile_is_not_overwritten(browse, course):
    """The page was open, nothing was changed in it, and a colleague saved a revision."""
    from dataclasses import replace

    browser = browse("bruno")
    state = seen(browser.get(EDITOR).text)
    colleague = replace(cast.actor_of("chen"), grants=cast.actor_of("bruno").grants)
    db.session.remove()
    with writing():
        services.change_files(colleague, NOW, course, {"pages/origins.md": b"Theirs\n"})
        services.save(colleague, NOW, course, "Theirs")
    answer = browser.post(EDITOR, {"text": "Mine", "seen": state}, headers=SCRIPT)
    assert answer.status_code == 409
    assert answer.json["text"] == "Theirs\n"


def test_a_text_is_not_taken_for_somebody_else(browse):
    browser = browse("bruno")
    state = seen(browser.get(EDITOR).text)
    sent = {"text": "Chen's", "seen": state, "person": cast.id_of("chen")}
    answer = browser.post(EDITOR, sent, headers=SCRIPT)
    assert answer.status_code == 409
    assert "Somebody else is signed in" in answer.json["message"]
    assert kept().text != "Chen's\n"


def test_a_page_open_for_long_gets_a_new_token(browse):
    answer = browse("bruno").get("/teach/-/token")
    assert answer.json["person"] == cast.id_of("bruno")
    assert len(answer.json["token"]) > 40


def test_a_preview_writes_nothing_and_tells_problems(browse):
    before = kept().text
    sent = {
        "text": "# T\n\n![](media/ladder.svg)\n\n[to](pages/none.md) [next](wording.md#a)\n\n"
        "<script>alert(1)</script>\n"
    }
    answer = browse("bruno").post(f"{EDITOR}/preview", sent, headers=SCRIPT)
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    assert "has no alternative text" in answer.text
    assert "pages/none.md, which is not in the course" in answer.text
    assert "Add the file, or correct the path" in answer.text
    assert "Write “pages/wording.md#a”: paths begin at" in answer.text
    assert "Line 7:" in answer.text
    assert "<html" not in answer.text
    whole = browse("bruno").post(f"{EDITOR}/preview", {"text": "Unsent words"})
    assert "Unsent words" in whole.text
    assert "<html" in whole.text
    assert kept().text == before


def test_the_preview_is_what_readers_will_get():
    files = courses.files()
    course, problems = read_course(files)
    assert problems == []
    units = list_units(course)
    texts = choose_source(units, Rewordings(()))
    published = compile_edition(course, "en", texts, "/media/v/").pages
    for activity in course.head.activities:
        if not activity.page:
            continue
        text = course.pages[activity.page]
        ours = pages.preview(
            course.head, activity.page, text, dict.fromkeys(files, 0), ("/media/v/", "")
        )
        [theirs] = [page.html for page in published if page.activity_id == activity.id]
        # Lines are for the editor, which follows its cursor by them.
        assert re.sub(r' data-line="\d+"', "", ours.html) == theirs
        assert ours.problems == ()


def test_the_weight_counts_pictures(browse):
    sizes = {"media/a.png": 600_000, "pages/a.md": 0}
    shown = pages.preview(None, "pages/a.md", "![a](media/a.png)", sizes, ("", ""))
    assert 12 < shown.seconds < 12.1
    film = pages.preview(None, "pages/a.md", "![a](media/a.mp4)", {"media/a.mp4": 10**7}, ("", ""))
    assert film.seconds < 0.1
    assert shown.is_heavy


def test_a_page_is_begun_listed_and_removed(browse):
    browser = browse("bruno")
    answer = browser.post("/teach/small/pages", {"title": "Gifts & hospitality"})
    assert answer.headers["Location"].endswith("/pages/gifts-hospitality")
    assert kept("gifts-hospitality").text == "# Gifts & hospitality\n"
    listed = browser.get("/teach/small/pages").text
    assert "Gifts &amp; hospitality" in listed
    assert "In no module" in listed
    browser.post("/teach/small/pages/gifts-hospitality/remove")
    assert browser.get("/teach/small/pages/gifts-hospitality").status_code == 404
    assert browser.post("/teach/small/pages", {"title": "  "}).status_code == 422


def test_a_title_in_another_script_gets_a_name(browse):
    answer = browse("bruno").post("/teach/small/pages", {"title": "الهدايا"})
    assert answer.headers["Location"].endswith("/pages/lhdy")
    assert kept("lhdy").text == "# الهدايا\n"


def test_before_removal_it_is_said_who_names_the_page(browse):
    shown = browse("bruno").get("/teach/small/pages/wording/remove").text
    assert "pages/origins.md" in shown
    assert "course.yaml" in shown


def test_a_renamed_page_takes_links_along(browse, course):
    browser = browse("bruno")
    answer = browser.post("/teach/small/pages/wording/rename", {"name": "binding"})
    assert answer.headers["Location"].endswith("/pages/binding")
    assert "(pages/binding.md)" in kept("origins").text
    assert kept("binding").title == "How wording binds"
    copy = queries.get_copy(course, cast.id_of("bruno"))
    assert "pages/wording.md" not in copy.paths
    assert b"page: pages/binding.md" in copy.read("course.yaml")
    assert browser.post("/teach/small/pages/binding/rename", {"name": "origins"}).status_code == 422
    assert browser.post("/teach/small/pages/binding/rename", {"name": "Ä b"}).status_code == 422


def test_translations_follow_a_renamed_page(course):
    from lms.content.services import append_translations
    from lms.units.unit import Key

    bruno = cast.actor_of("bruno")
    db.session.remove()
    with writing():
        key = Key("pages/wording.md", "A State *may* act.")
        append_translations(
            bruno, NOW, course.id, "fr", {key: ("Un État *peut* agir.", "reviewed")}
        )
        services.rename_page(bruno, NOW, course, "wording", "binding")
    rows = content.list_translations(course.id)["fr"]
    carried = rows[Key("pages/binding.md", "A State *may* act.")]
    assert (carried.text, carried.status) == ("Un État *peut* agir.", "reviewed")


def test_mentions_are_found_and_turned():
    text = "See [a](pages/a.md#x), ![b](media/b.png) and pages/a.md.bak, my-pages/a.md"
    assert {"pages/a.md", "media/b.png"} <= pages.mentions(text)
    turned = pages.point_elsewhere(text, "pages/a.md", "pages/z.md")
    assert turned == "See [a](pages/z.md#x), ![b](media/b.png) and pages/a.md.bak, my-pages/a.md"
