"""Saving in the browser: alone, beside others, in conflict; discarding and bringing back."""

import html
import io
from contextlib import contextmanager
from datetime import timedelta

import pytest

from lms.accounts import services as accounts
from lms.content import hashes
from lms.content import queries as content
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db
from lms.workshop import queries, services
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

ORIGINS, WORDING = "pages/origins.md", "pages/wording.md"
LONG = "# How wording binds\n\nA State *shall* act.\n\nA State *may* act.\n"


@contextmanager
def writing():
    """Commit what the block does in the test's own session."""
    yield
    db.session.commit()
    db.session.remove()


@pytest.fixture(autouse=True)
def course(app):
    """The small course, of which Chen is a trainer too."""
    with writing():
        bruno = cast.actor_of("bruno")
        factories.import_course(bruno, NOW, courses.files())
        accounts.grant_role(
            OPERATOR, NOW, cast.id_of("chen"), role="trainer",
            organisation_id=bruno.organisation_id,
        )  # fmt: skip
    return content.get_course("small")


def write(who, course, **texts):
    names = {"origins": ORIGINS, "wording": WORDING, "picture": "media/ladder.svg"}
    with writing():
        changes = {names[name]: text and text.encode() for name, text in texts.items()}
        services.change_files(cast.actor_of(who), NOW, course, changes)


def save(who, course, message="Done"):
    with writing():
        return services.save(cast.actor_of(who), NOW, course, message)


def copy_of(who, course):
    return queries.get_copy(course, cast.id_of(who))


def saved(course, path=ORIGINS):
    return content.get_files(content.find_revision(course.id).tree_hash).get(path, b"").decode()


def test_what_changed_is_shown_word_by_word_and_saved(browse, course):
    write("bruno", course, wording=LONG.replace("may", "must"))
    browser = browse("bruno")
    page = browser.get("/teach/small/save").text
    assert "<del>" in page
    assert "must</ins>" in page
    assert "Page: \u2068How wording binds\u2069" in page
    answer = browser.post("/teach/small/save", {"message": "Stronger words"})
    assert (answer.status_code, answer.location) == (303, "/teach/small")
    assert "Saved as revision 2." in browser.get("/teach/small").text
    assert content.find_revision(course.id).message == "Stronger words"
    assert "must" in saved(course, WORDING)


def test_without_a_message_the_files_are_named(browse, course):
    write("bruno", course, wording=LONG.replace("may", "must"))
    browse("bruno").post("/teach/small/save", {"message": ""})
    assert content.find_revision(course.id).message == "Page: How wording binds"


def test_a_picture_and_its_note_are_named_as_people_know_them(browse, course):
    picture = {"file": (io.BytesIO(courses.SVG.encode()), "Steps.svg"), "alt": "Three steps"}
    browser = browse("bruno")
    browser.post("/teach/small/media", picture, content_type="multipart/form-data")
    page = browser.get("/teach/small/save").text
    assert "Picture: \u2068steps.svg\u2069" in page
    assert "Note on \u2068steps.svg\u2069" in page
    browser.post("/teach/small/save", {"message": ""})
    assert content.find_revision(course.id).message == "Picture: steps.svg"


def test_nothing_to_save_is_said(browse):
    assert "There is nothing to save" in browse("bruno").get("/teach/small/save").text
    assert browse("bruno").post("/teach/small/save", {"message": "x"}).status_code == 409


def test_a_message_that_is_too_long_is_refused_and_nothing_saved(browse, course):
    write("bruno", course, wording=LONG.replace("may", "must"))
    answer = browse("bruno").post("/teach/small/save", {"message": "x" * 301})
    assert answer.status_code == 422
    assert "Use at most 300 characters." in answer.text
    assert content.find_revision(course.id).number == 1


def test_what_others_saved_comes_in_and_is_named(browse, course):
    write("bruno", course, wording=LONG.replace("may", "must"))
    write("chen", course, origins="# Chen\n")
    save("chen", course)
    browser = browse("bruno")
    assert "Others have saved meanwhile" in browser.get("/teach/small/save").text
    browser.post("/teach/small/save", {"message": "Words"})
    assert "Came in from others: Page: \u2068Origins\u2069." in browser.get("/teach/small").text
    assert saved(course) == "# Chen\n"


def conflict(course, mine="# Bruno\n", theirs="# Chen\n"):
    write("bruno", course, origins=mine)
    write("chen", course, origins=theirs)
    save("chen", course)
    return hashes.content_hash(theirs.encode()) if theirs else ""


def decide(seen, side, text=None, path=ORIGINS):
    more = {} if text is None else {f"text-{path}": text}
    return {f"side-{path}": side, f"seen-{path}": seen, "message": "Settled", **more}


def test_in_conflict_both_sides_are_shown_and_nothing_is_saved(browse, course):
    conflict(course)
    browser = browse("bruno")
    page = browser.get("/teach/small/save").text
    assert "By Chen Wei" in page
    assert "# Bruno</ins>" in page
    assert "# Chen</ins>" in page
    answer = browser.post("/teach/small/save", {"message": "Mine, please"})
    assert answer.status_code == 409
    assert "Mine, please" in answer.text
    assert "Please choose which text stands." in answer.text
    assert saved(course) == "# Chen\n"
    assert copy_of("bruno", course).read(ORIGINS) == b"# Bruno\n"


def test_the_text_that_joins_both_holds_both_and_is_refused_until_decided(browse, course):
    seen = conflict(course)
    browser = browse("bruno")
    page = html.unescape(browser.get("/teach/small/save").text)
    joined = "<<<<<<< Yours\n# Bruno\n======= By Chen Wei\n# Chen\n>>>>>>>\n"
    assert joined in page.replace("\u2068", "").replace("\u2069", "")
    answer = browser.post("/teach/small/save", decide(seen, "text", joined))
    assert answer.status_code == 409
    assert "The text still holds both sides between marks." in answer.text
    assert saved(course) == "# Chen\n"


@pytest.mark.parametrize(
    ("side", "text", "stands"),
    [("mine", None, "# Bruno\n"), ("theirs", None, "# Chen\n"), ("text", "# Both\r\n", "# Both\n")],
)
def test_a_conflict_is_decided(browse, course, side, text, stands):
    seen = conflict(course)
    answer = browse("bruno").post("/teach/small/save", decide(seen, side, text))
    assert answer.status_code == 303
    assert saved(course) == stands
    assert len(content.find_revision(course.id).parents) == 2


def test_a_decision_about_an_older_state_is_asked_again(browse, course):
    seen = conflict(course)
    write("chen", course, origins="# Chen again\n")
    save("chen", course)
    answer = browse("bruno").post("/teach/small/save", decide(seen, "mine"))
    assert answer.status_code == 409
    assert "This file was saved again meanwhile." in answer.text
    assert saved(course) == "# Chen again\n"


def test_a_file_removed_by_the_other_side(browse, course):
    write("bruno", course, wording="# Bruno\n")
    write("chen", course, wording=None)
    save("chen", course)
    browse("bruno").post("/teach/small/save", decide("", "theirs", path=WORDING))
    assert WORDING not in content.get_entries(content.find_revision(course.id).tree_hash)
    assert "Recently discarded" in browse("bruno").get("/teach/small").text


def test_changes_at_two_places_of_a_page_are_joined_for_the_asking(browse, course):
    write("bruno", course, wording=LONG.replace("How wording", "What wording"))
    write("chen", course, wording=LONG.replace("may", "need not"))
    save("chen", course)
    page = browse("bruno").get("/teach/small/save").text
    assert "You changed different places." in page
    both = "# What wording binds\n\nA State *shall* act.\n\nA State *need not* act.\n"
    assert f">\n{both}</textarea>" in page


def test_the_other_trainers_name_is_veiled_where_it_is_protected(browse, course):
    with writing():
        accounts.protect_person(OPERATOR, NOW, cast.id_of("chen"), is_protected=True)
    conflict(course)
    assert "Chen Wei" not in browse("bruno").get("/teach/small/save").text


def test_one_file_or_all_is_discarded_after_a_question_and_comes_back(browse, course):
    write("bruno", course, origins="# Mine\n", wording="# Too\n")
    browser = browse("bruno")
    page = browser.get(f"/teach/small/discard?path={WORDING}").text
    assert "Page: \u2068Too\u2069" in page
    assert "Mine" not in page
    browser.post("/teach/small/discard", {"path": WORDING})
    assert set(copy_of("bruno", course).changes) == {ORIGINS}
    browser.post("/teach/small/discard")
    assert copy_of("bruno", course).changes == {}
    front = browser.get("/teach/small").text
    assert front.count("Bring back") == 2
    address = front.split('action="/teach/small/discarded/')[1].split('"')[0]
    assert browse("chen").post(f"/teach/small/discarded/{address}").status_code == 404
    assert browser.post(f"/teach/small/discarded/{address}").status_code == 303
    assert len(copy_of("bruno", course).changes) == 1
    clock.set(NOW + timedelta(days=15))
    assert "Bring back" not in browse("bruno").get("/teach/small").text


def test_a_picture_is_shown_before_and_after(browse, course):
    write("bruno", course, picture=courses.SVG.replace("0 0 9 9", "0 0 8 8"))
    page = browse("bruno").get("/teach/small/save").text
    assert 'src="/teach/small/history/1/files/media/ladder.svg"' in page
    assert 'src="/teach/small/files/media/ladder.svg"' in page


@pytest.mark.parametrize("address", ["save", "discard"])
def test_who_may_come(browse, address):
    assert browse("amina").get(f"/teach/small/{address}").status_code == 403
    assert browse().get(f"/teach/small/{address}").status_code == 303
    assert browse("amina").post(f"/teach/small/{address}").status_code == 403
    with writing():
        accounts.grant_role(
            OPERATOR, NOW, cast.id_of("farid"), role="trainer",
            organisation_id=cast.actor_of("farid").organisation_id,
        )  # fmt: skip
    assert browse("farid").get(f"/teach/small/{address}").status_code == 404
    assert browse("farid").post(f"/teach/small/{address}").status_code == 404
