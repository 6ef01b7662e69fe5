"""The editor of scenarios: scenes and options in their own lines, the ways shown, tried out."""

import re

import pytest
import yaml

from lms.kit.db import writing
from lms.workshop.editing.scenarios import ways
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses
from tests.questions.bank import SCENARIO
from tests.workshop.question_forms import HOME, change, kept

GIFT = f"{HOME}/bank/gift"
QUIZ = courses.QUIZ.replace("draw: 2", "draw: 1")


@pytest.fixture
def bruno(browse):
    with writing():
        tree = courses.files(bank=SCENARIO, quiz=QUIZ)
        factories.import_course(cast.actor_of("bruno"), NOW, tree)
    return browse("bruno")


def scenes():
    return {scene["id"]: scene for scene in yaml.safe_load(kept())[0]["scenes"]}


def test_a_form_sent_untouched_changes_nothing(bruno):
    assert change(bruno, "gift").status_code == 303
    assert kept() == SCENARIO
    assert "to be mended" not in bruno.get(GIFT).text


def test_an_option_changes_in_its_own_line(bruno):
    change(bruno, "gift", scenario_scenes_0_options_1_points="1")
    assert "{id: wait, text: You wait., to: second, points: 1}   # a mistake" in kept()
    change(bruno, "gift", scenario_scenes_0_options_1_to="call")
    page = bruno.get(GIFT).text
    assert "leads back to a scene before it" in page
    assert "No way leads to this scene." not in page


def test_scenes_and_options_come_and_go(bruno):
    answer = change(bruno, "gift", act="more.scenes.desk")
    assert answer.location.endswith("?at=scenes.desk&go=more#scenes-desk")
    assert scenes()["desk"]["options"] == [{"id": "option-2", "text": ""}]
    assert "to be mended" in bruno.get(answer.location).text
    change(bruno, "gift", act="less-option-2.scenes.desk")
    assert "options" not in scenes()["desk"]
    change(bruno, "gift", act="add.scenes")
    assert list(scenes()) == ["call", "second", "desk", "out", "scene-2"]
    assert "to be mended" in bruno.get(GIFT).text
    change(bruno, "gift", act="remove.scenes.scene-2")
    change(bruno, "gift", act="up.scenes.out")
    assert list(scenes()) == ["call", "second", "out", "desk"]
    assert "# a mistake that can be mended" in kept()


def test_the_ways_are_shown_each_scene_once(bruno):
    (data,) = yaml.safe_load(SCENARIO)
    assert [(turn.depth, turn.option, turn.scene, turn.is_end) for turn in ways(data)] == [
        (0, 0, 1, False), (1, 1, 3, True), (1, 2, 2, False), (2, 1, 3, True), (2, 2, 4, True),
    ]  # fmt: skip
    loop = {
        "scenes": [{"id": "a", "options": [{"to": "b"}]}, {"id": "b", "options": [{"to": "a"}]}]
    }
    assert [turn.is_met_again for turn in ways(loop)] == [False, False, True]
    assert ways({"start": "gone"}) == []
    page = re.sub(r"\s+", " ", bruno.get(GIFT).text)
    assert 'Option 2: <a href="#scenes-second">Scene 2</a><ul>' in page
    assert page.count("<ul>", page.index('id="ways"')) >= 3


def test_it_is_tried_out_step_by_step(bruno):
    page = bruno.post(f"{GIFT}/try", data={"answer-1": "2"}).text
    assert "The bidder calls again." in page
    page = bruno.post(f"{GIFT}/try", data={"answer-1": "2", "answer-2": "1"}).text
    assert "Partly right" in page
    assert bruno.post(f"{GIFT}/try", data={"answer-2": "1"}).status_code == 422


def test_a_new_one_is_begun(bruno):
    answer = bruno.post(HOME, data={"type": "scenario", "bank": "bank", "text": "A gift?"})
    assert "Scene 2" in bruno.get(answer.location).text
    made = yaml.safe_load(kept())[-1]
    assert [scene["id"] for scene in made["scenes"]] == ["scene-1", "scene-2"]
