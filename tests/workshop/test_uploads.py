"""The editor of questions that are answered with files: how many, how large, which; tried out."""

import io

import pytest

from lms.kit.db import writing
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.questions import uploaded
from tests.workshop.question_forms import HOME, kept, question, sent

MEMO = f"{HOME}/bank/memo"
BANK = (
    courses.BANK
    + """\
- id: memo
  type: file_upload
  objective: strength
  text: Hand in the memo.
  files: 2
  kinds: [txt, docx]   # no more
  rubric:
    criteria:
      - id: law
        text: Finds the duty.
        levels:
          - {id: none, points: 0, text: No article.}
          - {id: named, points: 2, text: The article.}
"""
)


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        files = courses.files() | {"questions/bank.yaml": BANK.encode()}
        factories.import_course(cast.actor_of("bruno"), NOW, files)


@pytest.fixture
def bruno(browse):
    return browse("bruno")


def form_of(browser, *kinds, **more):
    """What the form sends with these kinds marked: of boxes `sent` keeps one alone."""
    return {**sent(browser.get(MEMO).text), "upload-kinds": list(kinds), **more}


def test_a_form_sent_untouched_changes_nothing(bruno):
    page = bruno.get(MEMO).text
    assert "Word document (.docx)" in page
    assert "What an answer at this level shows" in page
    assert "Words at least" not in page
    assert "to be mended" not in page
    # In the order of the page, which is another than the file's.
    assert bruno.post(MEMO, form_of(bruno, "docx", "txt")).status_code == 303
    assert kept() == BANK


def test_numbers_and_kinds_change_in_their_lines(bruno):
    data = form_of(bruno, "docx", "txt", "png", **{"upload-megabytes": "20"})
    assert bruno.post(MEMO, data).status_code == 303
    assert question("memo")["kinds"] == ["txt", "docx", "png"]
    assert question("memo")["megabytes"] == 20
    data = form_of(bruno, "docx", "txt", **{"upload-files": "1", "upload-megabytes": "5"})
    bruno.post(MEMO, data)
    # What is usual needs no words.
    assert "files" not in question("memo")
    assert "megabytes" not in question("memo")
    bruno.post(MEMO, form_of(bruno, "pdf", "docx", "odt"))
    assert question("memo")["kinds"] == ["docx", "pdf", "odt"]


def test_what_does_not_fit_is_told(bruno):
    for name, value in (("files", "6"), ("files", "0"), ("megabytes", "21"), ("files", "two")):
        answer = bruno.post(MEMO, form_of(bruno, "docx", **{f"upload-{name}": value}))
        assert answer.status_code == 422, (name, value)
    assert kept() == BANK
    bruno.post(MEMO, form_of(bruno))
    assert "Name at least one kind of file" in bruno.get(MEMO).text


def test_a_new_question_begins_with_what_is_usual(bruno):
    data = {"type": "file_upload", "bank": "bank", "text": "Hand it in?"}
    address = bruno.post(HOME, data=data).location
    page = bruno.get(address).text
    assert "Kinds of files" in page
    name = address.split("?")[0].rpartition("/")[2]
    form = {"upload-kinds": ["pdf", "docx", "odt"], "text": "Hand in your plan."}
    data = {**sent(bruno.get(f"{HOME}/bank/{name}").text), **form}
    assert bruno.post(f"{HOME}/bank/{name}", data).status_code == 303
    assert question(name)["text"] == "Hand in your plan."
    assert not question(name).keys() & {"files", "megabytes", "kinds"}


def test_the_right_colleague_may_and_others_may_not(browse):
    assert browse("emre").get(MEMO).status_code in {403, 404}
    for name in ("amina", "farid"):
        assert browse(name).get(MEMO).status_code == 403
    assert browse().get(MEMO).status_code == 303


def test_a_trial_takes_a_file_and_keeps_nothing(bruno):
    page = bruno.get(f"{MEMO}/try").text
    assert "Up to 2 files one after the other, each at most 5 MB: txt, docx." in page
    assert 'enctype="multipart/form-data"' in page
    content = uploaded.whole("docx")

    def hand_in(name, data):
        return bruno.upload(f"{MEMO}/try", {"file": (io.BytesIO(data), name)})

    answer = hand_in("memo.docx", content)
    assert answer.status_code == 200
    assert f"<bdi>DOCX</bdi>, <bdi>{len(content)} bytes</bdi>" in answer.text
    assert "No rule marks this answer." in answer.text
    answer = hand_in("memo.docx", b"MZ")
    assert answer.status_code == 422
    assert "this is no docx file" in answer.text
    answer = bruno.post(f"{MEMO}/try", {})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text
