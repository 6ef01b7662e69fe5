"""How a mail is laid out, and what no subject says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.i18n import LANGUAGES
from lms.notifications.letters import write_words
from lms.notifications.rules.kinds import KINDS, kind_of, sample_in
from lms.notifications.rules.letters import (
    RIGHT_TO_LEFT_MARK,
    WIDTH,
    ascii_address,
    find_path,
    lay_out,
    split_letter,
)
from tests.house.sources import ROOT, python_files

CANARY = "Zzcanary"
PHRASE = re.compile(r'kind=f?"([a-z_]+\.[a-z_{}]+)"')


def _told(value):
    """A context in which each text is a word that nothing of ours says."""
    if isinstance(value, str):
        return CANARY
    if isinstance(value, dict):
        return {key: _told(inner) for key, inner in value.items()}
    return value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_a_subject_tells_nothing_of_what_it_is_about(sqlite_app, name, language):
    kind = KINDS[name]
    # What chooses between texts stays: it is told to nobody.
    sample = sample_in(kind, language)
    fixed = {key: sample[key] for key in ("status", "code") if key in sample}
    with sqlite_app.test_request_context():
        shown = write_words(name, kind.template, language, sample)
        told = write_words(name, kind.template, language, _told(sample) | fixed)
    assert shown.subject
    assert "\n" not in shown.subject
    assert shown.text
    assert CANARY not in told.subject
    assert told.subject == shown.subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_branch_of_a_subject_names_anything(language):
    for path in sorted((ROOT / "templates/mail").glob("*.txt")):
        first = path.read_text("utf-8").partition("\n")[0]
        if first.startswith("Subject:"):
            values = set(re.findall(r"(\w+)=", first.replace("==", "")))
            assert values <= {"site"}, f"{path.name}: a subject names {values}"


def test_every_mail_is_of_a_kind_that_is_listed():
    sent = {
        name
        for path in python_files()
        for name in PHRASE.findall(path.read_text("utf-8"))
        if "{" not in name
    }
    assert len(sent) > 15
    assert sorted(sent - set(KINDS)) == []
    templates = {str(p.relative_to(ROOT / "templates")) for p in ROOT.glob("templates/mail/*.txt")}
    assert templates - {"mail/footer.txt"} == {kind.template for kind in KINDS.values()}
    assert kind_of("of.an_older_release").is_urgent


@given(st.text(alphabet="abc שלום مرحبا.\n", max_size=400), st.sampled_from(LANGUAGES))
def test_lines_are_short_and_lose_no_word(text, language):
    laid = lay_out(text, language)
    assert all(len(line.strip(RIGHT_TO_LEFT_MARK)) <= WIDTH or " " not in line
               for line in laid.split("\n"))  # fmt: skip
    assert laid.replace(RIGHT_TO_LEFT_MARK, "").split() == text.split()


def test_an_address_is_never_broken_or_marked():
    address = "https://example.org/" + "a" * 100
    assert lay_out(f"words\n{address}", "ar").split("\n")[1] == address


def test_an_arabic_line_that_begins_with_latin_is_marked():
    assert lay_out("UNODC مرحبا", "ar").startswith(RIGHT_TO_LEFT_MARK)
    assert not lay_out("مرحبا UNODC", "ar").startswith(RIGHT_TO_LEFT_MARK)
    assert not lay_out("UNODC", "en").startswith(RIGHT_TO_LEFT_MARK)


def test_the_page_of_a_message_is_the_first_address_of_this_site():
    text = "https://other.org/x\nhttp://localhost.evil/y\nhttp://localhost/learn/1?a=b\n"
    assert find_path(text, "http://localhost") == "/learn/1?a=b"
    assert find_path("nothing", "http://localhost") == ""
    words = split_letter("\nSubject:  Hello \n\nA\n\n\n\nB\n", "http://localhost")
    assert (words.subject, words.text) == ("Hello", "A\n\nB")


@pytest.mark.parametrize(("email", "known"), [
    ("a@example.org", "a@example.org"),
    ("a@bücher.example", "a@xn--bcher-kva.example"),
    ("a@مثال.إختبار", "a@xn--mgbh0fb.xn--kgbechtv"),
])  # fmt: skip
def test_a_domain_is_known_to_servers_in_ascii(email, known):
    assert ascii_address(email) == known
