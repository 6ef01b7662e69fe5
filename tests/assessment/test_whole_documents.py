"""On one page with all others: cases with their documents once, and files with their own page."""

import pytest
from lxml import html

from lms.assessment import queries
from lms.kit.db import db
from tests.assessment import cases, courses, handed, whole

MEMO_FIRST = "sections: [{draw: 1, from: questions/memo.yaml}, "
DRILL = cases.DRILL.replace("sections: [", MEMO_FIRST) + "order: fixed\nlayout: all\n"
MEMO = handed.BANK.partition("- id: one")[0]


@pytest.fixture
def amina(browse):
    cases.publish(cases.files(DRILL) | {"questions/memo.yaml": MEMO.encode()})
    return browse("amina")


@pytest.fixture
def attempt_id(amina):
    return courses.start(amina, courses.enrol("amina"), "drill")


def sections(page):
    """Return the parts of a page that each ask one question."""
    return html.fromstring(page.text).xpath("//section[@class='one']")


def test_the_documents_of_a_case_stand_once_above_its_questions(amina, attempt_id):
    page = amina.get(whole.address(attempt_id))
    asked = sections(page)
    assert len(asked) == 5
    found = html.fromstring(page.text).xpath("//details[@class='case']")
    assert len(found) == 2
    for case in found:
        following = case.xpath("following-sibling::section[1]")[0].text_content()
        assert "Question 1 of 2 in this case" in following


def test_questions_of_cases_are_answered_by_the_one_form(amina, attempt_id):
    address = whole.address(attempt_id)
    keys = [whole.key_of(attempt_id, place) for place in range(1, 6)]
    data = whole.sent(amina.get(address))
    for key in keys:
        data |= key
    assert amina.post(address, data).status_code == 303
    db.session.remove()
    assert len(queries.get_responses(attempt_id)) == len([key for key in keys if key])


def test_files_are_handed_in_on_a_page_of_their_own(amina, attempt_id):
    address, own = whole.address(attempt_id), courses.question_address(attempt_id, 1)
    (memo,) = [each for each in sections(amina.get(address)) if "memo" in each.text_content()]
    assert memo.xpath(".//button[@name='go']/@value") == ["1"]
    sent = whole.sent(amina.get(address)) | {"go": "1"}
    assert amina.post(address, sent).location == own
    assert not memo.xpath(".//*[starts-with(@name, 'answer')]")
    assert handed.send(amina, attempt_id).status_code == 303
    page = amina.get(address)
    (memo,) = [each for each in sections(page) if "memo" in each.text_content()]
    assert "memo.docx" in memo.text_content()
    # From its own page the way leads back to all of them, and through no page of one.
    tree = html.fromstring(amina.get(own).text)
    assert not tree.xpath("//a[@rel='prev' or @rel='next']")
    (back,) = [each for each in tree.xpath("//main//a") if "Back to" in each.text_content()]
    assert back.get("href") == f"{address}#question-1"
    assert tree.xpath("//button[@name='go']/@value") == ["overview"]
    assert handed.press(amina, attempt_id, go="overview").location == back.get("href")
    # Sent with the others, the page leaves the files alone.
    assert amina.post(address, whole.sent(page)).status_code == 303
    db.session.remove()
    (kept,) = queries.get_responses(attempt_id).values()
    assert [file["name"] for file in kept.value["files"]] == ["memo.docx"]
