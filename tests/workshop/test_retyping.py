"""A question gets another type: what can be is kept, what goes is shown before, all is undone."""

import itertools
import re

import pytest
import yaml

from lms.kit.db import writing
from lms.questions.types import get_type, parse_question
from lms.workshop.editing.banks import read_bank
from lms.workshop.editing.questions import TYPES
from lms.workshop.editing.retyping import retype, retyped_bank
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.workshop.question_forms import kept

# One of each type, with all that is told of it.
BANK = """\
# Beside the Convention's own words.
- id: one
  type: single
  objective: strength
  article: "16(2)"
  text: What does *shall* ask?
  choices:
    - {id: act, text: To act., correct: yes, feedback: It binds., source: "16"}
    - {id: think, text: To think about it.}
  shuffle: no
  feedback: Look at the verb.
- id: several
  type: multiple
  text: Which bind?
  choices:
    - {id: shall, text: shall, correct: yes}
    - {id: may, text: may}
    - {id: must, text: must, correct: yes}
- {id: statement, type: true_false, text: The word *may* binds., correct: no}
- id: typed
  type: short_text
  text: How many chapters are there?
  accept: {en: [eight, "8"], ar: [ثمانية]}
- id: pairs
  type: matching
  text: Who does what?
  prompts:
    - {id: judge, text: A judge, match: decides}
    - {id: police, text: The police, match: asks}
  targets:
    - {id: decides, text: decides}
    - {id: asks, text: asks}
- id: steps
  type: ordering
  text: What comes first?
  items:
    - {id: freeze, text: freezing}
    - {id: take, text: confiscating}
    - {id: give, text: returning}
- id: table
  type: matrix
  text: How does each bind?
  rows:
    - {id: shall, text: shall, correct: full}
    - {id: may, text: may, correct: free}
    - {id: might, text: might, correct: free}
  columns:
    - {id: full, text: fully}
    - {id: free, text: not at all}
- id: gaps
  type: gap_text
  text: The Convention has {chapters} chapters.
  gaps:
    - {id: chapters, accept: {en: [eight, "8"], ar: [ثمانية]}}
- id: written
  type: essay
  text: Explain article 60.
  words: {min: 100, max: 300}
  rubric:
    criteria:
      - id: grasp
        text: Grasp
        levels:
          - {id: low, text: little, points: 0}
          - {id: high, text: much, points: 2}
- id: handed
  type: file_upload
  text: Hand in your plan.
  kinds: [pdf]
  rubric:
    criteria:
      - id: plan
        text: Plan
        levels:
          - {id: low, text: vague, points: 0}
          - {id: high, text: clear, points: 2}
- id: seen
  type: observation
  text: Interview a witness.
  rubric:
    criteria:
      - id: manner
        text: Manner
        levels:
          - {id: low, text: harsh, points: 0}
          - {id: high, text: calm, points: 2}
"""
QUESTIONS = {one["type"]: one for one in yaml.safe_load(BANK)}
COMMON = ("id", "objective", "article", "feedback")
PAGE = "/teach/small/questions/bank/one"


@pytest.mark.parametrize(
    ("was", "kind"), [pair for pair in itertools.product(QUESTIONS, TYPES) if len({*pair}) == 2]
)
def test_every_type_becomes_every_other(was, kind):
    question = QUESTIONS[was]
    text = retyped_bank(read_bank(BANK), question["id"], kind, "en")
    new = {one["id"]: one for one in yaml.safe_load(text)}[question["id"]]
    assert new["type"] == kind
    # At a case nothing is said that is said at its questions.
    for key in ("id",) if kind == "case_file" else COMMON:
        assert new.get(key) == question.get(key)
    # Gaps, and numbers that are drawn, have their place in the text.
    assert was == "gap_text" or new["text"].startswith(question["text"])
    assert new.keys() <= get_type(kind).model.model_fields.keys()
    # Nothing else in the file has changed, to the last byte.
    before, after = BANK.split("\n- "), text.split("\n- ")
    assert sum(part not in before for part in after) == 1
    assert text.startswith("# Beside the Convention's own words.\n")


def becomes(was, kind):
    return retype(QUESTIONS[was], kind, "en")


@pytest.mark.parametrize(
    ("was", "kind"),
    [
        ("single", "multiple"), ("single", "gap_text"), ("single", "short_text"),
        ("multiple", "short_text"), ("short_text", "gap_text"), ("gap_text", "short_text"),
        ("matching", "matrix"), ("matrix", "matching"),
        ("essay", "observation"), ("observation", "essay"), ("short_text", "true_false"),
    ],
)  # fmt: skip
def test_what_is_whole_already_can_be_asked_at_once(was, kind):
    assert parse_question(retype(QUESTIONS[was], kind, "en")).type == kind


def test_choices_become_a_gap_an_answer_and_an_order():
    one = QUESTIONS["single"]
    gap = becomes("single", "gap_text")
    assert gap["text"] == "What does *shall* ask? {gap-1}"
    assert gap["gaps"] == [
        {
            "id": "gap-1",
            "choices": [
                {"id": "act", "text": "To act.", "correct": True},
                {"id": "think", "text": "To think about it."},
            ],
        }
    ]
    assert becomes("single", "short_text")["accept"] == {"en": ["To act."]}
    assert becomes("multiple", "short_text")["accept"] == {"en": ["shall", "must"]}
    order = becomes("multiple", "ordering")
    assert [item["id"] for item in order["items"]] == ["shall", "may", "must"]
    # An order has three items at least; the third is to be written.
    assert [item["text"] for item in becomes("matching", "ordering")["items"]][2:] == [""]
    assert becomes("single", "multiple")["choices"] == one["choices"]
    assert becomes("single", "multiple")["shuffle"] is False


def test_an_answer_becomes_the_right_choice_and_one_is_left_to_write():
    for was in ("short_text", "gap_text"):
        right, wrong = becomes(was, "single")["choices"]
        assert right == {"id": "eight", "text": "eight", "correct": True}
        assert wrong["text"] == ""
    assert becomes("gap_text", "essay")["text"] == "The Convention has … chapters."
    assert becomes("gap_text", "short_text")["accept"] == QUESTIONS["short_text"]["accept"]


def test_a_matching_and_a_table_become_each_other_without_loss():
    pairs, table = QUESTIONS["matching"], QUESTIONS["matrix"]
    assert retype(retype(pairs, "matrix", "en"), "matching", "en") == pairs
    assert retype(retype(table, "matching", "en"), "matrix", "en") == table
    assert becomes("matrix", "matching")["reuse"] is True


def test_a_rubric_stays_and_what_is_unreadable_begins_anew():
    assert becomes("essay", "observation")["rubric"] == QUESTIONS["essay"]["rubric"]
    assert "words" not in becomes("essay", "observation")
    broken = retype({"id": "x", "type": "riddle", "text": None, "choices": 3}, "single", "en")
    assert broken["type"] == "single"
    assert retype({"id": "x", "type": "single", "choices": [1]}, "ordering", "en")["items"]


@pytest.fixture
def bruno(app, browse):
    with writing():
        quiz = courses.QUIZ.replace(", by: objective", "")
        tree = courses.files(bank=BANK, quiz=quiz)
        factories.import_course(cast.actor_of("bruno"), NOW, tree)
    return browse("bruno")


def test_who_may_come_in(bruno, browse):
    for client, status in (("amina", 403), ("farid", 403), (None, 303)):
        stranger = browse(client) if client else browse()
        assert stranger.get(f"{PAGE}/type").status_code == status
        assert stranger.post(f"{PAGE}/type", data={"to": "essay"}).status_code == status
    assert bruno.get(f"{PAGE.removesuffix('one')}nothing/type?to=essay").status_code == 404
    assert kept() == BANK


def lost(page):
    """Return the words under What is lost."""
    part = page.partition("What is lost</h2>")[2].partition("<details>")[0]
    return [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<del>(.*?)</del>", part)]


def test_what_goes_is_shown_before_it_goes(bruno):
    assert f'href="{PAGE}/type"' in bruno.get(PAGE).text
    first = bruno.get(f"{PAGE}/type").text
    assert "What is lost" not in first
    assert 'value="single"' not in first
    gone = lost(bruno.get(f"{PAGE}/type?to=short_text").text)
    assert [one.rpartition(": ")[2] for one in gone] == [
        "It binds.",
        "16",
        "To think about it.",
        "No",
    ]
    assert kept() == BANK


@pytest.mark.parametrize(
    ("name", "to"),
    [("pairs", "matrix"), ("table", "matching"), ("typed", "gap_text"),
     ("one", "multiple"), ("seen", "essay")],
)  # fmt: skip
def test_where_nothing_goes_it_is_said(bruno, name, to):
    page = bruno.get(f"{PAGE.removesuffix('one')}{name}/type?to={to}").text
    assert "Nothing: all of it has its place in the other type." in page
    assert "All that changes" in page


def test_what_has_no_place_is_lost(bruno):
    home = PAGE.removesuffix("one")
    assert any("100" in one for one in lost(bruno.get(f"{home}written/type?to=observation").text))
    assert len(lost(bruno.get(f"{home}steps/type?to=true_false").text)) == 3
    assert [
        one for one in lost(bruno.get(f"{home}gaps/type?to=short_text").text) if "{chapters}" in one
    ]
    for one in lost(bruno.get(f"{home}several/type?to=ordering").text):
        assert one.rpartition(": ")[2] == "Yes"


def test_the_type_is_changed_and_the_change_undone(bruno):
    done = bruno.post(f"{PAGE}/type", data={"to": "short_text"})
    assert done.status_code == 303
    assert done.location.endswith(PAGE)
    page = bruno.get(PAGE).text
    assert "The question has another type." in page
    assert "To act." in page
    assert kept() != BANK
    bruno.post("/teach/small/banks/bank/undo")
    assert kept() == BANK


@pytest.mark.parametrize("kind", ["", "riddle", "single"])
def test_a_type_that_there_is_not(bruno, kind):
    page = bruno.get(f"{PAGE}/type?to={kind}")
    assert page.status_code == 200
    assert "What is lost" not in page.text
    if kind != "single":
        assert bruno.post(f"{PAGE}/type", data={"to": kind}).status_code == 422
    assert kept() == BANK
