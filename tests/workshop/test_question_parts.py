"""The questions' editor for types of several parts: each form, its lists arranged, tried out."""

import re

import pytest
import yaml

from lms.kit.db import writing
from lms.workshop.comparison.fields import compare_fields
from lms.workshop.comparison.names import QUESTION
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.questions.bank import PARTS
from tests.workshop.question_forms import HOME, change, kept, question, sent

IDS = ("powers", "steps", "wording", "gaps")


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files(bank=PARTS))


@pytest.fixture
def bruno(browse):
    return browse("bruno")


@pytest.mark.parametrize("name", IDS)
def test_a_form_sent_untouched_changes_nothing(bruno, name):
    assert change(bruno, name).status_code == 303
    assert kept() == PARTS
    assert "to be mended" not in bruno.get(f"{HOME}/bank/{name}").text


@pytest.mark.parametrize("name", IDS)
def test_a_question_is_tried_out(bruno, name):
    page = bruno.get(f"{HOME}/bank/{name}/try").text
    fields = sorted(set(re.findall(r' name="(answer-\d)"', page)))
    assert bruno.post(f"{HOME}/bank/{name}/try", data={"answer-9": "1"}).status_code == 422
    tried = bruno.post(
        f"{HOME}/bank/{name}/try", data=dict(zip(fields, ("1", "2", "3"), strict=False))
    )
    assert tried.status_code == 200
    assert re.search("Right|Wrong|Partly right", tried.text)


def test_prompts_and_targets(bruno):
    change(bruno, "powers", targets_1_text="It is left to each State.", prompts_1_right="never")
    assert "    - {id: may, text: may, match: never}\n" in kept()
    assert "    - {id: leave, text: It is left to each State.}\n" in kept()
    answer = change(bruno, "powers", act="add.targets")
    assert answer.location.endswith("?at=targets.target-2&go=add#targets-target-2")
    page = bruno.get(answer.location).text
    assert "This has no text." in page
    assert re.search(r'<textarea[^>]*autofocus[^>]*id="targets-3-text"', page)
    change(bruno, "powers", act="remove.targets.never", targets_3_text="It is unclear.")
    ids = [target["id"] for target in question("powers")["targets"]]
    assert ids == ["duty", "leave", "target-2"]
    page = bruno.get(f"{HOME}/bank/powers").text
    assert "There is no “never”." in page
    assert '<option value="never" selected>never</option>' in page
    change(bruno, "powers", prompts_1_right="duty", is_reused_="y")
    assert "  reuse: yes\n" in kept()
    assert "to be mended" not in bruno.get(f"{HOME}/bank/powers").text
    change(bruno, "powers", prompts_1_right="")
    assert "Choose what belongs here." in bruno.get(f"{HOME}/bank/powers").text


def test_items_are_brought_in_order(bruno):
    answer = change(bruno, "steps", act="up.items.apply")
    assert answer.location.endswith("?at=items.apply&go=up#items-apply")
    assert [item["id"] for item in question("steps")["items"]] == ["sign", "apply", "ratify"]
    assert re.search(r'value="up\.items\.apply" autofocus', bruno.get(answer.location).text)
    change(bruno, "steps", act="down.items.sign", scoring="all")
    assert [item["id"] for item in question("steps")["items"]] == ["apply", "sign", "ratify"]
    assert "  scoring: all\n" in kept()
    change(bruno, "steps", scoring="pairs")
    assert "scoring" not in kept()
    change(bruno, "steps", act="remove.items.sign")
    assert "Write at least 3 of them." in bruno.get(f"{HOME}/bank/steps").text


def test_rows_and_columns(bruno):
    change(bruno, "wording", act="add.rows")
    change(bruno, "wording", rows_3_text="“should”", rows_3_right="weak")
    assert question("wording")["rows"][3] == {"id": "row-2", "text": "“should”", "correct": "weak"}
    change(bruno, "wording", act="up.columns.weak")
    assert [column["id"] for column in question("wording")["columns"]] == [
        "strong", "weak", "middling",
    ]  # fmt: skip
    assert "to be mended" not in bruno.get(f"{HOME}/bank/wording").text


def test_gaps_are_typed_or_chosen(bruno):
    change(bruno, "gaps", gaps_1_wrong="praise\r\nhide", gaps_1_right="punish")
    assert question("gaps")["gaps"][1]["choices"] == [
        {"id": "punish", "text": "punish", "correct": True},
        {"id": "praise", "text": "praise"},
        {"id": "hide", "text": "hide"},
    ]
    change(bruno, "gaps", gaps_1_wrong="praise\r\nconceal", gaps_1_right="make punishable")
    assert question("gaps")["gaps"][1]["choices"] == [
        {"id": "punish", "text": "make punishable", "correct": True},
        {"id": "praise", "text": "praise"},
        {"id": "hide", "text": "conceal"},
    ]
    change(bruno, "gaps", gaps_1_way="typed", gaps_1_accept_fr="punir\r\nréprimer")
    assert question("gaps")["gaps"][1] == {
        "id": "verb", "accept": {"fr": ["punir", "réprimer"]},
    }  # fmt: skip
    assert "to be mended" not in bruno.get(f"{HOME}/bank/gaps").text


def test_a_gap_that_is_added_stands_in_the_text(bruno):
    answer = change(bruno, "gaps", act="add.gaps")
    assert question("gaps")["text"].endswith("bribery. {gap-2}")
    page = bruno.get(answer.location).text
    assert "Give the gap either" in page
    change(bruno, "gaps", gaps_2_accept_en="now")
    assert "to be mended" not in bruno.get(f"{HOME}/bank/gaps").text
    change(bruno, "gaps", act="remove.gaps.gap-2")
    assert "{gap-2} is no gap." in bruno.get(f"{HOME}/bank/gaps").text


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("matching", "What belongs together?", "Add a target"),
        ("ordering", "In which order?", "Add an item"),
        ("matrix", "How strong?", "Add a column"),
        ("gap_text", "Each State {shall} act.", "Add a gap"),
    ],
)
def test_every_type_begins_with_its_form(bruno, kind, text, said):
    assert f'<option value="{kind}">' in bruno.get(HOME).text
    answer = bruno.post(HOME, data={"type": kind, "bank": "bank", "text": text})
    page = bruno.get(answer.location).text
    assert said in page
    assert "to be mended" not in page
    address = answer.location.removesuffix("?new=1")
    assert "to be mended" in bruno.get(address).text
    assert bruno.post(address, data=sent(bruno.get(address).text)).status_code == 303
    made = yaml.safe_load(kept())[-1]
    assert made["type"] == kind
    assert made["text"] == text


def test_a_new_text_without_a_gap_gets_one(bruno):
    bruno.post(HOME, data={"type": "gap_text", "bank": "bank", "text": "Each State acts."})
    made = yaml.safe_load(kept())[-1]
    assert made["text"] == "Each State acts. {gap-1}"
    assert [gap["id"] for gap in made["gaps"]] == ["gap-1"]


def test_what_a_change_makes_is_told(app, bruno):
    with writing():
        courses.publish()
    change(bruno, "powers", targets_1_text="It is left to each State.")
    assert "a second person confirms it" in bruno.get(f"{HOME}/bank/powers").text
    change(bruno, "powers", prompts_1_right="never")
    assert "how it is scored, has changed" in bruno.get(f"{HOME}/bank/powers").text


def test_an_outsider_changes_nothing(browse):
    data = sent(browse("bruno").get(f"{HOME}/bank/powers").text)
    assert browse("farid").post(f"{HOME}/bank/powers", data=data).status_code == 403
    assert browse("amina").post(f"{HOME}/bank/powers", data=data).status_code == 403
    assert browse().post(f"{HOME}/bank/powers", data=data).status_code == 303
    assert kept() == PARTS


def test_a_field_too_long_is_refused_at_its_place(bruno):
    answer = change(bruno, "powers", targets_1_text="x" * 5001)
    assert answer.status_code == 422
    assert "at most 5000" in answer.text


def test_what_differs_is_told_in_the_words_of_the_form():
    old = yaml.safe_load(PARTS)
    new = yaml.safe_load(
        PARTS.replace("match: leave", "match: never")
        .replace("text: It is signed.", "text: Somebody signs it.")
        .replace("correct: weak", "correct: strong")
        .replace("accept: {en:", "accept: {fr:")
        .replace("  type: ordering\n", "  type: ordering\n  scoring: all\n")
    )
    told = {
        str(field.label): [str(value) for value in field.come]
        for before, after in zip(old, new, strict=True)
        for field in compare_fields(QUESTION, before, after)
    }
    assert told == {
        "Prompt 2: Belongs to": ["never"],
        "Item 1": [],
        "Points": ["All or nothing"],
        "Row 3: Right column": ["strong"],
        "Gap 1: English": [],
        "Gap 1: Français": ["15", "fifteen"],
    }
