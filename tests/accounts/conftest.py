"""Every test begins with nobody having tried a password."""

import re

import pytest

from lms.accounts import throttle


@pytest.fixture(autouse=True)
def _forget_tries():
    throttle.reset()


@pytest.fixture
def read_mails(app, run_jobs):
    """Return a function that sends what is due and gives the mails written, oldest first."""
    from email import message_from_bytes, policy

    folder = app.extensions["settings"].data_dir / "mail"

    def read():
        for old in folder.glob("*.eml") if folder.exists() else ():
            old.unlink()
        run_jobs()
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        ]

    return read


@pytest.fixture
def link_in():
    """Return a function that finds the path of a mail's link."""

    def find(mail):
        return re.search(r"http://localhost(/\S+)", mail.get_content())[1]

    return find
