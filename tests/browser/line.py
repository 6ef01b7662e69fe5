"""The network of a page, cut and slowed down by Chromium's debugging protocol, as a line is."""

from playwright.sync_api import Page


class Line:
    """The network of one page, which can be cut."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")

    def _set(self, *, is_cut: bool = False, upload: int = -1) -> None:
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
        self._session.send("Network.emulateNetworkConditions", {"offline": is_cut, **speed})

    def cut(self) -> None:
        """Cut it."""
        self._set(is_cut=True)

    def slow(self, upload: int) -> None:
        """Let so many bytes a second go up."""
        self._set(upload=upload)

    def join(self) -> None:
        """Join it again, as fast as it was."""
        self._set()
