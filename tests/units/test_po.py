"""PO files: the same bytes back, single entries changed, a changed source followed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.units import po
from lms.units.unit import Key, Unit

FILE = """\
# A translator's own header comment
msgid ""
msgstr ""
"Language: ar\\n"
"X-Course:   small\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# kept as it is
# status: draft
#. paragraph
#: pages/a.md:3
msgctxt "pages/a.md"
msgid "A State "
"shall act."
msgstr "نص"
#: no empty line before this one
msgctxt "pages/a.md"
msgid "Reviewed"
msgstr   "مراجع"


#, fuzzy
#| msgid "Before"
msgctxt "pages/a.md"
msgid "After"
msgstr "سابق"

# status: reviewed
msgctxt "pages/a.md"
msgid "Empty"
msgstr ""

#~ msgctxt "pages/a.md"
#~ msgid "Gone"
#~ msgstr "ذهب"
"""


def test_statuses_lines_and_the_previous_source_are_read():
    entries = po.read(FILE.encode()).entries
    assert [(e.text, e.status, e.is_obsolete) for e in entries] == [
        ("A State shall act.", "draft", False),
        ("Reviewed", "translated", False),
        ("After", "stale", False),
        ("Empty", "missing", False),
        ("Gone", "translated", True),
    ]
    assert entries[2].previous == Key("pages/a.md", "Before")
    assert [entry.line for entry in entries] == [15, 19, 26, 31, 35]


def test_what_was_read_is_written_back_byte_by_byte():
    for text in (FILE, FILE.rstrip("\n"), FILE.replace("\n", "\r\n"), "\ufeff" + FILE):
        assert po.write(po.read(text.encode())) == text.encode()


def test_only_the_changed_entry_is_written_anew():
    catalogue = po.read(FILE.encode())
    changed = po.write(po.change(catalogue, {Key("pages/a.md", "Reviewed"): ("جديد", "reviewed")}))
    assert po.read(changed).living()[Key("pages/a.md", "Reviewed")].status == "reviewed"
    before, after = FILE.splitlines(), changed.decode().splitlines()
    assert [line for line in before if line not in after] == ['msgstr   "مراجع"']
    same = {Key("pages/a.md", "A State shall act."): ("نص", "draft")}
    assert po.write(po.change(catalogue, same)) == FILE.encode()


def test_a_changed_stale_entry_is_current_again():
    catalogue = po.read(FILE.encode())
    entry = po.change(catalogue, {Key("pages/a.md", "After"): ("ن", "draft")}).entries[2]
    assert (entry.status, entry.previous) == ("draft", None)


def units(*texts):
    return [
        Unit("pages/a.md", text, "pages/a.md", n, "paragraph") for n, text in enumerate(texts, 1)
    ]


def test_a_new_catalogue_has_every_unit_and_drafts_are_born_as_drafts():
    catalogue = po.follow(po.blank("fr", "small"), units("One", "Two"), "draft")
    content = po.write(catalogue).decode()
    assert '"Language: fr\\n"' in content
    assert "#: pages/a.md:2\n" in content
    filled = po.read(content.replace('msgid "One"\nmsgstr ""', 'msgid "One"\nmsgstr "Un"').encode())
    assert [entry.status for entry in filled.entries] == ["draft", "missing"]


def test_a_changed_source_makes_its_translation_fuzzy_with_the_previous_source():
    one = Key("pages/a.md", "A State shall act.")
    old = po.change(
        po.follow(po.blank("fr", "small"), units("A State shall act.", "Gone for ever")),
        {
            one: ("Un État agit.", "reviewed"),
            Key("pages/a.md", "Gone for ever"): ("Parti", "draft"),
        },
    )
    new = po.read(
        po.write(po.follow(old, units("A State shall act now.", "Quite different 12345")))
    )
    assert [(e.text, e.status, e.is_obsolete) for e in new.entries] == [
        ("A State shall act now.", "stale", False),
        ("Quite different 12345", "missing", False),
        ("Gone for ever", "draft", True),
    ]
    assert new.entries[0].previous == one
    # A second change keeps the first source: it is what the translation was made from.
    third = po.follow(new, units("A State shall act right now.", "Quite different 12345"))
    assert third.entries[0].previous == one
    # And what comes back is current, with the status that it had.
    back = po.follow(third, units("A State shall act.", "Gone for ever"))
    assert [(e.text, e.status) for e in back.entries] == [
        ("A State shall act.", "reviewed"),
        ("Gone for ever", "draft"),
    ]


def test_following_an_unchanged_source_changes_no_byte():
    catalogue = po.follow(po.blank("fr", "small"), units("One", "Two"))
    once = po.write(catalogue)
    assert po.write(po.follow(po.read(once), units("One", "Two"))) == once


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'msgid ""\nmsgstr ""\n\nmsgid "a\nmsgstr "b"\n', 4),
        (b'msgid "a"\nmsgstr "b"\nrubbish\n', 3),
        (b'msgid "a"\nmsgstr "\xff"\n', 2),
        ('msgid "a"\nmsgstr "b\u2028c"\n'.encode(), 2),
    ],
)
def test_a_broken_file_is_refused_with_its_line(content, line):
    with pytest.raises(po.CatalogueBroken) as broken:
        po.read(content)
    assert broken.value.line == line
    assert str(broken.value.advice)


# What gettext files can hold; control characters are refused on reading.
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\x85")
    | st.sampled_from('\n\t"\\'),
    max_size=90,
)
STATUS = st.sampled_from(["draft", "translated", "reviewed"])


@given(st.dictionaries(TEXT.filter(bool), st.tuples(TEXT.filter(bool), STATUS), max_size=6))
def test_any_translations_survive_the_round_trip(texts):
    keys = {Key("pages/a.md", text): said for text, said in texts.items()}
    catalogue = po.change(po.follow(po.blank("ru", "small"), units(*texts)), keys)
    content = po.write(catalogue)
    again = po.read(content)
    assert {e.key: (e.translation, e.status) for e in again.entries} == keys
    assert po.write(again) == content


@given(
    st.dictionaries(TEXT.filter(bool), st.tuples(TEXT, STATUS), max_size=6),
    st.lists(TEXT.filter(bool), unique=True, max_size=6),
)
def test_a_changed_catalogue_is_settled_as_it_would_be_read(texts, now):
    keys = {Key("pages/a.md", text): said for text, said in texts.items()}
    catalogue = po.change(po.follow(po.blank("ru", "small"), units(*texts)), keys)
    catalogue = po.follow(catalogue, units(*now))
    assert po.settle(catalogue) == po.read(po.write(catalogue))


def test_a_character_that_no_file_may_hold_is_refused_where_it_is_settled_too():
    catalogue = po.follow(po.blank("ru", "small"), units("One"))
    broken = po.change(catalogue, {Key("pages/a.md", "One"): ("a\u2028b", "translated")})
    with pytest.raises(po.CatalogueBroken) as found:
        po.settle(broken)
    with pytest.raises(po.CatalogueBroken) as read:
        po.read(po.write(broken))
    assert found.value.line == read.value.line


def test_what_comes_after_a_file_without_a_last_line_end_stands_on_its_own():
    first = (
        b'msgid ""\nmsgstr ""\n"Language: ru\\n"\n\n'
        b'#: pages/a.md:1\nmsgctxt "pages/a.md"\nmsgid "One"\nmsgstr "O"'
    )
    catalogue = po.follow(po.read(first), units("One", "Two"))
    assert [entry.text for entry in po.read(po.write(catalogue)).entries] == ["One", "Two"]
    assert po.write(po.read(first)) == first
