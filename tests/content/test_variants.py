"""Boxes that may be replaced: another example in a language, the own law in a derived course."""

from lms.content import queries as content
from lms.content.format import COURSE_FILE
from lms.content.reader import read_course
from lms.content.services import open_draft
from lms.content.validator import check_course
from lms.content.variants import file_of, find_variants, read_name
from lms.kit.db import db
from lms.units import markdown
from lms.units.markdown import Setting
from tests.content import courses

PAGE = "pages/origins.md"
MARKED = courses.ORIGINS.replace(
    "A gift to an engineer", "A gift to an engineer {replaceable=gift}"
)
ARABIC = "# هدية لموظف\n\nقانون بلدنا يمنع *كل* هدية.\n"
FILE = "variants/origins.gift.ar.md"


def with_arabic(text=ARABIC):
    return {**courses.files(origins=MARKED), FILE: text.encode()}


def problems(files):
    return [(p.file, p.line, str(p.message)) for p in check_course(files).problems]


def test_a_mark_is_no_part_of_the_title_and_changes_nothing_that_readers_see():
    plain = courses.ORIGINS
    assert markdown.render(MARKED) == markdown.render(plain)
    assert markdown.extract(PAGE, MARKED) == markdown.extract(PAGE, plain)
    assert markdown.skeleton(MARKED) == markdown.skeleton(plain)


def test_a_variant_stands_in_the_place_of_its_box_and_the_label_stays():
    setting = Setting(PAGE, labels={"case": "حالة"}, variants={"gift": ARABIC})
    html = markdown.render(MARKED, setting)
    assert '<p class="box-label">حالة</p>' in html
    assert '<p class="box-title">هدية لموظف</p>' in html
    assert "<em>كل</em>" in html
    assert "engineer" not in html
    assert "the next page" not in html
    assert "Asset recovery" in html
    assert html.count("<section") == markdown.render(MARKED).count("<section")


def test_what_stands_in_a_box_is_known_by_its_name():
    inside = markdown.extract_boxes(PAGE, MARKED)
    assert [unit.text for unit in inside["gift"]] == [
        "A gift to an engineer",
        "What does [the next page](pages/wording.md) say of it?",
    ]
    assert [(box.name, box.line) for box in markdown.find_boxes(MARKED)] == [("gift", 10)]


def test_names_of_files_say_what_they_replace():
    assert file_of(PAGE, "gift", "ar") == FILE
    assert read_name(FILE) == (PAGE, "gift", "ar")
    assert read_name("variants/a.b.c.gift.fr.md") == ("pages/a.b.c.md", "gift", "fr")
    assert read_name("variants/origins.ar.md") is None
    assert find_variants(read_course(with_arabic())[0], PAGE, "ar") == {"gift": ARABIC}
    assert find_variants(read_course(with_arabic())[0], PAGE, "fr") == {}


def test_a_course_with_variants_is_valid():
    assert problems(with_arabic()) == []
    assert problems(courses.files(origins=MARKED)) == []


def test_what_is_wrong_with_variants_is_told_by_file_and_line():
    nowhere = {**courses.files(), FILE: ARABIC.encode()}
    assert problems(nowhere) == [(FILE, 1, "pages/origins.md has no replaceable box “gift”.")]
    assert problems(with_arabic(" \n")) == [(FILE, 1, "The file is empty.")]
    nested = with_arabic("Text.\n\n::: note\nA.\n:::\n")
    assert problems(nested) == [(FILE, 3, "Boxes and footnotes cannot stand within a box.")]
    assert problems(with_arabic("<b>no</b>\n"))[0][0] == FILE
    lost = with_arabic("![A](media/none.svg)\n")
    assert problems(lost) == [(FILE, 1, "There is no picture media/none.svg.")]
    unnamed = {**courses.files(), "variants/origins.md": b"x\n"}
    assert "does not say which box" in problems(unnamed)[0][2]


def test_what_is_wrong_with_marks_is_told():
    bad = MARKED.replace("{replaceable=gift}", "{replaceable=Gift!}")
    found = problems(courses.files(origins=bad))
    assert found == [(PAGE, 10, "A mark “{replaceable=…}” cannot be read.")]
    twice = MARKED + "\n::: note Again {replaceable=gift}\nText.\n:::\n"
    assert problems(courses.files(origins=twice)) == [
        (PAGE, 1, "Two replaceable boxes are called “gift”.")
    ]


def page_in(language):
    version = content.get_course("small").newest_version_id
    outline = content.get_outline(version, language)
    return content.get_page(outline.edition_id, "origins").html


def test_each_language_shows_its_own_and_the_others_the_translation(app):
    files = courses.translated(courses.files(origins=MARKED), "fr")
    files = courses.translated(files, "ar")
    courses.take_in({**files, FILE: ARABIC.encode()})
    made = courses.publish()
    assert {edition.language for edition in made.editions} == {"en", "ar", "fr"}
    assert "هدية لموظف" in page_in("ar")
    assert "هدية لموظف" not in page_in("fr")
    assert "A gift to an engineer" in page_in("en")


def test_what_no_reader_sees_need_not_be_translated(app):
    files = courses.translated(courses.files(origins=MARKED), "ar")
    rows = read_course(files)[0].catalogues["ar"]
    from lms.units import po

    inside = {unit.key for unit in markdown.extract_boxes(PAGE, MARKED)["gift"]}
    gaps = po.write(po.change(rows, dict.fromkeys(inside, ("", "missing"))))
    courses.take_in({**files, "locale/ar.po": gaps})
    assert {edition.language for edition in courses.publish().editions} == {"en"}
    courses.take_in({**files, "locale/ar.po": gaps, FILE: ARABIC.encode()})
    made = courses.publish()
    assert {edition.language for edition in made.editions} == {"en", "ar"}
    assert "هدية لموظف" in page_in("ar")


def test_another_law_is_another_version_and_the_own_language_may_have_one(app):
    courses.take_in(courses.files(origins=MARKED))
    assert courses.publish().version_number == 1
    own = {"variants/origins.gift.en.md": b"Our own law forbids it.\n"}
    courses.take_in({**courses.files(origins=MARKED), **own})
    made = courses.publish()
    assert made.version_number == 2
    (reason,) = map(str, made.reasons)
    assert reason.startswith("Own texts of boxes changed: variants/origins.gift.en.md.")
    assert "Our own law forbids it." in page_in("en")
    assert "What does" not in page_in("en")
    again = {"variants/origins.gift.en.md": b"Our own law forbids it all.\n"}
    courses.take_in({**courses.files(origins=MARKED), **again})
    made = courses.publish()
    assert made.version_number == 3
    changed = {
        "origins": MARKED,
        "course": courses.COURSE.replace("level: awareness", "level: expert"),
    }
    courses.take_in({**courses.files(**changed), **own})
    both = [str(reason).partition(":")[0] for reason in courses.publish().reasons]
    assert both == ["The structure changed", "Own texts of boxes changed"]


def test_variants_travel_with_the_course(app):
    courses.take_in(with_arabic())
    db.session.remove()
    files = open_draft(content.get_course("small")).files
    assert files[FILE].decode() == ARABIC
    assert COURSE_FILE in files
