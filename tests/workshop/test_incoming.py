"""Questions of other systems taken into a course: from the command line, and in the browser."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.admin.commands import lms
from lms.admin.question_commands import FORMATS
from lms.content import queries as content
from lms.kit import storage
from lms.kit.clock import clock
from lms.kit.db import db, reading, writing
from lms.kit.jobs import find_arguments
from lms.kit.program import Program
from lms.questions.exchange.reading import READERS
from lms.workshop import queries
from lms.workshop.queries.packages import PACKAGES_KEPT
from lms.workshop.services import change_files
from lms.workshop.services.incoming import (
    BankChangedMeanwhile,
    prepare_questions,
    take_questions,
)
from lms.workshop.services.packages import sweep_packages
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.questions.exchange import qti_files

FILES = Path(__file__).parents[1] / "questions" / "exchange"
WHOLE = {
    "gift": (FILES / "course.gift").read_bytes(),
    "aiken": (FILES / "course.aiken").read_bytes(),
    "moodle-xml": (FILES / "course.xml").read_bytes(),
    "qti3": qti_files.package(),
}
ONE = "$CATEGORY: Second bank\n\n// [tag:strength]\n::One:: Is it so?{T}\n"


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())


@pytest.fixture
def run(app, tmp_path):
    """Return a function that takes in a text or one of the whole files, as a command does."""
    program = Program(lambda: app, lambda: ({}, {}), lambda _app: None)

    def invoke(text, *more, format_name="gift", slug="small"):
        file = tmp_path / "questions.txt"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        words = ["questions", "import", str(file), "--course", slug, "--format", format_name]
        return CliRunner().invoke(lms, [*words, *more], obj=program)

    return invoke


def saved():
    with reading():
        return queries.get_copy(content.get_course("small"), None)


def read(path):
    with reading():
        return queries.get_copy(content.get_course("small"), None).read(path)


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_makes_a_valid_revision(run, name):
    done = run(WHOLE[name], "--partly", format_name=name)
    assert done.exit_code == 0, done.output
    assert "taken as revision 2" in done.output
    from lms.content.validator import check_course

    with reading():
        files = queries.get_copy(content.get_course("small"), None).files()
    assert check_course(files, "small").problems == ()


def test_a_category_is_a_bank_and_a_tag_an_objective(run):
    assert run(ONE).exit_code == 0
    assert read("questions/second-bank.yaml").decode() == (
        "- id: one\n  type: true_false\n  objective: strength\n  text: Is it so?\n  correct: yes\n"
    )


def test_a_bank_that_is_there_keeps_its_bytes(run):
    before = read("questions/bank.yaml")
    assert run(ONE, "--bank", "bank").exit_code == 0
    after = read("questions/bank.yaml")
    assert after.startswith(before)
    assert b"- id: one\n" in after.removeprefix(before)


def test_the_same_questions_are_not_taken_twice(run):
    run(ONE)
    again = run(
        f"{ONE}\n::Same:: Is it so?{{T}}\n\n::New:: And so?{{F}}\n\n::New 2:: And so?{{F}}\n"
    )
    assert "1 to take, 3 known, 0 cannot be taken: taken as revision 3" in again.output
    assert "The course has this question already: “one” in the bank “second-bank”." in again.output
    assert "The file has it twice, with the same answers." in again.output
    assert saved().newest.number == 3
    assert "nothing new" in run(ONE).output


def test_ids_are_the_courses_own(run):
    run("::Shall:: Is it so?{T}\n\n::Shall:: Or so?{F}\n")
    assert b"- id: shall-2\n" in read("questions/questions.yaml")
    assert b"- id: shall-3\n" in read("questions/questions.yaml")


def test_one_that_cannot_be_taken_keeps_all_out(run):
    done = run(f"{ONE}\nNothing is asked.\n")
    assert done.exit_code == 1
    assert "line 6: “Nothing is asked.”: not taken: It asks nothing" in done.output
    assert "nothing taken (--partly takes what can be taken)" in done.output
    assert saved().newest.number == 1
    assert run(f"{ONE}\nNothing is asked.\n", "--partly").exit_code == 0
    assert saved().newest.number == 2


def test_a_trial_changes_nothing(run):
    done = run(ONE, "--dry-run")
    assert done.exit_code == 0
    assert "this was a trial" in done.output
    assert saved().newest.number == 1
    assert run("Nothing.", "--dry-run").exit_code == 1


def test_json(run):
    found = json.loads(run(f"{ONE}\nNothing.\n", "--partly", "--json").output)
    assert found == {
        "course": "small", "revision": 2, "is_trial": False, "known": [],
        "taken": [
            {
                "line": 4, "name": "One", "bank": "second-bank", "id": "one",
                "type": "true_false", "objective": "strength", "losses": [],
            }
        ],
        "left": [
            {
                "line": 6, "name": "Nothing.",
                "reason": "It asks nothing: it is a description without an answer.",
            }
        ],
    }  # fmt: skip


def test_a_picture_that_is_none_keeps_its_question_out(run):
    xml = (FILES / "course.xml").read_text()
    at = xml.index('encoding="base64">') + len('encoding="base64">')
    broken = xml[:at] + "AAAA" + xml[xml.index("</file>", at) :]
    done = run(broken, "--partly", format_name="moodle-xml")
    assert "“One right”: not taken: The content is not what the name says" in done.output


def test_what_is_refused_as_a_whole(run):
    done = run("::\xe9::{T}".encode("latin-1"))
    assert done.exit_code == 1
    assert done.stderr == "Error: Line 1 is not in UTF-8. Save the file in UTF-8, and try again.\n"
    assert "cannot be a bank's name" in run(ONE, "--bank", "../x").stderr
    assert run(ONE, slug="nothing").exit_code == 1
    assert saved().newest.number == 1


def test_the_command_knows_every_format():
    assert set(FORMATS) == READERS.keys() == WHOLE.keys()


def test_who_may(run):
    for name, code in (("bruno", 0), ("farid", 1), ("amina", 1)):
        assert run(ONE, "--dry-run", "--as", cast.email_of(name)).exit_code == code


# --- In the browser --------------------------------------------------------------------------

SEND = "/teach/small/import-questions"


def send(browser, content, **fields):
    sent = content if isinstance(content, bytes) else content.encode()
    file = (io.BytesIO(sent), "from elsewhere.gift")
    return browser.post(SEND, {"file": file, "format": "gift", "bank": "", **fields})


def look(browser, run_jobs, content, **fields):
    """Send a file, let it be looked into, and return the address and the page."""
    address = send(browser, content, **fields).location
    assert "The file is looked into" in browser.get(address).text
    assert run_jobs() == 1
    return address, browser.get(address).text


def kept(path):
    with reading():
        return queries.get_copy(content.get_course("small"), cast.id_of("bruno")).read(path)


def test_sent_looked_through_and_taken_in(browse, run_jobs):
    browser = browse("bruno")
    assert SEND in browser.get("/teach/small/questions").text
    address, page = look(browser, run_jobs, f"{ONE}\n::Rest:: What? {{=a ~%50%b}}\n\nNothing.\n")
    assert "2 questions can be taken in" in page
    assert "Answers that were partly right count as wrong here." in page
    assert "It asks nothing: it is a description without an answer." in page
    assert kept("questions/second-bank.yaml") is None
    done = browser.post(address).location
    assert run_jobs() == 1
    assert "2 questions are taken in, among your unsaved changes." in browser.get(done).text
    assert kept("questions/second-bank.yaml").count(b"- id: ") == 2
    assert saved().newest.number == 1
    assert "There is nothing to take in" in look(browser, run_jobs, ONE)[1]


def test_a_package_of_qti_comes_in_with_its_pictures(browse, run_jobs):
    browser = browse("bruno")
    assert "QTI 3.0" in browser.get(SEND).text
    address, page = look(browser, run_jobs, qti_files.package(), format="qti3")
    assert "The interaction “slider” has no equal here." in page
    assert "Each right part has its share here" in page
    done = browser.post(address).location
    assert run_jobs() == 1
    assert "are taken in, among your unsaved changes." in browser.get(done).text
    bank = kept("questions/from-elsewhere.yaml").decode()
    assert "type: ordering" in bank
    (picture,) = set(re.findall(r"media/scales-of-justice-[0-9a-f]{8}\.png", bank))
    assert kept(picture).startswith(b"\x89PNG")


def test_a_hostile_package_is_refused_with_its_reason(browse, run_jobs):
    browser = browse("bruno")
    for files, words in (
        ({"../x.xml": b""}, "has no place in a package"),
        ({"imsmanifest.xml": b"<!DOCTYPE x><manifest/>"}, "document type or entities"),
        ({"imsmanifest.xml": b" " * 20_000_000}, "unpacks to far more than it is"),
    ):
        assert words in look(browser, run_jobs, qti_files.pack(files), format="qti3")[1]
    assert saved().newest.number == 1


def test_all_into_one_bank(browse, run_jobs):
    browser = browse("bruno")
    address, _page = look(browser, run_jobs, ONE, bank="bank")
    browser.post(address)
    run_jobs()
    assert b"- id: one\n" in kept("questions/bank.yaml")


def test_a_file_that_cannot_be_read_says_why(browse, run_jobs):
    page = look(browse("bruno"), run_jobs, "", format="moodle-xml")[1]
    assert "The file is no whole XML" in page
    browser = browse("bruno")
    assert browser.post(SEND, {"format": "gift"}).status_code == 422
    assert send(browser, ONE, format="word").status_code == 422
    assert "cannot be a bank" in look(browser, run_jobs, ONE, bank="../x")[1]


def test_a_bank_that_changed_meanwhile_takes_nothing(browse, app):
    browse("bruno")
    with writing():
        bruno = cast.actor_of("bruno")
        course = content.get_course("small")
        content_hash = storage.put(ONE.encode())
        sent = {
            "person": bruno.person_id, "hash": content_hash, "course": "small",
            "file": "x.gift", "format": "gift", "bank": "bank",
        }  # fmt: skip
        prepared = prepare_questions(NOW, sent)
        change_files(bruno, NOW, course, {"questions/bank.yaml": b"[]\n"})
        with pytest.raises(BankChangedMeanwhile):
            take_questions(NOW, prepared)


def test_who_may_send_and_see(browse, run_jobs):
    address, _page = look(browse("bruno"), run_jobs, ONE)
    for name, code in (("farid", 403), ("amina", 403)):
        assert browse(name).get(SEND).status_code == code
        assert send(browse(name), ONE).status_code == code
        assert browse(name).get(address).status_code in {403, 404}
        assert browse(name).post(address).status_code in {403, 404}
    assert browse().get(SEND).status_code == 303
    other = address.replace("/small/", "/nothing/")
    assert browse("bruno").get(other).status_code == 404


def test_a_file_that_was_sent_is_forgotten(browse, run_jobs, app):
    address, _page = look(browse("bruno"), run_jobs, ONE)
    content_hash = find_arguments(address.rpartition("/")[2])["hash"]
    db.session.remove()
    for days, is_kept in ((-1, True), (1, False)):
        with writing():
            sweep_packages(clock.now() + PACKAGES_KEPT + timedelta(days=days))
        assert storage.path_of(content_hash).exists() == is_kept
    assert browse("bruno").get(address).status_code == 404
