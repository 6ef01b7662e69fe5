"""`lms certificates verify`: files and folders, with the register or by published keys alone."""

import json
import re
from datetime import date

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
from tests.certificates import forgeries, graduates
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


def statuses(done) -> dict[str, tuple[str, str | None]]:
    files = json.loads(done.stdout)["files"]
    return {one["file"].rpartition("/")[2]: (one["status"], one["reason"]) for one in files}


def test_a_folder_without_the_register(folder):
    lists = [part for name in ("revocation", "suspension")
             for part in ("--status-list", folder / f"{name}.jwt")]  # fmt: skip
    done = verify(folder / "files", "--keys", folder / "keys.pem", *lists, "--json")
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


def test_without_the_list_nothing_is_said_of_the_status(folder):
    done = verify(folder / "files/deeper/valid.pdf", "--keys", folder / "keys.pem", "--json")
    assert statuses(done) == {"valid.pdf": ("unknown", "no_status")}
    assert done.exit_code == 1


def test_people_read_a_line_for_each_file_and_a_sum(folder):
    done = verify(folder / "files", "--keys", folder / "keys.pem",
                  "--status-list", folder / "revocation.jwt")  # fmt: skip
    assert re.search(r"valid\.pdf: valid; \w{6}-\w{6}-\w{6}, issued on ", done.stdout)
    assert "changed.pdf: tampered (changed): It was signed here, but" in done.stdout
    assert done.stdout.splitlines()[-1] == "expired: 1, revoked: 1, tampered: 1, valid: 2"


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
    done = verify(folder / "files", "--keys", folder / "keys.pem",
                  "--status-list", folder / "revocation.jwt")  # fmt: skip
    assert done.stdout.splitlines()[-1].endswith("valid: 47")
