"""Questions copied from course to course: whole, with their lineage; the original renews them."""

import json

import pytest
import yaml

from lms.content import queries as content
from lms.kit import storage
from lms.kit.db import db
from lms.units.unit import Key
from lms.workshop import services
from lms.workshop.queries.descent import find_descent
from lms.workshop.queries.shelves import find_draft
from tests import cast
from tests.cast import NOW
from tests.content import courses
from tests.workshop.shelves import BANKS, HOME, files, take_in, teach

COPY = f"{HOME}/copy"
PICTURED = """\
- id: gift
  type: true_false
  objective: strength
  text: "Look: ![A ladder](media/ladder.svg) Is it a gift?"
  correct: yes
"""


def copy(browser, *names, course="second", **more):
    return browser.post(COPY, {"question": list(names), "course": course, "bank": "more", **more})


def entries(slug="second", bank="more"):
    """Return a bank of a course's saved draft as its file says it."""
    with db.session.no_autoflush:
        shelf = find_draft(content.get_course(slug))
    return yaml.safe_load(shelf.banks[bank].text) or [] if bank in shelf.banks else None


def said(slug, language):
    """Return the translations of a course's draft."""
    rows = content.list_translations(content.get_course(slug).id).get(language, {})
    return {key: (row.text, row.status) for key, row in rows.items()}


@pytest.fixture
def two(app, read_library):
    """Two courses of Bruno's; the first is in Arabic too, reviewed."""
    take_in(courses.translated(files("first"), "ar", "reviewed"))
    take_in(files("second", bank="[]\n"), is_published=False)
    read_library()


def test_a_copy_has_texts_translations_and_lineage_and_makes_a_revision(browse, two):
    bruno = browse("bruno")
    page = bruno.get(f"{COPY}?question=first/gift&course=second").text
    assert "Copy 1 question" in page
    before = content.find_revision(content.get_course("second").id)
    answer = copy(bruno, "first/gift")
    assert answer.location == f"{HOME}/second/gift"
    revision = content.find_revision(content.get_course("second").id)
    assert (revision.number, revision.parents) == (before.number + 1, [before.id])
    assert "first" in revision.message
    source, came = yaml.safe_load(BANKS)[0], entries()[0]
    assert came == source
    key = Key("questions/more.yaml#gift.text", source["text"])
    assert said("second", "ar")[key] == (f"٭ {source['text']}", "reviewed")
    page = bruno.get(answer.location).text
    assert "Questions copied: 1. This is revision 2" in page
    assert "The course first</bdi>: <bdi>gift" in page
    assert "version 1" in page
    assert "The course second</bdi>: <bdi>gift" in bruno.get(f"{HOME}/first/gift").text
    actions = bruno.get("/teach/second/history").text
    assert "Questions copied from first" in actions


def test_several_at_once_end_in_a_new_bank(browse, two):
    answer = copy(
        browse("bruno"), "first/gift", "first/asset", bank="+", new_bank="Gifts and assets"
    )
    assert answer.location == "/teach/second/questions?bank=gifts-and-assets"
    assert [one["id"] for one in entries(bank="gifts-and-assets")] == ["gift", "asset"]
    assert entries(bank="gifts-and-assets")[1]["objective"] == "strength"


def test_undone_by_restoring_the_revision_before(browse, two):
    bruno = browse("bruno")
    copy(bruno, "first/gift")
    bruno.post("/teach/second/history/1/restore", {"path": "questions/more.yaml"})
    bruno.post("/teach/second/save", {"message": "Undone"})
    assert entries() == []
    assert bruno.get(f"{HOME}/second/gift").status_code == 404


def test_what_the_course_has_already_does_not_come_twice(browse, two):
    bruno = browse("bruno")
    copy(bruno, "first/gift")
    again = copy(bruno, "first/gift")
    assert again.status_code == 409
    assert "None of these questions can be copied." in again.text
    page = bruno.get(f"{COPY}?question=first/gift&question=first/asset&course=second").text
    assert "The course has this question already: “gift” in the bank “more”." in page
    assert "Copy 1 question" in page
    assert copy(bruno, "first/gift", "first/asset").status_code == 303
    assert [one["id"] for one in entries()] == ["gift", "asset"]


def test_an_id_and_an_objective_are_the_courses_own(browse, two):
    other = "- {id: gift, type: true_false, text: Another., correct: yes}\n"
    head = courses.COURSE.replace("id: small", "id: second", 1).replace(
        "{id: strength, text: Say how strongly a wording binds.}", "{id: other, text: Other.}"
    )
    bank = courses.BANK.replace("objective: strength", "objective: other")
    take_in(
        {**courses.files(course=head, bank=bank), "questions/more.yaml": other.encode()},
        is_published=False,
    )
    bruno = browse("bruno")
    page = bruno.get(f"{COPY}?question=first/gift&question=first/asset&course=second").text
    assert "Its id is “gift-2” here" in page
    assert "The course has no objective “Say how strongly a wording binds.”" in page
    copy(bruno, "first/gift", "first/asset")
    assert [one["id"] for one in entries()] == ["gift", "gift-2", "asset"]
    assert "objective" not in entries()[2]


def test_media_come_along_under_a_free_name(browse, two):
    take_in({**files("first", bank=PICTURED, picture=courses.SVG.replace("M0 9h9", "M0 8h8")),
             "media/ladder.svg.yaml": b"credit: The Commission\n"}, is_published=False)  # fmt: skip
    bruno = browse("bruno")
    page = bruno.get(f"{COPY}?question=first/gift&course=second").text
    assert "Its media come along: ladder-2.svg, ladder-2.svg.yaml." in page
    copy(bruno, "first/gift")
    hashes = find_draft(content.get_course("second")).hashes
    assert b"M0 8h8" in storage.get(hashes["media/ladder-2.svg"])
    assert b"M0 9h9" in storage.get(hashes["media/ladder.svg"])
    assert storage.get(hashes["media/ladder-2.svg.yaml"]) == b"credit: The Commission\n"
    assert "media/ladder-2.svg" in entries()[0]["text"]


def test_a_course_in_another_language_gets_the_translation(browse, two):
    head = courses.COURSE.replace("id: small", "id: second", 1)
    head = head.replace("source_language: en", "source_language: ar")
    take_in({**courses.files(course=head), "questions/more.yaml": b"[]\n"}, is_published=False)
    bruno = browse("bruno")
    assert (
        "Its text is the translation" in bruno.get(f"{COPY}?question=first/gift&course=second").text
    )
    copy(bruno, "first/gift")
    source, came = yaml.safe_load(BANKS)[0], entries()[0]
    assert came["text"] == f"٭ {source['text']}"
    assert came["choices"][0]["feedback"] == f"٭ {source['choices'][0]['feedback']}"
    assert came["choices"][0]["correct"] is True
    key = Key("questions/more.yaml#gift.choices.tell.text", "٭ Tell the superior.")
    assert said("second", "en")[key] == ("Tell the superior.", "translated")
    head = head.replace("source_language: ar", "source_language: fr")
    take_in({**courses.files(course=head), "questions/more.yaml": b"[]\n"}, is_published=False)
    page = bruno.get(f"{COPY}?question=first/asset&course=second").text
    assert "is written in \u2068English\u2069 and is not wholly translated into" in page
    assert "Nothing can be copied into this course" in page


def test_a_question_of_a_case_stays_with_its_case(browse, two):
    bank = "- {id: of-case, type: true_false, case: file, text: It is so., correct: yes}\n"
    bruno = cast.actor_of("bruno")
    course = content.get_course("first")
    services.change_files(bruno, NOW, course, {"questions/more.yaml": bank.encode()})
    services.save(bruno, NOW, course, "With a case")
    db.session.commit()
    page = browse("bruno").get(f"{COPY}?question=first/of-case&course=second").text
    assert "belongs to a case file" in page


def test_unsaved_changes_in_the_bank_are_saved_first(browse, two):
    actor, course = cast.actor_of("bruno"), content.get_course("second")
    services.change_files(actor, NOW, course, {"questions/more.yaml": b"# mine\n[]\n"})
    db.session.commit()
    page = browse("bruno").get(f"{COPY}?question=first/gift&course=second").text
    assert "nothing can be copied into them until you save or discard these: more" in page
    assert 'href="/teach/second/save"' in page
    answer = copy(browse("bruno"), "first/gift")
    assert answer.status_code == 409
    assert "You have unsaved changes in the bank “more”." in answer.text
    assert entries() == []


def test_whose_editors_stay_behind_for_unsaved_changes_is_told(browse, two):
    bruno, told = browse("bruno"), "Your editors show the copies as soon as you save"
    assert told not in bruno.get(copy(bruno, "first/gift").location).text
    course = content.get_course("second")
    services.change_files(cast.actor_of("bruno"), NOW, course, {"pages/own.md": b"Mine.\n"})
    db.session.commit()
    page = bruno.get(f"{COPY}?question=first/asset&course=second").text
    assert "Save them first, and your editors show the copies at once." in page
    assert told in bruno.get(copy(bruno, "first/asset").location).text
    page = bruno.get("/teach/second").text
    assert "You have saved a newer revision yourself" in page
    assert "Somebody has saved" not in page


def test_who_copies_sees_the_original_and_works_on_the_course(browse, two):
    teach("farid")
    farid = browse("farid")
    assert copy(farid, "first/gift").status_code == 404
    take_in(files("third", bank="[]\n"), "farid", is_published=False)
    assert copy(farid, "first/gift", course="third").status_code == 404
    browse("bruno").post("/teach/first/deriving", {"is_open": "yes"})
    assert copy(farid, "first/shall", course="third").status_code == 404
    assert copy(farid, "first/gift", course="third").status_code == 303
    assert entries("third")[0]["choices"][0]["correct"] is True
    assert "1 course that you may not see" in browse("bruno").get(f"{HOME}/first/gift").text
    browse("bruno").post("/teach/first/deriving", {"is_open": "no"})
    assert "a question that you may not see" in farid.get(f"{HOME}/third/gift").text
    assert browse("amina").post(COPY).status_code == 403
    assert browse().post(COPY).status_code == 303
    assert browse("bruno").get(COPY).location == HOME


def test_the_original_has_changed_and_the_copy_takes_the_newer_text_over(browse, two, read_library):
    bruno = browse("bruno")
    copy(bruno, "first/gift", "first/asset")
    address = f"{HOME}/second/gift"
    assert "The original has changed" not in bruno.get(address).text
    assert bruno.post(f"{address}/renew").status_code == 409
    changed = files("first", bank=BANKS.replace("A driver", "A pilot"))
    take_in(courses.translated(changed, "ar", "reviewed"))
    page = bruno.get(address).text
    assert "The original has changed since it was copied" in page
    assert "pilot" in page
    assert "You have changed the copy since." not in page
    assert bruno.post(f"{address}/renew").location == address
    assert [one["id"] for one in entries()] == ["gift", "asset"]
    assert entries()[0]["text"].startswith("A pilot")
    key = Key("questions/more.yaml#gift.text", entries()[0]["text"])
    assert said("second", "ar")[key] == (f"٭ {entries()[0]['text']}", "reviewed")
    assert "The original has changed" not in bruno.get(address).text
    assert find_descent(content.get_course("second").id, "gift").origin_version == 2


def test_own_changes_of_a_copy_are_told_before_they_are_replaced(browse, two):
    bruno = browse("bruno")
    copy(bruno, "first/gift")
    own = entries()
    own[0]["objective"] = "strength"
    own[0]["text"] = "My own words."
    services.change_files(
        cast.actor_of("bruno"), NOW, content.get_course("second"),
        {"questions/more.yaml": json.dumps(own).encode()},
    )  # fmt: skip
    services.save(cast.actor_of("bruno"), NOW, content.get_course("second"), "Mine")
    db.session.commit()
    take_in(files("first", bank=BANKS.replace("A driver", "A pilot")), is_published=False)
    page = bruno.get(f"{HOME}/second/gift").text
    assert "You have changed the copy since." in page
    bruno.post(f"{HOME}/second/gift/renew")
    assert entries()[0]["text"].startswith("A pilot")
    assert entries()[0]["objective"] == "strength"


def test_a_draft_that_was_copied_is_not_compared_for_those_who_do_not_see_it(browse, two):
    teach("farid")
    take_in(files("third", bank="[]\n"), "farid", is_published=False)
    bruno, farid = browse("bruno"), browse("farid")
    bruno.post("/teach/first/deriving", {"is_open": "yes"})
    copy(farid, "first/gift", course="third")
    take_in(files("first", bank=BANKS.replace("A driver", "A pilot")), is_published=False)
    assert "The original has changed" not in farid.get(f"{HOME}/third/gift").text
    assert farid.post(f"{HOME}/third/gift/renew").status_code == 409
    assert bruno.post(f"{HOME}/third/gift/renew").status_code in {403, 404}
