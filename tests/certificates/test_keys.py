"""Keys in use: files are signed, keys change and end, and what is published of them; on both
databases, with the commands beside."""

import io
import json
import re
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.audit.queries import list_events
from lms.certificates.models import CertificateFile, SigningKey
from lms.certificates.queries import keys as queries
from lms.certificates.rules import keys as rules
from lms.certificates.rules.inspection import in_groups
from lms.certificates.services import keys as services
from lms.certificates.services.key_mail import remind_of_keys
from lms.certificates.signing import keyring
from lms.certificates.signing.sealing import unseal
from lms.kit import storage
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db, reading, writing
from lms.kit.jobs import Job
from lms.notifications.models import Message
from tests import cast
from tests.certificates import keys_at_hand, stamping
from tests.certificates.keys_at_hand import (
    NOW,
    PASSPHRASE,
    YEAR,
    PdfSig,
    certify,
    curve_key,
    make_pair,
    pack,
    rsa_key,
)


@pytest.fixture(autouse=True)
def _own_access():
    """What a test says of passphrase and service is forgotten after it."""
    yield
    use()


def use(*, passphrase: str = "", timestamp_url: str = "") -> None:
    keyring.use(passphrase=passphrase, secret="x" * 40, timestamp_url=timestamp_url)


def rotate(**how) -> str:
    clock.advance(minutes=1)
    db.session.remove()
    with writing():
        return services.rotate_key(OPERATOR, clock.now(), **how)


def take_in(content: bytes, passphrase: str = PASSPHRASE) -> str:
    clock.advance(minutes=1)
    db.session.remove()
    with writing():
        return services.import_key(OPERATOR, clock.now(), content, passphrase)


def files() -> list[CertificateFile]:
    db.session.remove()
    return list(db.session.execute(select(CertificateFile)).scalars())


def ask_for(browse, certificate: str, language: str) -> None:
    answer = browse("amina").post(f"{certificate}/files", {"language": language})
    assert answer.status_code == 303, answer.text


def anchors(browse) -> str:
    return browse().get("/certificates/keys/trust.pem").text


def test_a_file_is_signed_by_the_key_in_use_which_is_recorded(certificate, browse, tmp_path):
    (file,) = files()
    assert file.key_id == queries.find_current_id()
    said = PdfSig(tmp_path, anchors(browse)).say(storage.get(file.content_hash))
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "Nov 24 2026" in said


def test_after_a_rotation_the_new_key_signs_and_the_old_file_stays_valid(
    certificate, browse, run_jobs, tmp_path
):
    old = queries.find_current_id()
    new = rotate()
    ask_for(browse, certificate, "ar")
    run_jobs()
    assert {file.language: file.key_id for file in files()} == {"en": old, "ar": new}
    trusting = PdfSig(tmp_path, anchors(browse))
    for file in files():
        assert "Certificate is Trusted." in trusting.say(storage.get(file.content_hash))
    assert [key.status(NOW) for key in queries.list_keys()] == ["in_use", "retired"]


def test_a_new_authority_leaves_what_the_old_one_vouched_for(
    certificate, browse, run_jobs, tmp_path
):
    rotate(is_new_authority=True, name="National Integrity Commission")
    ask_for(browse, certificate, "fr")
    run_jobs()
    assert len(queries.list_authorities()) == 2
    trusting = PdfSig(tmp_path, anchors(browse))
    for file in files():
        assert "Certificate is Trusted." in trusting.say(storage.get(file.content_hash))
    assert "National Integrity Commission" in queries.list_authorities()[0].label


@pytest.mark.parametrize("key", [curve_key(), rsa_key(3072)], ids=["P-256", "RSA"])
def test_an_organisations_own_key_signs_from_the_day_it_is_taken_in(
    certificate, browse, run_jobs, tmp_path, key
):
    own = certify(key)
    key_id = take_in(pack(own.key, own.certificate))
    ask_for(browse, certificate, "es")
    run_jobs()
    file = next(file for file in files() if file.language == "es")
    assert file.key_id == key_id
    said = PdfSig(tmp_path, anchors(browse)).say(storage.get(file.content_hash))
    assert "Signature is Valid." in said
    assert "Commission of Someland" in said
    assert not queries.find_key(key_id).is_own


def test_its_chain_comes_along_and_it_is_sealed_anew(app):
    pair = make_pair("Someland")
    key_id = take_in(pack(pair.key, pair.certificate, pair.chain))
    row = queries.find_key(key_id)
    assert len(x509.load_pem_x509_certificates(row.chain.encode())) == 2
    sealed = queries.get_sealed_key(key_id).content
    with pytest.raises(rules.KeySealed):
        unseal(sealed, PASSPHRASE.encode())
    assert keyring.current_signer().certificate == pair.certificate


REFUSED = {
    "expired": (lambda: certify(curve_key(), begins=NOW - 2 * YEAR, ends=NOW - YEAR),
                rules.ImportedExpired, "2025-11-24"),
    "of tomorrow": (lambda: certify(curve_key(), begins=NOW + YEAR, ends=NOW + 2 * YEAR),
                    rules.ImportedTooEarly, "2027-11-24"),
    "RSA too short": (lambda: certify(rsa_key(2048)), rules.KeyKindRefused, "RSA 2048"),
    "for encryption": (lambda: certify(curve_key(), usage="encryption"),
                       rules.ImportedForOtherUse, "digitalSignature"),
    "an authority": (lambda: certify(curve_key(), usage="", is_authority=True),
                     rules.ImportedAuthority, "authority"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_key_for_certificates_is_refused_and_the_old_one_stays(app, what):
    make, why, shown = REFUSED[what]
    before, pair = queries.find_current_id(), make()
    with pytest.raises(why) as refused:
        take_in(pack(pair.key, pair.certificate))
    assert shown in str(refused.value)
    assert queries.find_current_id() == before


def test_a_wrong_passphrase_and_a_key_that_is_there_are_refused(app):
    own = certify(curve_key())
    content = pack(own.key, own.certificate)
    with pytest.raises(rules.KeySealed):
        take_in(content, "wrong")
    key_id = take_in(content)
    with pytest.raises(rules.KeyKnown, match="in use"):
        take_in(content)
    rotate()
    with pytest.raises(rules.KeyKnownRetired, match=f"keys use {key_id}"):
        take_in(content)


def reuse(named: str) -> str:
    db.session.remove()
    with writing():
        return services.reuse_key(OPERATOR, clock.now(), named)


def test_a_retired_key_is_put_back_in_use(app):
    own = certify(curve_key())
    bought = queries.find_key(take_in(pack(own.key, own.certificate)))
    made = rotate()
    # By its id, or by the first digits of the fingerprint as they are read.
    assert reuse(in_groups(bought.fingerprint)[:9]) == bought.id
    assert queries.find_current_id() == bought.id
    assert keyring.current_signer().certificate == own.certificate
    assert queries.find_key(made).retired_at == clock.now()
    assert reuse(made) == made
    assert [key.id for key in queries.list_keys() if key.retired_at is None] == [made]
    event = list_events("signing_key", made)[0]
    assert event.action == "certificates.key_reused"
    assert event.details == {"fingerprint": queries.find_key(made).fingerprint,
                             "retired": [bought.id]}  # fmt: skip


def test_a_key_that_cannot_sign_is_not_put_back(app):
    first = queries.find_current_key()
    with pytest.raises(rules.KeyInUse):
        reuse(first.id)
    made = rotate()
    for named in ("", "a" * 26, first.fingerprint[:7], "%%%%%%%%"):
        with pytest.raises(rules.KeyUnknown):
            reuse(named)
    use(passphrase="another")
    with pytest.raises(rules.KeyDoesNotOpen):
        reuse(first.id)
    use()
    clock.set(first.not_after)
    with pytest.raises(rules.KeyEnded, match=str(first.not_after.date())):
        reuse(first.id)
    clock.set(NOW)
    db.session.get(SigningKey, first.id).sealed = None
    db.session.commit()
    with pytest.raises(rules.KeyMissingHere):
        reuse(first.id)
    assert queries.find_current_id() == made


def test_a_key_that_does_not_open_is_told_of_in_the_log(app, caplog):
    keyring.current_signer()
    assert not caplog.messages
    use(passphrase="another")
    with pytest.raises(rules.KeyDoesNotOpen):
        keyring.current_signer()
    assert caplog.messages == [keyring.WONT_OPEN]


def test_keys_of_one_day_have_labels_of_their_own(app):
    own = certify(curve_key()), certify(curve_key())
    for one in own:
        take_in(pack(one.key, one.certificate))
    rotate()
    rotate()
    labels = {key.label for key in queries.list_keys()}
    assert {"Commission of Someland", "Commission of Someland (2)"} < labels
    assert len(labels) == 5


def test_authorities_of_one_year_are_told_apart(app, browse):
    rotate(is_new_authority=True)
    first, second = sorted(one.label for one in queries.list_authorities())
    assert second == f"{first} (2)"
    page = browse(None).get("/certificates/keys").text
    # Each is named at itself, and at the key that it vouches for.
    assert page.count(f"<bdi>{first}</bdi>") == page.count(f"<bdi>{second}</bdi>") == 2


@given(some.lists(some.sampled_from(["a", "b", "a (2)", "a (3)"]), max_size=20))
def test_every_label_is_given_once(wanted):
    taken: list[str] = []
    for label in wanted:
        given = rules.label_once(label, taken)
        assert given not in taken
        assert given.startswith(label)
        taken.append(given)


def test_what_is_done_with_keys_is_audited(app):
    rotate()
    own = certify(curve_key())
    take_in(pack(own.key, own.certificate))
    actions = list(
        db.session.execute(
            select(AuditEvent.action)
            .where(AuditEvent.subject_type == "signing_key")
            .order_by(AuditEvent.seq)
        ).scalars()
    )
    assert actions == [
        "certificates.key_made", "certificates.key_rotated", "certificates.key_imported",
    ]  # fmt: skip


def test_there_is_never_more_than_one_key_in_use(app):
    for _ in range(3):
        rotate()
    in_use = [key for key in queries.list_keys() if key.retired_at is None]
    assert [key.id for key in in_use] == [queries.find_current_id()]
    db.session.remove()
    with writing():
        assert services.ensure_key(OPERATOR, NOW) is None


def test_with_another_secret_nothing_goes_out_unsigned(certificate, browse, run_jobs):
    keyring.use(passphrase="", secret="y" * 40, timestamp_url="")
    ask_for(browse, certificate, "ru")
    run_jobs()
    assert [file.language for file in files()] == ["en"]
    assert "LMS_KEY_PASSPHRASE" in _newest_error()
    use()
    clock.advance(minutes=1)
    run_jobs()
    assert {file.language for file in files()} == {"en", "ru"}


def _newest_error() -> str:
    db.session.remove()
    query = select(Job.error).where(Job.kind == "certificates.render", Job.error.is_not(None))
    return db.session.execute(query).scalars().one()


def test_an_expired_key_signs_nothing_and_a_new_one_does(certificate, browse, run_jobs):
    clock.set(NOW + 6 * YEAR)
    ask_for(browse, certificate, "ru")
    run_jobs()
    assert [file.language for file in files()] == ["en"]
    assert "expired" in _newest_error()
    assert queries.find_current_key().status(clock.now()) == "expired"
    new = rotate()
    clock.advance(minutes=1)
    run_jobs()
    assert {file.language: file.key_id for file in files()}["ru"] == new


def test_where_a_service_gives_no_stamp_the_job_tries_again(certificate, browse, run_jobs):
    with stamping.serve() as (address, service):
        use(timestamp_url=address)
        service.manner = "refuses"
        ask_for(browse, certificate, "zh")
        run_jobs()
        assert [file.language for file in files()] == ["en"]
        assert "no more stamps today" in _newest_error()
        service.manner = "honest"
        clock.advance(minutes=1)
        run_jobs()
        assert service.asked == 2
    file = next(file for file in files() if file.language == "zh")
    from pyhanko.pdf_utils.reader import PdfFileReader

    (signature,) = PdfFileReader(io.BytesIO(storage.get(file.content_hash))).embedded_signatures
    attributes = {one["type"].native for one in signature.signer_info["unsigned_attrs"]}
    assert attributes == {"signature_time_stamp_token"}


def test_a_failure_between_drawing_and_recording_leaves_nothing_half(certificate, browse, run_jobs):
    """The job dies after the file is stored: no row, and the next try makes the one that counts."""
    from lms.certificates import jobs as doors
    from lms.kit import jobs
    from lms.wiring import JOBS

    class Died(Exception):
        pass

    def die(_run):
        raise Died

    ask_for(browse, certificate, "fr")
    db.session.remove()
    dying = {**JOBS, "certificates.render": jobs.Handler(die, prepare=doors.prepare_file)}
    jobs.run_next(dying)
    assert [file.language for file in files()] == ["en"]
    clock.advance(minutes=1)
    run_jobs()
    (french,) = (file for file in files() if file.language == "fr")
    assert storage.get(french.content_hash).startswith(b"%PDF")
    assert french.key_id == queries.find_current_id()


def test_made_twice_at_once_it_is_kept_once_and_the_other_is_removed(certificate):
    from lms.certificates.making import make_file
    from lms.certificates.services.files import keep_file

    certificate_id = certificate.rsplit("/", 1)[1]
    with reading():
        made = [make_file(certificate_id, "es", "", "http://localhost", NOW) for _ in range(2)]
    assert made[0].content_hash != made[1].content_hash
    for one in made:
        with writing():
            keep_file(NOW, one)
    assert storage.exists(made[0].content_hash)
    assert not storage.exists(made[1].content_hash)


# ── Pages ───────────────────────────────────────────────────────────────────


def test_the_page_of_keys_is_for_everybody(app, browse):
    rotate()
    own = certify(curve_key())
    take_in(pack(own.key, own.certificate))
    text = browse().get("/certificates/keys").text
    for key in queries.list_keys():
        assert key.label in text
        assert in_groups(key.fingerprint) in text
        assert f"/certificates/keys/{key.id}.pem" in text
    assert "In use" in text
    assert "Retired" in text
    assert "self-made" in text
    assert "pdfsig" in text
    assert "No keys yet" not in text
    # Of each key, who vouches for it; and what one has to trust for the one in use.
    vouching = re.findall(r"<dt>Vouched for by</dt><dd>(.*?)</dd>", text, re.DOTALL)
    authority = next(one.label for one in queries.list_authorities())
    assert ["itself" in one for one in vouching] == [True, False, False]
    assert all(authority in one for one in vouching[1:])
    assert "who does stands beside it below" in text
    assert "Download the certificates of the key in use above" in text
    for language in ("ar", "zh", "fr", "ru", "es"):
        answer = browse(None, language).get("/certificates/keys")
        assert answer.status_code == 200
        assert "Keys of our certificates" not in answer.text


def test_the_page_takes_as_many_queries_whatever_there_is(app, browse, count_queries):
    browse().get("/certificates/keys")
    with count_queries() as few:
        browse().get("/certificates/keys")
    for _ in range(5):
        rotate()
    with count_queries() as many:
        browse().get("/certificates/keys")
    assert few.count == many.count


def test_published_files(app, browse):
    key, authority = queries.find_current_key(), queries.find_authority()
    published = browse().get("/certificates/keys.json")
    assert published.content_type == "application/jwk-set+json"
    (jwk,) = json.loads(published.text)["keys"]
    assert (jwk["kty"], jwk["crv"], jwk["alg"]) == ("EC", "P-256", "ES256")
    assert jwk["kid"].endswith(key.id)
    assert "d" not in jwk
    pem = browse().get(f"/certificates/keys/{key.id}.pem")
    chain = x509.load_pem_x509_certificates(pem.data)
    assert len(chain) == 2
    chain[0].verify_directly_issued_by(chain[1])
    assert "attachment" in pem.headers["Content-Disposition"]
    der = browse().get(f"/certificates/authorities/{authority.id}.cer")
    assert x509.load_der_x509_certificate(der.data) == chain[1]
    for answer in (published, pem, der):
        assert b"PRIVATE" not in answer.data


@pytest.mark.parametrize(
    "address", ["/certificates/keys/{}.pem", "/certificates/authorities/{}.cer"]
)
def test_what_is_not_there(app, browse, address):
    assert browse().get(address.format("a" * 26)).status_code == 404


def test_without_keys_the_page_says_so(app, browse):
    with writing():
        for row in db.session.execute(select(SigningKey)).scalars():
            db.session.delete(row)
    text = browse().get("/certificates/keys").text
    assert "No keys yet" in text


# ── Warnings ────────────────────────────────────────────────────────────────


def _mails() -> list[Message]:
    db.session.remove()
    query = select(Message).where(Message.kind == "certificates.key_ending")
    found = list(db.session.execute(query.order_by(Message.created_at)).scalars())
    db.session.remove()
    return found


def test_administrators_of_the_installation_are_told_three_times(app):
    end = queries.find_current_key().not_after
    db.session.remove()
    for days, told in ((91, 0), (90, 1), (89, 1), (31, 1), (30, 2), (8, 2), (7, 3), (-1, 3)):
        with writing():
            remind_of_keys(end - timedelta(days=days))
        assert len(_mails()) == told, days
    assert {mail.person_id for mail in _mails()} == {cast.id_of("emre")}


def test_the_register_warns(course, browse):
    page = "/admin/certificates"
    assert "keys rotate" not in browse("emre").get(page).text
    clock.set(queries.find_current_key().not_after - timedelta(days=40))
    assert '<code dir="ltr">lms certificates keys rotate</code>' in browse("emre").get(page).text
    clock.set(queries.find_current_key().not_after + timedelta(days=1))
    assert "No certificate's file can be made" in browse("emre").get(page).text


def test_a_key_that_does_not_open_is_told_in_the_register(course, browse):
    page = "/admin/certificates"
    assert "does not open" not in browse("emre").get(page).text
    use(passphrase="another")
    answer = browse("emre").get(page)
    assert answer.status_code == 200
    assert "The key by which certificates are signed does not open" in answer.text
    assert "keys rotate --new-authority" in answer.text


# ── Commands ────────────────────────────────────────────────────────────────


def test_listing_rotating_and_making(app, call):
    (row,) = json.loads(call("keys", "list", "--json").stdout)["keys"]
    assert row["status"] == "in_use"
    assert row["self_made"]
    again = json.loads(call("keys", "init", "--json").stdout)
    assert (again["id"], again["is_new"]) == (row["id"], False)
    new = json.loads(call("keys", "rotate", "--name", "Someland", "--json").stdout)
    assert new["label"].startswith("Someland, certificates")
    statuses = [key["status"] for key in json.loads(call("keys", "list", "--json").stdout)["keys"]]
    assert statuses == ["in_use", "retired"]
    said = call("keys", "rotate", "--new-authority").stdout
    assert "an authority that this installation has made for itself" in said
    assert "http://localhost/certificates/keys" in said
    assert "retired" in call("keys", "list").stdout
    assert in_groups(row["fingerprint"]) in call("keys", "list").stdout


def test_listing_warns(app, call):
    clock.set(queries.find_current_key().not_after - timedelta(days=10))
    done = call("keys", "list")
    assert "ends on" in done.stderr
    assert "keys rotate" in done.stderr
    keyring.use(passphrase="other", secret="y" * 40, timestamp_url="")
    warnings = json.loads(call("keys", "list", "--json").stdout)["warnings"]
    assert "LMS_KEY_PASSPHRASE" in warnings[0]


def test_taking_in_a_file(app, call, tmp_path):
    own = certify(curve_key())
    file, passphrase = tmp_path / "own.p12", tmp_path / "passphrase"
    file.write_bytes(pack(own.key, own.certificate))
    passphrase.write_text("wrong\n")
    refused = call("keys", "import", str(file), "--passphrase-file", str(passphrase))
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "passphrase" in refused.stderr
    passphrase.write_text(PASSPHRASE + "\n")
    done = call("keys", "import", str(file), "--passphrase-file", str(passphrase), "--json")
    taken = json.loads(done.stdout)
    assert (taken["label"], taken["self_made"]) == ("Commission of Someland", False)
    assert taken["id"] == queries.find_current_id()


def test_a_bought_key_is_not_retired_unasked(app, call):
    own = certify(curve_key())
    bought = take_in(pack(own.key, own.certificate))
    for typed in ("n\n", ""):
        refused = call("keys", "rotate", typed=typed)
        assert refused.exit_code == 1
        assert "retires Commission of Someland (" in refused.stderr
        assert queries.find_current_id() == bought
    made = json.loads(call("keys", "rotate", "--yes", "--json").stdout)
    assert queries.find_current_id() == made["id"]
    # And there is a way back.
    refused = call("keys", "use", bought, typed="n\n")
    assert f"signs with Commission of Someland ({in_groups(own_print(own))[:9]}" in refused.stderr
    assert f"retires {made['label']} (" in refused.stderr
    assert queries.find_current_id() == made["id"]
    assert call("keys", "use", bought, typed="y\n").exit_code == 0
    assert queries.find_current_id() == bought
    assert call("keys", "use", "0" * 8, "--yes").stderr.startswith("Error: There is no single key")


def own_print(pair) -> str:
    return pair.certificate.fingerprint(hashes.SHA256()).hex()


def test_a_key_of_ones_own_is_changed_without_a_question(app, call):
    assert call("keys", "rotate").exit_code == 0


def test_a_place_that_cannot_be_written_is_told_in_one_line(app, call, tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = call("keys", "export-public", str(tmp_path / "file" / "public"))
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ")
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_public_keys_are_written_for_checking_elsewhere(app, call, tmp_path):
    rotate()
    folder = tmp_path / "public"
    written = json.loads(call("keys", "export-public", str(folder), "--json").stdout)["files"]
    assert len(written) == 4
    published = json.loads((folder / "keys.json").read_text())["keys"]
    assert len(published) == 2
    assert all("d" not in key for key in published)
    assert (folder / "trust.pem").read_text().count("BEGIN CERTIFICATE") == 1
    for path in folder.iterdir():
        assert "PRIVATE" not in path.read_text()
    assert keys_at_hand.fingerprint_in(folder / f"{queries.find_current_id()}.pem") == (
        queries.find_current_key().fingerprint
    )
