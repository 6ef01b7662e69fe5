"""The one validator: each thing that can be wrong is refused with file, line and advice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.content.validator import check_course
from tests.content import courses
from tests.content.courses import BANK, COURSE, ORIGINS, QUIZ, WORDING


def problems(**changes):
    return check_course(courses.files(**changes)).problems


def test_a_good_course_has_no_problems():
    tree = courses.translated(courses.translated(courses.files()), "zh", "reviewed")
    report = check_course(tree, "small")
    assert report.is_valid, [str(problem) for problem in report.problems]
    assert set(report.course.catalogues) == {"ar", "zh"}


COURSE_CASES = {
    "broken YAML": (COURSE.replace("title: A small", "title: [A small"), 4, "not valid YAML"),
    "unknown key": (COURSE.replace("hours: 1", "hours: 1\nhuors: 1"), 9, "Unknown key “huors”"),
    "unknown key in a module": (
        COURSE.replace("    title: The beginning", "    titel: The beginning"),
        13,
        "Unknown key “titel”",
    ),
    "missing key": (COURSE.replace("level: awareness\n", ""), 1, "“level” is missing"),
    "key twice": (COURSE + "hours: 2\n", 23, "appears twice"),
    "unknown article": (COURSE.replace("[15, 16]", "[15, 72]"), 5, "no article 72"),
    "unknown topic": (COURSE.replace("60-1-a", "60-1-z"), 6, "no training topic “60-1-z”"),
    "unknown family": (COURSE + "job_families: [pilots]\n", 23, "no job family “pilots”"),
    "unknown level": (COURSE.replace("awareness", "guru"), 7, "does not fit"),
    "missing page": (COURSE.replace("origins.md", "gone.md"), 15, "no file pages/gone.md"),
    "missing quiz": (COURSE.replace("test.yaml", "gone.yaml"), 20, "no file quizzes/gone.yaml"),
    "page and quiz": (
        COURSE.replace("page: pages/wording.md", "page: pages/wording.md, quiz: quizzes/test.yaml"),
        16,
        "does not fit",
    ),
    "prerequisites in a circle": (
        COURSE.replace("title: The beginning", "title: The beginning\n    requires: [exam]"),
        14,
        "in a circle",
    ),
    "module that requires itself": (
        COURSE.replace("requires: [start]", "requires: [exam]"),
        19,
        "in a circle",
    ),
    "unknown module": (COURSE.replace("[start]", "[gone]"), 19, "no module “gone”"),
    "activity twice": (COURSE.replace("id: wording", "id: origins"), 16, "appears twice"),
    "page twice": (COURSE.replace("wording.md", "origins.md"), 16, "appears twice"),
    "module twice": (COURSE.replace("- id: exam", "- id: start"), 17, "appears twice"),
    "completion by a page": (
        COURSE.replace("{quiz: test,", "{quiz: origins,"),
        21,
        "nobody could complete",
    ),
    "completion by nothing": (
        COURSE[: COURSE.index("completion:")] + "completion: {}\n",
        21,
        "does not fit",
    ),
    "points beyond all": (COURSE.replace("points: 70", "points: 170"), 21, "does not fit"),
    "no words": (COURSE.replace("title: A small course", "title: ' '"), 3, "does not fit"),
    "a date where a text is meant": (
        COURSE.replace("title: A small course", "title: 2003-10-31"),
        3,
        "does not fit",
    ),
    "an anchor": (COURSE.replace("title: A small", "title: &a A small"), None, None),
    "an alias": (
        COURSE.replace("articles: [15, 16]", "articles: &a [15, 16]").replace("[60-1-a]", "*a"),
        5,
        "another part of itself",
    ),
    "not UTF-8": (COURSE.replace("A small", "\udcff small"), 3, "UTF-8"),
    "a script in the title": (
        COURSE.replace("title: A small", "title: <script>x</script> small"),
        3,
        "HTML with a script",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COURSE_CASES)
def test_what_is_wrong_with_the_course_file(name):
    text, line, said = COURSE_CASES[name]
    tree = courses.files()
    tree["course.yaml"] = text.encode("utf-8", "surrogateescape")
    found = check_course(tree).problems
    if line is None:
        assert not found
        return
    assert any(
        p.file == "course.yaml" and p.line == line and said in str(p.message) and str(p.advice)
        for p in found
    ), [str(problem) for problem in found]


def test_an_unknown_key_is_told_once_with_its_place_and_what_was_meant():
    (found,) = problems(course=COURSE.replace("hours: 1", "hours: 1\nhuors: 1"))
    assert str(found) == "course.yaml:9 (huors): Unknown key “huors”. Did you mean “hours”?"
    (found,) = problems(quiz=QUIZ + "colour: red\n")
    assert str(found).startswith(
        "quizzes/test.yaml:7 (colour): Unknown key “colour”. Remove it, or"
    )
    assert str(found).count("colour") == 2


CASES = {
    "missing picture": (
        "origins", ORIGINS.replace("ladder.svg", "gone.svg"), 8, "no picture media/gone.svg",
    ),
    "picture from elsewhere": (
        "origins", ORIGINS.replace("media/ladder.svg", "https://x.example/y.png"), 8, "no picture",
    ),
    "alternative text missing": (
        "origins", ORIGINS.replace("A ladder of three steps", ""), 8, "no alternative text",
    ),
    "link to a missing page": (
        "origins", ORIGINS.replace("pages/wording.md", "pages/gone.md"), 11, "not in the course",
    ),
    "link to a script": (
        "origins", ORIGINS + "\nSee\n[x](javascript:alert(1)).\n", 21,
        "link to javascript:alert(1) is not allowed",
    ),
    "link to a script by reference": (
        "origins", ORIGINS + "\n[x][y]\n\n[y]: VBScript:x\n", 20, "VBScript:x is not allowed",
    ),
    "link to a script, its colon hidden": (
        "origins", ORIGINS + "\n[x](javascript&#58;alert(1))\n", 20, "javascript:alert(1) is not",
    ),
    "link to data": (
        "bank", BANK.replace("To think about it.", "'[x](data:text/html,x)'"), 8,
        "data:text/html,x is not allowed",
    ),
    "link to a script as an address": (
        "origins", ORIGINS + "\n<javascript:alert(1)>\n", 20, "is not allowed",
    ),
    "HTML with a script": (
        "origins", ORIGINS + "\n<script>alert(1)</script>\n", 20, "HTML with a script",
    ),
    "page without a title": ("wording", "Only text.\n", 16, "has no title"),
    "wrong key": ("bank", BANK.replace("correct: yes, ", ""), 6, "key is wrong"),
    "unknown type": ("bank", BANK.replace("type: single", "type: riddle"), 2, "does not fit"),
    "unknown key in a question": (
        "bank", BANK.replace("  objective: strength\n  text", "  objctive: x\n  text", 1), 11,
        "Unknown key “objctive”",
    ),
    "unknown article in a question": (
        "bank", BANK.replace('"16(2)"', '"79(2)"'), 4, "no article 79",
    ),
    "unknown objective": (
        "bank", BANK.replace("objective: strength", "objective: gone", 1), 3, "no objective “gone”",
    ),
    "question twice": ("bank", BANK.replace("id: may", "id: shall"), 9, "appears twice"),
    "bank that is no list": ("bank", "id: x\n", 1, "list of questions"),
    "script in a choice": (
        "bank", BANK.replace("To think about it.", "<img src=x onerror=alert(1)>"), 8,
        "HTML with a script",
    ),
    "quiz that cannot be drawn": ("quiz", QUIZ.replace("draw: 2", "draw: 3"), 6, "cannot be drawn"),
    "missing bank": ("quiz", QUIZ.replace("bank.yaml", "gone.yaml"), 6, "no file questions/gone"),
    "draw without an unknown quiz": (
        "quiz", QUIZ.replace("by: objective", "by: objective, without: gone"), 6, "no quiz “gone”",
    ),
    "script in a drawing": ("picture", "<svg>\n<script>x</script></svg>", 2, "contains a script"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_with_the_other_files(name):
    file, text, line, said = CASES[name]
    found = problems(**{file: text})
    assert any(p.line == line and said in str(p.message) and str(p.advice) for p in found), [
        str(problem) for problem in found
    ]


def test_all_on_one_page_goes_both_ways():
    assert not problems(quiz=QUIZ + "layout: all\n")
    (found,) = problems(quiz=QUIZ + "navigation: forward\nlayout: all\n")
    assert (found.line, found.field) == (8, "layout")
    assert "cannot go forward only" in str(found.advice)


def test_links_that_lead_somewhere_are_allowed():
    links = ("https://x.example/", "http://x.example", "mailto:a@b.example", "#what-it-holds",
             "pages/wording.md", "pages/wording.md#top")  # fmt: skip
    assert not problems(origins=ORIGINS + "".join(f"\n[x]({link})\n" for link in links))


CONTEXT = 'msgctxt "pages/wording.md"'


def arabic(text):
    return f'msgid ""\nmsgstr ""\n"Language: ar\\n"\n\n{CONTEXT}\n{text}\n'


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (arabic('msgid "A State *may* act."\nmsgstr "%(x)s *ت*"'), 7, "placeholder %(x)s"),
        (arabic('msgid "A State *may* act."\nmsgstr "<script>"'), 7, "HTML with a script"),
        (arabic('msgid "A State *may* act."\nmsgstr "*ت"'), 7, "not closed"),
        (arabic('msgid "A\nmsgstr "x"'), 6, "not a valid PO file"),
        (arabic('msgid "a"\nmsgstr "x"').replace("ar\\n", "fr\\n"), 1, "language is “fr”"),
        (arabic(f'msgid "a"\nmsgstr "x"\n\n{CONTEXT}\nmsgid "a"\nmsgstr "y"'), 7, "twice"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_translation(content, line, said):
    found = problems(ar=content)
    assert any(
        p.file == "locale/ar.po" and p.line == line and said in str(p.message) and str(p.advice)
        for p in found
    ), [str(problem) for problem in found]


def test_the_folder_is_named_like_the_course():
    report = check_course(courses.files(), "large")
    assert [(p.file, p.line, p.field) for p in report.problems] == [("course.yaml", 1, "id")]


def test_a_file_that_has_no_place_is_refused():
    for name in ("notes.txt", "pages/x.html", "media/x.exe", "locale/de.po", "questions/x.md"):
        assert check_course({**courses.files(), name: b"x"}).problems[0].file == name


def test_a_page_without_course_file_is_no_course():
    assert "no course.yaml" in str(problems(course=None)[0].message)


def test_all_problems_are_told_at_once():
    found = problems(
        course=COURSE.replace("15, 16", "15, 99").replace("60-1-a", "none"),
        wording=WORDING + "<b>x</b>\n\n![](media/gone.svg)\n",
        bank=BANK.replace("correct: no", "correct: perhaps"),
    )
    assert {p.file for p in found} == {"course.yaml", "pages/wording.md", "questions/bank.yaml"}
    assert len(found) >= 6
    assert list(found) == sorted(found, key=lambda p: (p.file, p.line))


def test_yaml_nested_without_end_is_refused():
    assert problems(course="a: " + "[" * 5000)
    assert problems(course="[" * 500 + "]" * 500)


@given(st.text(max_size=80) | st.binary(max_size=80))
def test_whatever_stands_in_a_file_is_a_problem_and_never_an_error(content):
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    for name in (
        "course.yaml",
        "questions/bank.yaml",
        "quizzes/test.yaml",
        "locale/ar.po",
        "pages/wording.md",
    ):
        check_course({**courses.files(), name: data})


def test_nothing_depends_on_a_quiz_that_nobody_marks():
    survey = "- {id: q, type: comment, text: What do you think?, objective: strength}\n"
    quiz = courses.QUIZ.replace("draw: 2", "draw: 1")
    found = check_course(courses.files(bank=survey, quiz=quiz)).problems
    assert {problem.field for problem in found} == {"pass_points", "completion.achievement.quiz"}
    assert all("there are no points" in str(problem.message) for problem in found)
    marked = survey + "- {id: r, type: true_false, text: So?, correct: yes, objective: strength}\n"
    assert check_course(courses.files(bank=marked, quiz=courses.QUIZ)).is_valid
