"""Words a third longer, in both directions, on a narrow phone: nothing runs out of the page."""

import os
import shutil
import subprocess

import pytest

from lms.kit.paths import project_root
from tests.browser.conftest import check_reflow, sign_in
from tests.browser.server import LMS, Installation
from tests.pseudo import STANDS_FOR

COURSE = "uncac-foundations"
ADDRESSES = {
    "trainee": ("/", f"/courses/{COURSE}", "/learn", "/account", "/account/preferences", "/verify"),
    "trainer": ("/teach", f"/teach/{COURSE}", f"/teach/{COURSE}/history"),
    "translator": ("/teach/translate", f"/teach/{COURSE}/translate",
                   f"/teach/{COURSE}/translate/import", f"/teach/{COURSE}/translate/es"),
    "admin": ("/admin", "/admin/people", "/admin/people/invite", "/admin/people/import"),
}  # fmt: skip


@pytest.fixture(scope="module")
def installation(_demo, tmp_path_factory):
    """The demo, served in the pseudo-languages."""
    folder = tmp_path_factory.mktemp("pseudo") / "data"
    shutil.copytree(_demo, folder)
    place = Installation(folder)
    with (folder / "server.log").open("ab") as log:
        place._process = subprocess.Popen(
            [LMS.with_name("granian"), "--interface", "wsgi", "tests.browser.pseudo_served:app",
             "--host", "127.0.0.1", "--port", str(place.port), "--log-level", "warning"],
            cwd=project_root(), stdout=log, stderr=log,
            env=place.environment | {"PYTHONPATH": os.fspath(project_root())},
        )  # fmt: skip
    place.wait()
    yield place
    place.stop()
    assert "Traceback" not in (folder / "server.log").read_text("utf-8")


@pytest.mark.parametrize("code", list(STANDS_FOR))
@pytest.mark.parametrize("name", list(ADDRESSES))
def test_longer_words_fit(open_browser, name, code):
    page = open_browser(STANDS_FOR[code], width=320)
    sign_in(page, name)
    for address in ADDRESSES[name]:
        page.goto(address)
        wanted = "rtl" if code == "xr" else "ltr"
        assert page.evaluate("document.documentElement.dir") == wanted
        assert "··" in page.inner_text("main")
        check_reflow(page)
