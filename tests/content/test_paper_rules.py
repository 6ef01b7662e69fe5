"""Blueprints, forms and limits of exposure: what cannot be had is refused with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content.format import Quiz
from lms.content.parallel import find_fault, make_forms, parts_of
from lms.content.validator import check_course
from lms.questions.filling import find_short
from lms.questions.types import parse_question
from tests.content import courses

COURSE = courses.COURSE.replace(
    "modules:", "  - {id: place, text: Place any duty in its chapter.}\nmodules:", 1
)
QUESTION = """\
- {{id: {objective}-{level}-{n}, type: true_false, objective: {objective}, level: {level}, correct: yes, text: Yes or no}}
"""  # noqa: E501 - one line of YAML
BANK = "".join(
    QUESTION.format(objective=objective, level=level, n=n)
    for objective in ("strength", "place")
    for level in ("recall", "application")
    for n in range(4)
)
# The quiz from which others are kept apart; eleven lines above, the sections of another.
HEAD = "id: test\ntitle: Exam\n"
PRE = "id: pre\ntitle: Before\nsections: [{draw: 6, from: questions/bank.yaml}]\n"


def problems_of(quiz: str, **more: str) -> list[str]:
    files = {
        name: text
        for name, text in courses.files(course=COURSE, bank=BANK, quiz=HEAD + quiz).items()
        if not name.startswith("locale/")
    }
    files |= {path.replace("_", "/", 1) + ".yaml": text.encode() for path, text in more.items()}
    return [str(problem) for problem in check_course(files).problems]


def section(*rows: str, more: str = "") -> str:
    """Return sections of one blueprint, a row a line: the first on line 6."""
    return (
        "sections:\n  - from: questions/bank.yaml\n"
        + (f"    {more}\n" if more else "")
        + "    blueprint:\n"
        + "".join(f"      - {row}\n" for row in rows)
    )


def test_a_good_blueprint_has_no_problem() -> None:
    rows = ("{objective: strength, level: recall, draw: 3}", "{objective: strength, draw: 2}")
    assert problems_of(section(*rows)) == []
    assert problems_of("forms: 4\nexposure: 75\n" + section(*rows)) == []


ROWS_OF_NOTHING = tuple(
    f"quizzes/test.yaml:6 (sections.0.blueprint.0.{key})" for key in ("objective", "article")
)
CASES = {
    "too few of a row": (
        section("{objective: place, draw: 1}", "{objective: strength, level: recall, draw: 5}"),
        "quizzes/test.yaml:7 (sections.0.blueprint.1)",
        "“objective: strength, level: recall” of the blueprint has too few questions to draw from",
    ),
    "too few of rows together": (
        section("{objective: strength, draw: 6}", "{level: recall, draw: 8}"),
        "quizzes/test.yaml:6 (sections.0.blueprint.0)",
        ("Together the rows “objective: strength”; “level: recall” of the blueprint have too few "
         "questions to draw from: 12 of the 14 needed"),
    ),
    "too few after what may be kept apart": (
        section("{level: recall, draw: 3}", more="without: pre"),
        "quizzes/test.yaml:7 (sections.0.blueprint.0)",
        "2 of the 3 needed",
    ),
    "too few after an earlier section": (
        ("sections:\n"
         "  - {from: questions/bank.yaml, blueprint: [{objective: place, draw: 6}]}\n"
         "  - {from: questions/bank.yaml, blueprint: [{objective: place, draw: 5}]}\n"),
        "quizzes/test.yaml:5 (sections.1.blueprint.0)",
        "2 of the 5 needed",
    ),
    "an unknown objective": (
        section("{objective: grammar, draw: 1}"),
        "quizzes/test.yaml:6 (sections.0.blueprint.0.objective)",
        "no objective “grammar”",
    ),
    "an unknown level": (
        section("{level: guru, draw: 1}"),
        "quizzes/test.yaml:6 (sections.0.blueprint.0.level)",
        "Use one of: recall, application, analysis",
    ),
    "an unknown article": (
        section("{article: 72, draw: 1}"),
        "quizzes/test.yaml:6 (sections.0.blueprint.0.article)",
        "no article 72",
    ),
    "a row of nothing": (
        section("{draw: 1}"),
        "quizzes/test.yaml:6 (sections.0.blueprint.0)",
        "Say what the row is of",
    ),
    "a slip of the pen": (
        section("{objektive: place, draw: 1}"),
        "quizzes/test.yaml:6 (sections.0.blueprint.0.objektive)",
        "Did you mean “objective”?",
    ),
    "a number and a blueprint": (
        section("{level: recall, draw: 1}", more="draw: 3"),
        "quizzes/test.yaml:4 (sections.0)",
        "either a number (“draw: …”) or a “blueprint”",
    ),
    "neither": (
        "sections: [{from: questions/bank.yaml}]\n",
        "quizzes/test.yaml:3 (sections.0)",
        "either a number (“draw: …”) or a “blueprint”",
    ),
    "a blueprint of cases": (
        section("{level: recall, draw: 1}", more="of: cases"),
        "quizzes/test.yaml:4 (sections.0)",
        "Remove “by” and “of”",
    ),
    "an empty blueprint": (
        "sections: [{from: questions/bank.yaml, blueprint: []}]\n",
        "quizzes/test.yaml:3 (sections.0)",
        "The blueprint is empty",
    ),
    "forms without the questions of another quiz": (
        "forms: 2\n" + section("{level: recall, draw: 1}", more="without: pre"),
        "quizzes/test.yaml:3 (forms)",
        "A form is the same for everybody",
    ),
    "one form": (
        "forms: 1\n" + section("{level: recall, draw: 1}"),
        "quizzes/test.yaml:3 (forms)",
        "Write a number that is at least 2.",
    ),
    "an empty list": (
        "sections: []\n",
        "quizzes/test.yaml:3 (sections)",
        "More entries are needed here: at least 1.",
    ),
    "forms that are the same": (
        "forms: 2\n" + section("{level: recall, draw: 8}"),
        "quizzes/test.yaml:3 (forms)",
        "Form 1 and form 2 would have the same questions",
    ),
    "too few for the limit of forms": (
        "forms: 4\nexposure: 50\n" + section("{objective: place, level: recall, draw: 3}"),
        "quizzes/test.yaml:8 (sections.0.blueprint.0)",
        ("“objective: place, level: recall” the limit of 50% of the papers needs more questions: "
         "4 of the 6 needed"),
    ),
    "too few forms for the limit": (
        "forms: 3\nexposure: 30\n" + section("{level: recall, draw: 1}"),
        "quizzes/test.yaml:4 (exposure)",
        "Make at least 4 forms",
    ),
    "too few for the limit by chance": (
        "exposure: 40\n" + section("{level: recall, draw: 2}", "{level: application, draw: 4}"),
        "quizzes/test.yaml:8 (sections.0.blueprint.1)",
        "“level: application” the limit of 40% of the papers needs more questions: 8 of the 10",
    ),
    "too few for the limit after what is kept apart": (
        "exposure: 40\n" + section("{level: recall, draw: 1}", more="without: pre"),
        "quizzes/test.yaml:8 (sections.0.blueprint.0)",
        "2 of the 3 needed",
    ),
    "too few in a group for the limit": (
        "exposure: 30\nsections: [{draw: 6, from: questions/bank.yaml, by: objective}]\n",
        "quizzes/test.yaml:4 (sections.0)",
        "“objective: strength” the limit of 30% of the papers needs more questions: 8 of the 10",
    ),
    "a limit by chance where rows overlap": (
        "exposure: 90\n" + section("{level: recall, draw: 1}", "{objective: place, draw: 1}"),
        "quizzes/test.yaml:3 (exposure)",
        "only forms can hold a limit",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("quiz", "place", "words"), CASES.values(), ids=CASES)
def test_what_cannot_be_had_is_refused_with_its_place(quiz, place, words) -> None:
    found = problems_of(quiz, quizzes_pre=PRE)
    (one,) = [line for line in found if line.startswith(place)]
    assert words in one
    # Of what there is not it is said too that the bank has none of it.
    assert len(found) == (2 if one.startswith(ROWS_OF_NOTHING) else 1), found


def test_more_rows_that_overlap_than_can_be_reckoned_are_refused() -> None:
    rows = ["{level: recall, draw: 1}"] * 11
    (found,) = problems_of(section(*rows))
    assert "More than 10 rows or sections could use the same questions" in found


# --- Forms ----------------------------------------------------------------------------------


def bank(each: int) -> dict:
    questions = [
        parse_question({
            "id": f"{objective}-{level}-{n}", "type": "true_false", "objective": objective,
            "level": level, "correct": True, "text": "Yes or no",
        })
        for objective in ("strength", "place")
        for level in ("recall", "application")
        for n in range(each)
    ]  # fmt: skip
    questions += [parse_question({
        "id": f"case-{n}", "type": "case_file", "text": "It happened.",
        "documents": [{"id": "memo", "title": "Memo", "text": "A text."}],
    }) for n in range(each)]  # fmt: skip
    questions += [parse_question({
        "id": f"of-case-{n}-{k}", "type": "true_false", "case": f"case-{n}", "correct": True,
        "text": "Yes or no",
    }) for n in range(each) for k in range(2)]  # fmt: skip
    return {"questions/bank.yaml": questions}


part = st.sampled_from([
    {"draw": 2}, {"draw": 3, "by": "objective"}, {"draw": 2, "of": "cases"},
    {"blueprint": [{"objective": "place", "level": "recall", "draw": 1},
                   {"level": "recall", "draw": 1}]},
])  # fmt: skip


@given(st.lists(part, min_size=1, max_size=3), st.integers(2, 6), st.integers(3, 5),
       st.none() | st.integers(20, 100))  # fmt: skip
def test_forms_that_are_let_through_have_every_section_and_keep_the_limit(
    sections, count, each, percent
) -> None:
    quiz = Quiz.model_validate({
        "id": "q", "title": "Q", "forms": count, "exposure": percent,
        "sections": [{"from": "questions/bank.yaml", **one} for one in sections],
    })  # fmt: skip
    banks = bank(each)
    if find_short([one.need for one in parts_of(quiz, banks)]) or find_fault(quiz, banks, {}):
        return
    forms = make_forms(quiz, banks)
    assert forms == make_forms(quiz, banks)
    assert len(set(map(frozenset, forms))) == len(forms) == count
    sizes = {sum(4 if "of" in one else 3 if "by" in one else 2 for one in sections)}
    assert {len(form) for form in forms} == {len(set(form)) for form in forms} == sizes
    uses = [sum(name in form for form in forms) for name in {n for form in forms for n in form}]
    if percent:
        assert max(uses) * 100 <= percent * count
    for form in forms:
        cases = [name for name in form if name.startswith("of-case")]
        assert [name[:-2] for name in cases[::2]] == [name[:-2] for name in cases[1::2]]


def test_a_new_version_with_the_same_quiz_and_bank_has_the_same_forms() -> None:
    quiz = Quiz.model_validate({
        "id": "q", "title": "Q", "forms": 3,
        "sections": [{"from": "questions/bank.yaml", "draw": 4, "by": "objective"}],
    })  # fmt: skip
    again = quiz.model_copy(update={"title": "Another title", "minutes": 10})
    assert make_forms(quiz, bank(3)) == make_forms(again, bank(3))
    assert make_forms(quiz.model_copy(update={"forms": None}), bank(3)) == ()
