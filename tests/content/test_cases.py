"""Case files in a course: checked with line and field, translated block by block, compiled."""

import pytest

from lms.content.editions import compile_edition
from lms.content.hashes import structure_hash, structure_of
from lms.content.reader import read_course
from lms.content.sections import count_questions
from lms.content.texts import list_units
from lms.content.validator import check_course
from lms.content.wording import Wording
from lms.units.align import align
from lms.units.unit import Key
from tests.content import courses
from tests.questions.bank import CASES

FILE = "questions/bank.yaml"
MEMO = f"{FILE}#bridge.documents.memo.text"
SECTIONS = "sections: [{draw: 2, from: questions/bank.yaml, by: objective}]"
WHOLE = courses.QUIZ.replace(SECTIONS, SECTIONS.replace("by: objective", "of: cases"))


def check(bank: str = CASES, quiz: str = WHOLE):
    return check_course(courses.files(bank=bank, quiz=quiz)).problems


def places(problems, said):
    return [
        (problem.file, problem.line, problem.field)
        for problem in problems
        if said in f"{problem.message} {problem.advice}"
    ]


def read(bank: str = CASES, quiz: str = WHOLE):
    return read_course(courses.files(bank=bank, quiz=quiz))[0]


def test_a_bank_of_cases_is_accepted_and_so_is_its_translation():
    assert not check()
    tree = courses.translated(courses.files(bank=CASES, quiz=WHOLE))
    assert not check_course(tree).problems


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "said"),
    [
        ("  case: bridge\n  objective", "  case: ridge\n  objective", 22, "1.case",
         "The bank has no case file “ridge”. Use one of: bridge, school."),
        ("  case: school\n", "", 37, "4", "No question belongs to the case “school”."),
        ("media/ladder.svg", "media/lader.svg", 19, "0.documents.1.media",
         "There is no file media/lader.svg."),
        (", alt: Three signatures.", "", 19, "0.documents.1",
         "The picture media/ladder.svg has no alternative text."),
        ("## What was found", "# What was found", 8, "bridge.documents.memo.text",
         "begin it with “##”"),
        ("paid **twice**", "paid [^1]", 10, "bridge.documents.memo.text", "cannot have footnotes"),
        ("paid **twice**", "paid [so](pages/gone.md)", 10, "bridge.documents.memo.text",
         "The link leads to pages/gone.md"),
        ("paid **twice**", "paid <b>twice</b>", 10, "bridge.documents.memo.text",
         "HTML is not allowed"),
        ("        ## What was found", "        ::: case A box {replaceable=own}", 8,
         "bridge.documents.memo.text", "cannot be replaced"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_field(old, new, line, field, said):
    assert old in CASES
    assert (FILE, line, field) in places(check(CASES.replace(old, new)), said)


@pytest.mark.parametrize(
    ("bank", "quiz", "said"),
    [
        (CASES, WHOLE.replace("draw: 2", "draw: 3"), "too few cases to draw from: 2 of the 3"),
        (CASES.replace("  case: school\n", "", 1), WHOLE.replace("draw: 2", "draw: 1"),
         "“bridge” has 2 questions worth 2 points, “school” has 1 worth 1."),
        (CASES.replace("  text: The parents saw", "  weight: 3\n  text: The parents saw"), WHOLE,
         "“school” has 2 worth 4."),
        (CASES, courses.QUIZ, "too few questions to draw from: 1 of the 2 needed"),
        (CASES, WHOLE.replace("of: cases", "of: cases, by: objective"), "Remove “by”, or “of”."),
    ],
)  # fmt: skip
def test_a_quiz_that_could_not_be_drawn_or_not_fairly_is_refused(bank, quiz, said):
    found = places(check(bank, quiz), said)
    assert [file for file, _, _ in found] == ["quizzes/test.yaml"]


def test_cases_kept_apart_by_two_quizzes_are_counted_together():
    other = WHOLE.replace("id: test", "id: other").replace("draw: 2", "draw: 1")
    quiz = WHOLE.replace("draw: 2", "draw: 1").replace("of: cases", "of: cases, without: other")
    tree = courses.files(bank=CASES, quiz=quiz) | {"quizzes/other.yaml": other.encode()}
    assert not check_course(tree).problems
    two = {**tree, "quizzes/other.yaml": other.replace("draw: 1", "draw: 2").encode()}
    assert places(check_course(two).problems, "too few cases to draw from: 0 of the 1")


def test_a_paper_of_whole_cases_has_all_their_questions():
    course = read()
    quiz = course.quizzes["quizzes/test.yaml"]
    assert count_questions(quiz, course.banks) == 4


def test_a_document_is_translated_block_by_block_and_all_else_line_by_line():
    units = [unit for unit in list_units(read()) if "#bridge." in unit.context]
    assert [unit.context.partition("#bridge.")[2] for unit in units if unit.context != MEMO] == [
        "text", "documents.memo.title", "documents.ladder.title", "documents.ladder.alt",
        "documents.memo.text#2",
    ]  # fmt: skip
    blocks = [(unit.text, unit.kind, unit.line) for unit in units if unit.context.startswith(MEMO)]
    assert blocks[:3] == [
        ("What was found", "heading", 8),
        ("The same invoice was paid **twice**.", "paragraph", 10),
        ("On 3 March", "item", 12),
    ]
    assert blocks[-1] == ("90,000", "cell", 18)
    assert {unit.file for unit in units} == {FILE}


def test_it_is_compiled_as_finished_html_in_the_language_at_hand():
    key = Key(MEMO, "On 3 March")
    alt = Key(f"{FILE}#bridge.documents.ladder.alt", "Three signatures.")
    wordings = {key: Wording("في ٣ مارس"), alt: Wording("ثلاثة توقيعات")}
    texts = compile_edition(read(), "ar", wordings, "/media/v1/").items["bridge"]
    memo = texts["documents.memo.text"]
    assert "<li>في ٣ مارس</li>" in memo
    assert '<h2 lang="en" dir="ltr">What was found</h2>' in memo
    assert '<table tabindex="0">' in memo
    picture = texts["documents.ladder.media"]
    assert 'src="/media/v1/media/ladder.svg"' in picture
    assert 'alt="ثلاثة توقيعات"' in picture
    assert texts["text"].startswith('<span lang="en" dir="ltr">A bridge was <em>paid')


def test_words_of_a_document_are_no_structure_its_blocks_are():
    def hashed(bank: str) -> str:
        return structure_hash(structure_of(read(bank)))

    same = CASES.replace("paid **twice**", "settled *two times*")
    assert hashed(same) == hashed(CASES)
    for other in (
        CASES.replace("        - On 9 March\n", ""),
        CASES.replace("  case: school\n", "  case: bridge\n", 1),
        CASES.replace("{id: letter, title", "{id: note, title"),
    ):
        assert hashed(other) != hashed(CASES)
    plain = structure_of(read_course(courses.files())[0])[FILE]
    assert all("case" not in question and "blocks" not in question for question in plain)


def test_between_two_versions_blocks_are_paired_and_a_new_one_is_new():
    old = list_units(read())
    text = CASES.replace("        - On 3 March\n", "        - On 2 March\n        - On 3 March\n")
    new = list_units(read(text.replace("paid **twice**", "paid **two times**")))
    found = align([unit.key for unit in old], new)
    said = {new[at].text: old[was].text for at, was in found.stale.items()}
    assert said == {
        "The same invoice was paid **two times**.": "The same invoice was paid **twice**."
    }
    assert [new[at].text for at in found.new] == ["On 2 March"]
    assert not found.removed
