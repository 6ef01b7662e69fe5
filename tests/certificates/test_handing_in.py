"""A file handed in on the page of verification: told in plain words, to people and programs."""

import hashlib
import io
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.certificates.models import Certificate, CertificateFile
from lms.certificates.rules.codes import grouped
from lms.certificates.signing import keyring
from lms.certificates.signing.pades import sign_pdf
from lms.certificates.signing.timestamps import HttpTimeStamper
from lms.kit.clock import clock
from lms.kit.db import db
from tests import cast
from tests.certificates import forgeries, graduates, stamping

JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def file(certificate, browse) -> bytes:
    """Amina's file, signed."""
    return browse("amina").get(f"{certificate}/files/en").data


def hand_in(browser, content: bytes, **options: object):
    return browser.upload("/verify", {"file": (io.BytesIO(content), "certificate.pdf")}, **options)


def test_a_genuine_file(file, browse):
    answer = hand_in(browse(), file)
    assert answer.status_code == 200
    assert "This certificate is valid" in answer.text
    assert "exactly as it was issued" in answer.text
    assert "A small course" in answer.text
    assert "Fingerprint of the key" in answer.text
    assert "Amina" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_time_stamped_file_is_genuine_and_tells_by_whom_it_was_stamped(file, browse):
    code = db.session.execute(select(Certificate.code)).scalar_one()
    plain = forgeries.make(graduates.facts(code=code), None)
    with stamping.serve() as (address, _service):
        signer = keyring.current_signer()
        stamped = sign_pdf(plain, signer, cast.NOW, HttpTimeStamper(address))
    db.session.remove()
    text = hand_in(browse(), stamped).text
    assert "This certificate is valid" in text
    assert "by Time of Someland" in text
    assert "Time of Someland" not in hand_in(browse(), file).text
    values = hand_in(browse(), stamped, **JSON).json
    assert values["signature"]["time_stamp"] == {
        "at": stamping.STAMPED_AT.isoformat(), "by": "Time of Someland", "is_intact": True,
    }  # fmt: skip


def test_a_program_is_answered_in_json(file, browse):
    values = hand_in(browse(), file, **JSON).json
    code = db.session.execute(select(Certificate.code)).scalar_one()
    assert (values["status"], values["reason"], values["is_genuine"]) == ("valid", None, True)
    assert values["facts"]["code"].replace("-", "") == code
    assert values["signature"]["state"] == "intact"
    changed = hand_in(browse(), file[:500] + b"!" + file[501:], **JSON).json
    assert (changed["status"], changed["reason"]) == ("tampered", "changed")


def test_a_revoked_and_an_expired_file(file, certificate, browse):
    clock.set(cast.NOW.replace(year=2030))
    assert "This certificate has expired" in hand_in(browse(), file).text
    clock.set(cast.NOW)
    browse("emre").post(f"/admin{certificate}/revoke", {"reason": "fraud", "note": ""})
    text = hand_in(browse(), file).text
    assert "This certificate has been revoked" in text
    assert "Fraud" in text


def test_a_changed_file_is_told_with_what_the_register_says(file, browse):
    text = hand_in(browse(), file + b"\n%%EOF\n").text
    assert "This file was changed after it was issued" in text
    assert "The certificate that it names" in text
    code = db.session.execute(select(Certificate.code)).scalar_one()
    assert f'/verify/{grouped(code)}#holder"' in text
    assert "Compare the name" in text
    assert "Compare the name" not in hand_in(browse(), file).text
    assert "A small course" in text


def test_a_scan_of_a_revoked_certificate_is_told_that_it_was_revoked(certificate, browse):
    code = db.session.execute(select(Certificate.code)).scalar_one()
    scan = forgeries.make(graduates.facts(code=code), None)
    text = hand_in(browse(), scan).text
    assert "This file cannot be checked: it carries no signature" in text
    assert "that alone does not make it false" in text
    assert "The certificate of this code is valid today." in text
    browse("emre").post(f"/admin{certificate}/revoke", {"reason": "fraud", "note": ""})
    text = hand_in(browse(), scan).text
    assert "The certificate of this code is valid today." not in text
    assert "This certificate has been revoked" in text
    assert "It was revoked on 24 November 2026 and must not be relied upon." in text
    assert "Fraud" in text


def test_beside_a_file_that_is_not_ours_the_name_stands_where_the_holder_consented(
    certificate, browse
):
    code = db.session.execute(select(Certificate.code)).scalar_one()
    scan = forgeries.make(graduates.facts(code=code), None)
    text = hand_in(browse(), scan).text
    assert "name is not shown here" in text
    assert "Amina" not in text
    assert hand_in(browse(), scan, **JSON).json["facts"]["holder"] == {"name": None}
    browse("amina").post(f"{certificate}/sharing/name", {"name": "shown"})
    text = hand_in(browse(), scan).text
    assert "name is not shown here" not in text
    assert "Amina" in text


PICTURES = {
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF", "png": b"\x89PNG\r\n\x1a\n\0\0", "gif": b"GIF89a",
    "heic": b"\0\0\0\x18ftypheic\0\0", "webp": b"RIFF\0\0\0\0WEBPVP8 ", "tiff": b"II*\0\x08\0",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(PICTURES))
def test_a_picture_is_told_and_leads_to_the_field_for_the_code(app, browse, kind):
    text = hand_in(browse(), PICTURES[kind] + b"\n%PD").text
    assert "This file cannot be checked: it carries no signature" in text
    assert "type the code that stands on the picture" in text
    assert 'href="/verify#code"' in text
    values = hand_in(browse(), PICTURES[kind], **JSON).json
    assert (values["status"], values["reason"]) == ("not_ours", "picture")


def test_what_is_neither_pdf_nor_picture_is_told_so(app, browse):
    text = hand_in(browse(), b"RIFF\0\0\0\0WAVEfmt ").text
    assert "This is not a PDF file." in text
    assert "/verify#code" not in text


@pytest.mark.parametrize("name", ["encrypted", "the end cut off"])
def test_of_a_file_that_cannot_be_read_no_signature_is_denied(file, browse, name):
    forged = next(one for one in forgeries.FORGERIES if one.name == name)
    content = forged.make(file)
    assert "It could not be looked for in this file." in hand_in(browse(), content).text
    told = hand_in(browse(), content, **JSON).json
    assert told["signature"]["state"] == "not_read"


def test_a_file_signed_elsewhere(file, browse):
    text = hand_in(browse(), forgeries.genuine()).text
    assert "Signed under the name" in text
    assert "</bdi> – a name that anybody can give" in text
    assert "Signed by" not in text
    assert "09:00 (GMT+00:00)" in text
    assert "This file was not issued here" in text
    assert "not by a key of ours" in text
    assert "The file names a code that is not in our register." in text


def test_a_file_from_before_there_were_keys(certificate, browse):
    unsigned = forgeries.make(forgeries.FACTS, None)
    row = db.session.execute(select(CertificateFile)).scalar_one()
    row.content_hash, row.key_id = hashlib.sha256(unsigned).hexdigest(), None
    db.session.commit()
    text = hand_in(browse(), unsigned).text
    assert "This certificate is valid" in text
    assert "known by its content" in text


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_in_the_readers_language(app, browse, language):
    text = hand_in(browse(language=language), b"no PDF at all").text
    assert f'lang="{language}"' in text
    assert "not a PDF" not in text


def test_nothing_chosen_is_asked_for(app, browse):
    answer = browse().upload("/verify", {})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text


def test_too_large_is_refused_before_it_is_read(app, browse):
    answer = browse().client.post(
        "/verify", input_stream=_Unread(), content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413
    assert "larger than 10 MB" in answer.text
    assert 'href="/verify"' in answer.text.partition("<main")[2]
    asked = browse().client.post(
        "/verify", input_stream=_Unread(), content_type="multipart/form-data; boundary=x", **JSON
    )
    assert (asked.json["status"], asked.json["reason"]) == ("not_ours", "too_large")


class _Unread(io.RawIOBase):
    """A body of 200 MB that fails the test where somebody reads it."""

    place = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self.place = offset if whence == 0 else 200 * 1024 * 1024
        return self.place

    def tell(self) -> int:
        return self.place

    def readinto(self, buffer: object) -> int:
        raise AssertionError("the body was read")


def test_nothing_of_it_is_kept(file, browse, app, tmp_path, monkeypatch, caplog):
    """Neither in the storage nor in a folder for temporary files, nor in a log or a table."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    data = Path(app.extensions["settings"].data_dir)
    secret = b"A-word-that-nobody-may-keep"
    before = {path for path in data.rglob("*") if path.is_file()}
    # Large enough that the framework lays it down in a file of its own.
    hand_in(browse(), file + b"\n%" + secret + bytes(2 * 1024 * 1024) + b"\n%%EOF")
    after = {path for path in data.rglob("*") if path.is_file()}
    assert after == before
    assert not any(secret in path.read_bytes() for path in after)
    assert list(tmp_path.iterdir()) == []
    assert secret.decode() not in caplog.text
