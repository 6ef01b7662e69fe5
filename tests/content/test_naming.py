"""How the files of a course are called to people, without their paths."""

import pytest

from lms.content.naming import name_of

PAGE = b"## Second\n\n# The *first*\n"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("course.yaml", "Outline and settings"),
        ("pages/first.md", "Page: The first"),
        ("questions/foundations.yaml", "Questions: foundations"),
        ("quizzes/post-test.yaml", "Quiz: post-test"),
        ("variants/first.own.fr.md", "Own text of a box: first.own.fr"),
        ("locale/ar.po", "Translations: العربية"),
        ("media/ladder.png", "Picture: ladder.png"),
        ("media/ladder.png.yaml", "Note on ladder.png"),
        ("media/talk.mp4", "File: talk.mp4"),
        ("media/talk.mp4.yaml", "Note on talk.mp4"),
        ("media/talk.ar.vtt", "Captions of talk: العربية"),
        ("media/loose.vtt", "File: loose.vtt"),
        ("media/old/ladder.png", "File: ladder.png"),
    ],
)
def test_a_file_has_a_name(path, name):
    said = str(name_of(path, PAGE))
    assert said.replace("\u2068", "").replace("\u2069", "") == name


def test_a_name_is_said_in_the_readers_language_and_a_title_stays():
    titles = {"pages/first.md": "Erstes"}
    said = name_of("pages/first.md", PAGE, titles).in_language("fr")
    assert said == "Page\xa0: \u2068Erstes\u2069"
    assert name_of("questions/base.yaml").in_language("zh") == "题库：\u2068base\u2069"
