"""Whether links to other sites answer: asked politely, and never of an address inside.

Authors write where a link leads, so none is trusted: its name is resolved here, the connection goes
to the very address that was looked at, and each redirect is looked at anew (OWASP, Server-Side
Request Forgery Prevention). The database is not touched.
"""

import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from typing import Literal
from urllib.parse import SplitResult, quote, urljoin, urlsplit

# answers; moved: for good; broken: no such page; unclear: the site does not let itself be asked;
# silent: no site, or none that can be trusted; refused: an address inside, which nobody asks.
Outcome = Literal["answers", "moved", "broken", "unclear", "silent", "refused"]
Address = IPv4Address | IPv6Address
Guard = Callable[[Address, int], bool]
Progress = Callable[[int, int], None]

PORTS = {"http": 80, "https": 443}
# Addresses that carry an IPv4 address within: it could be one inside (RFC 6052, 3056, 4380).
_CARRIERS = [
    ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]
_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_ASK_ELSEWHERE = {401, 403, 405, 408, 425, 429}
MOST_HOPS = 5
# A site that takes longer than this to begin its answer is as good as silent to a reader.
TIMEOUT_SECONDS = 10
LONGEST_SECONDS = 20
# Between two questions to one site; so many sites are asked at once, and so long altogether.
PAUSE_SECONDS = 1.0
AT_ONCE = 8
RUN_SECONDS = 300
# Whoever waits for the end is told this often that it goes on.
HEARTBEAT_SECONDS = 15
_NAME = "Article60-link-check/1.0"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a link; `moved_to` is where it leads for good."""

    address: str
    outcome: Outcome
    status: int | None = None
    moved_to: str = ""


class Inside(Exception):
    """The address is not one of the public web."""


def is_public(address: Address, port: int) -> bool:
    """Say whether an address and port belong to the public web."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    is_carrier = any(address in net for net in _CARRIERS if net.version == address.version)
    is_reachable = address.is_global and not address.is_multicast and not is_carrier
    return is_reachable and port in PORTS.values()


def look_at_all(
    addresses: Iterable[str],
    progress: Progress = lambda _done, _total: None,
    guard: Guard = is_public,
    pause: float = PAUSE_SECONDS,
) -> list[Answer]:
    """Look whether links answer, each once; those that the time does not reach are left out.

    Sites are asked side by side, the links of one site one after the other.
    """
    sites: dict[str, list[str]] = defaultdict(list)
    wanted = list(dict.fromkeys(addresses))
    for address in wanted:
        sites[_site_of(address)].append(address)
    until = time.monotonic() + RUN_SECONDS
    found: dict[str, Answer] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        pending = {pool.submit(_look_at_site, site, guard, pause, until) for site in sites.values()}
        while pending:
            done, pending = wait(pending, HEARTBEAT_SECONDS, FIRST_COMPLETED)
            for task in done:
                found |= {answer.address: answer for answer in task.result()}
            progress(len(found), len(wanted))
    return [found[address] for address in wanted if address in found]


def _site_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _look_at_site(
    addresses: Sequence[str], guard: Guard, pause: float, until: float
) -> list[Answer]:
    answers = []
    for place, address in enumerate(addresses):
        if time.monotonic() > until:
            break
        if place:
            time.sleep(pause)
        answers.append(look_at(address, guard))
    return answers


def look_at(address: str, guard: Guard = is_public) -> Answer:
    """Look whether one link answers, through its redirects."""
    here, is_for_good = address, True
    try:
        for _hop in range(MOST_HOPS + 1):
            status, target = _ask(here, guard)
            if status not in _REDIRECTS or not target:
                return _judge(address, status, here if is_for_good else address)
            here = urljoin(here, target)
            is_for_good = is_for_good and status in _FOR_GOOD
    except Inside:
        return Answer(address, "refused")
    # A name that cannot be written, a certificate that does not fit: nobody gets there either.
    except (OSError, HTTPException, ValueError):
        return Answer(address, "silent")
    return Answer(address, "broken", status)


def _judge(address: str, status: int, here: str) -> Answer:
    if status < 400:  # noqa: PLR2004 - the statuses of HTTP
        is_moved = here.partition("#")[0] != address.partition("#")[0]
        return Answer(address, "moved" if is_moved else "answers", status, here if is_moved else "")
    is_unclear = status in _ASK_ELSEWHERE or status >= 500  # noqa: PLR2004
    return Answer(address, "unclear" if is_unclear else "broken", status)


def _ask(address: str, guard: Guard) -> tuple[int, str]:
    """Return the status of an address and where it leads; raise `Inside`."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise Inside
    host = parts.hostname.encode("idna").decode("ascii")
    port = parts.port or PORTS[parts.scheme]
    reached = _resolve(host, port, guard)
    status, target = _request("HEAD", parts, host, port, reached)
    if status >= 400:  # noqa: PLR2004
        # Not every site knows the question that spares it the page.
        status, target = _request("GET", parts, host, port, reached)
    return status, target


def _resolve(host: str, port: int, guard: Guard) -> str:
    """Return an address of a host; raise `Inside` where any of its addresses is."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [str(row[4][0]) for row in rows]
    if not all(guard(ip_address(address.partition("%")[0]), port) for address in found):
        raise Inside
    return found[0]


class _Connection(HTTPConnection):
    """A connection to an address that was looked at, whatever the name says by now."""

    def __init__(self, host: str, port: int, reached: str, *, is_secure: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT_SECONDS)
        self._reached = reached
        self._is_secure = is_secure
        self.is_cut = False

    def connect(self) -> None:
        """Connect, and see by its certificate that the site is who it says."""
        self.sock = socket.create_connection((self._reached, self.port), self.timeout)
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End a conversation that goes on for too long, from another thread."""
        self.is_cut = True
        if self.sock is not None:
            self.sock.shutdown(socket.SHUT_RDWR)


def _request(
    method: str, parts: SplitResult, host: str, port: int, reached: str
) -> tuple[int, str]:
    connection = _Connection(host, port, reached, is_secure=parts.scheme == "https")
    # A timeout holds for one read: a site that drips its answer would never end.
    timer = Timer(LONGEST_SECONDS, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        connection.request(method, _path_of(parts), headers={"User-Agent": _NAME, "Accept": "*/*"})
        answer = connection.getresponse()
        if connection.is_cut:
            # What had come by then would pass for an answer.
            raise TimeoutError
        return answer.status, answer.getheader("Location") or ""
    finally:
        timer.cancel()
        connection.close()


def _path_of(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe="/?&=%:@!$'()*+,;~[]")
