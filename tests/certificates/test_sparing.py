"""What the renderer is spared changes no byte of a sheet."""

import subprocess
import sys
from pathlib import Path

import pytest

from lms.kit.paths import project_root
from tests.certificates.unspared import draw

SHEETS = ("ar", "ru", "zh-ar")


@pytest.fixture(scope="module")
def unspared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder with the sheets as a process draws them that changes nothing."""
    folder = tmp_path_factory.mktemp("unspared")
    subprocess.run(
        [sys.executable, "-m", "tests.certificates.unspared", folder, *SHEETS],
        cwd=project_root(),
        check=True,
    )
    return folder


@pytest.mark.parametrize("languages", SHEETS)
def test_a_sheet_is_the_same_byte_for_byte(unspared: Path, languages: str) -> None:
    assert draw(languages) == (unspared / languages).read_bytes()
