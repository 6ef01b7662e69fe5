"""Which worker process runs which tests: one runs all of the browser's, file by file.

Two browsers, each with a server of its own, are more than two processors bear: what a test waits
for would come too late. A file's tests stay together, so that what is made for them is made once.
"""

from xdist.scheduler import LoadScopeScheduling

BROWSER = "tests/browser/"


class OneBrowser(LoadScopeScheduling):
    """Gives out files of tests, and the browser's all at once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return BROWSER if file.startswith(BROWSER) else file
