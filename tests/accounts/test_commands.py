"""`lms user create` and `lms user import`: the same rules as in the browser, plain errors."""

import json

import pytest
from click.testing import CliRunner

from lms.accounts import queries
from lms.admin.commands import lms
from lms.kit.clock import clock
from lms.kit.db import Model, db
from tests import cast


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs a command on an installation of its own, and gives its result."""
    from lms.app import PROGRAM, create_app

    monkeypatch.setenv("LMS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LMS_SECRET_KEY", "x" * 40)
    monkeypatch.delenv("LMS_DATABASE_URL", raising=False)
    clock.set(cast.NOW)
    app = create_app()
    with app.app_context():
        Model.metadata.create_all(db.engine)
        cast.build()
        db.engine.dispose()
    yield lambda *args, text=None: CliRunner().invoke(lms, ["user", *args], input=text, obj=PROGRAM)
    clock.set(None)


def find(email):
    from lms.app import create_app

    with create_app().app_context():
        person = queries.find_person_by_email(email)
        actor = queries.find_actor(person.id, cast.NOW) if person else None
        db.engine.dispose()
    return person, actor


def test_an_account_is_made_with_a_password_from_input(run):
    result = run(
        "create", "Zoe@Example.org", "--name", "Zoé Martin", "--role", "administrator",
        "--organisation", "SN", "--language", "fr", "--password-stdin", "--json",
        text="four unrelated small words\n",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    person, actor = find("zoe@example.org")
    assert json.loads(result.output) == {"created": "zoe@example.org", "id": person.id}
    assert person.language == "fr"
    assert actor.has_role("administrator", path=person.organisation_path)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["amina@example.org", "--name", "A"], "There is an account with this e-mail address"),
        (["nobody", "--name", "A"], "nobody is not an e-mail address"),
        (["z@example.org", "--name", " "], "A name is needed."),
        (["z@example.org", "--name", "Z", "--organisation", "Atlantis"], "named Atlantis"),
        (["z@example.org", "--name", "Z", "--as", "amina@example.org"], "--organisation"),
        (["z@example.org", "--name", "Z", "--as", "ghost@example.org"], "no active account"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_failure(run, args, message):
    result = run("create", *args, "--password-stdin", text="four unrelated small words\n")
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_weak_password_is_refused(run):
    result = run("create", "z@example.org", "--name", "Z", "--password-stdin", text="weak\n")
    assert result.exit_code == 1
    assert "at least 12" in result.output


def test_an_invitation_needs_no_password(run):
    result = run("create", "z@example.org", "--name", "Z", "--invite")
    assert result.exit_code == 0
    assert result.output.startswith("invited: z@example.org")


def test_a_list_is_invited_whole_or_not_at_all(run, tmp_path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    head = "name,email,language,organisation,roles\n"
    good.write_text(head + "Ines,ines@example.org,es,SN,trainee\n", "utf-8")
    bad.write_text(head + "Omar,omar@example.org,fr,SN,trainee\nX,x,fr,SN,trainee\n", "utf-8")
    result = run("import", str(bad), "--json")
    assert result.exit_code == 1
    problems = json.loads(result.stdout)["problems"]
    assert [problem["line"] for problem in problems] == [3]
    assert f"{bad}:3: x is not an e-mail address" in result.stderr
    assert run("import", str(good), "--dry-run").output == "1 can be invited\n"
    assert run("import", str(good), "--as", "gita@example.org").exit_code == 1
    assert run("import", str(good)).output == "1 invited\n"
    assert "open invitation already" in run("import", str(good)).stderr


def test_two_accounts_are_merged(run):
    both = ("amina@example.org", "bruno@example.org")
    tried = run("merge", *both, "--dry-run", "--json")
    assert json.loads(tried.output) == {"kept": both[0], "merged": both[1], "conflicts": []}
    assert find(both[1])[0].email == both[1]
    made = run("merge", *both, "--take", "address")
    assert made.exit_code == 0, made.output
    person, actor = find(both[0])
    assert (person.email, actor is None) == (both[1], False)
    again = run("merge", both[1], both[1])
    assert (again.exit_code, "one and the same account" in again.output) == (1, True)
    assert run("merge", "nobody@example.org", both[1]).exit_code == 1
    assert (
        run("merge", "farid@example.org", "amina@example.org", "--as", "gita@example.org").exit_code
        == 1
    )
