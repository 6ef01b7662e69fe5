"""The page of the Convention: open to all, in each language, drafts said to be drafts."""

from lms.kit.i18n import LANGUAGES


def test_every_article_leads_to_its_courses(browse):
    for language in LANGUAGES:
        page = browse(language=language).get("/convention")
        assert page.status_code == 200
        assert page.text.count("/?article=") == 71
        assert ('class="notice law"' in page.text) is (language != "en")


def test_english_titles_are_the_conventions_own(browse):
    page = browse().get("/convention").text
    assert "Training and technical assistance" in page
    assert 'class="notice law"' not in page


def test_chapters_are_counted_as_the_convention_counts_them(browse):
    for language, counted in {"en": "Chapter VI<", "ar": "الفصل السادس<", "zh": "第六章<"}.items():
        assert f'class="kicker">{counted}' in browse(language=language).get("/convention").text
