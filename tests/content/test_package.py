"""Packages: the same tree, the same bytes; what is no course is refused before it is unpacked."""

import io
import os
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content import package
from lms.content.package import PackageRefused, read_folder, read_package, read_zip, write_zip
from tests.content import courses

NAMES = st.from_regex(r"(?:pages|media)/[a-z]{1,8}\.(?:md|svg)", fullmatch=True)


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=5))
def test_any_tree_survives_the_round_trip_and_gives_the_same_bytes(tree):
    content = write_zip(tree)
    assert read_zip(io.BytesIO(content)) == tree
    assert write_zip(dict(reversed(tree.items()))) == content


def test_a_folder_and_its_zip_are_the_same_tree(tmp_path):
    folder = tmp_path / "small"
    for name, content in courses.files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("not the course's")
    assert read_package(folder) == ("small", courses.files())
    (tmp_path / "x.zip").write_bytes(write_zip(courses.files()))
    assert read_package(tmp_path / "x.zip") == ("", courses.files())
    with pytest.raises(PackageRefused):
        read_package(tmp_path / "absent")


def packed(*entries, **how):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content, **how)
    buffer.seek(0)
    return buffer


@pytest.mark.parametrize(
    "name",
    [
        "../course.yaml",
        "pages/../../x.md",
        "/etc/passwd",
        "C:/x.md",
        "a\\b.md",
        "pages//x.md",
        "./x",
    ],
)
def test_a_name_that_leads_out_is_refused(name):
    with pytest.raises(PackageRefused) as refused:
        read_zip(packed((name, "x")))
    problem = refused.value.problems[0]
    assert "leads out" in str(problem.message)
    assert str(problem.advice)


def test_a_link_in_a_zip_is_refused():
    entry = zipfile.ZipInfo("pages/x.md")
    entry.external_attr = 0o120777 << 16
    with pytest.raises(PackageRefused, match="link"):
        read_zip(packed((entry, "/etc/passwd")))


def test_a_link_in_a_folder_is_refused(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "x.md").symlink_to("/etc/passwd")
    with pytest.raises(PackageRefused, match="link"):
        read_folder(tmp_path)
    (tmp_path / "pages" / "x.md").unlink()
    (tmp_path / "pages" / "y").symlink_to("/etc")
    with pytest.raises(PackageRefused, match="link"):
        read_folder(tmp_path)
    (tmp_path / "pages" / "y").unlink()
    os.mkfifo(tmp_path / "pages" / "z")
    with pytest.raises(PackageRefused, match="special"):
        read_folder(tmp_path)


MEGABYTE = bytes(1024**2)


def test_a_bomb_of_two_gigabytes_is_refused_early(tmp_path, monkeypatch):
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("media/bomb.svg", "w", force_zip64=True) as target,
    ):
        for _ in range(2 * 1024):
            target.write(MEGABYTE)
    read = 0
    real = package._Budget.add_bytes

    def add_bytes(self, name, count, size):
        nonlocal read
        read += count
        real(self, name, count, size)

    monkeypatch.setattr(package._Budget, "add_bytes", add_bytes)
    with pytest.raises(PackageRefused, match="larger"):
        read_package(path)
    assert read < 1024**2


def test_a_header_that_understates_the_size_is_not_believed():
    content = bytearray(packed(("pages/x.md", b"a" * 10_000_000)).getvalue())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + offset
        content[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(PackageRefused):
        read_zip(io.BytesIO(bytes(content)))


def test_too_many_or_too_large_files_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_FILES", 3)
    with pytest.raises(PackageRefused, match="more than 3 files"):
        read_zip(packed(*((f"pages/{n}.md", "x") for n in range(4))))
    monkeypatch.setattr(package, "MOST_BYTES", 100)
    with pytest.raises(PackageRefused, match="larger"):
        read_zip(packed(("pages/a.md", os.urandom(60)), ("pages/b.md", os.urandom(60))))


def test_a_name_that_is_not_utf8_is_refused():
    content = packed(("pages/aaaa.md", "x")).getvalue().replace(b"aaaa", b"\xe9\xe8\xe7\xe0")
    with pytest.raises(PackageRefused, match="UTF-8"):
        read_zip(io.BytesIO(content))


def test_a_file_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        stream = packed(("pages/a.md", "x"), ("pages/a.md", "y"))
    with pytest.raises(PackageRefused, match="twice"):
        read_zip(stream)


@given(st.binary(max_size=300))
def test_what_is_no_zip_is_refused_and_never_an_error(content):
    with pytest.raises(PackageRefused):
        read_zip(io.BytesIO(content))


@given(st.data())
def test_a_damaged_zip_is_read_or_refused_and_never_an_error(data):
    content = bytearray(write_zip({"pages/a.md": b"some text", "course.yaml": b"id: x"}))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PackageRefused):
        read_zip(io.BytesIO(bytes(content)))
