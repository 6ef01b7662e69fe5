"""`lms certificates verify`: files and folders, with the register or by published keys alone."""

import json
import os
import re
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from lms.admin.commands import lms
from lms.certificates.credentials.addresses import Addresses
from lms.certificates.credentials.badge import Place
from lms.certificates.credentials.status_lists import make_list
from lms.certificates.credentials.tokens import sign_token
from lms.certificates.rules.codes import new_code
from lms.certificates.signing.sealing import to_pem
from lms.kit.clock import clock
from tests import cast
from tests.certificates import forgeries, graduates, keys_at_hand
from tests.certificates.forgeries import BASE_URL, FACTS, FORGERIES, OURS, THEIRS, genuine

EXPIRED = graduates.facts(code=new_code(), valid_until=date(2026, 11, 23))
REVOKED, SUSPENDED = graduates.facts(code=new_code()), graduates.facts(code=new_code())
PLACES = {"expired": Place(0, 1), "revoked": Place(0, 2), "suspended": Place(0, 3)}


@pytest.fixture
def folder(tmp_path):
    """Files as somebody sends them, the published keys, and two status lists."""
    clock.set(cast.NOW)
    files = tmp_path / "files" / "deeper"
    files.mkdir(parents=True)
    (files / "valid.pdf").write_bytes(genuine())
    for name, facts in {"expired": EXPIRED, "revoked": REVOKED, "suspended": SUSPENDED}.items():
        (files / f"{name}.pdf").write_bytes(forgeries.make(facts, place=PLACES[name]))
    (files / "changed.pdf").write_bytes(FORGERIES[0].make(genuine()))
    (files / "letter.txt").write_text("not looked at", "utf-8")
    (tmp_path / "keys.pem").write_text(to_pem(THEIRS.chain[0], OURS.certificate), "ascii")
    for purpose, place in (("revocation", 2), ("suspension", 3)):
        document = make_list(0, purpose, [place], Addresses(BASE_URL), cast.NOW)
        token = sign_token(document, OURS, "ours", "vc+jwt")
        (tmp_path / f"{purpose}.jwt").write_bytes(token)
    return tmp_path


def verify(*arguments: object):
    return CliRunner().invoke(lms, ["certificates", "verify", *map(str, arguments)])


def both_lists(folder) -> list[object]:
    return [part for name in ("revocation", "suspension")
            for part in ("--status-list", folder / f"{name}.jwt")]  # fmt: skip


def statuses(done) -> dict[str, tuple[str, str | None]]:
    files = json.loads(done.stdout)["files"]
    return {one["file"].rpartition("/")[2]: (one["status"], one["reason"]) for one in files}


def test_a_folder_without_the_register(folder):
    done = verify(folder / "files", "--keys", folder / "keys.pem", *both_lists(folder), "--json")
    assert statuses(done) == {
        "valid.pdf": ("valid", None),
        "expired.pdf": ("expired", None),
        "revoked.pdf": ("revoked", None),
        "suspended.pdf": ("suspended", None),
        "changed.pdf": ("tampered", "changed"),
    }
    assert done.exit_code == 1
    valid = next(one for one in json.loads(done.stdout)["files"] if "valid.pdf" in one["file"])
    assert valid["facts"]["code"] == FACTS.code
    assert valid["facts"]["holder"]["names"] == ["Amina Diallo"]
    assert valid["facts"]["issued_on"] == "2026-11-24"
    assert valid["signature"]["state"] == "intact"
    # How old the answer is, and what was not looked at.
    assert valid["as_of"] == cast.NOW.isoformat()
    told = json.loads(done.stdout)
    assert [one["purpose"] for one in told["status_lists"]] == ["revocation", "suspension"]
    assert {one["as_of"] for one in told["status_lists"]} == {cast.NOW.isoformat()}
    assert [one.rpartition("/")[2] for one in told["skipped"]] == ["letter.txt"]


def test_without_the_list_nothing_is_said_of_the_status(folder):
    done = verify(folder / "files/deeper/valid.pdf", "--keys", folder / "keys.pem", "--json")
    assert statuses(done) == {"valid.pdf": ("unknown", "no_status")}
    assert done.exit_code == 1


def test_people_read_a_line_for_each_file_and_a_sum(folder):
    done = verify(folder / "files", "--keys", folder / "keys.pem", *both_lists(folder))
    line = r"valid\.pdf: valid; \w{6}-\w{6}-\w{6}, issued on .+; as of 2026-11-24 \d\d:\d\d UTC"
    assert re.search(line, done.stdout)
    assert "changed.pdf: tampered (changed): It was signed here, but" in done.stdout
    said = "expired: 1, revoked: 1, suspended: 1, tampered: 1, valid: 1"
    assert done.stdout.splitlines()[-1] == said
    assert "Not looked at, no PDF by name: 1 (letter.txt)" in done.stderr
    assert "Warning" not in done.stderr


@pytest.mark.parametrize(
    ("given", "told", "found"),
    [
        ("revocation", "revoked", {"valid": "no_suspensions", "suspended": "no_suspensions"}),
        ("suspension", "suspended", {"valid": "no_revocations", "revoked": "no_revocations"}),
    ],
)
def test_one_list_alone_finds_nothing_valid(folder, given, told, found):
    """What it says against a certificate is told; that all is well is not."""
    done = verify(folder / "files", "--keys", folder / "keys.pem",
                  "--status-list", folder / f"{given}.jwt", "--json")  # fmt: skip
    every = statuses(done)
    assert every[f"{told}.pdf"] == (told, None)
    for name, reason in (found | {"expired": found["valid"]}).items():
        assert every[f"{name}.pdf"] == ("unknown", reason)
    assert done.exit_code == 1


def test_an_old_list_is_said_to_be_old(folder):
    for days, is_old in ((7, False), (8, True)):
        clock.set(cast.NOW + timedelta(days=days))
        done = verify(folder / "files/deeper/valid.pdf", "--keys", folder / "keys.pem",
                      *both_lists(folder))  # fmt: skip
        assert ("the list of suspensions is of 2026-11-24" in done.stderr) is is_old
        assert ("older than 7 days" in done.stderr) is is_old


def test_what_cannot_be_opened_is_told_and_the_rest_goes_on(folder, tmp_path):
    files = folder / "files"
    (files / "a-link.pdf").symlink_to("/nowhere.pdf")
    (files / "b-folder.pdf").mkdir()
    os.mkfifo(files / "c-pipe.pdf")
    (files / "UPPER.PDF").write_bytes(genuine())
    (files / "elsewhere").symlink_to(tmp_path)
    done = verify(files, tmp_path / "missing.pdf", f"{'long' * 100}.pdf",
                  "--keys", folder / "keys.pem", *both_lists(folder), "--json")  # fmt: skip
    found = statuses(done)
    for name in ("a-link", "b-folder", "c-pipe", "missing", "long" * 100):
        assert found[f"{name}.pdf"] == ("unknown", "not_opened"), name
    assert found["UPPER.PDF"] == found["valid.pdf"] == ("valid", None)
    skipped = [one.rpartition("/")[2] for one in json.loads(done.stdout)["skipped"]]
    assert skipped == ["letter.txt", "elsewhere"]
    assert "Traceback" not in done.stderr
    assert done.exit_code == 1


def test_authorities_are_no_keys(folder):
    """The file of what to trust is told apart, a key that vouches for itself in it or not."""
    own = keys_at_hand.certify(keys_at_hand.curve_key()).certificate
    for certificates in ((OURS.chain[0],), (OURS.chain[0], own)):
        (folder / "trust.pem").write_text(to_pem(*certificates), "ascii")
        done = verify(folder / "files", "--keys", folder / "trust.pem")
        assert done.exit_code == 1
        assert "certificates of authorities" in done.stderr
        assert "give keys.json" in done.stderr
    # A key's own file has its authority beside it.
    (folder / "key.pem").write_text(to_pem(OURS.certificate, *OURS.chain), "ascii")
    done = verify(folder / "files/deeper/valid.pdf", "--keys", folder / "key.pem",
                  *both_lists(folder))  # fmt: skip
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("keys", "published keys cannot be read"),
        ("list", "not a status list that one of these keys"),
        ("another's list", "keys are older than the list"),
        ("no keys", "with --keys only"),
        ("empty folder", "no PDF in this folder"),
    ],
)
def test_what_is_wrong_is_one_clear_line(folder, change, why):
    arguments = [folder / "files", "--keys", folder / "keys.pem"]
    status_list = folder / "revocation.jwt"
    if change == "keys":
        (folder / "keys.pem").write_text("rubbish", "ascii")
    elif change == "list":
        status_list.write_bytes(b"a.b.c")
    elif change == "another's list":
        document = make_list(0, "revocation", [], Addresses(BASE_URL), cast.NOW)
        status_list.write_bytes(sign_token(document, THEIRS, "ours", "vc+jwt"))
    elif change == "no keys":
        arguments = [folder / "files"]
    else:
        (folder / "none").mkdir()
        arguments[0] = folder / "none"
    done = verify(*arguments, "--status-list", status_list)
    assert done.exit_code != 0
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_keys_from_before_a_change_still_check_the_files(folder):
    """The list is of the new key: nothing is said of the status, all of the signatures."""
    (folder / "keys.pem").write_text(to_pem(OURS.certificate), "ascii")
    document = make_list(0, "revocation", [], Addresses(BASE_URL), cast.NOW)
    (folder / "newer.jwt").write_bytes(sign_token(document, THEIRS, "newer", "vc+jwt"))
    done = verify(folder / "files", "--keys", folder / "keys.pem",
                  "--status-list", folder / "newer.jwt", "--json")  # fmt: skip
    assert "newer.jwt: None of these keys signed this status list." in done.stderr
    assert "fetch both again" in done.stderr
    found = statuses(done)
    assert found["changed.pdf"] == ("tampered", "changed")
    assert found["valid.pdf"] == ("unknown", "no_status")
    states = {one["file"].rpartition("/")[2]: one["signature"]["state"]
              for one in json.loads(done.stdout)["files"]}  # fmt: skip
    assert states["valid.pdf"] == "intact"
    assert done.exit_code == 1


def test_many_files_are_looked_into_by_several_processes(folder):
    for number in range(45):
        (folder / "files" / f"{number:02}.pdf").write_bytes(genuine())
    done = verify(folder / "files", "--keys", folder / "keys.pem", *both_lists(folder))
    assert done.stdout.splitlines()[-1].endswith("valid: 46")
