"""Questions of all courses: who sees which, how they are found, and how they do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.workshop.library.searching import searchable, words_in, words_of
from tests.content import courses
from tests.workshop.shelves import BANKS, HOME, files, listed, take_in, teach


@pytest.fixture
def library(app, read_library):
    """Two courses of Bruno's, one in Arabic and Chinese too."""
    take_in(courses.translated(files("first"), "ar", mark="هديّةٌ"), is_published=False)
    take_in(courses.translated(files("second", bank="[]\n"), "zh", mark="贿赂行为"))
    read_library()


def test_all_questions_of_ones_courses_stand_in_one_list(browse, library):
    page = browse("bruno").get(HOME).text
    assert listed(page) == ["first/shall", "first/may", "first/gift", "first/asset",
                            "second/shall", "second/may"]  # fmt: skip
    assert "6 questions" in page
    assert "A driver gets a gift from a supplier." in page
    assert "*gift*" not in page
    page = browse("bruno").get(f"{HOME}/first/gift").text
    assert "<bdi>A driver gets a gift from a supplier. What now?</bdi></h1>" in page
    assert "*gift*" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=driver+SUPPLIER", ["gift"]),
        ("q=gift", ["gift"]),
        ("q=%D9%87%D8%AF%D9%8A%D8%A9+driver", ["gift"]),
        ("q=%D9%87%D8%AF%D9%8A%D9%87", ["shall", "may", "gift", "asset"]),
        ("q=%E8%B4%BF%E8%B5%82", ["second/shall", "second/may"]),
        ("q=%25", []),
        ("q=silence", []),
        ("q=how+strongly", ["shall", "may", "asset", "second/shall", "second/may"]),
        ("article=15", ["gift", "asset"]),
        ("article=15(a)", ["gift"]),
        ("article=1", []),
        ("language=ar", ["shall", "may", "gift", "asset"]),
        ("language=zh", ["second/shall", "second/may"]),
        ("type=true_false&course=first", ["may", "asset"]),
        ("level=application", ["gift"]),
        ("objective=Say+how+strongly+a+wording+binds.&course=first", ["shall", "may", "asset"]),
        ("course=second", ["second/shall", "second/may"]),
        ("difficulty=unknown&type=single", ["shall", "gift", "second/shall"]),
        ("difficulty=hard", []),
        ("exposure=never&type=single", ["shall", "gift", "second/shall"]),
        ("difficulty=none", []),
        ("page=9&course=second", ["second/shall", "second/may"]),
        ("q=driver&sort=nonsense", ["gift"]),
    ],
)
def test_the_list_is_narrowed(browse, library, asked, found):
    page = browse("bruno").get(f"{HOME}?{asked}").text
    assert listed(page) == [name if "/" in name else f"first/{name}" for name in found]
    if not found:
        assert "No question fits" in page


def test_a_course_of_others_shows_what_is_published_and_in_no_exam(browse, app, read_library):
    teach("farid")
    take_in(files("first"))
    take_in(files("hidden"))
    farid, bruno = browse("farid"), browse("bruno")
    read_library()
    assert listed(farid.get(HOME).text) == []
    bruno.post("/teach/first/deriving", {"is_open": "yes"})
    page = farid.get(HOME).text
    assert listed(page) == ["first/gift", "first/asset"]
    assert "never used" not in page.partition("<tbody>")[2]
    assert listed(farid.get(f"{HOME}?exposure=never").text) == []
    assert listed(farid.get(f"{HOME}?difficulty=unknown").text) == ["first/gift", "first/asset"]
    one = farid.get(f"{HOME}/first/gift").text
    assert "Keep it." in one
    assert "Silence would be the offence." not in one
    assert "Versions" not in one
    for name in ("first/shall", "hidden/gift", "none/gift", "first/none"):
        assert farid.get(f"{HOME}/{name}").status_code == 404
        assert farid.get(f"{HOME}/copy?question={name}").status_code == 404
    take_in({**files("first"), "questions/more.yaml": BANKS.replace("driver", "pilot").encode()},
            is_published=False)  # fmt: skip
    read_library()
    assert listed(farid.get(f"{HOME}?q=pilot").text) == []
    assert listed(farid.get(f"{HOME}?q=driver").text) == ["first/gift"]
    assert "pilot" not in farid.get(f"{HOME}/first/gift").text
    assert listed(bruno.get(f"{HOME}?q=pilot").text) == ["first/gift"]
    assert listed(bruno.get(f"{HOME}?q=driver").text) == ["hidden/gift"]
    bruno.post("/teach/first/deriving", {"is_open": "no"})
    assert listed(farid.get(HOME).text) == []
    assert farid.get(f"{HOME}/first/gift").status_code == 404


@pytest.mark.parametrize(
    "address", [HOME, f"{HOME}/first/gift", f"{HOME}/copy?question=first/gift"]
)
def test_only_trainers_come_in(browse, library, address):
    assert browse().get(address).status_code == 303
    for name in ("amina", "chen", "dalia"):
        assert browse(name).get(address).status_code == 403
    assert browse("bruno").get(address).status_code == 200


def test_the_list_takes_as_many_queries_for_one_course_as_for_many(
    browse, app, read_library, count_queries
):
    take_in(files("first"))
    read_library()
    bruno = browse("bruno")

    def count():
        bruno.get(HOME)
        with count_queries() as queries:
            assert bruno.get(f"{HOME}?q=a&sort=-facility").status_code == 200
        return queries.count

    before = count()
    many = "".join(BANKS.replace("id: gift", f"id: gift-{n}").replace("id: asset", f"id: asset-{n}")
                   for n in range(40))  # fmt: skip
    for slug in ("second", "third"):
        take_in(files(slug, bank=many))
    read_library()
    assert "Page 1 of 4" in bruno.get(HOME).text
    assert count() == before


def test_what_changed_is_told_until_it_is_read(browse, library, read_library):
    bruno = browse("bruno")
    assert "being read anew" not in bruno.get(HOME).text
    take_in({**files("first"), "questions/more.yaml": b"[]\n"}, is_published=False)
    assert "1 of your courses has changed and is being read anew" in bruno.get(HOME).text
    read_library()
    page = bruno.get(HOME).text
    assert "being read anew" not in page
    assert listed(page) == ["first/shall", "first/may", "second/shall", "second/may"]


def test_a_page_tells_the_texts_the_versions_and_the_quizzes(browse, app, read_library):
    take_in(courses.translated(files("first"), "ar"))
    changed = files("first", bank=BANKS.replace("Keep it.", "Keep it and be silent."))
    take_in(courses.translated(changed, "ar"))
    read_library()
    page = browse("bruno").get(f"{HOME}/first/gift").text
    hashes = re.findall(r'class="code">([0-9a-f]{12})<', page)
    assert len(set(hashes)) == 2
    assert hashes[0] == hashes[1]
    assert "<ins>" in page
    assert "٭ Tell the superior." in page
    assert "Silence would be the offence." in page
    assert "No quiz draws from its bank." in page
    assert "It was written here" in page
    assert "Exam" in browse("bruno").get(f"{HOME}/first/shall").text
    assert browse("bruno").get(f"{HOME}/first/none").status_code == 404


# Words as they are searched.


@given(st.text())
def test_folding_twice_is_folding_once(text):
    once = searchable(text)
    assert searchable(once) == once
    assert searchable(text.upper().lower()) == searchable(text.lower().upper().lower())


@given(st.text(), st.text(), st.text())
def test_what_is_written_in_a_text_is_found_in_it(before, words, after):
    text = words_in([f"{before} {words}", f"{words} {after}"])
    assert all(word in text for word in words_of(words))
    assert len(set(text.split())) == len(text.split())
    assert words_in([text]) == text


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("L’État *reçoit*", "etat RECOIT"),
        ("هَدِيَّةٌ", "هديه"),
        ("إلى الأمانة", "الي الامانه"),
        ("ＡＢＣ", "abc"),
        ("Ёлка", "елка"),
        ("行贿外国公职人员", "公职"),
        ("un\u200dseen\u00a0space", "unseen space"),
    ],
)
def test_words_are_found_however_they_are_typed(written, typed):
    assert all(word in searchable(written) for word in words_of(typed))
