"""What the browsers of a test complain of, and the people in whose browsers it looks."""

from collections.abc import Callable

from playwright.sync_api import ConsoleMessage, Page

# Each person's own browser, by the name of the demo account.
Pages = Callable[[str], Page]


class Watch:
    """Notes what the browser complains of: scripts, styles that the policy refuses, lost files."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def attach(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that says 404 is one of those looked at.
        is_lost = "404" in message.text and message.location["url"].endswith("/nothing-here")
        if message.type in {"error", "warning"} and not is_lost:
            self.complaints.append(f"{message.location['url']}: {message.text}")
