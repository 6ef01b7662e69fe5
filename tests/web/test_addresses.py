"""An address with a slash too many leads where it was meant to, and nowhere else."""

import pytest

from tests.conftest import Browser


@pytest.fixture
def client(sqlite_app):
    return Browser(sqlite_app).client


def ask(client, path):
    """Ask for a path as it stands, two slashes at its beginning included."""
    return client.get("/", environ_overrides={"PATH_INFO": path})


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/teach/", "/teach"),
        ("/courses/small/", "/courses/small"),
        ("/learn/?q=a%20b&page=2", "/learn?q=a%20b&page=2"),
        ("/login/?next=/learn", "/login?next=/learn"),
        # Brackets and spaces of a query go on as they came.
        ("/login/?next=%0d%0aSet-Cookie:%20a=b", "/login?next=%0d%0aSet-Cookie:%20a=b"),
    ],
)
def test_a_slash_at_the_end_is_forgiven(client, asked, meant):
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, meant)
    assert client.head(asked).status_code == 308


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "//evil.example/teach/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/nothing-here/",
        "/nothing-here",
        "/teach/none/of/this/",
    ],
)
def test_an_address_that_leads_nowhere_is_not_found(client, path):
    answer = ask(client, path)
    assert answer.status_code == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize("path", ["///teach/", "//teach/", "/teach//"])
def test_slashes_are_never_the_beginning_of_a_host(client, path):
    answer = ask(client, path)
    assert answer.status_code == 404 or answer.headers["Location"] in {
        "/teach", "http://localhost/teach", "http://localhost/teach/",
    }  # fmt: skip


def test_the_beginning_stays_as_it_is(client):
    assert client.get("/").status_code == 200


def test_what_is_sent_is_not_sent_on(sqlite_app):
    answer = Browser(sqlite_app, "bruno").post("/teach/small/save/", {"message": "x"})
    assert answer.status_code == 404


def test_a_course_that_is_not_there_is_not_found(sqlite_app):
    assert Browser(sqlite_app, "bruno").get("/teach/none").status_code == 404
