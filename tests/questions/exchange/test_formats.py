"""A whole file of each format: what each question becomes, and what is said of the others."""

from pathlib import Path

import pytest

from lms.questions.exchange.reading import READERS, read_questions
from lms.questions.types import parse_question
from tests.questions.exchange import qti_files

HERE = Path(__file__).parent
FILES = {"gift": "course.gift", "aiken": "course.aiken", "moodle-xml": "course.xml"}
WHOLE = {**{name: (HERE / file).read_bytes() for name, file in FILES.items()},
         "qti3": qti_files.package()}  # fmt: skip


def whole(name):
    return read_questions(WHOLE[name], name, "en")


def read(name):
    """Return the questions of a format's whole file by their names."""
    return {item.name: item for item in whole(name).taken}


def data(name, question):
    return read(name)[question].built.data


def losses(name, question):
    return [str(loss) for loss in read(name)[question].built.losses]


def left(name):
    return {one.name: (one.line, str(one.reason)) for one in whole(name).left}


def test_every_format_has_a_whole_file():
    assert READERS.keys() == WHOLE.keys()


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_taken_is_a_question(name):
    for item in whole(name).taken:
        parse_question({"id": "question", **item.built.data})


@pytest.mark.parametrize("name", FILES)
def test_nothing_disappears(name):
    found = whole(name)
    text = (HERE / FILES[name]).read_text()
    begins = {"gift": "::", "aiken": "A. ", "moodle-xml": "<question type="}[name]
    count = sum(line.lstrip().lower().startswith(begins.lower()) for line in text.split("\n"))
    # A category is no question; two lists of Aiken's have a bracket, one of GIFT's has no name.
    count += {"gift": 1, "aiken": 1, "moodle-xml": -1}[name]
    assert len(found.taken) + len(found.left) == count


def test_gift_choices():
    item = read("gift")["Limit of gifts"]
    assert item.line == 5
    assert item.category == ("Prevention", "Gifts / or courtesies")
    assert item.tags == ("gifts-1", "place", "gifts]")
    found = item.built.data
    assert found["text"] == (
        "An official of Valdoria is offered a pen worth {10} marks. What does she do?"
    )
    assert found["choices"][0] == {
        "id": "choice-1", "text": "She asks whether it is over the limit.", "correct": True,
        "feedback": "Right: the limit decides.",
    }  # fmt: skip
    assert found["feedback"] == "Valdoria's limit is #10."
    assert losses("gift", "Limit of gifts") == [
        "Answers that were partly right count as wrong here."
    ]


def test_gift_weights_that_mean_the_same_here_are_no_loss():
    assert data("gift", "Several")["type"] == "multiple"
    assert losses("gift", "Several") == []
    assert [choice.get("correct") for choice in data("gift", "Uneven")["choices"]] == [
        True, True, None
    ]  # fmt: skip
    assert "shares of the single answers" in losses("gift", "Uneven")[0]


def test_gift_statements():
    assert data("gift", "True") == {
        "type": "true_false", "text": "Gifts may be bribes.", "correct": True,
        "feedback": "Yes, article 15. Read it again.",
    }  # fmt: skip
    assert data("gift", "False") == {
        "type": "true_false", "text": "Every gift is a **bribe**.", "correct": False
    }  # fmt: skip


def test_gift_short_answers():
    assert data("gift", "Short")["accept"] == {"en": ["six", "6"]}
    assert data("gift", "Short")["feedback"] == "In digits."
    assert losses("gift", "Short") == [
        "What was said to single answers is not kept.",
        "Answers that were partly right count as wrong here.",
        "Answers with a wildcard (*) are not kept.",
    ]


def test_gift_matching():
    found = data("gift", "Match")
    assert [(part["text"], part["match"]) for part in found["prompts"]] == [
        ("Bribery", "target-1"), ("Embezzlement", "target-2"), ("Aiding", "target-2")
    ]  # fmt: skip
    assert [part["text"] for part in found["targets"]] == ["15", "17", "99"]
    assert found["reuse"] is True
    assert found["feedback"] == "Chapter III."


@pytest.mark.parametrize(
    ("name", "answer", "tolerance"),
    [
        ("Number", "2003", None),
        ("Near", "190", "5"),
        ("Range", "3", "2"),
        ("Many", "2005", None),
    ],
)
def test_gift_numbers(name, answer, tolerance):
    found = data("gift", name)
    assert (found["answer"], found.get("tolerance")) == (answer, tolerance)


def test_gift_texts():
    assert data("gift", "Missing")["text"] == r"The Convention was \_\_\_\_\_ in 2003."
    found = data("gift", "Marked")
    assert found["text"] == "*Which* one?"
    assert [choice["text"] for choice in found["choices"]] == [r"2 \* 3 \* 4", "*x* & y"]
    assert data("gift", "Signs")["text"] == r"1 = 1, a\~b, line break, C\\D : and \*stars\*"
    assert data("gift", "Essay")["rubric"]["criteria"][0]["levels"][2]["points"] == 2


def test_gift_that_cannot_be_taken():
    assert left("gift") == {
        "You are about to answer some questions.": (
            54, "It asks nothing: it is a description without an answer.",
        ),
        "Two pairs": (
            56, "It has braces more than once. Write a backslash before those of its text."
        ),
        "Cut off": (
            58, "The brace that begins its answers is not closed. Is the file cut off?"
        ),
    }  # fmt: skip


def test_aiken():
    first, second, third = whole("aiken").taken
    assert [choice.get("correct") for choice in first.built.data["choices"]] == [None, True]
    assert second.built.data["text"] == "Which is a duty of the register?"
    assert second.built.data["choices"] == [
        {"id": "choice-1", "text": "To be published", "correct": True},
        {"id": "choice-2", "text": r"To be \*hidden\*"},
        {"id": "choice-3", "text": "To be sold"},
    ]
    assert third.line == 21
    assert [one.line for one in whole("aiken").left] == [13, 17]


def test_moodle_choices_with_a_picture():
    item = read("moodle-xml")["One right"]
    ((name, content),) = item.pictures.items()
    assert content.startswith(b"\x89PNG")
    assert item.category == ("Prevention", "Codes/conduct")
    assert item.tags == ("place",)
    assert item.built.data == {
        "type": "single",
        "text": f"What does the **seal** show? ![A seal with a scale](media/{name})",
        "choices": [
            {"id": "choice-1", "text": "Justice", "correct": True, "feedback": "Yes."},
            {"id": "choice-2", "text": "Trade"},
            {"id": "choice-3", "text": r"2 \* 3 \< 7"},
        ],
        "shuffle": False,
        "weight": 2,
        "feedback": "See [the text](https://www.unodc.org/) of article 8.",
    }
    assert losses("moodle-xml", "One right")[1:] == ["Hints are not kept."]


def test_moodle_thirds_are_a_third():
    assert losses("moodle-xml", "Several right") == [
        "Its points are not kept: here a question counts a whole number of times, 1 to 100.",
        "What was said to right, partly right and wrong answers as a whole is not kept.",
    ]


def test_moodle_numbers():
    found = data("moodle-xml", "Sum")
    assert found["text"] == "How much is a quarter of 10³ marks?"
    # The same number twice: the wholly right one has its own tolerance.
    assert (found["answer"], found["tolerance"]) == ("250", "0.5")
    assert found["unit"] == {"accept": ["marks"], "required": True}


def test_moodle_words_and_statements():
    assert data("moodle-xml", "Word")["accept"] == {"en": ["Article 8"]}
    assert "Answers with a wildcard (*) are not kept." in losses("moodle-xml", "Word")
    assert data("moodle-xml", "Statement")["correct"] is False


def test_moodle_pairs_and_steps():
    found = data("moodle-xml", "Pairs")
    assert [part["text"] for part in found["prompts"]] == ["The *auditor*", "The clerk"]
    assert [part["text"] for part in found["targets"]] == ["audits", "files", "sings"]
    assert "reuse" not in found
    steps = data("moodle-xml", "Steps")["items"]
    assert [part["text"] for part in steps] == ["Draft", "Consult", "Adopt"]


def test_moodle_gaps():
    found = data("moodle-xml", "Gaps")
    assert found["text"] == "A code (of conduct) is {gap-1} by {gap-2} (art. {gap-3})."
    first, second, third = found["gaps"]
    assert first == {"id": "gap-1", "accept": {"en": ["adopted", "made"]}}
    assert [(one["text"], one.get("correct")) for one in second["choices"]] == [
        ("the press", None), ("the State", True), (r"a \~ b", None)
    ]  # fmt: skip
    assert third["accept"] == {"en": ["8"]}
    assert "All gaps count alike here." in losses("moodle-xml", "Gaps")
    lists = data("moodle-xml", "Lists")
    assert lists["text"] == r"The {gap-1} audits, the {gap-2} files \[once\]."
    assert [one["text"] for one in lists["gaps"][1]["choices"]] == ["clerk", "baker"]


def test_moodle_essay_keeps_the_markers_words():
    (criterion,) = data("moodle-xml", "At length")["rubric"]["criteria"]
    assert criterion["text"] == "Names aim and reach"
    assert data("moodle-xml", "At length")["text"] == "Draft a code: its aim its reach"


def test_moodle_that_cannot_be_taken():
    assert {name: reason for name, (_line, reason) in left("moodle-xml").items()} == {
        "Words that are not there": "Its text has a gap for which no word is given.",
        "Read this": "It asks nothing: it is a description without an answer.",
        "Reckoned": "The type “calculated” is not known here.",
        "Damaged": "Its picture “x.png” is damaged.",
    }


def test_rubrics_that_are_put_in_speak_the_courses_language():
    read_in = read_questions(b"::E:: D\xc3\xa9crivez. {}", "gift", "fr")
    (criterion,) = read_in.taken[0].built.data["rubric"]["criteria"]
    assert criterion["levels"][0]["text"] != "Not met"
