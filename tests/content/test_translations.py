"""Translations of a draft: how far they are, out as a file and back, nobody's work overwritten."""

import pytest

from lms.content import queries, services
from lms.content.catalogues import main, write_po
from lms.content.reader import read_course
from lms.content.rules import (
    CourseInvalid,
    FormatNotOffered,
    LanguageNotOffered,
    NotTheCoursesTranslator,
    TranslationOfUnknownCourse,
)
from lms.content.services.drafts import append_translations, open_draft
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.units import po
from lms.units.unit import Key
from tests import cast
from tests.cast import NOW
from tests.content import courses

MAY = Key("pages/wording.md", "A State *may* act.")
SHALL = Key("pages/wording.md", "A State *shall* act.")


def take_in(content, actor=OPERATOR, **how):
    done = services.import_translations(actor, NOW, content, "ar.po", **how)
    db.session.commit()
    return done


def mended(content, key, text, status="translated"):
    return po.write(po.change(po.read(content), {key: (text, status)}))


def test_the_status_counts_missing_stale_and_what_is_done(app):
    tree = courses.translated(courses.files())
    courses.take_in(tree)
    everything = sum(services.count_translations(OPERATOR, "small")["ar"].values())
    assert services.count_translations(OPERATOR, "small")["ar"]["draft"] == everything
    assert services.count_translations(OPERATOR, "small")["zh"]["missing"] == everything
    page = courses.WORDING.replace("*may* act", "*may* well act") + "\nA new sentence.\n"
    courses.take_in({**tree, "pages/wording.md": page.encode()})
    counts = services.count_translations(OPERATOR, "small")["ar"]
    assert (counts["stale"], counts["missing"], counts["draft"]) == (1, 1, everything - 1)


def test_a_file_goes_out_with_course_and_revision_and_comes_back_unchanged(app):
    courses.take_in(courses.files())
    content = services.export_translations(OPERATOR, "small", "ar")
    fields = po.read(content).fields
    assert fields["X-Course"] == "small"
    assert fields["Language"] == "ar"
    assert fields["X-Revision"] == queries.find_revision(queries.get_course("small").id).id
    assert take_in(content).changed == 0


def test_what_a_translator_brings_is_in_the_next_export_and_edition(app):
    courses.take_in(courses.translated(courses.files()))
    version = courses.publish().version_id
    exported = services.export_course(OPERATOR, "small", is_draft=True)
    content = services.export_translations(OPERATOR, "small", "ar")
    content = mended(content, MAY, "يجوز.")
    assert take_in(content, is_dry_run=True).changed == 1
    assert services.export_course(OPERATOR, "small", is_draft=True) == exported
    done = take_in(content)
    assert (done.changed, done.unknown) == (1, 0)
    assert "يجوز.".encode() in services.export_course(OPERATOR, "small", is_draft=True)
    assert [(e.language, e.number) for e in courses.publish().editions] == [("ar", 2)]
    edition = queries.get_outline(version, "ar").edition_id
    assert "<p>يجوز.</p>" in queries.get_page(edition, "wording").html
    assert "يجوز.".encode() in services.export_course(OPERATOR, "small")


def test_an_old_folder_overwrites_no_translation_made_since(app):
    tree = courses.translated(courses.files())
    courses.take_in(tree)
    take_in(mended(services.export_translations(OPERATOR, "small", "ar"), MAY, "يجوز."))
    # The trainer mends the source and another translation in the folder of before.
    changed = courses.retranslate(tree, SHALL, "يجب.")
    courses.take_in({**changed, "pages/origins.md": tree["pages/origins.md"] + b"\nMore.\n"})
    draft = services.export_course(OPERATOR, "small", is_draft=True)
    assert "يجوز.".encode() in draft
    assert "يجب.".encode() in draft


def test_a_language_taken_out_of_the_folder_leaves_the_draft(app):
    tree = courses.translated(courses.files())
    courses.take_in(tree)
    courses.take_in(courses.files())
    assert services.count_translations(OPERATOR, "small")["ar"]["draft"] == 0
    assert b"locale" not in services.export_course(OPERATOR, "small", is_draft=True)


def test_a_language_translated_inside_alone_gets_a_file(app):
    courses.take_in(courses.files())
    take_in(mended(services.export_translations(OPERATOR, "small", "ar"), MAY, "يجوز."))
    assert b"locale/ar.po" in services.export_course(OPERATOR, "small", is_draft=True)
    courses.publish()
    assert [gap.language for gap in services.plan_publication(OPERATOR, "small").incomplete] == [
        "ar"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("%(x)s", "placeholder"), ("<script>", "script"), ("*ت", "not closed")],
)
def test_a_wrong_translation_is_refused_whole_with_its_line(app, text, said):
    courses.take_in(courses.files())
    content = services.export_translations(OPERATOR, "small", "ar")
    content = mended(mended(content, SHALL, "يجب."), MAY, text)
    with pytest.raises(CourseInvalid) as refused:
        take_in(content)
    problem = refused.value.problems[0]
    assert (problem.file, said in str(problem.message)) == ("ar.po", True)
    line = next(
        n for n, row in enumerate(content.decode().split("\n"), 1) if f'msgstr "{text}"' in row
    )
    assert problem.line == line
    db.session.rollback()
    assert services.count_translations(OPERATOR, "small")["ar"]["translated"] == 0


def test_who_translated_does_not_review(app):
    courses.take_in(courses.files())
    # The course is the installation's; its translators and reviewers are given roles there.
    from lms.kit.actor import Actor, Grant

    course = queries.get_course("small")
    chen, bruno = (
        Actor("person", cast.id_of(name), grants=(Grant("translator", course.owner_path),))
        for name in ("chen", "bruno")
    )
    content = mended(services.export_translations(chen, "small", "ar"), MAY, "يجوز.")
    take_in(content, chen)
    reviewed = mended(content, MAY, "يجوز.", "reviewed")
    with pytest.raises(CourseInvalid, match="somebody other"):
        take_in(reviewed, chen)
    db.session.rollback()
    with pytest.raises(CourseInvalid, match="somebody other"):
        take_in(mended(content, SHALL, "يجب.", "reviewed"), bruno)
    db.session.rollback()
    assert take_in(reviewed, bruno).changed == 1
    assert services.count_translations(OPERATOR, "small")["ar"]["reviewed"] == 1


def test_an_outsider_neither_sees_nor_brings_translations(app):
    courses.take_in(courses.files())
    content = services.export_translations(OPERATOR, "small", "ar")
    for name in ("amina", "farid", "chen"):  # Chen translates for another organisation
        with pytest.raises(NotTheCoursesTranslator):
            services.import_translations(cast.actor_of(name), NOW, content, "ar.po")


def test_bad_input_says_why(app):
    courses.take_in(courses.files())
    with pytest.raises(FormatNotOffered):
        services.export_translations(OPERATOR, "small", "ar", "tmx")
    for language in ("en", "de"):
        with pytest.raises(LanguageNotOffered):
            services.export_translations(OPERATOR, "small", language)
    with pytest.raises(TranslationOfUnknownCourse):
        take_in(b'msgid ""\nmsgstr ""\n"Language: ar\\n"\n')
    with pytest.raises(queries.CourseUnknown):
        take_in(po.write(po.blank("ar", "gone")))
    with pytest.raises(CourseInvalid, match="PO file"):
        take_in(b'msgid "x\nmsgstr "y"\n')


def test_the_file_of_a_folder_follows_its_texts(tmp_path):
    folder = tmp_path / "small"
    for name, content in courses.files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    path = write_po(folder, "fr", "draft")
    first = path.read_bytes()
    assert write_po(folder, "fr").read_bytes() == first
    path.write_bytes(mended(first, MAY, "Un État *peut* agir.", "draft"))
    (folder / "pages" / "wording.md").write_text(courses.WORDING.replace("*may*", "*might*"))
    assert main([str(folder), "fr"]) == 0
    entry = po.read(path.read_bytes()).living()[Key("pages/wording.md", "A State *might* act.")]
    assert (entry.status, entry.previous) == ("stale", MAY)
    assert main([str(folder), "xx"]) == 2
    (folder / "course.yaml").write_text("id: [")
    assert main([str(folder), "fr"]) == 1


def test_a_draft_is_read_once_as_its_files_would_be_read(app):
    tree = courses.translated(courses.files())
    courses.take_in(tree)
    page = courses.WORDING.replace("*may* act", "*may* well act") + "\nA new sentence.\n"
    courses.take_in({**tree, "pages/wording.md": page.encode()})
    course = queries.get_course("small")
    rows = {
        SHALL: ("على الدولة *أن* تتصرف.", "translated"),
        MAY: ("للدولة *أن* تتصرف.", "reviewed"),
    }
    for language in ("ar", "fr"):
        append_translations(OPERATOR, NOW, course.id, language, rows)
    frozen = open_draft(course).frozen
    assert frozen.files["locale/ar.po"] != tree["locale/ar.po"]
    course_read, problems = read_course(frozen.files)
    assert frozen.course == course_read
    assert list(frozen.problems) == problems


def test_a_catalogue_that_cannot_be_read_is_a_problem_of_the_draft(app):
    course_id = courses.take_in(courses.files()).course_id
    course = queries.get_course("small")
    rows = {SHALL: ("على\u2028الدولة", "translated")}
    append_translations(OPERATOR, NOW, course_id, "ar", rows)
    frozen = open_draft(course).frozen
    _read, problems = read_course(frozen.files)
    assert [(p.file, p.line) for p in frozen.problems] == [(p.file, p.line) for p in problems]
    assert [p.file for p in problems] == ["locale/ar.po"]
    assert "ar" not in frozen.course.catalogues
