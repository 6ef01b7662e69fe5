"""The commands `lms certificates …`, run as an operator runs them, on a database of their own."""

import json
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result

from lms.certificates.rules.codes import new_code
from lms.kit.db import db
from tests import cast
from tests.certificates import deciders, graduates
from tests.certificates.awarded import Programme, add_programme
from tests.learning import courses
from tests.programmes import factories

PRINTED = {"code", "number", "file", "language", "status", "reason"}


def issue(call, name: str, *more: str) -> Result:
    return call("issue", "--course", courses.SLUG, "--person", cast.email_of(name), *more)


@pytest.fixture
def confirmed(completed) -> str:
    graduates.confirm("amina", "Amina Diallo")
    return completed


def test_issuing_gives_code_number_file_and_language(confirmed, call):
    answer = json.loads(issue(call, "amina", "--json").stdout)
    assert set(answer) == PRINTED
    assert (answer["number"], answer["language"]) == (1, "en")
    assert (answer["status"], answer["reason"]) == ("valid", None)
    assert Path(answer["file"]).read_bytes().startswith(b"%PDF")
    again = json.loads(issue(call, "amina", "--language", "ar", "--json").stdout)
    assert again["code"] == answer["code"]
    assert again["file"] != answer["file"]
    assert answer["code"] in issue(call, "amina").stdout


def test_issuing_says_how_what_is_there_already_stands(confirmed, call):
    code = json.loads(issue(call, "amina", "--json").stdout)["code"]
    for verb, status, reason in (("suspend", "suspended", "other"), ("revoke", "revoked", "fraud")):
        call(verb, code, "--reason", reason)
        answer = json.loads(issue(call, "amina", "--json").stdout)
        assert (answer["code"], answer["status"], answer["reason"]) == (code, status, reason)
        assert f"{code}  number 1  {status} ({reason})  en  /" in issue(call, "amina").stdout
    # Of what was revoked no other file is made, and none is named.
    answer = json.loads(issue(call, "amina", "--language", "fr", "--json").stdout)
    assert (answer["status"], answer["file"]) == ("revoked", None)
    assert "fr  no file is made" in issue(call, "amina", "--language", "fr").stdout


def test_verifying_knows_its_own_files(confirmed, call, tmp_path):
    issued = json.loads(issue(call, "amina", "--json").stdout)
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(Path(issued["file"]).read_bytes())
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(copy.read_bytes() + b" ")
    files = json.loads(call("verify", str(copy), str(changed), "--json").stdout)["files"]
    assert [file["status"] for file in files] == ["valid", "tampered"]
    assert files[0]["facts"]["code"] == issued["code"]
    assert "holder_name" not in files[0]["facts"]
    # What the register says of the code that it names.
    assert files[1]["facts"]["code"] == issued["code"]
    assert "valid" in call("verify", str(copy)).stdout
    assert "tampered (appended)" in call("verify", str(changed)).stdout


def test_revoking_is_seen_by_verifying(confirmed, call):
    issued = json.loads(issue(call, "amina", "--json").stdout)
    done = call("revoke", issued["code"].lower(), "--reason", "error", "--note", "x", "--json")
    assert json.loads(done.stdout)["status"] == "revoked"
    file = json.loads(call("verify", issued["file"], "--json").stdout)["files"][0]
    assert (file["status"], file["reason"]) == ("revoked", "error")
    again = call("revoke", issued["code"], "--reason", "error")
    assert again.exit_code == 1
    assert "revoked already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("issue", "--course", "nowhere", "--person", "amina@example.org"), "no course"),
        (("issue", "--course", courses.SLUG, "--person", "x@example.org"), "x@example.org"),
        (("issue", "--course", courses.SLUG, "--person", "farid@example.org"), "completed"),
        (
            ("issue", "--course", courses.SLUG, "--person", "amina@example.org"),
            "not been confirmed",
        ),
        (("revoke", "nonsense", "--reason", "error"), "18 letters and digits"),
        (("revoke", "000000-000000-000000", "--reason", "error"), "no certificate"),
    ],
)
def test_failures_are_one_clear_line(completed, call, arguments, why):
    done = call(*arguments)
    assert done.exit_code == 1
    assert why in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_what_an_override_does_with_a_name_is_said(call):
    said = " ".join(call("issue", "--help").stdout.split())
    assert "under the account's name where none is confirmed" in said


def test_an_override_needs_its_reason_and_is_kept(course, call):
    assert issue(call, "farid", "--override", " ").exit_code == 1
    done = issue(call, "farid", "--override", "Completed on paper in 2024", "--json")
    answer = json.loads(done.stdout)
    again = json.loads(issue(call, "farid", "--override", "Again", "--json").stdout)
    assert again["code"] == answer["code"]
    from sqlalchemy import select

    from lms.certificates.models import Certificate

    row = db.session.execute(select(Certificate)).scalar_one()
    assert row.kind == "participation"
    assert row.override_reason == "Completed on paper in 2024"
    assert row.completion_id is None


def test_somebody_acts_with_their_own_rights(confirmed, call):
    refused = issue(call, "amina", "--as", cast.email_of("gita"))
    assert refused.exit_code == 1
    assert "may not" in refused.stderr
    assert issue(call, "amina", "--as", cast.email_of("emre")).exit_code == 0


def test_a_certificate_is_drawn_again_in_two_languages_and_keeps_the_rules(
    confirmed, call, tmp_path
):
    issued = json.loads(issue(call, "amina", "--json").stdout)
    file = tmp_path / "drawn.pdf"
    drawn = call("render", issued["code"], "--language", "ar", "--beside", "en",
                 "--output", str(file), "--json")  # fmt: skip
    answer = json.loads(drawn.stdout)
    assert answer == {"code": issued["code"], "file": str(file), "language": "ar", "beside": "en",
                      "size": file.stat().st_size}  # fmt: skip
    checked = call("check", str(file), issued["file"], "--json")
    assert checked.exit_code == 0, checked.stdout
    assert [one["conforms"] for one in json.loads(checked.stdout)["files"]] == [True, True]
    assert "keeps every rule" in call("check", str(file)).stdout


def test_a_sample_is_drawn_with_a_design_of_a_file(app, call, tmp_path):
    design, file = tmp_path / "design.json", tmp_path / "sample.pdf"
    design.write_text(json.dumps({"paper": "Letter", "orientation": "portrait"}))
    asked = ("render", "--sample", "longest", "--language", "en", "--output", str(file))
    assert call(*asked, "--design", str(design)).exit_code == 0
    with pikepdf.open(file) as pdf:
        assert [round(float(x)) for x in pdf.pages[0].MediaBox] == [0, 0, 612, 792]
    design.write_text('{"paper": "Letter", "colour": 1}')
    assert "is no design" in call(*asked, "--design", str(design)).stderr


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("render", "--language", "en"), "either the code"),
        (("render", "--sample", "rtl", "--language", "en", "--beside", "en"), "other than"),
        (("render", new_code(), "--language", "en"), "no certificate"),
        (("render", "ABC", "--language", "en"), "18 letters and digits"),
    ],
)
def test_what_cannot_be_drawn_says_why(app, call, tmp_path, arguments, why):
    answer = call(*arguments, "--output", str(tmp_path / "x.pdf"))
    assert answer.exit_code != 0
    assert why in answer.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_a_drawing_that_cannot_be_written_is_one_clear_line(app, call, tmp_path):
    nowhere = str(tmp_path / "none" / "x.pdf")
    done = call("render", "--sample", "ordinary", "--language", "en", "--output", nowhere)
    assert done.exit_code == 1
    assert done.stderr == f"Error: {nowhere} cannot be written: No such file or directory.\n"


def test_a_file_that_breaks_a_rule_is_told_with_the_clause(app, call, tmp_path):
    file, text = tmp_path / "changed.pdf", tmp_path / "text.pdf"
    call("render", "--sample", "ordinary", "--language", "fr", "--output", str(file))
    file.write_bytes(file.read_bytes() + b"more")
    text.write_text("no PDF at all")
    answer = call("check", str(file), str(text))
    assert answer.exit_code == 1
    assert "end-of-file" in answer.stdout
    assert "PDF/A-3a 6.1.3" in answer.stdout
    assert "text.pdf: not a PDF" in answer.stdout


@pytest.fixture
def programme(app) -> Programme:
    return add_programme()


def test_the_award_of_a_programme_is_certified(programme, call):
    award = programme.award("amina")
    graduates.confirm("amina", "Amina Diallo")
    arguments = ("issue", "--programme", factories.SLUG, "--person", cast.email_of("amina"))
    answer = json.loads(call(*arguments, "--language", "ar", "--json").stdout)
    assert set(answer) == PRINTED
    assert answer["language"] == "ar"
    assert Path(answer["file"]).read_bytes().startswith(b"%PDF")
    again = json.loads(call(*arguments, "--json").stdout)
    assert again["code"] == answer["code"]
    assert award.id


def test_everybody_of_a_cohort_is_issued_to_and_told_of(programme, call):
    for name in ("amina", "hadi"):
        programme.award(name)
    programme.place("chen")
    graduates.confirm("amina", "Amina Diallo")
    first = json.loads(call("issue", "--cohort", programme.cohort.id, "--json").stdout)
    assert [one["person"] for one in first["issued"]] == [cast.email_of("amina")]
    assert set(first["issued"][0]) == {"person"} | PRINTED
    reasons = {one["person"]: one["reason"] for one in first["not_issued"]}
    assert "confirm the name" in reasons[cast.email_of("hadi")]
    assert "Has not completed" in reasons[cast.email_of("chen")]
    again = call("issue", "--cohort", programme.cohort.id)
    assert again.exit_code == 0
    assert f"{cast.email_of('amina')}: Has the certificate already" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--person", "amina@example.org"), "say one of"),
        (("--course", "small-course", "--cohort", "x"), "say one of"),
        (("--course", "small-course"), "say to whom: --person EMAIL"),
        (("--programme", "x"), "say to whom: --person EMAIL"),
        (("--cohort", "x", "--person", "amina@example.org"), "--person goes with"),
        (("--cohort", "x", "--override", "Why"), "--override goes with"),
        (("--cohort", "nope"), "no cohort with the id “nope”"),
        (("--cohort", "nope"), "after /admin/cohorts/"),
        (("--programme", "nowhere", "--person", "amina@example.org"), "programme “nowhere”"),
    ],
)
def test_a_wrong_choice_is_one_clear_line(app, call, arguments, why):
    done = call("issue", *arguments)
    assert done.exit_code != 0
    assert why in done.stderr
    assert done.stdout == ""


def test_who_holds_no_award_gets_no_certificate(programme, call):
    programme.place("amina")
    arguments = ("--programme", factories.SLUG, "--person", cast.email_of("amina"))
    done = call("issue", *arguments)
    assert done.exit_code == 1
    assert f"{cast.email_of('amina')} holds no award of this programme" in done.stderr
    assert "withdrawn" not in done.stderr


def test_a_suspension_by_command_and_its_end(confirmed, call):
    code = json.loads(issue(call, "amina", "--json").stdout)["code"]
    done = call("suspend", code, "--reason", "other", "--review-on", "2099-03-31", "--json")
    assert json.loads(done.stdout) == {
        "code": code, "status": "suspended", "reason": "other", "review_on": "2099-03-31",
    }  # fmt: skip
    again = call("suspend", code, "--reason", "other")
    assert again.exit_code == 1
    assert "suspended already" in again.stderr
    assert f"{code}: valid" in call("reinstate", code, "--note", "Settled").stdout
    assert "not suspended" in call("reinstate", code).stderr
    late = call("suspend", code, "--reason", "other", "--review-on", "2020-01-01")
    assert "after today" in late.stderr
    wrong = call("suspend", code, "--reason", "other", "--review-on", "soon")
    assert wrong.exit_code == 2
    for reason in ("nonsense", "fraud", "misconduct", "withdrawn"):
        assert call("suspend", code, "--reason", reason).exit_code == 2


def test_what_is_asked_stands_apart_from_how_it_stands(confirmed, call):
    code = json.loads(issue(call, "amina", "--json").stdout)["code"]
    deciders.want_two()
    call("suspend", code, "--reason", "other")
    asked = call("revoke", code, "--reason", "error", "--as", cast.email_of("emre"))
    said = f"{code}: suspended (other); revoking it (error) waits for a second person"
    assert asked.stdout.strip() == said


def test_revoking_as_somebody_waits_for_the_second_person(confirmed, call):
    code = json.loads(issue(call, "amina", "--json").stdout)["code"]
    deciders.want_two()
    emre = cast.email_of("emre")
    asked = call("revoke", code, "--reason", "fraud", "--as", emre, "--json")
    assert json.loads(asked.stdout) == {
        "code": code, "status": "valid", "reason": None, "asked_reason": "fraud",
        "waits_for_second_person": True,
    }  # fmt: skip
    twice = call("revoke", code, "--reason", "fraud", "--as", emre)
    assert twice.exit_code == 1
    assert "asked for this revocation already" in twice.stderr
    # The operator at the machine acts alone.
    assert json.loads(call("revoke", code, "--reason", "fraud", "--json").stdout) == {
        "code": code, "status": "revoked", "reason": "fraud",
    }  # fmt: skip
