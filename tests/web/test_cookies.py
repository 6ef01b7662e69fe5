"""The session's cookie: read once for each value, refused when forged or old."""

from datetime import timedelta

import pytest
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from lms.kit.clock import clock
from lms.web.cookies import RememberingSigner

YEAR = 365 * 24 * 3600


@pytest.fixture
def signer() -> RememberingSigner:
    return RememberingSigner(URLSafeTimedSerializer("a secret of the test"))


def test_what_is_signed_is_read_again_and_again(signer):
    cookie = signer.dumps({"_user_id": "amina"})
    assert [signer.loads(cookie, YEAR) for _ in range(2)] == [{"_user_id": "amina"}] * 2


def test_a_change_of_what_was_read_stays_with_its_request(signer):
    cookie = signer.dumps({"messages": ["one"]})
    signer.loads(cookie, YEAR)["messages"].append("two")
    assert signer.loads(cookie, YEAR) == {"messages": ["one"]}


def test_a_forged_cookie_is_refused_each_time(signer):
    cookie = signer.dumps({"_user_id": "amina"})
    other = RememberingSigner(URLSafeTimedSerializer("another secret"))
    for _ in range(2):
        with pytest.raises(BadSignature):
            other.loads(cookie, YEAR)


def test_a_cookie_read_before_grows_old(signer, monkeypatch):
    cookie = signer.dumps({"_user_id": "amina"})
    assert signer.loads(cookie, YEAR)
    later = clock.now() + timedelta(days=366)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(SignatureExpired):
        signer.loads(cookie, YEAR)


def test_a_cookie_is_dated_by_the_clock_that_says_how_old_it_is(signer, monkeypatch):
    later = clock.now() + timedelta(days=366)
    monkeypatch.setattr(clock, "now", lambda: later)
    cookie = signer.dumps({"_user_id": "amina"})
    assert signer.loads(cookie, 60) == {"_user_id": "amina"}
