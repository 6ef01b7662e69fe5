"""Documents of a case on the translators' desks: block by block, each shown where it stands."""

import re

import pytest

from lms.content import queries as content
from lms.units.unit import Key
from tests.content import courses
from tests.questions.bank import CASES
from tests.translation import desks

BRIDGE = "questions/bank.yaml#bridge"
MEMO = f"{BRIDGE}.documents.memo.text"
PAID = Key(MEMO, "The same invoice was paid **twice**.")
TITLE = Key(f"{BRIDGE}.documents.memo.title", "Memo of the *auditor*")
QUIZ = courses.QUIZ.replace("by: objective", "of: cases")


@pytest.fixture
def chen(app, browse):
    desks.lay_out(courses.files(bank=CASES, quiz=QUIZ))
    return browse("chen")


def in_one_line(page):
    return re.sub(r"\s+", " ", page)


def _status(page):
    """Return how a unit stands, as the head of its page says."""
    return re.sub(r"<.*?>", "", re.search(r'<span class="status[^"]*">.*?</span>', page)[0]).strip()


def test_a_block_is_shown_marked_within_its_document(chen):
    page = in_one_line(chen.get(desks.address(PAID)).text)
    assert '<mark id="here">The same invoice was paid <strong>twice</strong>.</mark>' in page
    assert "What was found</h2>" in page
    repeated = Key(f"{MEMO}#2", "90,000")
    page = in_one_line(chen.get(desks.address(repeated)).text)
    assert page.count('<mark id="here">') == 1
    assert '<mark id="here">' not in chen.get(desks.address(TITLE)).text


def test_a_translated_block_stands_in_the_preview_and_in_what_is_published(chen):
    assert desks.translate(chen, PAID, "دُفعت الفاتورة نفسها **مرتين**.").status_code == 303
    page = in_one_line(chen.get(desks.address(Key(MEMO, "On 3 March"))).text)
    assert "دُفعت الفاتورة نفسها <strong>مرتين</strong>." in page
    courses.publish(offered=("ar",))
    version_id = content.get_course("small").newest_version_id
    edition = content.get_outline(version_id, "ar").edition_id
    texts = content.get_item_texts(edition, ["bridge"])["bridge"]
    assert "<p>دُفعت الفاتورة نفسها <strong>مرتين</strong>.</p>" in texts["documents.memo.text"]


def test_a_changed_block_is_outdated_and_the_others_are_not(chen):
    desks.translate(chen, PAID, "دُفعت مرتين **فعلًا**.")
    other = Key(MEMO, "On 3 March")
    desks.translate(chen, other, "في ٣ مارس")
    desks.save_page(bank=CASES.replace("paid **twice**", "paid **two times**"), quiz=QUIZ)
    changed = Key(MEMO, "The same invoice was paid **two times**.")
    page = chen.get(desks.address(changed)).text
    assert desks.shown_text(page) == "دُفعت مرتين **فعلًا**."
    assert _status(page) == "outdated"
    page = chen.get(desks.address(other)).text
    assert desks.shown_text(page) == "في ٣ مارس"
    assert _status(page) == "translated"
