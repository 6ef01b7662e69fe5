"""Courses that begin from nothing or from another, and take in what the other publishes later."""

import pytest

from lms.accounts import services as accounts
from lms.content import queries as content
from lms.content.validator import check_course
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.i18n import LANGUAGES
from lms.units.unit import Key
from lms.workshop import queries, services
from lms.workshop.beginnings import Beginning, derived_files, first_files
from lms.workshop.queries.lineage import find_origin, find_pending_merge
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

ORIGINS, WORDING, HEAD = "pages/origins.md", "pages/wording.md", "course.yaml"
NEW = {
    "title": "Gifts: what to do", "summary": "For everybody.", "language": "fr",
    "level": "foundation", "hours": "2,5", "slug": "",
}  # fmt: skip


def commit():
    db.session.commit()
    db.session.remove()


def begin(browse, who="bruno", **changes):
    place = cast.actor_of(who).organisation_id
    commit()
    return browse(who).post("/teach/new", {**NEW, "organisation_id": place, **changes})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_course_is_valid_from_its_first_moment(language):
    new = Beginning("c", "A: “b” # c", "", language, "Sum: mary", "expert", 2.5)
    assert check_course(first_files(new), "c").problems == ()


def test_a_course_begins(browse, app):
    answer = begin(browse)
    assert (answer.status_code, answer.location) == (303, "/teach/gifts-what-to-do")
    page = browse("bruno").get(answer.location).text
    assert "Gifts: what to do" in page
    course = content.get_course("gifts-what-to-do")
    assert course.owner_id == cast.actor_of("bruno").organisation_id
    files = content.get_files(content.find_revision(course.id).tree_hash)
    assert b"hours: 2.5\n" in files[HEAD]
    assert b"source_language: fr\n" in files[HEAD]


def test_a_title_in_arabic_makes_an_address_too(browse, app):
    assert begin(browse, title="دورة في المشتريات").location == "/teach/dwrh-fy-lmshtryt"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Please fill this in."),
        ("slug", "A B", "Use small letters"),
        ("slug", "new", "A course cannot have the address “new”."),
        ("slug", "small", "Another course has the address “small” already."),
        ("hours", "many", "Enter a number such as 2.5."),
        ("hours", "0", "Enter a number such as 2.5."),
        ("language", "de", "Not a valid choice."),
    ],
)
def test_what_was_entered_wrongly_is_said_at_its_field(browse, app, field, value, said):
    courses.take_in(courses.files())
    answer = begin(browse, **{field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert content.find_course("gifts-what-to-do") is None


def test_a_course_begins_only_where_one_teaches(browse, app):
    elsewhere = cast.actor_of("farid").organisation_id
    assert begin(browse, organisation_id=elsewhere).status_code == 404
    assert begin(browse, "amina").status_code == 403
    assert browse().get("/teach/new").status_code == 303
    assert browse("amina").get("/teach/new").status_code == 403


# Deriving.


@pytest.fixture
def upstream(app):
    """The small course in Arabic too, version 1, of the installation; Farid teaches in Fiji."""
    accounts.grant_role(
        OPERATOR, NOW, cast.id_of("farid"), role="trainer",
        organisation_id=cast.actor_of("farid").organisation_id,
    )  # fmt: skip
    accounts.grant_role(
        OPERATOR, NOW, cast.id_of("emre"), role="trainer",
        organisation_id=cast.actor_of("emre").organisation_id,
    )  # fmt: skip
    courses.take_in(courses.translated(courses.files(), status="reviewed"))
    courses.publish()
    commit()
    return content.get_course("small")


def offer(browse):
    assert browse("emre").post("/teach/small/deriving", {"is_open": "yes"}).status_code == 303


def derive(browse, who="farid", title="A small course", slug="fijian"):
    place = cast.actor_of(who).organisation_id
    commit()
    data = {"title": title, "slug": slug, "organisation_id": place}
    return browse(who).post("/teach/small/derive", data)


def publish_changed(**changes):
    """Publish the next version of the upstream."""
    tree = content.get_files(content.find_revision(content.get_course("small").id).tree_hash)
    changed = courses.files(**changes)
    factories.import_course(OPERATOR, NOW, {**changed, "locale/ar.po": tree["locale/ar.po"]})
    factories.publish_course(OPERATOR, NOW, "small")
    commit()


def fijian():
    return content.get_course("fijian")


def read(path, who="farid"):
    return (queries.get_copy(fijian(), cast.id_of(who)).read(path) or b"").decode()


def test_only_who_may_have_the_keys_derives(browse, upstream):
    assert derive(browse).status_code == 403
    assert "A small course" not in browse("farid").get("/teach/new").text
    offer(browse)
    assert "A small course" in browse("farid").get("/teach/new").text
    assert derive(browse).location == "/teach/fijian"
    assert browse("farid").post("/teach/small/deriving", {"is_open": "no"}).status_code == 403
    browse("emre").post("/teach/small/deriving", {"is_open": "no"})
    assert derive(browse, slug="second").status_code == 403


def test_a_derived_course_is_whole_valid_and_knows_its_origin(browse, upstream):
    offer(browse)
    derive(browse, title="A Fijian course")
    course = fijian()
    files = content.get_files(content.find_revision(course.id).tree_hash)
    assert check_course(files, "fijian").problems == ()
    assert b"X-Course: fijian" in files["locale/ar.po"]
    assert "title: A Fijian course\n" in files[HEAD].decode()
    assert content.list_translations(course.id)["ar"]
    origin = find_origin(course.id)
    assert (origin.upstream.slug, origin.taken.version_number) == ("small", 1)
    page = browse("farid").get("/teach/fijian/origin").text
    assert "You have the newest version" in page
    assert "fijian" in browse("emre").get("/teach/small/origin").text


def test_a_course_that_is_not_published_is_no_origin(browse, app):
    factories.import_course(cast.actor_of("bruno"), NOW, courses.files())
    commit()
    assert browse("bruno").get("/teach/small/derive").status_code == 409
    assert derive(browse, "bruno").status_code == 409


def test_what_the_origin_publishes_later_is_looked_at_and_taken_in(browse, upstream):
    offer(browse)
    derive(browse, title="A Fijian course")
    farid = cast.actor_of("farid")
    services.change_files(farid, NOW, fijian(), {ORIGINS: b"# Ours\n"})
    services.save(farid, NOW, fijian(), "Ours")
    commit()
    publish_changed(
        wording=courses.WORDING.replace("*may*", "*need not*"),
        course=courses.COURSE.replace("valid_months: 36", "valid_months: 24"),
    )
    browser = browse("farid")
    page = browser.get("/teach/fijian/origin").text
    assert "New there: version 2" in page
    assert "need not" in page
    assert browser.post("/teach/fijian/origin").location == "/teach/fijian"
    assert "need not" in read(WORDING)
    assert read(ORIGINS) == "# Ours\n"
    head = read(HEAD)
    assert "valid_months: 24" in head
    assert "id: fijian\n" in head
    assert "title: A Fijian course\n" in head
    assert find_origin(fijian().id).taken.version_number == 1
    assert "among your unsaved changes" in browser.get("/teach/fijian/origin").text
    browser.post("/teach/fijian/save", {"message": "Version 2"})
    assert find_origin(fijian().id).taken.version_number == 2
    assert "You have the newest version" in browser.get("/teach/fijian/origin").text
    assert browser.post("/teach/fijian/origin").status_code == 409


def test_where_both_changed_one_file_the_trainer_decides(browse, upstream):
    offer(browse)
    derive(browse)
    farid = cast.actor_of("farid")
    services.change_files(farid, NOW, fijian(), {WORDING: b"# Ours\n"})
    services.save(farid, NOW, fijian(), "Ours")
    commit()
    publish_changed(wording="# Theirs\n\nA State *shall* act.\n")
    browser = browse("farid")
    answer = browser.post("/teach/fijian/origin")
    assert answer.status_code == 409
    assert "Both you and the other course changed these files" in answer.text
    assert f'<a href="#mine-{WORDING}">' in answer.text
    assert answer.text.count("Please choose which text stands.") == 2
    assert "Please choose" not in browser.get("/teach/fijian/origin").text
    old = browser.post("/teach/fijian/origin", {f"side-{WORDING}": "mine", f"seen-{WORDING}": "x"})
    assert old.text.count("This file was saved again meanwhile.") == 2
    assert read(WORDING) == "# Ours\n"
    seen = answer.text.split(f'name="seen-{WORDING}" value="')[1].split('"')[0]
    data = {f"side-{WORDING}": "text", f"seen-{WORDING}": seen, f"text-{WORDING}": "# Both\n"}
    assert browser.post("/teach/fijian/origin", data).status_code == 303
    assert read(WORDING) == "# Both\n"


def test_a_discarded_merge_does_not_count(browse, upstream):
    offer(browse)
    derive(browse)
    publish_changed(wording="# Theirs\n")
    browser = browse("farid")
    browser.post("/teach/fijian/origin")
    assert find_pending_merge(fijian().id, cast.id_of("farid")).version_number == 2
    commit()
    browser.post("/teach/fijian/discard")
    assert find_pending_merge(fijian().id, cast.id_of("farid")) is None
    assert "New there: version 2" in browser.get("/teach/fijian/origin").text


def test_translations_follow_where_nobody_translated_otherwise(browse, upstream):
    offer(browse)
    derive(browse)
    tree = content.get_files(content.find_revision(upstream.id).tree_hash)
    ours, theirs = Key(WORDING, "A State *shall* act."), Key(WORDING, "A State *may* act.")
    from lms.content.services import append_translations

    changed = {ours: ("٭ لنا *shall*", "translated")}
    append_translations(cast.actor_of("farid"), NOW, fijian().id, "ar", changed)
    tree = courses.retranslate(tree, ours, "٭ لهم *shall*")
    tree = courses.retranslate(tree, theirs, "٭ لهم *may*")
    factories.import_course(OPERATOR, NOW, tree)
    factories.publish_course(OPERATOR, NOW, "small")
    commit()
    assert "Only translations changed there." in browse("farid").get("/teach/fijian/origin").text
    assert browse("farid").post("/teach/fijian/origin").status_code == 303
    rows = content.list_translations(fijian().id)["ar"]
    assert (rows[ours].text, rows[theirs].text) == ("٭ لنا *shall*", "٭ لهم *may*")


def test_a_catalogue_without_a_header_of_its_course_stays_as_it_is():
    files = {HEAD: courses.COURSE.encode(), "locale/ar.po": b'msgid ""\nmsgstr ""\n'}
    derived = derived_files(files, "other", "Other")
    assert derived["locale/ar.po"] == files["locale/ar.po"]


@pytest.mark.parametrize("address", ["small/origin", "small/derive"])
def test_who_may_come(browse, upstream, address):
    assert browse("amina").get(f"/teach/{address}").status_code == 403
    assert browse().get(f"/teach/{address}").status_code == 303
    assert browse("amina").post(f"/teach/{address}").status_code == 403
    assert browse("emre").get(f"/teach/{address}").status_code == 200
