"""Every package the program runs with may be combined with the AGPL, version 3 or later."""

import re
from importlib import metadata

from tests.house.sources import ROOT

# Families compatible with AGPL-3.0-or-later: https://www.gnu.org/licenses/license-list.html
COMPATIBLE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|"
    r"GPL-3|GPLv3|AGPL|Unlicense|0BSD|Zlib|HPND|Public Domain",
    re.IGNORECASE,
)


def licence_of(name: str) -> str:
    """Return all that a package says of its licence."""
    about = metadata.metadata(name)
    said = [about.get("License-Expression"), (about.get("License") or "")[:200]]
    said += [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    return " ".join(filter(None, said))


def test_every_locked_package_is_compatible():
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    names = re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)
    assert len(names) > 20
    doubtful = {name: licence_of(name) for name in names if not COMPATIBLE.search(licence_of(name))}
    assert doubtful == {}


def test_lock_files_carry_hashes_and_no_addresses():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text("utf-8")
        pins = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)
        assert text.count("--hash=") >= len(pins)
        assert "://" not in text
        assert "--index-url" not in text
        assert "--find-links" not in text
