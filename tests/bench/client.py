"""A small client on one kept connection: cookies, forms with their token, nothing else."""

import http.client
import re
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Client:
    """Talks to one server as one person."""

    def __init__(self, port: int, language: str = "en") -> None:
        self._port = port
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies: dict[str, str] = {}
        self._headers = {"Accept-Language": language, "Accept-Encoding": "identity"}
        self.location = ""
        self.status = 0

    def packed(self) -> "Client":
        """Return the same person's client that takes compressed pages, and so cannot read them."""
        twin = Client(self._port)
        twin._cookies = dict(self._cookies)
        twin._headers = self._headers | {"Accept-Encoding": "br, gzip"}
        return twin

    def _send(self, method: str, url: str, body: str | None, headers: dict[str, str]) -> str:
        headers = {**self._headers, **headers}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        self._connection.request(method, url, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        self.status, self.location = response.status, response.headers.get("Location", "")
        return text

    def take_cookie(self, name: str, value: str) -> None:
        """Have a cookie that was made elsewhere."""
        self._cookies[name] = value

    def get(self, url: str) -> str:
        """Return the page at `url`."""
        return self._send("GET", url, None, {})

    def post(self, url: str, data: dict[str, str], **headers: str) -> str:
        """Send a form; `data` carries its token."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self._send("POST", url, urlencode(data), kind)

    def token(self, page: str) -> str:
        """Return the token of the first form of a page."""
        found = TOKEN.search(page)
        if found is None:
            raise RuntimeError(f"no token in the page (status {self.status})")
        return found.group(1)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form."""
        token = self.token(self.get("/login"))
        self.post("/login", {"csrf_token": token, "email": email, "password": password})
        if self.status != 303 or "login" in self.location:
            raise RuntimeError(f"could not sign in as {email}: {self.status} {self.location}")
