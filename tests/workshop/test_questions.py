"""The questions' editor: a form for every type, choices arranged, a question tried out."""

import re

import pytest

from lms.content import queries as content
from lms.content.services import set_access
from lms.kit.db import reading, writing
from lms.workshop import queries
from tests import cast, factories
from tests.cast import NOW
from tests.content import courses

HOME = "/teach/small/questions"
SHALL, MAY = f"{HOME}/bank/shall", f"{HOME}/bank/may"


@pytest.fixture(autouse=True)
def course(app):
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files())


@pytest.fixture
def bruno(browse):
    return browse("bruno")


def kept(path="questions/bank.yaml"):
    with reading():
        copy = queries.get_copy(content.get_course("small"), cast.id_of("bruno"))
        return copy.read(path).decode()


def shall(**changes):
    """Return what the form of the first question sends when nothing is touched."""
    return {
        "type": "single", "text": "What does *shall* ask?", "objective": "strength",
        "article": "16(2)", "is_shuffled": "y", "right": ["act"],
        "choices-0-id": "act", "choices-0-text": "To act.", "choices-0-feedback": "It binds.",
        "choices-1-id": "think", "choices-1-text": "To think about it.", "act": "keep", **changes,
    }  # fmt: skip


def test_who_may_come_in(browse):
    for address in (HOME, SHALL, f"{SHALL}/try"):
        assert browse("bruno").get(address).status_code == 200
        assert browse("amina").get(address).status_code == 403
        assert browse("farid").get(address).status_code == 403
        assert browse().get(address).status_code == 303
    assert browse("farid").post(SHALL, data=shall()).status_code == 403


def test_what_is_not_there(bruno):
    assert bruno.get(f"{HOME}/bank/nothing").status_code == 404
    assert bruno.get(f"{HOME}/nothing/shall").status_code == 404
    assert bruno.get("/teach/nothing/questions").status_code == 404


def test_the_list_counts_and_is_filtered(bruno):
    page = bruno.get(HOME).text
    assert "2 questions" in page
    assert re.search(r"Say how strongly a wording binds\.</bdi></a>: 2", page)
    assert "Exam</bdi></a> (2)" in page
    for query in ("q=MAY", "type=true_false", "bank=bank&q=binds"):
        found = bruno.get(f"{HOME}?{query}").text
        assert ("1 question" in found, "What does" in found) == (True, False)
    assert "What does" in bruno.get(f"{HOME}?article=16").text
    # Marks of emphasis are not words: neither shown nor in the way of a search.
    assert ">What does shall ask?<" in page
    assert "1 question" in bruno.get(f"{HOME}?q=shall+ask").text
    assert "No question fits" in bruno.get(f"{HOME}?q=nowhere").text


def test_a_form_sent_untouched_changes_nothing(bruno):
    assert bruno.post(SHALL, data=shall()).status_code == 303
    assert bruno.post(
        MAY, data={"text": "The word *may* binds.", "objective": "strength", "is_true": "no"}
    )
    assert kept() == courses.BANK


def test_words_change_in_their_line(bruno):
    bruno.post(SHALL, data=shall(text="What does it *ask*: tell", feedback="Read\r\n\r\nit."))
    bank = kept()
    assert "  text: 'What does it *ask*: tell'\n" in bank
    assert "  feedback: |-\n    Read\n\n    it.\n- id: may\n" in bank
    assert "    - {id: act, text: To act., correct: yes, feedback: It binds.}\n" in bank


def test_choices_are_added_moved_marked_and_removed(bruno):
    answer = bruno.post(SHALL, data=shall(act="add.choices"))
    assert answer.location.endswith("?at=choices.choice-2&go=add#choices-choice-2")
    page = bruno.get(answer.location).text
    assert "The choice has no text." in page
    assert "Write this choice." in page
    assert "remove the key" not in page
    assert re.search(r'<textarea[^>]*autofocus[^>]*id="choices-2-text"', page)
    third = {"choices-2-id": "choice-2", "choices-2-text": "To wait, or not."}
    bruno.post(SHALL, data=shall(**third, act="up.choices.choice-2"))
    assert kept().index("choice-2") < kept().index("id: think")
    order = {
        "choices-1-id": "choice-2", "choices-1-text": "To wait, or not.",
        "choices-2-id": "think", "choices-2-text": "To think about it.",
    }  # fmt: skip
    bruno.post(SHALL, data=shall(**order, right=["think"], act="remove.choices.act"))
    bank = kept()
    assert "id: act" not in bank
    assert "    - {id: think, text: To think about it., correct: yes}\n" in bank
    assert "to be mended" not in bruno.get(SHALL).text


def test_an_unfinished_question_is_kept_and_says_what_is_missing(bruno):
    answer = bruno.post(HOME, data={"type": "single", "bank": "bank", "text": "Who decides now?"})
    assert answer.location.endswith("/bank/who-decides-now?new=1")
    page = bruno.get(answer.location).text
    assert "to be mended" not in page
    assert 'class="error"' not in page
    empty = {"type": "single", "text": "", "choices-0-id": "choice-1", "choices-1-id": "choice-2"}
    added = bruno.post(answer.location, data={**empty, "act": "add.choices"})
    assert "to be mended" not in bruno.get(added.location).text
    address = bruno.post(answer.location, data={**empty, "act": "keep"}).location
    assert address.endswith("/bank/who-decides-now")
    page = bruno.get(address).text
    assert page.count("Write this choice.") >= 2
    assert "Write the question." in page
    assert "does not fit" not in page
    assert "Not yet published" in page
    assert "not finished" in bruno.get(f"{address}/try").text


@pytest.mark.parametrize("kind", ["single", "multiple", "true_false", "short_text"])
def test_every_type_has_its_form(bruno, kind):
    address = bruno.post(HOME, data={"type": kind, "bank": "bank", "text": "One?"}).location
    page = bruno.get(address).text
    assert ("Add a choice" in page) == (kind in {"single", "multiple"})
    assert ("The statement is" in page) == (kind == "true_false")
    assert ("Accepted answers" in page) == (kind == "short_text")


def test_a_short_answer_has_answers_by_language(bruno):
    address = bruno.post(
        HOME, data={"type": "short_text", "bank": "bank", "text": "How many?"}
    ).location.removesuffix("?new=1")
    data = {"text": "How many?", "accept-en": "six\r\n6\r\n", "accept-ar": "ستة"}
    bruno.post(address, data=data)
    assert "  accept: {ar: [ستة], en: [six, '6']}\n" in kept()
    assert "to be mended" not in bruno.get(address).text
    assert "Right" in bruno.post(f"{address}/try", data={"answer": "Six"}).text


def test_a_question_of_several_right_choices(bruno):
    bruno.post(SHALL, data=shall(type="multiple", right=["act", "think"]))
    assert "All choices are marked as right" in bruno.get(SHALL).text
    bruno.post(SHALL, data=shall(type="multiple", right=["act"]))
    assert "  type: multiple\n" in kept()
    assert "to be mended" not in bruno.get(SHALL).text


def test_what_does_not_fit_is_told_beside_its_field(bruno):
    bruno.post(SHALL, data=shall(article="99(1)", objective="gone"))
    page = bruno.get(SHALL).text
    assert "The Convention has no article 99." in page
    assert "The course has no objective “gone”." in page
    assert '<option value="gone" selected>' in page
    answer = bruno.post(SHALL, data=shall(text="x" * 5001))
    assert answer.status_code == 422
    assert "at most 5000" in answer.text


def test_a_trial_is_scored_and_recorded_nowhere(bruno):
    page = bruno.get(f"{SHALL}/try").text
    found = re.findall(
        r'id="answer-choice-(\d)".*?<label[^>]*><span[^>]*>(.*?)</span>', page, re.DOTALL
    )
    places = {text: place for place, text in found}
    right = bruno.post(f"{SHALL}/try", data={"answer": places["To act."]})
    assert right.status_code == 200
    assert "It binds." in right.text
    assert "Wrong" not in right.text
    wrong = bruno.post(f"{SHALL}/try", data={"answer": places["To think about it."]}).text
    assert "Wrong" in wrong
    assert "Would have been right" in wrong
    assert bruno.post(f"{SHALL}/try", data={}).status_code == 422
    assert kept() == courses.BANK


def test_a_published_question_tells_what_its_change_makes(app, bruno):
    with writing():
        courses.publish()
    assert "As published" in bruno.get(SHALL).text
    bruno.post(SHALL, data=shall(text="What does *shall* want?"))
    assert "a second person confirms it" in bruno.get(SHALL).text
    bruno.post(SHALL, data=shall(right=["think"]))
    assert "how it is scored, has changed" in bruno.get(SHALL).text


def test_questions_move_are_removed_and_come_back(bruno):
    bruno.post(f"{MAY}/move", data={"go": "up"})
    assert kept().index("id: may") < kept().index("id: shall")
    assert bruno.post(f"{SHALL}/remove").status_code == 303
    assert "id: shall" not in kept()
    assert "Undo the last change" in bruno.get(f"{HOME}?bank=bank").text
    bruno.post("/teach/small/banks/bank/undo")
    assert "id: shall" in kept()


def test_banks_begin_empty(bruno):
    bruno.post("/teach/small/banks", data={"title": "Chapter V: assets"})
    assert kept("questions/chapter-v-assets.yaml") == "[]\n"
    bruno.post(HOME, data={"type": "true_false", "bank": "chapter-v-assets", "text": "Shall?"})
    assert kept("questions/chapter-v-assets.yaml") == (
        "- id: shall-2\n  type: true_false\n  text: Shall?\n  correct: yes\n"
    )
    assert bruno.post(HOME, data={"type": "single", "bank": "no", "text": "x"}).status_code == 404
    assert bruno.post(HOME, data={"type": "single", "bank": "bank"}).status_code == 422


def test_a_page_of_two_thousand_questions_asks_as_few_queries(app, bruno, count_queries):
    # The site's name is asked for once a second, by whichever page comes next.
    bruno.get(HOME)
    with count_queries() as few:
        bruno.get(HOME)
    many = "".join(
        f"- id: q{n}\n  type: true_false\n  objective: strength\n  text: Number {n}.\n"
        f"  correct: no\n"
        for n in range(2000)
    )
    with writing():
        factories.import_course(cast.actor_of("bruno"), NOW, courses.files(bank=many))
    bruno.get(HOME)
    with count_queries() as most:
        bruno.get(HOME)
    assert most.count <= few.count + 1
    page = bruno.get(f"{HOME}?page=40").text
    assert "Page 40 of 40" in page
    assert page.count("questions/bank/q") == 50


def test_access_is_the_owners_business(app):
    with writing(), pytest.raises(Exception, match="trainer"):
        set_access(cast.actor_of("farid"), NOW, content.get_course("small"), "members", "open")
