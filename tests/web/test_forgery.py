"""The token of a form: another one each time, and valid in its own session alone."""

import pytest
from flask import Flask, session
from hypothesis import given
from hypothesis import strategies as st

from lms.web.forgery import COOKIE_KEY, TokenWrong, check_token, make_token, mask

SECRETS = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1)


@pytest.fixture
def request_context():
    """A request of an application that has nothing but a secret."""
    app = Flask("forgery")
    app.secret_key = "x" * 40
    with app.test_request_context():
        yield


def test_a_token_is_good_in_its_session(request_context):
    tokens = {make_token() for _ in range(5)}
    assert len(tokens) == 5
    for token in tokens:
        check_token(token)


@pytest.mark.parametrize(
    "sent",
    [None, "", "forged", "ünreadable", "AAAA", pytest.param(mask("another"), id="another's")],
)
def test_what_is_no_token_is_refused(request_context, sent):
    make_token()
    with pytest.raises(TokenWrong):
        check_token(sent)


def test_without_a_session_no_token_is_good(request_context):
    with pytest.raises(TokenWrong):
        check_token(mask(""))


@given(SECRETS)
def test_the_mask_comes_off(secret):
    app = Flask("forgery")
    app.secret_key = "x" * 40
    with app.test_request_context():
        session[COOKIE_KEY] = secret
        check_token(mask(secret))
