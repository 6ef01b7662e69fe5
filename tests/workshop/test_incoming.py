"""Questions of other systems taken into a course, from the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms.admin.commands import lms
from lms.admin.question_commands import FORMATS
from lms.content import queries as content
from lms.kit.db import reading, writing
from lms.kit.program import Program
from lms.questions.exchange.reading import READERS
from lms.workshop import queries
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

FILES = Path(__file__).parents[1] / "questions" / "exchange"
WHOLE = {"gift": "course.gift", "aiken": "course.aiken", "moodle-xml": "course.xml"}
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
    done = run((FILES / WHOLE[name]).read_bytes(), "--partly", format_name=name)
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
