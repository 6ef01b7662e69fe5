"""The commands on courses and translations, as an operator runs them."""

import json

import pytest
from click.testing import CliRunner

from lms.admin.commands import lms
from lms.content import queries
from lms.kit.program import Program
from tests.content import courses


@pytest.fixture
def run(sqlite_app):
    """Return a function that runs a command within the test's application."""
    program = Program(lambda: sqlite_app, lambda: ({}, {}), lambda _app: None)

    def invoke(*arguments):
        return CliRunner().invoke(lms, [str(argument) for argument in arguments], obj=program)

    return invoke


@pytest.fixture
def folder(tmp_path):
    """The small course in a folder of its name."""
    return written(tmp_path / "small", courses.translated(courses.files()))


def written(path, tree):
    for name, content in tree.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nonsense"], "Error: No such option '--nonsense'. (See: lms --help)"),
        (["nonsense"], "Error: No such command 'nonsense'. (See: lms --help)"),
        (["course", "check"], "Error: Missing argument 'PATH'. (See: lms course check --help)"),
        (["course", "export", "small"], "(See: lms course export --help)"),
        (["translations", "export", "x", "y", "--format", "z"], "(See: lms translations export"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(run, words, said):
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_group_without_a_command_shows_what_there_is(run):
    assert "Commands:" in run("course").output


def test_check_says_that_a_good_course_is_good(run, folder):
    done = run("course", "check", folder)
    assert done.exit_code == 0
    assert "small: no problems" in done.stdout
    done = run("course", "check", folder, "--json")
    assert json.loads(done.stdout)["valid"] is True


def test_check_lists_every_problem_with_file_line_and_advice(run, folder):
    (folder / "media" / "ladder.svg").unlink()
    (folder / "pages" / "wording.md").write_text("<script>x</script>\n")
    done = run("course", "check", folder)
    assert done.exit_code == 1
    assert "pages/origins.md:8: There is no picture media/ladder.svg." in done.stdout
    assert "pages/wording.md:1: HTML with a script" in done.stdout
    assert "refused" in done.stderr
    found = json.loads(run("course", "check", folder, "--json").stdout)["problems"]
    assert {"file", "line", "field", "message", "advice"} == set(found[0])
    assert run("course", "check", folder / "absent").exit_code == 1


def test_from_import_to_the_second_version(run, folder, tmp_path):
    assert "revision 1" in run("course", "import", folder).stdout
    assert "nothing changed" in run("course", "import", folder).stdout
    assert "published version 1" in run("course", "publish", "small").stdout
    done = run("course", "publish", "small", "--json")
    assert json.loads(done.stdout)["made"] == "nothing"
    tree = courses.retranslate(
        courses.translated(courses.files()), ("pages/wording.md", "A State *may* act."), "يجوز."
    )
    written(folder, tree)
    assert "small: 1 translations" not in run("course", "diff", "small", folder).stdout
    assert "ar: 1 translations" in run("course", "diff", "small@1", folder).stdout
    run("course", "import", folder)
    done = run("course", "publish", "small")
    assert "a new edition" in done.stdout
    assert "version 1, ar: edition 2" in done.stdout
    bank = courses.BANK.replace("correct: no", "correct: yes")
    (folder / "questions" / "bank.yaml").write_text(bank)
    run("course", "import", folder, "--message", "The key was wrong")
    assert "published version 2" in run("course", "publish", "small").stdout
    for name, more in {"a": (), "b": ("--version", 1), "c": ("--draft",)}.items():
        assert run("course", "export", "small", tmp_path / name, *more).exit_code == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "c").read_bytes()
    assert (
        "questions/bank.yaml (structure)" in run("course", "diff", tmp_path / "b", "small").stdout
    )
    found = json.loads(run("course", "diff", tmp_path / "a", "small", "--json").stdout)
    assert found["changed"] == []


def test_release_notes_are_given_as_words_or_as_a_file(run, folder, tmp_path):
    run("course", "import", folder)
    assert run("course", "publish", "small", "--notes", " First light. ").exit_code == 0
    (folder / "quizzes" / "test.yaml").write_text(courses.QUIZ.replace("minutes: 10", "minutes: 9"))
    run("course", "import", folder)
    file = tmp_path / "notes.txt"
    file.write_text("\ufeffLess time.\n\nالوقت أقل.\n", "utf-8")
    assert run("course", "publish", "small", "--notes", f"@{file}").exit_code == 0
    releases = queries.list_releases(queries.get_course("small").id)
    assert [release.notes for release in releases] == ["Less time.\n\nالوقت أقل.", "First light."]


@pytest.mark.parametrize(("notes", "said"), [
    ("@/no/such/file", "cannot be read as text"),
    ("x" * 4001, "at most 4000"),
    ("@binary", "cannot be read as text"),
])  # fmt: skip
def test_notes_that_cannot_be_kept_publish_nothing(run, folder, tmp_path, notes, said):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    run("course", "import", folder)
    done = run(
        "course", "publish", "small", "--notes", notes.replace("binary", f"{tmp_path}/binary")
    )
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert queries.get_course("small").newest_version_id is None


def test_a_refused_import_leaves_nothing(run, folder):
    (folder / "quizzes" / "test.yaml").write_text("id: [")
    done = run("course", "import", folder)
    assert done.exit_code == 1
    assert "quizzes/test.yaml:1" in done.stdout
    done = run("course", "publish", "small")
    assert done.exit_code == 1
    assert "There is no course “small”." in done.stderr
    assert "Traceback" not in done.stderr


def test_translations_go_out_and_come_back(run, folder, tmp_path):
    run("course", "import", folder)
    file = tmp_path / "ar.po"
    assert run("translations", "export", "small", file, "--language", "ar").exit_code == 0
    done = run("translations", "import", file, "--dry-run")
    assert "0 changed" in done.stdout
    file.write_text(file.read_text().replace("٭ A State *may* act.", "يجوز."))
    told = run("translations", "import", file, "--dry-run").stdout
    assert "1 of them still drafts, 1 to look at again" in told
    assert "pages/wording.md): to look at again: The emphasis (*…*) is not that of" in told
    done = json.loads(run("translations", "import", file, "--as-translated", "--json").stdout)
    assert (done["changed"], done["drafts"], done["noted"]) == (1, 0, 1)
    assert done["units"][0]["notes"] == ["The emphasis (*…*) is not that of the source."]
    status = json.loads(run("translations", "status", "small", "--json").stdout)
    assert status["languages"]["ar"]["missing"] == 0
    assert status["languages"]["ar"]["translated"] == 1
    assert "stale" in run("translations", "status", "small").stdout
    file.write_text(file.read_text().replace("يجوز.", "%(x)s"))
    done = run("translations", "import", file)
    assert done.exit_code == 1
    assert "ar.po:" in done.stdout
    done = run("translations", "export", "small", file, "--language", "ar", "--format", "tmx")
    assert (done.exit_code, "XLIFF 2.1" in done.stderr) == (1, True)


@pytest.mark.parametrize("version", ["1.2", "2.1"])
def test_xliff_goes_out_and_comes_back_in_part_when_asked(run, folder, tmp_path, version):
    run("course", "import", folder)
    file = tmp_path / "ar.xlf"
    how = ("--language", "ar", "--format", "xliff", "--xliff-version", version)
    assert run("translations", "export", "small", file, *how).exit_code == 0
    assert f'version="{version}"' in file.read_text()
    assert "0 changed" in run("translations", "import", file).stdout
    changed = file.read_text().replace("٭ Asset recovery", "استرداد")
    file.write_text(changed.replace("٭ To think about it.", "%(x)s"))
    for words in ((), ("--dry-run",)):
        done = run("translations", "import", file, "--json", *words)
        said = json.loads(done.stdout)
        assert (done.exit_code, said["valid"], said["changed"], said["refused"]) == (1, False, 1, 1)
        assert (said["saved"], said["dry_run"]) == (False, bool(words))
        outcomes = {unit["outcome"]: unit["source"] for unit in said["units"]}
        assert outcomes == {"taken": "Asset recovery", "refused": "To think about it."}
        assert "%(x)s" in said["problems"][0]["message"]
    done = run("translations", "import", file, "--take-rest")
    assert (done.exit_code, done.stdout.count("%(x)s")) == (0, 1)
    assert "1 changed" in done.stdout
    assert "0 changed" in run("translations", "import", file, "--take-rest").stdout
