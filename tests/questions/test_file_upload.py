"""Questions that are answered with files: the answer, its files that come and go, their names."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lms.questions.file_upload import (
    FilesNeeded,
    FileUnknown,
    TooManyFiles,
    files_of,
    find_file,
    removed_files,
    with_file,
    without_file,
)
from lms.questions.handed_in import ENDINGS, LONGEST_NAME, HandedIn, clean_name, kind_of
from lms.questions.rules import Asked, Presented
from lms.questions.types import get_type
from tests.questions.parts import problems
from tests.questions.uploaded import RUBRIC, question

KIND = get_type("file_upload")
PAPER = Presented()
NAMES = st.text(min_size=1, max_size=300)
ENDED = st.builds(
    lambda stem, ending: f"{stem}.{ending}",
    NAMES,
    st.sampled_from([ending for endings in ENDINGS.values() for ending in endings]),
)


def handed_in(name="memo.pdf", digit="a"):
    clean = clean_name(name)
    return HandedIn(hash=digit * 64, name=clean, size=12, kind=kind_of(clean))


FILES = st.lists(
    st.builds(handed_in, ENDED, st.sampled_from("0123456789abcdef")),
    max_size=5,
    unique_by=lambda file: file.hash,
)


@given(FILES)
def test_an_answer_is_sent_and_accepted_as_the_same(files):
    response = {"files": [file.model_dump() for file in files]}
    asked = question(files=5)
    assert KIND.accept(asked, PAPER, KIND.send(asked, PAPER, response)) == response
    assert files_of(response) == tuple(files)
    (shown,) = KIND.fields(Asked(asked, PAPER, {}, "en", response))
    assert [file.name for file in shown.files] == [file.name for file in files]


@given(FILES, st.data())
def test_what_comes_and_goes_again_leaves_what_was(files, data):
    asked, response = question(files=5), None
    for file in files:
        response = with_file(asked, response, file)
        assert with_file(asked, response, file) == response
    assume(files)
    one = data.draw(st.sampled_from(files))
    left = without_file(asked, response, one.hash)
    KIND.check_follows(response, left)
    assert one not in files_of(left)
    assert removed_files(left, [response, left]) == (one,)
    assert find_file([response, left], one.hash) == one
    back = with_file(asked, left, one)
    assert {file.hash for file in files_of(back)} == {file.hash for file in files}
    with pytest.raises(FileUnknown):
        KIND.check_follows(left, back)


def test_where_one_file_is_taken_a_new_one_takes_its_place():
    first, second = handed_in(), handed_in("next.pdf", "b")
    before = with_file(question(), None, first)
    assert files_of(with_file(question(), before, second)) == (second,)
    three = question(files=2)
    full = with_file(three, with_file(three, None, first), second)
    with pytest.raises(TooManyFiles):
        with_file(three, full, handed_in("more.pdf", "c"))


def test_what_was_never_handed_in_is_no_answer():
    sent = KIND.send(question(), PAPER, {"files": [handed_in().model_dump()]})[""][0]
    for values in (["x"], ["{}"], [sent.replace('"size":12', '"size":0')], [sent, ""],
                   [sent.replace("memo.pdf", "../memo.pdf")], [sent.replace("memo.pdf", "a.exe")],
                   [sent.replace("aaaa", "AAAA")]):  # fmt: skip
        with pytest.raises(FileUnknown):
            KIND.accept(question(files=2), PAPER, {"": values})
    for raw in ({}, {"": []}, {"1": [sent]}):
        with pytest.raises(FilesNeeded):
            KIND.accept(question(), PAPER, raw)
    with pytest.raises(TooManyFiles):
        KIND.accept(question(), PAPER, {"": [sent, sent]})
    with pytest.raises(FileUnknown):
        KIND.accept(question(files=2), PAPER, {"": [sent, sent]})
    with pytest.raises(FileUnknown):
        KIND.accept(question(kinds=["png"]), PAPER, {"": [sent]})
    with pytest.raises(FileUnknown):
        KIND.check_follows(None, {"files": [handed_in().model_dump()]})
    with pytest.raises(FileUnknown):
        without_file(question(), None, "a" * 64)
    with pytest.raises(FileUnknown):
        find_file([], "a" * 64)
    assert KIND.accept(question(), PAPER, {"": [""]}) == {"files": []}


@given(st.one_of(NAMES, ENDED))
def test_a_name_is_harmless_and_stays_so(name):
    clean = clean_name(name)
    assert clean_name(clean) == clean
    assert 0 < len(clean) <= LONGEST_NAME
    assert not set(clean) & set('/\\<>:"|?*\u202e\u2066\u200f')
    assert all(unicodedata.category(letter)[0] != "C" or letter in "\u200c\u200d"
               for letter in clean)  # fmt: skip
    assert not clean.startswith((".", " "))
    assert clean == unicodedata.normalize("NFC", clean)


@given(ENDED)
def test_a_name_keeps_its_ending(name):
    assert kind_of(clean_name(name)) == kind_of(name.lower())


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"), (r"C:\Users\Amina\memo.PDF", "memo.pdf"),
        ("تقرير التدقيق.docx", "تقرير التدقيق.docx"), ("报告.txt", "报告.txt"),
        ("memo\u202efdp.exe", "memofdp.exe"), ("a\r\nb: c?.pdf", "a b_ c_.pdf"),
        (".pdf", "file.pdf"), ("a.tar.gz", "a.tar.gz"), ("noending", "noending"), ("..", "file"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"), ("e\u0301.pdf", "é.pdf"),
        ("x" * 300 + ".docx", "x" * 195 + ".docx"), ("memo.pdf. .", "memo.pdf"),
    ],
)  # fmt: skip
def test_names_of_people_are_kept_readable(name, clean):
    assert clean_name(name) == clean


def test_what_a_trainer_writes_is_checked():
    data = {"id": "q", "type": "file_upload", "text": "Hand it in.", "rubric": RUBRIC}
    assert problems({**data, "kinds": []}) == {
        ("kinds",): "Name at least one kind of file, or remove the key."
    }
    assert problems({**data, "kinds": ["pdf", "docx", "pdf"]}) == {
        ("kinds", 2): "This kind stands there already. Remove it."
    }
    assert "Use one of: pdf, docx" in problems({**data, "kinds": ["exe"]})["kinds", 0]
    assert set(problems({**data, "files": 6, "megabytes": 0})) == {("files",), ("megabytes",)}
    assert problems({**data, "file": 1}) == {("file",): "Did you mean “files”?"}
    assert question(kinds=["pdf"]).most_bytes == 5_000_000
