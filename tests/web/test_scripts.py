"""The functions of the scripts that need no browser, tested by node's own runner."""

import os
import subprocess
from pathlib import Path

import pytest

from lms.kit.paths import project_root
from tests.conftest import skip_or_fail
from tests.web.test_assets import find_node

ESBUILD = project_root() / "lms" / "web" / "assets" / "node_modules" / ".bin" / "esbuild"
TESTS = sorted((Path(__file__).parent / "scripts").glob("*.test.mjs"))


def run(*command: str | Path) -> None:
    """Run a program of node's; what it said is the failure."""
    path = f"{Path(find_node()).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("source", TESTS, ids=lambda path: path.name)
def test_functions(source, tmp_path):
    if not ESBUILD.exists():
        skip_or_fail("no esbuild here: scripts/assets")
    built = tmp_path / source.name
    run(ESBUILD, source, "--bundle", "--format=esm", "--platform=node", f"--outfile={built}")
    run(find_node(), "--test", built)
