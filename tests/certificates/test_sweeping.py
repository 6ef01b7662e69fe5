"""What a killed worker leaves in the storage is removed: that, and nothing else of any room."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from lms.certificates.models import Certificate, CertificateFile
from lms.certificates.rules import SWEEP
from lms.kit import jobs, storage
from lms.kit.clock import clock
from lms.kit.db import Model, db, writing
from lms.kit.references import list_searched
from lms.organisations.models import Organisation
from lms.wiring import PERIODIC

PDF = b"%PDF-1.7\nNot a certificate.\n%%EOF\n"


def age(content_hash: str, days: float) -> str:
    """Let a file be so old as the clock of the tests goes."""
    then = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(storage.path_of(content_hash), (then, then))
    return content_hash


def sweep(run_jobs) -> None:
    db.session.remove()
    with writing():
        jobs.enqueue(SWEEP, "now", {}, clock.now())
    run_jobs()


def file_hash() -> str:
    db.session.remove()
    return db.session.execute(select(CertificateFile.content_hash)).scalar_one()


@pytest.fixture
def left(certificate) -> str:
    """The hash of a certificate's file whose record was never written."""
    content_hash = age(file_hash(), 2)
    db.session.remove()
    with writing():
        db.session.execute(delete(CertificateFile))
    db.session.remove()
    return content_hash


def test_it_is_done_every_day():
    assert PERIODIC[SWEEP] == timedelta(days=1)


def test_a_file_that_nobody_recorded_goes_after_a_day(left, run_jobs):
    age(left, 0.9)
    sweep(run_jobs)
    assert storage.exists(left)
    age(left, 1.1)
    sweep(run_jobs)
    assert not storage.exists(left)


def test_what_is_on_record_stays(certificate, run_jobs):
    content_hash = age(file_hash(), 400)
    sweep(run_jobs)
    assert storage.exists(content_hash)


def test_what_no_key_of_ours_signed_whole_stays(left, run_jobs):
    signed = storage.get(left)
    others = [PDF, signed + b"more", signed.replace(b"/Sig", b"/Sog"), b"no PDF", signed[:-9]]
    kept = [age(storage.put(content), 400) for content in others]
    sweep(run_jobs)
    assert all(map(storage.exists, kept))
    assert not storage.exists(left)


@pytest.mark.parametrize("where", ["a text", "a JSON"])
def test_what_another_room_names_stays_wherever_that_is(left, run_jobs, where):
    with writing():
        if where == "a text":
            db.session.execute(update(Organisation).values(emblem_hash=left))
        else:
            facts = db.session.execute(select(Certificate.facts)).scalar_one()
            deep = facts | {"signatories": [{"name": "x", "picture_hash": left}]}
            db.session.execute(update(Certificate).values(facts=deep))
    sweep(run_jobs)
    assert storage.exists(left)


def test_what_was_never_written_to_its_end_goes_after_a_day(app, run_jobs):
    whole = storage.put(b"whole")
    folder = storage.path_of(whole).parent
    begun, old, root = folder / "tmpnew", folder / "tmpold", folder.parent / "tmpstream"
    then = (clock.now() - timedelta(days=1.1)).timestamp()
    now = clock.now().timestamp()
    for path, at in ((begun, now), (old, then), (root, then)):
        path.write_bytes(b"half")
        os.utime(path, (at, at))
    age(whole, 400)
    sweep(run_jobs)
    assert [path.exists() for path in (begun, old, root)] == [True, False, False]
    assert storage.exists(whole)


# Columns of these hold no text, and so no hash.
OTHER_TYPES = {"BigInteger", "Boolean", "Date", "Double", "Integer", "LargeBinary", "PercentType",
               "Time", "UtcType"}  # fmt: skip


def test_every_column_that_may_hold_a_hash_is_asked(app):
    hashes, others = set(), set()
    for table in Model.metadata.sorted_tables:
        searched = {column.name for column in list_searched(table)}
        for column in table.columns:
            if column.name in searched and "hash" in column.name:
                hashes.add(f"{table.name}.{column.name}")
            if column.name not in searched:
                others.add(type(column.type).__name__)
                assert "hash" not in column.name, f"{table.name}.{column.name}"
    assert {"certificate_file.content_hash", "certificate_trial.pdf_hash"} <= hashes
    assert others <= OTHER_TYPES


def test_the_names_of_files_are_read_from_their_places(app):
    first, second = storage.put(b"first"), storage.put(b"second")
    age(first, 2)
    age(second, 0)
    before = clock.now() - timedelta(days=1)
    assert first in set(storage.list_older(before))
    assert second not in set(storage.list_older(before))
