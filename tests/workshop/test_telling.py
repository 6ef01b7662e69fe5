"""What changed in a file of entries is told entry by entry, and nothing of it is left out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.units.differences import Part
from lms.workshop import services
from lms.workshop.comparison import compare_files
from tests import cast
from tests.cast import NOW
from tests.content import courses
from tests.workshop import publishing

BANK, QUIZ = "questions/bank.yaml", "quizzes/test.yaml"
WORDS = st.sampled_from(["To act.", "To think of it", "never", "", "المادة 60"])
CHOICES = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "text": WORDS},
                          optional={"correct": st.booleans(), "feedback": WORDS}),
    unique_by=lambda choice: choice["id"], max_size=4,
)  # fmt: skip
QUESTIONS = st.fixed_dictionaries(
    {"id": st.sampled_from("pqrst"), "text": WORDS},
    optional={
        "type": st.sampled_from(["single", "multiple", "unheard-of"]),
        "choices": CHOICES,
        "accept": st.dictionaries(st.sampled_from(["en", "ar"]), st.lists(WORDS)),
        "weight": st.integers(1, 3),
        "rows": st.lists(st.one_of(WORDS, st.integers(), CHOICES), max_size=3),
    },
)
BANKS = st.lists(QUESTIONS, unique_by=lambda question: question["id"], max_size=4)
SECTIONS = st.lists(
    st.fixed_dictionaries({"draw": st.integers(1, 3), "from": st.sampled_from([BANK, "b"])}),
    max_size=4,
)
PARTS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("uvwxyz"), "page": WORDS},
                          optional={"title": WORDS, "minutes": st.integers(1, 3)}),
    unique_by=lambda part: part["id"], max_size=6,
)  # fmt: skip


@st.composite
def outlines(draw):
    """A course whose activities stand in up to three modules."""
    parts, modules = draw(PARTS), draw(st.permutations("klm"))
    inside = {name: [] for name in modules}
    for part in parts:
        inside[draw(st.sampled_from(modules))].append(part)
    shown = modules[: draw(st.integers(1, 3))]
    return {
        "title": draw(WORDS),
        "modules": [{"id": name, "activities": inside[name]} for name in shown],
    }


def told(path, old, new):
    """What is told of a file, from data of which JSON makes YAML."""
    states = [state if isinstance(state, str) else json.dumps(state) for state in (old, new)]
    return compare_files(path, *(state.encode() for state in states)).told


def lines(path, old, new):
    """What is told, in words."""
    said = []
    for entry in told(path, old, new):
        said.append(f"{entry.kind} {entry.name}")
        said += [str(place) for place in entry.places]
        said += [f"{field.label}: {_shown(field)}" for field in entry.fields]
    return [line.replace("\u2068", "").replace("\u2069", "") for line in said]


def _shown(field):
    if field.words:
        marks = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
        return "".join(marks[part.kind].format(part.text) for part in field.words)
    return " ".join(
        [*(f"-{value}" for value in field.gone), *(f"+{value}" for value in field.come)]
    )


@given(BANKS, BANKS)
def test_a_bank_tells_of_all_that_differs(old, new):
    entries = told(BANK, old, new)
    assert (entries == ()) == (old == new)
    kinds = [entry.kind for entry in entries]
    before, after = ({q["id"] for q in bank} for bank in (old, new))
    assert kinds.count("added") == len(after - before)
    assert kinds.count("removed") == len(before - after)


@given(SECTIONS, SECTIONS)
def test_a_quiz_tells_of_all_that_differs(old, new):
    said = told(QUIZ, {"title": "Exam", "sections": old}, {"title": "Exam", "sections": new})
    assert (said == ()) == (old == new)


@given(outlines(), outlines())
def test_an_outline_tells_of_all_that_differs(old, new):
    said = told("course.yaml", old, new)
    assert (said == ()) == (old == new)


@given(WORDS, WORDS)
def test_the_words_of_a_field_make_both_states(old, new):
    old, new = f"It is {old}", f"It is {new}"
    for entry in told(BANK, [{"id": "a", "text": old}], [{"id": "a", "text": new}]):
        [field] = entry.fields
        assert "".join(part.text for part in field.words if part.kind != "removed") == new
        assert "".join(part.text for part in field.words if part.kind != "added") == old


def test_a_question_is_told_by_its_fields():
    new = (
        courses.BANK.replace("To act.", "To act at once.")
        .replace(
            "    - {id: think", "    - {id: none, text: Nothing., feedback: No.}\n    - {id: think"
        )
        .replace("correct: no", "correct: yes")
        .replace("objective: strength\n  text", "text")
    )
    assert lines(BANK, courses.BANK, new) == [
        "changed Question: What does shall ask?",
        "Choice 1: To act[+ at once].",
        "Choice 2: +Nothing.",
        "Choice 2: What is said to those who choose it: +No.",
        "changed Question: The word may binds.",
        "The statement is: -False +True",
        "Objective: -strength",
    ]


def test_an_outline_is_told_by_where_things_went():
    moved = "{id: wording, page: pages/wording.md}"
    new = (
        courses.COURSE.replace(f"      - {moved}\n", "")
        .replace("activities: [{id: test,", f"activities: [{moved}, {{id: test,")
        .replace("title: The end", "title: The very end")
        .replace("requires: [start]", "requires: []")
        .replace("[15, 16]", "[15, 17]")
        .replace("visited: 80", "visited: 90")
    )
    assert lines("course.yaml", courses.COURSE, new) == [
        "changed Settings",
        "Articles of the Convention: -16 +17",
        "Pages to be read, in percent: -80 +90",
        "changed Module: The very end",
        "Title of the module: The [+very ]end",
        "To be done before: -The beginning",
        "changed Page: wording",
        "Moved from “The beginning” to “The very end”.",
    ]


def test_what_stays_in_its_module_says_what_it_stands_after():
    old = {"modules": [{"id": "m", "activities": [{"id": name, "page": f"pages/{name}.md"}
                                                  for name in "abc"]}]}  # fmt: skip
    new = {"modules": [{"id": "m", "activities": [old["modules"][0]["activities"][at]
                                                  for at in (1, 2, 0)]}]}  # fmt: skip
    assert lines("course.yaml", old, new) == ["changed Page: a", "It stands after “Page: c” now."]
    assert lines("course.yaml", new, old) == ["changed Page: a", "It stands first now."]


def test_a_quiz_is_told_by_its_sections():
    old = {"title": "Exam", "order": "shuffled", "sections": [{"draw": 2}, {"draw": 3}]}
    new = {"title": "Exam", "order": "fixed", "sections": [{"draw": 2}, {"draw": 4}, {"draw": 1}]}
    assert lines(QUIZ, old, new) == [
        "changed Quiz: Exam",
        "Section 2: Number of questions: -3 +4",
        "Section 3: Number of questions: +1",
        "Order of the questions: -Mixed anew for each attempt +As in the bank",
    ]


def test_a_blueprint_is_told_row_by_row():
    rows = [{"objective": "place", "level": "recall", "draw": 3}, {"level": "analysis", "draw": 1}]
    old = {"title": "Exam", "sections": [{"blueprint": rows}]}
    new = {"title": "Exam", "forms": 4, "exposure": 50, "sections": [{"blueprint": [
        {"objective": "place", "level": "application", "draw": 2}, rows[1],
    ]}]}  # fmt: skip
    assert lines(QUIZ, old, new) == [
        "changed Quiz: Exam",
        "Row 1: Number of questions: -3 +2",
        "Row 1: Cognitive level: -Recall: to know it +Application: to use it in a case",
        "Number of parallel forms: +4",
        "Limit of exposure, in percent: +50",
    ]


def test_a_new_file_and_one_that_goes_are_told_too():
    [one] = told("media/a.png.yaml", "", {"alt": "A tree"})
    assert (one.kind, one.fields[0].words) == ("added", (Part("added", "A tree"),))
    assert [entry.kind for entry in told(BANK, courses.BANK, "")] == ["removed", "removed"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (BANK, "- {id: [a"),
        ("locale/fr.po", 'msgid "a"'),
        ("pages/a.md", "# A"),
        # Which of the two is meant cannot be said: the lines are shown.
        (BANK, "- {id: a, text: One}\n- {id: a, text: One}\n"),
    ],
)
def test_what_has_no_entries_is_shown_by_its_lines(path, text):
    change = compare_files(path, b"- {id: a, text: One}\n", text.encode())
    assert change.told is None
    assert change.blocks


def test_only_the_writing_differs():
    change = compare_files(BANK, b"- {id: a, text: One}\n", b"- id: a\n  text: One # here\n")
    assert change.told == ()
    assert change.blocks


def test_the_page_that_saves_tells_it(browse):
    course = publishing.begin(published=False)
    bank = courses.BANK.replace("To act.", "To act at once.")
    with publishing.writing():
        services.change_files(cast.actor_of("bruno"), NOW, course, {BANK: bank.encode()})
    html = browse("bruno").get("/teach/small/save").text
    assert "<dt>Choice 1</dt>" in html
    assert "at once</ins>" in html
    assert "<summary>The file as it is written</summary>" in html


def test_what_is_told_waits_for_its_reader():
    old, new = ([{"id": "a", "choices": [{"id": "b", "text": text}]}] for text in ("One", "Two"))
    [entry] = told(BANK, old, new)
    assert entry.fields[0].label.in_language("ar") == "الخيار 1"
