"""The application behind proxies, and what its answers vary by."""

import pytest
from flask import Response, request

from lms.kit.settings import Settings, SettingsRefused, load_settings
from lms.web.setup import make_application

FORGED = "6.6.6.6, 203.0.113.9, 10.0.0.1"


@pytest.fixture
def ask(tmp_path):
    """Return a function that asks an application behind so many proxies who is asking."""

    def visit(proxies, **headers):
        settings = Settings(data_dir=tmp_path, secret_key="x" * 40, proxies=proxies)
        app = make_application(settings)
        app.add_url_rule("/who", view_func=lambda: Response(f"{request.remote_addr} " * 99))
        return app.test_client().get("/who", headers=headers)

    return visit


@pytest.mark.parametrize(
    ("proxies", "who"), [(0, "127.0.0.1"), (1, "10.0.0.1"), (2, "203.0.113.9")]
)
def test_whoever_asks_is_whom_the_outermost_of_our_proxies_saw(ask, proxies, who):
    answer = ask(proxies, **{"X-Forwarded-For": FORGED, "X-Forwarded-Proto": "https"})
    assert answer.text.split()[0] == who
    assert ("Strict-Transport-Security" in answer.headers) is (proxies > 0)


def test_a_wrong_number_of_proxies_is_refused(monkeypatch):
    monkeypatch.setenv("LMS_PROXIES", "-1")
    with pytest.raises(SettingsRefused, match="LMS_PROXIES"):
        load_settings()


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_an_answer_varies_by_language_person_and_form_compressed_or_not(ask, encoding):
    answer = ask(0, **{"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert {"Accept", "Accept-Encoding", "Accept-Language", "Cookie"} == set(answer.vary)
    assert len(answer.headers.getlist("Vary")) == 1
