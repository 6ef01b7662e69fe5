"""A translator's file comes back: each text is taken, unchanged or refused, and the report says."""

import pytest

from lms.content import queries, services
from lms.content.exchange import TranslationsRefused, read_file
from lms.content.rules import CourseInvalid, NotForXliff, TranslationOfAnotherCourse
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.units import po
from lms.units.unit import Key
from tests.cast import NOW
from tests.content import courses
from tests.content.test_translations import MAY, SHALL, mended

FORMS = [("po", "2.1"), ("xliff", "1.2"), ("xliff", "2.1")]
forms = pytest.mark.parametrize(("form", "version"), FORMS)


def export(form="po", version="2.1"):
    return services.export_translations(OPERATOR, "small", "ar", form, version)


def take(content, **how):
    done = services.import_translations(OPERATOR, NOW, content, "ar", **how)
    db.session.commit()
    return done


def reasons(report):
    return [str(problem.message) for problem in report.problems]


def changed(content, old, new):
    assert content.count(old.encode()) >= 1
    return content.replace(old.encode(), new.encode())


@forms
def test_a_file_that_nobody_changed_changes_nothing(app, form, version):
    courses.take_in(courses.translated(courses.files()))
    report = take(export(form, version))
    assert (report.changed, report.unknown, report.problems) == (0, 0, ())
    assert report.unchanged == sum(services.count_translations(OPERATOR, "small")["ar"].values())


@forms
def test_stale_texts_go_out_with_their_source_and_change_nothing_by_themselves(app, form, version):
    tree = courses.translated(courses.files())
    courses.take_in(tree)
    page = courses.WORDING.replace("*may* act", "*may* well act").encode()
    courses.take_in({**tree, "pages/wording.md": page})
    content = export(form, version)
    report = take(content)
    assert (report.changed, report.problems) == (0, ())
    assert services.count_translations(OPERATOR, "small")["ar"]["stale"] == 1
    entries = read_file(content, "ar").catalogue.entries
    assert [e.previous for e in entries if e.status == "stale"] == [MAY]


def test_a_stale_text_mended_under_its_mark_becomes_a_draft_of_todays_source(app):
    tree = courses.translated(courses.files())
    courses.take_in(tree)
    page = courses.WORDING.replace("*may* act", "*may* well act").encode()
    courses.take_in({**tree, "pages/wording.md": page})
    content = changed(export(), "٭ A State *may* act.", "يجوز *حقا*.")
    assert take(content).changed == 1
    counts = services.count_translations(OPERATOR, "small")["ar"]
    assert (counts["stale"], counts["missing"]) == (0, 0)


@forms
def test_a_changed_source_is_refused_by_unit_and_the_rest_taken_when_asked(app, form, version):
    tree = courses.translated(courses.files())
    courses.take_in(tree)
    content = export(form, version)
    content = changed(content, "٭ Asset recovery", "استرداد")
    content = changed(content, "٭ Prevention", "وقاية")
    page = courses.ORIGINS.replace("- Asset recovery", "- Swift asset recovery").encode()
    courses.take_in({**tree, "pages/origins.md": page})
    with pytest.raises(TranslationsRefused) as refused:
        take(content)
    db.session.rollback()
    report = refused.value.report
    assert [u.key.text for u in report.of("refused")] == ["Asset recovery"]
    assert reasons(report) == ["The source has changed; it now reads: “Swift asset recovery”"]
    assert "وقاية".encode() not in services.export_course(OPERATOR, "small", is_draft=True)
    assert take(content, is_dry_run=True).units == report.units
    done = take(content, take_rest=True)
    assert (done.changed, done.unknown, done.is_saved) == (1, 1, True)
    draft = services.export_course(OPERATOR, "small", is_draft=True)
    assert "وقاية".encode() in draft
    assert "استرداد".encode() not in draft


@forms
def test_nobodys_work_is_overwritten_by_a_file_from_before(app, form, version):
    courses.take_in(courses.translated(courses.files()))
    content = export(form, version)
    newer = changed(export(), "٭ Prevention", "وقاية")
    take(changed(newer, "٭ Asset recovery", "استرداد"))
    # The old file says of one what it said, and of the other something else.
    report = take(changed(content, "٭ Asset recovery", "استعادة"), is_dry_run=True)
    assert reasons(report) == ["Somebody translated this text meanwhile: “استرداد”"]
    assert report.changed == 0


@forms
def test_a_file_of_another_course_or_another_copy_is_refused(app, form, version):
    courses.take_in(courses.translated(courses.files()))
    content = export(form, version)
    with pytest.raises(TranslationOfAnotherCourse):
        take(content, slug="other")
    revision = queries.find_revision(queries.get_course("small").id).id
    other = changed(changed(content, revision, "elsewhere"), "٭ Prevention", "وقاية")
    with pytest.raises(TranslationsRefused, match="another copy"):
        take(other)
    db.session.rollback()
    assert take(other, take_rest=True).changed == 1


def test_a_text_of_no_course_is_refused_where_it_says_something(app):
    courses.take_in(courses.files())
    catalogue = po.read(export())
    raw = 'msgctxt "pages/x.md"\nmsgid "Gone"\nmsgstr "x"\n\n'
    extra = po.Entry("pages/x.md", "Gone", "x", "draft", None, 1, False, raw)
    content = po.write(po.Catalogue(catalogue.header, {}, (*catalogue.entries, extra)))
    report = take(content, is_dry_run=True)
    assert reasons(report) == ["The course has no such text any more."]
    assert report.unknown == 1


def test_codes_texts_and_length_are_looked_at(app):
    courses.take_in(courses.translated(courses.files()))
    content = changed(export("xliff", "1.2"), '<ph id="2" ctype="x-footnote">[^1]</ph>', "")
    content = changed(content, "٭ Prevention", "x" * 5000)
    found = reasons(take(content, is_dry_run=True))
    assert "The translation is far longer than its source." in found
    assert any("[^1]" in reason or "as it was exported" in reason for reason in found)


@pytest.mark.parametrize("content", [b"<xliff", b"<html/>", b"\xff\xfe", b'msgid "x\n'])
def test_what_is_neither_is_refused_as_a_whole(app, content):
    with pytest.raises(CourseInvalid):
        read_file(content, "ar")


def test_a_file_too_large_is_not_even_read(app, monkeypatch):
    monkeypatch.setattr("lms.content.exchange.MOST_BYTES", 10)
    with pytest.raises(CourseInvalid, match="larger"):
        read_file(b"<xliff/>   ", "ar")


def test_a_draft_that_xml_cannot_hold_says_where(app):
    courses.take_in(courses.files())
    course = queries.get_course("small")
    entries = dict(queries.get_entries(queries.find_revision(course.id).tree_hash))
    from lms.kit import storage

    entries["pages/wording.md"] = storage.put(b"# Title\n\nA\x0cb\n")
    services.save_revision(OPERATOR, NOW, course, entries, (), "x")
    with pytest.raises(NotForXliff, match=r"pages/wording\.md"):
        export("xliff")


def test_the_status_of_a_text_travels(app):
    courses.take_in(courses.files())
    content = mended(mended(export(), MAY, "يجوز.", "reviewed"), SHALL, "يجب.", "draft")
    take(content)
    for form, version in FORMS:
        entries = read_file(export(form, version), "ar").catalogue.living()
        assert (entries[MAY].status, entries[SHALL].status) == ("reviewed", "draft")
        assert entries[Key("pages/origins.md", "Prevention")].status == "missing"


@pytest.mark.parametrize(("as_translated", "status"), [(False, "draft"), (True, "translated")])
def test_a_changed_text_keeps_the_file_s_mark_of_a_draft_unless_asked(app, as_translated, status):
    courses.take_in(courses.translated(courses.files()))
    content = changed(export(), f"٭ {SHALL.text}", "على الدولة *أن* تتصرف.")
    counted = services.count_translations(OPERATOR, "small")["ar"]["draft"]
    report = take(content, is_dry_run=True)
    assert (report.changed, report.drafts) == (1, 1)
    done = take(content, as_translated=as_translated)
    assert (done.changed, done.drafts) == (1, int(not as_translated))
    counts = services.count_translations(OPERATOR, "small")["ar"]
    # What the file leaves as it was stays the draft that it was.
    assert counts["draft"] == counted - as_translated
    assert counts[status] == (1 if as_translated else counted)


def test_a_text_that_only_its_mark_makes_a_draft_stays_one(app):
    courses.take_in(courses.translated(courses.files(), status="translated"))
    content = export().replace(
        b'msgctxt "course.yaml#title"', b'# status: draft\nmsgctxt "course.yaml#title"'
    )
    done = take(content, as_translated=True)
    assert (done.changed, done.drafts) == (1, 0)
    assert services.count_translations(OPERATOR, "small")["ar"]["draft"] == 1
