"""Packages in the browser: taken out, looked into, taken in, refused."""

import io
import re
import tracemalloc
import zipfile
from datetime import timedelta

import pytest

from lms.content import package
from lms.content import queries as content
from lms.content.services import append_translations, export_course
from lms.kit import jobs, storage
from lms.kit.db import db
from lms.units.unit import Key
from lms.workshop.forms.packages import LARGEST_PACKAGE
from lms.workshop.queries.packages import PACKAGES_KEPT
from lms.workshop.services.packages import check_package, start_check, sweep_packages
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.content.test_pictures import FILM

JOB = re.compile(r"/teach/import/[a-z2-7]{26}")


@pytest.fixture
def course(app):
    factories.import_course(cast.actor_of("bruno"), NOW, courses.files())
    factories.publish_course(cast.actor_of("bruno"), NOW, "small")
    commit()
    return content.get_course("small")


def commit():
    db.session.commit()
    db.session.remove()


def send(browser, content, name="course.zip"):
    return browser.post("/teach/import", {"file": (io.BytesIO(content), name)})


def look(browser, run_jobs, content):
    """Send a package, let it be looked into, and return the address and the page."""
    address = send(browser, content).location
    assert JOB.fullmatch(address)
    assert "The package is looked into" in browser.get(address).text
    assert run_jobs() == 1
    page = browser.get(address).text
    assert "The package is looked into" not in page
    return address, page


def test_a_course_is_taken_out_with_the_bytes_of_the_command_line(browse, course):
    browser = browse("bruno")
    page = browser.get("/teach/small/package").text
    assert "small-draft.zip" in page
    assert "small-1.zip" in page
    draft = browser.get("/teach/small/package/draft")
    assert draft.mimetype == "application/zip"
    assert 'filename="small-draft.zip"' in draft.headers["Content-Disposition"]
    bruno = cast.actor_of("bruno")
    assert draft.data == export_course(bruno, "small", is_draft=True)
    assert browser.get("/teach/small/package/1").data == export_course(bruno, "small", number=1)
    assert browser.get("/teach/small/package/2").status_code == 409
    assert browser.get("/teach/small/package/x").status_code == 404


def test_a_new_course_comes_in(browse, run_jobs, app):
    browser = browse("bruno")
    address, page = look(browser, run_jobs, package.write_zip(courses.files()))
    assert "A new course begins: “small”." in page
    assert content.find_course("small") is None
    place = cast.actor_of("bruno").organisation_id
    commit()
    done = browser.post(address, {"organisation_id": place}).location
    assert "The package is taken in" in browser.get(done).text
    assert run_jobs() == 1
    page = browser.get(done).text
    assert "as revision 1" in page
    assert "The package is taken in<" not in page
    assert 'href="/teach/small"' in page
    assert content.get_course("small").owner_id == place


def test_a_course_that_is_there_gets_its_next_revision_after_a_look(browse, run_jobs, course):
    browser = browse("bruno")
    changed = courses.files(wording=courses.WORDING.replace("may", "must"))
    address, page = look(browser, run_jobs, package.write_zip(changed))
    assert "must</ins>" in page
    assert content.find_revision(course.id).number == 1
    commit()
    browser.post(address)
    run_jobs()
    assert content.find_revision(course.id).number == 2
    commit()
    _same, page = look(browser, run_jobs, package.write_zip(changed))
    assert "Nothing would change" in page


@pytest.fixture
def translated(course):
    """The course in Arabic, one text of it translated anew since it came in."""
    bruno = cast.actor_of("bruno")
    factories.import_course(bruno, NOW, courses.translated(courses.files()))
    may = {Key("pages/wording.md", "A State *may* act."): ("يجوز للدولة أن تتصرف.", "translated")}
    append_translations(bruno, NOW, course.id, "ar", may)
    commit()
    return package.read_zip(io.BytesIO(export_course(bruno, "small", is_draft=True)))


def test_a_draft_just_taken_out_would_change_nothing(browse, run_jobs, course, translated):
    _address, page = look(browse("bruno"), run_jobs, package.write_zip(translated))
    assert "Nothing would change" in page
    assert "<button" not in page.partition("Nothing would change")[2].partition("</main>")[0]


def test_changed_translations_are_shown_text_by_text(browse, run_jobs, course, translated):
    must = ("pages/wording.md", "A State *shall* act.")
    changed = courses.retranslate(translated, Key(*must), "٭ على الدولة أن تتصرف.")
    address, page = look(browse("bruno"), run_jobs, package.write_zip(changed))
    assert "1 translation changes." in page
    assert "Page: \u2068How wording binds\u2069: <bdi>A State shall act.</bdi>" in page
    assert "على" in page.partition("<ins>")[2].partition("</ins>")[0]
    assert "msgstr" not in page
    assert "يجوز" not in page
    commit()
    browse("bruno").post(address)
    run_jobs()
    assert content.find_revision(course.id).number == 3
    rows = content.list_translations(course.id)["ar"]
    assert rows[Key(*must)].text == "٭ على الدولة أن تتصرف."


def test_a_file_that_is_only_written_another_way_is_said_to_be_so(
    browse, run_jobs, course, translated
):
    again = {**translated, "locale/ar.po": b"# A word\n" + translated["locale/ar.po"]}
    _address, page = look(browse("bruno"), run_jobs, package.write_zip(again))
    assert "Translations: \u2068العربية\u2069" in page
    assert "written another way, but no translation changes." in page


def test_problems_are_listed_by_file_and_line_and_nothing_comes_in(browse, run_jobs, app):
    browser = browse("bruno", language="fr")
    broken = courses.files(course=courses.COURSE.replace("level: awareness", "levle: awareness"))
    address = send(browser, package.write_zip(broken)).location
    run_jobs()
    page = browser.get(address).text
    assert "course.yaml" in page
    assert "levle" in page
    place = cast.actor_of("bruno").organisation_id
    commit()
    assert browser.post(address, {"organisation_id": place}).status_code == 409
    assert run_jobs() == 0
    assert content.find_course("small") is None


def zip_of(name, data, kind=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zip_of("pages/a.md", b"a" * 10_000_000), "larger than it may be when unpacked"),
        (zip_of("../course.yaml", b"id: x"), "leads out of the course"),
        (zip_of("course.yaml", b"id: new")[:-30], "not a zip that can be read"),
        (package.write_zip(courses.files(course=courses.COURSE.replace("id: small", "id: new"))),
         "A course cannot have the address “new”."),
    ],
    ids=["bomb", "way-out", "broken", "reserved"],
)  # fmt: skip
def test_what_no_package_may_be(browse, run_jobs, app, data, said):
    _address, page = look(browse("bruno"), run_jobs, data)
    assert said in page


def test_what_is_no_zip_is_said_at_once(browse, app):
    assert "This is no zip file." in send(browse("bruno"), b"id: small").text
    assert "Choose a file first." in browse("bruno").post("/teach/import").text


def test_a_package_may_be_larger_than_other_bodies_but_not_without_end(browse, app):
    def send_length(length):
        return browse("bruno").client.post(
            "/teach/import",
            content_type="multipart/form-data; boundary=b",
            input_stream=io.BytesIO(),
            environ_overrides={"CONTENT_LENGTH": str(length)},
        )

    assert send_length(9 * 1024**2).status_code == 400
    assert send_length(LARGEST_PACKAGE + 1).status_code == 413


def test_another_persons_package_is_not_seen(browse, run_jobs, app):
    bruno = cast.actor_of("bruno")
    commit()
    address, _page = look(browse("bruno"), run_jobs, package.write_zip(courses.files()))
    from lms.accounts import services as accounts
    from lms.kit.actor import OPERATOR

    accounts.grant_role(
        OPERATOR, NOW, cast.id_of("chen"), role="trainer", organisation_id=bruno.organisation_id
    )
    commit()
    assert browse("chen").get(address).status_code == 404
    assert browse("chen").post(address).status_code == 404


def test_a_course_of_others_is_not_overwritten(browse, run_jobs, app):
    courses.take_in(courses.files())
    address, _page = look(browse("bruno"), run_jobs, package.write_zip(courses.files()))
    assert browse("bruno").post(address).status_code == 404
    assert run_jobs() == 0


def test_a_stream_is_stored_by_its_hash(app):
    data = b"x" * 600_000
    name = storage.put_stream(io.BytesIO(data))
    assert name == storage.put(data)
    assert storage.get(name) == data


@pytest.mark.parametrize("address", ["small/package", "small/package/draft"])
def test_who_may_come(browse, course, address):
    assert browse("amina").get(f"/teach/{address}").status_code == 403
    assert browse().get(f"/teach/{address}").status_code == 303


def test_who_may_import(browse, app):
    assert browse("amina").get("/teach/import").status_code == 403
    assert browse("amina").post("/teach/import").status_code == 403
    assert browse().get("/teach/import").status_code == 303


def sweep(now) -> None:
    sweep_packages(now)
    commit()


def package_of(address: str) -> str:
    return jobs.find_arguments(address.rpartition("/")[2])["hash"]


def test_a_package_is_forgotten_after_two_weeks_and_what_was_taken_in_stays(
    browse, run_jobs, app
) -> None:
    browser = browse("bruno")
    address, _page = look(browser, run_jobs, package.write_zip(courses.files()))
    place = cast.actor_of("bruno").organisation_id
    commit()
    done = browser.post(address, {"organisation_id": place}).location
    run_jobs()
    content_hash = package_of(address)
    sweep(NOW + PACKAGES_KEPT)
    assert storage.exists(content_hash)
    assert browser.get(address).status_code == 200
    sweep(NOW + PACKAGES_KEPT + timedelta(seconds=1))
    assert not storage.exists(content_hash)
    assert browser.get(address).status_code == 404
    assert browser.get(done).status_code == 404
    newest = content.find_revision(content.get_course("small").id)
    assert content.get_files(newest.tree_hash) == courses.files()
    sweep(NOW + PACKAGES_KEPT + timedelta(days=1))


def test_what_was_sent_again_or_is_not_looked_into_yet_stays(browse, run_jobs, app) -> None:
    browser = browse("bruno")
    first, _page = look(browser, run_jobs, package.write_zip(courses.files()))
    content_hash = package_of(first)
    again = start_check(cast.actor_of("bruno"), NOW + timedelta(days=10), content_hash)
    commit()
    sweep(NOW + timedelta(days=15))
    assert storage.exists(content_hash)
    assert browser.get(first).status_code == 404
    assert browser.get(f"/teach/import/{again}").status_code == 200
    # Whatever its age, what nobody has looked into yet is looked into first.
    sweep(NOW + timedelta(days=400))
    assert storage.exists(content_hash)


def test_a_package_is_taken_in_without_its_zip(browse, run_jobs, app) -> None:
    browser = browse("bruno")
    address, _page = look(browser, run_jobs, package.write_zip(courses.files()))
    place = cast.actor_of("bruno").organisation_id
    commit()
    storage.remove(package_of(address))
    done = browser.post(address, {"organisation_id": place}).location
    run_jobs()
    assert "as revision 1" in browser.get(done).text


def test_a_large_package_is_not_held_in_memory(sqlite_app) -> None:
    files = courses.files()
    files |= {f"media/clip{n}.mp4": FILM + bytes([n]) * 8_000_000 for n in range(8)}
    content_hash = storage.put(package.write_zip(files))
    tracemalloc.start()
    try:
        found = check_package(content_hash)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert set(found["hashes"]) == set(files)
    # One file of 8 MB at a time, as it is read, hashed and written, of 64 MB in all.
    assert peak < 24_000_000
