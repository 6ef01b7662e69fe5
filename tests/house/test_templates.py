"""Every template compiles in every language, and keeps the rules of the page."""

import re

import pytest

from lms.kit.i18n import LANGUAGES
from tests.house.generated import make_app
from tests.house.sources import ROOT, template_files

PHYSICAL = re.compile(
    r"(?<![\w-])(margin|padding|border)-(left|right)\b|(?<![\w-])(left|right)\s*:"
    r"|text-align\s*:\s*(left|right)|float\s*:\s*(left|right)"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_compile(language):
    kinds = make_app().extensions["article60"]
    for path in template_files():
        environments = kinds.texts if path.suffix == ".txt" else kinds.pages
        environments[language].get_template(str(path.relative_to(ROOT / "templates")))


def test_no_block_swallows_the_end_of_a_mails_line():
    # The newline behind a block is trimmed: what follows, an address say, would stick to the line.
    swallowed = re.compile(r"^(?!Subject:|\{% \w+[^}]*%\}$).*\{\{.*(?<!\+)%\}\n\n?\S", re.MULTILINE)
    found = [
        f"{path.name}: {match.group(0)}"
        for path in template_files()
        if path.suffix == ".txt"
        for match in swallowed.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_pages_have_no_inline_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son[a-z]+=", re.IGNORECASE)
    found = [
        str(path.relative_to(ROOT))
        for path in template_files()
        if "design" not in path.parts and inline.search(path.read_text("utf-8"))
    ]
    assert found == []


def test_styles_know_no_left_and_right():
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in (ROOT / "lms/web/assets").rglob("*.css")
        if "node_modules" not in path.parts
        for match in PHYSICAL.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_translations_escape_what_they_are_given():
    kinds = make_app().extensions["article60"]
    source = '{{ _("Hello %(name)s", name=name) }} {{ name }} {{ _("100%% <b>sure</b>") }}'
    page = kinds.pages["en"].from_string(source).render(name="<i>")
    assert page == "Hello &lt;i&gt; &lt;i&gt; 100% <b>sure</b>"
    text = kinds.texts["en"].from_string(source).render(name="<i>")
    assert text == "Hello <i> <i> 100% <b>sure</b>"
