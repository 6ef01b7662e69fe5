"""The editor of case files: documents in lines of their own, questions of a case, whole cases."""

import re

import pytest
import yaml

from lms.kit.db import writing
from lms.workshop.comparison import compare_files
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.questions.bank import CASES
from tests.workshop.question_forms import HOME, change, kept, question, sent

BRIDGE = f"{HOME}/bank/bridge"
QUIZ = "/teach/small/quizzes/test"
DRAWN = courses.QUIZ.replace("draw: 2, from: questions/bank.yaml, by: objective",
                             "draw: 2, of: cases, from: questions/bank.yaml")  # fmt: skip


@pytest.fixture
def bruno(browse):
    with writing():
        tree = courses.files(bank=CASES, quiz=DRAWN)
        factories.import_course(cast.actor_of("bruno"), NOW, tree)
    return browse("bruno")


def documents(name="bridge"):
    return {each["id"]: each for each in question(name)["documents"]}


def in_one_line(page):
    return re.sub(r"\s+", " ", page)


def test_a_form_sent_untouched_changes_nothing(bruno):
    for name in ("bridge", "bridge-sum", "school"):
        assert change(bruno, name).status_code == 303
        assert kept() == CASES
        assert "to be mended" not in bruno.get(f"{HOME}/bank/{name}").text


def test_a_text_changes_in_its_own_lines_and_a_file_takes_its_place(bruno):
    text = documents()["memo"]["text"].replace("twice", "three times")
    change(bruno, "bridge", stimulus_documents_0_text=text)
    changed = CASES.replace("text: |\n", "text: |-\n")
    assert kept() == changed.replace("was paid **twice**", "was paid **three times**")
    assert documents()["memo"]["text"].strip() == text.strip()
    change(
        bruno, "bridge", stimulus_documents_0_way="file",
        stimulus_documents_0_media="media/ladder.svg", stimulus_documents_0_alt="A ladder.",
    )  # fmt: skip
    assert documents()["memo"] == {
        "id": "memo", "title": "Memo of the *auditor*", "media": "media/ladder.svg",
        "alt": "A ladder.",
    }  # fmt: skip


def test_documents_come_and_go_and_move(bruno):
    answer = change(bruno, "bridge", act="add.documents")
    assert answer.location.endswith("?at=documents.document-2&go=add#documents-document-2")
    assert list(documents()) == ["memo", "ladder", "document-2"]
    assert "to be mended" in bruno.get(answer.location).text
    change(
        bruno, "bridge", stimulus_documents_2_title="Minutes",
        stimulus_documents_2_text="## Present\n\n- Amina\n- Bruno\n",
    )  # fmt: skip
    assert (
        "    - id: document-2\n      title: Minutes\n      text: |-\n        ## Present\n" in kept()
    )
    assert "to be mended" not in bruno.get(BRIDGE).text
    change(bruno, "bridge", act="up.documents.document-2")
    assert list(documents()) == ["memo", "document-2", "ladder"]
    change(bruno, "bridge", act="remove.documents.memo")
    assert list(documents()) == ["document-2", "ladder"]


def test_a_document_begun_in_one_line_gets_lines_when_it_needs_them(bruno):
    change(bruno, "school", stimulus_documents_0_text="One.\n\nTwo.")
    assert "      text: |-\n        One.\n\n        Two.\n" in kept()
    assert documents("school")["letter"]["title"] == "Letter of the parents"


def test_a_new_case_begins_with_a_document_and_asks_for_what_it_lacks(bruno):
    answer = bruno.post(
        HOME, data={"type": "case_file", "bank": "bank", "text": "A road to nowhere"}
    )
    assert answer.status_code == 303
    assert question("a-road-to-nowhere")["documents"] == [
        {"id": "document-1", "title": "", "text": ""}
    ]
    page = bruno.get(f"{HOME}/bank/a-road-to-nowhere").text
    assert "to be mended" in page
    assert "It can be shown as soon as" in page
    assert "No question belongs to this case yet" in page
    words = {"stimulus_documents_0_title": "Map", "stimulus_documents_0_text": "No road."}
    change(bruno, "a-road-to-nowhere", **words)
    page = bruno.get(f"{HOME}/bank/a-road-to-nowhere").text
    assert "No question belongs to the case “a-road-to-nowhere”." in page
    assert "<p>No road.</p>" in page


def test_its_page_shows_it_as_candidates_see_it_and_whose_case_it_is(bruno):
    page = in_one_line(bruno.get(BRIDGE).text)
    assert "The same invoice was paid <strong>twice</strong>." in page
    assert 'src="/teach/small/files/media/ladder.svg"' in page
    assert 'name="objective"' not in page
    assert "What the case is about" in page
    assert "What is asked?" not in page
    assert "What is asked?" in bruno.get(f"{HOME}/bank/bridge-sum").text
    assert page.index(f'{HOME}/bank/bridge-sum"') < page.index(f'{HOME}/bank/bridge-who"')


def test_a_question_chooses_among_the_cases_of_its_bank(bruno):
    page = bruno.get(f"{HOME}/bank/alone").text
    assert re.findall(r'<option value="(\w*)"', page[page.index('name="case"') :])[:3] == [
        "", "bridge", "school",
    ]  # fmt: skip
    change(bruno, "alone", case="school")
    assert "  case: school\n" in kept().split("- id: alone")[1].split("- id: ")[0]
    change(bruno, "alone", case="")
    assert kept() == CASES
    change(bruno, "alone", case="ridge")
    assert "The bank has no case file “ridge”." in bruno.get(f"{HOME}/bank/alone").text


def test_a_question_is_tried_out_with_its_documents(bruno):
    page = bruno.get(f"{HOME}/bank/bridge-who/try").text
    assert "The same invoice was paid <strong>twice</strong>." in page
    assert "Question 2 of 2 in this case" in page
    assert 'class="case"' not in bruno.get(f"{HOME}/bank/alone/try").text


def test_a_case_that_is_used_stays_and_says_by_what(bruno):
    assert f'action="{BRIDGE}/remove"' not in bruno.get(BRIDGE).text
    answer = bruno.post(f"{BRIDGE}/remove")
    assert answer.status_code == 409
    assert "bridge-sum, bridge-who" in answer.text
    for name in ("bridge-sum", "bridge-who"):
        bruno.post(f"{HOME}/bank/{name}/remove")
    assert bruno.post(f"{BRIDGE}/remove").status_code == 303
    assert "bridge" not in kept()


def test_the_list_of_a_bank_has_questions_below_their_case(bruno):
    page = bruno.get(f"{HOME}?bank=bank").text
    found = re.findall(rf'href="{HOME}/bank/([\w-]+)"', page)
    assert found == [
        "bridge", "bridge-sum", "bridge-who", "alone", "school", "school-where", "school-who",
    ]  # fmt: skip
    assert "in the case <bdi>bridge</bdi>" in in_one_line(page).replace("</small>", "")
    assert re.search(r"Exam</bdi></a> \(4\)", page)


def test_a_quiz_draws_whole_cases(bruno):
    page = bruno.get(QUIZ).text
    assert "The bank has 2 cases." in page
    assert "4 questions, as an attempt could get them." in page
    assert re.search(r'value="cases" selected', page)
    data = sent(page.replace("<h2 id", "<h2>\n<h2 id"))
    bruno.post(QUIZ, data=data | {"sections-0-count": "3"})
    assert "The bank has too few cases to draw from: 2 of the 3 needed." in bruno.get(QUIZ).text
    bruno.post(QUIZ, data=data | {"sections-0-of": "", "sections-0-count": "1"})
    page = bruno.get(QUIZ).text
    assert "1 question, as an attempt could get them." in page
    assert "The bank has 1 question." in page


def test_nobody_else_of_those_who_may_not_comes_in(bruno, browse):
    assert browse("amina").get(BRIDGE).status_code == 403
    assert browse("farid").get(BRIDGE).status_code == 403
    assert browse().get(BRIDGE).status_code == 303
    assert yaml.safe_load(kept())[0]["id"] == "bridge"


def test_what_changed_is_told_document_by_document():
    new = CASES.replace("paid **twice**", "paid **two times**").replace(
        "title: The signatures", "title: Who signed"
    )
    file = "questions/bank.yaml"
    told = compare_files(file, CASES.encode(), new.replace("case: school", "case: bridge").encode())
    labels = {str(field.label) for each in told.told for field in each.fields}
    assert labels == {"Document 1: Text", "Document 2", "Case file"}


def test_what_a_case_is_about_is_called_so_where_it_changed():
    data = yaml.safe_load(CASES)
    data[0]["text"] = "Another bridge."
    new = yaml.safe_dump(data).encode()
    told = compare_files("questions/bank.yaml", CASES.encode(), new)
    labels = {str(field.label) for each in told.told for field in each.fields}
    assert labels == {"What the case is about"}
