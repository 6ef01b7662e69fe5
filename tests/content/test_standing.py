"""Which former text's translation a unit inherits whose source changed; the same in files."""

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lms.content import catalogues, package, services
from lms.content.catalogues import po_file
from lms.content.reader import read_course
from lms.content.services.drafts import append_translations
from lms.content.standing import Said, find_links, stand
from lms.content.texts import list_units
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.units import po
from lms.units.unit import Key, Unit
from tests.cast import NOW
from tests.content import courses

PAGE = "pages/wording.md"
SENTENCE = 5  # words, below which one mended word makes another text
FORMER = Key(PAGE, "A State *may* act.")
MENDED = Key(PAGE, "A State *may* well act.")


def unit(text: str, file: str = PAGE) -> Unit:
    return Unit(file, text, file, 1, "paragraph")


def said(text: str, row: int = 1) -> Said:
    return Said(text, "reviewed", row, row)


def test_a_mended_text_inherits_and_is_stale_a_moved_one_is_not():
    units = [unit(MENDED.text), unit("Moved whole.", "pages/other.md")]
    moved = Key(PAGE, "Moved whole.")
    known = {FORMER: said("قد"), moved: said("نقل")}
    links = find_links(units, known, {})
    assert stand(units[0], known, links) == ("قد", "stale", FORMER)
    assert stand(units[1], known, links) == ("نقل", "reviewed", moved)


def test_a_text_of_its_own_goes_before_what_is_inherited():
    known = {FORMER: said("قد"), MENDED: said("يجوز", 2)}
    assert stand(unit(MENDED.text), known, find_links([unit(MENDED.text)], known, {})) == (
        "يجوز", "reviewed", None,
    )  # fmt: skip


def test_what_a_later_translation_followed_is_not_offered_to_a_second_text():
    units = [unit(MENDED.text), unit("A State *may* perhaps act.")]
    known = {FORMER: said("قد")}
    assert set(find_links(units, known, {})) == {MENDED}
    followed = {**known, MENDED: said("يجوز", 2)}
    assert find_links(units, followed, {}) == {}
    # A text that was there before the former one got its last translation did not follow it.
    older = {FORMER: said("قد", 2), MENDED: said("يجوز", 1)}
    assert set(find_links(units, older, {})) == {units[1].key}


def test_a_text_that_resembles_a_mended_one_and_was_translated_after_it_did_not_follow_it():
    """A catalogue is taken in text by text: whatever stands below was translated later."""
    asked = "Which of these are purposes of the Convention, as article 1 states them?"
    beside = unit("Which of these subjects stand in the Convention, as chapter III has them?")
    mended = unit(asked.replace("these", "the following"))
    known = {Key(PAGE, asked): said("سؤال", 1), beside.key: said("غيره", 2)}
    for units in ([mended, beside], [beside, mended]):
        links = find_links(units, known, {})
        assert stand(mended, known, links) == ("سؤال", "stale", Key(PAGE, asked))


def test_a_field_that_kept_its_name_followed_itself_whatever_resembles_it_more():
    bank = "questions/bank.yaml"
    asked = Key(f"{bank}#purposes.text", "Which of these are purposes of the Convention?")
    mended = Unit(asked.context, "Name the purposes of the Convention.", bank, 1, "question")
    beside = Unit(f"{bank}#chapters.text", "Which of these are chapters of the Convention?",
                  bank, 2, "question")  # fmt: skip
    known = {asked: said("سؤال", 1), beside.key: said("غيره", 2)}
    assert find_links([mended, beside], known, {}) == {mended.key: asked}


def test_every_text_of_a_shipped_course_in_which_a_word_is_mended_stays_translated_as_stale():
    files = package.read_folder(Path("courses/uncac-foundations"))
    course = read_course(files)[0]
    units = list_units(course)
    said_in_arabic = catalogues.translations_in(course.catalogues["ar"])
    known = {
        key: Said(text, status, row, row)
        for row, (key, (text, status)) in enumerate(said_in_arabic.items(), 1)
    }
    lost = []
    for place, whole in enumerate(units):
        words = whole.text.split(" ")
        if len(words) < SENTENCE:
            continue
        words[len(words) // 2] += "x"
        mended = replace(whole, text=" ".join(words))
        links = find_links([*units[:place], mended, *units[place + 1 :]], known, {})
        if links.get(mended.key) != whole.key:
            lost.append(whole.key)
    assert lost == []


def test_what_a_catalogue_declares_goes_before_what_is_alike():
    other = Key(PAGE, "Something else entirely.")
    known = {FORMER: said("قد"), other: said("غير")}
    assert find_links([unit(MENDED.text)], known, {MENDED: other}) == {MENDED: other}


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh")))
def test_no_former_text_is_inherited_twice(present, translated):
    words = "the convention asks each State to"
    units = [unit(f"{words} {letter * 2}") for letter in present]
    known = {Key(PAGE, f"{words} {letter}"): said(letter) for letter in translated}
    links = find_links(units, known, {})
    assert len(set(links.values())) == len(links)


def test_a_workbench_translation_whose_source_changed_is_stale_in_files_too(app):
    courses.take_in(courses.files())
    course = services.open_draft(_course()).course
    append_translations(OPERATOR, NOW, course.id, "ar", {FORMER: ("قد", "translated")})
    db.session.commit()
    assert services.count_translations(OPERATOR, "small")["ar"]["translated"] == 1
    page = courses.WORDING.replace("*may* act", "*may* well act")
    courses.take_in(courses.files(wording=page))
    counts = services.count_translations(OPERATOR, "small")["ar"]
    assert (counts["translated"], counts["stale"]) == (0, 1)
    entry = po.read(services.export_translations(OPERATOR, "small", "ar")).living()[MENDED]
    assert (entry.translation, entry.previous) == ("قد", FORMER)
    # What was sent out and comes back unchanged changes nothing.
    assert po_file("ar") in services.open_draft(_course()).files


def test_a_workbench_translation_of_a_page_that_moved_stays_current_in_files(app):
    courses.take_in(courses.files())
    append_translations(OPERATOR, NOW, _course().id, "ar", {FORMER: ("قد", "reviewed")})
    db.session.commit()
    origins = courses.ORIGINS + "\nA State *may* act.\n"
    wording = courses.WORDING.replace("A State *may* act.\n", "")
    courses.take_in(courses.files(origins=origins, wording=wording))
    counts = services.count_translations(OPERATOR, "small")["ar"]
    assert (counts["reviewed"], counts["stale"]) == (1, 0)


def _course():
    from lms.content import queries

    return queries.get_course("small")
