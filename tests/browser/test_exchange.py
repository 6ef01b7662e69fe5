"""A translator takes a file out, translates it elsewhere, and sends it back in the browser."""

import pytest

from tests.browser.conftest import check_accessibility, check_reflow, sign_in

IN = "/teach/uncac-foundations/translate/import"


def taken_out(page, tmp_path, form="xliff-2.1"):
    page.goto(IN)
    with page.expect_download() as download:
        page.click(f'a[href$="/translate/es/export?format={form}"]')
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def sent_back(page, path):
    page.goto(IN)
    page.set_input_files("[name=file]", path)
    page.click("main form.form button[type=submit]")
    page.wait_for_url("**/translate/import/*/*")


def with_a_new_word(path, word):
    """Change one translation, as a tool does."""
    text = path.read_text("utf-8")
    start = text.index("<target>") + len("<target>")
    path.write_text(f"{text[:start]}{word} {text[start:]}", "utf-8")


def test_a_file_goes_out_and_what_it_changes_is_taken(open_browser, tmp_path):
    page = open_browser()
    sign_in(page, "translator")
    path = taken_out(page, tmp_path)
    assert path.name == "uncac-foundations-es.xlf"
    sent_back(page, path)
    assert "nothing new" in page.inner_text("main")
    with_a_new_word(path, "¡Nueva!")
    sent_back(page, path)
    assert "¡Nueva!" in page.inner_text("main table")
    page.get_by_role("button", name="Take 1 text").press("Enter")
    page.wait_for_url("**/translate/es")
    assert "Translations taken: 1." in page.inner_text("body")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_report_is_accessible_and_fits_a_phone(open_browser, tmp_path, language):
    page = open_browser(language, width=320)
    sign_in(page, "translator")
    path = taken_out(page, tmp_path, "xliff-1.2")
    check_accessibility(page)
    check_reflow(page)
    text = path.read_text("utf-8")
    at = text.index(">", text.index("<target")) + 1
    path.write_text(f"{text[:at]}%(x)s {text[at:]}", "utf-8")
    sent_back(page, path)
    assert "%(x)s" in page.inner_text("main")
    check_accessibility(page)
    check_reflow(page)
