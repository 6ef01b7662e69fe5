"""The register is whole, in six languages, and says what is a draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.convention import register
from lms.kit.i18n import LANGUAGES


def test_the_convention_has_71_articles_in_eight_chapters():
    assert [chapter.number for chapter in register.chapters()] == list(range(1, 9))
    assert list(register.articles()) == list(range(1, 72))
    assert len(register.topics()) == 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_title_in_each_language(language):
    titles = [register.article_title(number, language) for number in register.articles()]
    titles += [register.chapter_title(chapter.number, language) for chapter in register.chapters()]
    titles += [register.topic_label(topic, language) for topic in register.topics()]
    assert all(title.text for title in titles)


def test_english_is_the_conventions_own_and_the_others_are_drafts_until_checked():
    assert register.article_title(60, "en") == register.Label(
        "Training and technical assistance", is_draft=False
    )
    assert register.article_title(60, "fr").is_draft


@pytest.mark.parametrize("reference", ["60", "16(2)", "60(1)(b)", "44(6)(a)(i)", " 9 "])
def test_a_reference_finds_its_article(reference):
    assert register.find_article(reference).number == int(reference.strip().split("(")[0])


@pytest.mark.parametrize("reference", ["72", "0", "", "16(", "16()", "16(2)x", "art. 16", "١٦"])
def test_what_is_no_reference_finds_nothing(reference):
    assert register.find_article(reference) is None


@given(st.text(max_size=12))
def test_no_text_breaks_the_search(text):
    found = register.find_article(text)
    assert found is None or found.number in register.articles()


def test_an_unknown_article_is_refused_with_its_number():
    with pytest.raises(register.ArticleUnknown, match="72"):
        register.get_article(72)


def test_levels_and_families_have_labels():
    assert register.level_label("awareness", "en") == "Awareness"
    assert register.job_family_label("fiu", "en") == "Analysts of financial intelligence units"
