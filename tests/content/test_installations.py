"""A course carried to another installation: the same bytes, and the same hashes there."""

import json
import sqlite3

import pytest
from click.testing import CliRunner

from lms.admin.commands import lms
from lms.app import create_app
from lms.kit.db import Model, db, writing
from lms.kit.program import Program
from lms.kit.settings import Settings
from lms.organisations.services import ensure_installation
from tests.cast import NOW
from tests.content import courses
from tests.content.test_commands import written

HASHES = (
    "SELECT version.number, version.tree_hash, version.structure_hash, edition.language, "
    "edition.number, edition.text_hash FROM version JOIN edition ON edition.version_id = version.id"
)


class Site:
    """An installation of its own: a folder with its database and its files."""

    def __init__(self, folder):
        self.path = folder / "site.sqlite3"
        settings = Settings(
            data_dir=folder, database_url=f"sqlite:///{self.path}", secret_key="x" * 40,
            base_url="http://localhost",
        )  # fmt: skip
        folder.mkdir()
        self.program = Program(lambda: create_app(settings), lambda: ({}, {}), lambda _app: None)
        with create_app(settings).app_context():
            Model.metadata.create_all(db.engine)
            with writing():
                ensure_installation(NOW)

    def lms(self, *words):
        done = CliRunner().invoke(lms, [str(word) for word in words], obj=self.program)
        assert done.exit_code == 0, done.output
        return done.stdout

    def hashes(self):
        database = sqlite3.connect(self.path)
        rows = sorted(database.execute(HASHES))
        database.close()
        return rows


@pytest.fixture
def here(tmp_path):
    """A site with the small course published, and translated and published since."""
    here = Site(tmp_path / "here")
    tree = courses.translated(courses.files())
    here.lms("course", "import", written(tmp_path / "small", tree))
    here.lms("course", "publish", "small")
    file = tmp_path / "ar.xlf"
    out = ("translations", "export", "small", file, "--language", "ar")
    here.lms(*out, "--format", "xliff", "--xliff-version", "1.2")
    file.write_text(file.read_text().replace("٭ Prevention", "وقاية"))
    here.lms("translations", "import", file)
    here.lms("course", "publish", "small")
    return here


def test_a_course_carried_over_has_the_same_bytes_and_hashes(here, tmp_path):
    there = Site(tmp_path / "there")
    version, draft, again = (tmp_path / name for name in ("v.zip", "d.zip", "again.zip"))
    here.lms("course", "export", "small", version)
    here.lms("course", "export", "small", draft, "--draft")
    assert "وقاية".encode() in version.read_bytes()
    there.lms("course", "import", version)
    there.lms("course", "publish", "small")
    there.lms("course", "export", "small", again)
    assert again.read_bytes() == version.read_bytes()
    there.lms("course", "export", "small", again, "--draft")
    assert again.read_bytes() == draft.read_bytes()
    assert there.lms("course", "diff", version, again).strip() == "Nothing differs."
    # What is the second edition here is the first one there: each language says the same.
    newest = {language: text for _, _, _, language, _, text in here.hashes()}
    assert {row[3]: row[5] for row in there.hashes()} == newest
    assert {row[2] for row in there.hashes()} == {row[2] for row in here.hashes()}


def test_the_difference_of_two_states_is_told_file_by_file(here, tmp_path):
    other = {**courses.files(), "pages/wording.md": b"# How wording binds\n\nA State *can* act.\n"}
    folder = written(tmp_path / "other" / "small", other)
    said = json.loads(here.lms("course", "diff", "small@1", folder, "--json"))
    assert (said["changed"], said["removed"]) == (["pages/wording.md"], ["locale/ar.po"])
    assert said["translations"]["ar"] > 0
