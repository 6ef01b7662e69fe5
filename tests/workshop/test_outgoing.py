"""Links to other sites: asked of a real server, and never of an address inside."""

import socket
import time
from ipaddress import ip_address
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.workshop import outgoing
from lms.workshop.outgoing import is_public, look_at, look_at_all

INSIDE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "2002:7f00:1::", "2001::1", "2001:db8::1",
]  # fmt: skip


@pytest.fixture
def at(site):
    """Return the address of a path on the server."""
    site.asked.clear()
    return lambda path: f"http://127.0.0.1:{site.server_port}{path}"


@pytest.mark.parametrize(("path", "outcome", "status"), [
    ("/", "answers", 200), ("/page?q=é ü&x=1#part", "answers", 200), ("/404", "broken", 404),
    ("/410", "broken", 410), ("/400", "broken", 400), ("/403", "unclear", 403),
    ("/429", "unclear", 429), ("/500", "unclear", 500), ("/503", "unclear", 503),
    ("/head-404", "answers", 200), ("/to//", "answers", 200), ("/to//404", "broken", 404),
])  # fmt: skip
def test_what_a_site_answers(at, guard, path, outcome, status):
    found = look_at(at(path), guard)
    assert (found.outcome, found.status, found.moved_to) == (outcome, status, "")


def test_a_page_is_not_fetched_where_its_status_is_enough(at, guard, site):
    look_at(at("/"), guard)
    assert [method for _, method, _ in site.asked] == ["HEAD"]


def test_what_moved_for_good_says_where_to(at, guard):
    found = look_at(at("/for-good//new"), guard)
    assert (found.outcome, found.moved_to) == ("moved", at("/new"))
    assert look_at(at("/to//for-good//new"), guard).outcome == "answers"
    assert look_at(at("/for-good//404"), guard).outcome == "broken"


def test_a_site_that_leads_in_circles_is_broken(at, guard, site):
    # A target without a slash is beside the page: this one leads to itself.
    assert look_at(at("/to/x"), guard).outcome == "broken"
    assert len(site.asked) == outgoing.MOST_HOPS + 1


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address):
    assert not is_public(ip_address(address), 80)
    host = f"[{address}]" if ":" in address else address
    assert look_at(f"http://{host}/").outcome == "refused"


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.1.69", "2606:4700::1111"])
def test_an_address_of_the_web_is_public_at_the_ports_of_the_web(address):
    assert is_public(ip_address(address), 443)
    assert not is_public(ip_address(address), 22)
    assert not is_public(ip_address(address), 8080)


@given(st.ip_addresses(v=4))
def test_an_address_carried_in_another_is_no_way_in(address):
    for carrier in (f"64:ff9b::{address}", f"::ffff:{address}"):
        if not address.is_global:
            assert not is_public(ip_address(carrier), 80)


@pytest.mark.parametrize("address", [
    "http://localhost/", "http://127.1/", "http://0x7f000001/", "http://2130706433/",
    "ftp://example.org/", "file:///etc/passwd", "http:///nothing", "gopher://x/", "//x",
])  # fmt: skip
def test_other_ways_to_write_an_address_inside_are_refused(address):
    assert look_at(address).outcome == "refused"


def test_a_redirect_leads_nowhere_inside(at, guard, site):
    for target in ("http://169.254.169.254/latest/", "http://10.0.0.1/", "http://[::1]/",
                   "file:///etc/passwd", "http://127.0.0.1:1/"):  # fmt: skip
        assert look_at(at(f"/to/{target}"), guard).outcome == "refused", target


def test_the_connection_goes_to_the_address_that_was_looked_at(at, guard, site, monkeypatch):
    # A name that is public when it is looked at, and inside when it is connected to.
    answers = iter(["127.0.0.1", "169.254.169.254"])

    def resolve(_host, port, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    connected = []
    real = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection",
        lambda address, timeout: connected.append(address[0]) or _connect(real, address, timeout),
    )  # fmt: skip
    found = look_at(f"http://rebound.example:{site.server_port}/", guard)
    assert (found.outcome, connected) == ("answers", ["127.0.0.1"])


def _connect(real, address, timeout):
    del real
    connection = socket.socket()
    connection.settimeout(timeout)
    connection.connect(address)
    return connection


def test_a_name_with_one_address_inside_is_refused(monkeypatch):
    def resolve(_host, port, **_more):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
                for address in ("93.184.215.14", "10.0.0.1")]  # fmt: skip

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert look_at("http://mixed.example/").outcome == "refused"


def test_where_nobody_listens_is_silent(guard, site):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    everything = lambda _address, _port: True  # noqa: E731
    assert look_at(f"http://127.0.0.1:{port}/", everything).outcome == "silent"
    # A site without a certificate that fits.
    assert look_at(f"https://127.0.0.1:{site.server_port}/", everything).outcome == "silent"


@pytest.mark.parametrize("address", [
    "http://[::1", "http://127.0.0.1:99999/", "http://" + "a" * 300 + "/", "http://exa mple.org/",
    "http://\udcff/",
])  # fmt: skip
def test_what_is_no_address_is_silent(address):
    assert look_at(address).outcome in {"silent", "refused"}


def test_an_answer_that_drips_is_cut(at, guard, monkeypatch):
    monkeypatch.setattr(outgoing, "LONGEST_SECONDS", 0.3)
    began = time.monotonic()
    assert look_at(at("/drip"), guard).outcome == "silent"
    assert time.monotonic() - began < 5


def test_links_of_one_site_wait_for_one_another(at, guard, site):
    told = []
    wanted = [at("/1"), at("/2"), at("/1"), at("/3")]
    found = look_at_all(wanted, lambda *p: told.append(p), guard, pause=0.2)
    assert [answer.address for answer in found] == [at("/1"), at("/2"), at("/3")]
    assert told[-1] == (3, 3)
    times = [at for at, method, _ in site.asked if method == "HEAD"]
    assert all(later - earlier >= 0.15 for earlier, later in pairwise(times))


def test_what_the_time_does_not_reach_is_left_out(at, guard, monkeypatch):
    monkeypatch.setattr(outgoing, "RUN_SECONDS", -1)
    assert look_at_all([at("/")], guard=guard) == []
