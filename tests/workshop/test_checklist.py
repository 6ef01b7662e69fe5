"""What the checklist before publishing finds worth a look."""

import pytest

from lms.content.reader import read_course
from lms.workshop.checklist import find_hints
from lms.workshop.reading_time import SPEEDS, PageTime, Times
from tests.content import courses


@pytest.mark.parametrize(
    ("reading", "quizzes", "said"),
    [
        (33, 40, "Lower its hours"),
        (34, 40, "Lower its hours"),
        (35, 40, None),
        (150, 0, None),
        (200, 100, None),
        (201, 100, "Raise its hours"),
    ],
)
def test_the_time_a_course_takes_lies_between_half_and_twice_the_time_it_states(
    reading, quizzes, said
):
    course, problems = read_course(courses.files())
    assert not problems
    page = PageTime("pages/origins.md", 0, reading, None)
    times = Times((page,), quizzes, 150, SPEEDS["en"])
    hints = [hint for hint in find_hints(course, times) if hint.topic == "time"]
    assert len(hints) == (said is not None)
    assert all(str(said) in str(hint.advice) for hint in hints)
