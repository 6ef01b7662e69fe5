"""The rules of translation: which unit comes next, terms in texts, what is warned of."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.translation.rules import (
    Finder,
    Neighbours,
    TermRow,
    TermText,
    UnitRow,
    Wish,
    count,
    count_by_file,
    find_next_open,
    find_next_to_review,
    find_warnings,
    list_signs,
    select_units,
    unit_id,
)
from lms.units.po import Status
from lms.units.unit import Key
from tests import cast


def row(name: str, status: Status = "missing", file: str = "pages/a.md", **more) -> UnitRow:
    key = Key(file, f"Source of {name}.")
    return UnitRow(name, key, file, "paragraph", more.pop("text", ""), status, **more)


ROWS = [
    row("one", "translated", author_id="chen", marked_by="chen"),
    row("two", "missing"),
    row("three", "stale", file="pages/b.md"),
    row("four", "reviewed", file="pages/b.md"),
    row("five", "draft", file="pages/b.md"),
]


def name_of(found: UnitRow | None) -> str | None:
    return found.id if found else None


def next_open(after: str | None, rows=ROWS, person_id: str | None = "chen") -> str | None:
    return name_of(find_next_open(rows, after, person_id))


def test_the_next_unit_is_the_next_open_one_and_after_the_last_the_first():
    assert next_open(None) == "two"
    assert next_open("two") == "three"
    assert next_open("three") == "five"
    assert next_open("five") == "two"
    assert next_open("two", [ROWS[1]]) is None
    assert next_open("a unit that is gone") == "two"


# In the order of the page: every kind twice, the least urgent first.
MIXED = [
    row("draft one", "draft"), row("stale one", "stale"), row("missing one"),
    row("draft two", "draft"), row("stale two", "stale"), row("missing two"),
]  # fmt: skip
IN_ORDER = ["missing one", "missing two", "stale one", "stale two", "draft one", "draft two"]


def test_missing_texts_come_before_outdated_ones_and_those_before_drafts():
    rows, seen, after, was = MIXED, [], None, ""
    while (name := name_of(find_next_open(rows, after, "chen", was))) is not None:
        was = next(one.status for one in rows if one.id == name)
        rows = [replace(one, status="translated") if one.id == name else one for one in rows]
        seen.append(name)
        after = name
    assert seen == IN_ORDER


def test_who_passes_over_texts_comes_to_each_in_the_same_order_and_then_to_the_first():
    seen, after = [], None
    for _ in range(len(MIXED) + 1):
        after = next_open(after, MIXED)
        seen.append(after)
    assert seen == [*IN_ORDER, "missing one"]


def test_who_passed_over_a_missing_text_is_not_led_back_to_it_after_every_outdated_one():
    rows = [row("hard"), row("mended", "translated"), row("b", "stale"), row("c", "draft")]
    assert name_of(find_next_open(rows, "mended", "chen", "stale")) == "b"
    assert name_of(find_next_open(rows[:2], "mended", "chen", "stale")) == "hard"
    # Of a text that nothing is known of, the way begins with what is missing.
    assert next_open("mended", rows) == "hard"


def sent_back(name: str, author_id: str | None = "chen") -> UnitRow:
    return row(name, "draft", author_id=author_id, marked_by="bruno", sent_back_at=cast.NOW)


def test_what_was_sent_back_to_its_translator_comes_first():
    rows = [row("a"), sent_back("b"), row("c"), sent_back("d", "dina"), sent_back("e", None)]
    assert [next_open(after, rows) for after in (None, "b", "e")] == ["b", "e", "a"]
    # Another's own are drafts like others; who sent them back begins with what is missing.
    assert next_open(None, rows, "dina") == "d"
    assert next_open(None, rows, "bruno") == "a"


def test_who_passes_over_what_was_sent_back_comes_to_every_other_text():
    rows = [row("a"), sent_back("b"), row("c"), sent_back("d"), row("e")]
    seen, after = [], None
    for _ in rows:
        after = next_open(after, rows)
        seen.append(after)
    assert seen == ["b", "d", "a", "c", "e"]
    assert next_open("e", rows) == "b"


def test_nobody_is_led_to_review_what_is_their_own():
    assert name_of(find_next_to_review(ROWS, None, "bruno")) == "one"
    assert find_next_to_review(ROWS, None, "chen") is None
    assert find_next_to_review(ROWS, "one", "bruno") is None


def test_units_are_counted_and_filtered():
    counts = count(ROWS)
    assert (counts.total, counts.done, counts["stale"]) == (5, 2, 1)
    assert {file: one.total for file, one in count_by_file(ROWS).items()} == {
        "pages/a.md": 2,
        "pages/b.md": 3,
    }
    texts = [one.source.casefold() for one in ROWS]
    assert [one.id for one in select_units(ROWS, Wish(status="draft"), ())] == ["five"]
    assert len(select_units(ROWS, Wish(file="pages/b.md"), ())) == 3
    both = [*ROWS, sent_back("six")]
    assert (count(both)["draft"], count(both).sent_back) == (2, 1)
    assert [one.id for one in select_units(both, Wish(status="sent-back"), ())] == ["six"]
    found = select_units(both, Wish(status="discussed"), (), {"two"})
    assert [one.id for one in found] == ["two"]
    assert [one.id for one in select_units(ROWS, Wish(words="SOURCE three"), texts)] == ["three"]


@given(st.text(), st.text(), st.text(), st.text())
def test_two_units_never_share_an_address(context, text, other_context, other_text):
    keys = Key(context, text), Key(other_context, other_text)
    if "\0" not in context + other_context:
        assert (unit_id(keys[0]) == unit_id(keys[1])) == (keys[0] == keys[1])


def test_signs_and_numbers_of_a_source_are_listed_once_each_in_order():
    source = "*Ask* **why** *so* in [art. 16](pages/a.md), `code`, %(name)s[^1], 60(1)(b), 1,000."
    assert [(sign.before, sign.after, sign.times) for sign in list_signs(source)] == [
        ("*", "*", 2),
        ("**", "**", 1),
        ("[", "](pages/a.md)", 1),
        ("16", "", 1),
        ("`code`", "", 1),
        ("%(name)s", "", 1),
        ("[^1]", "", 1),
        ("60(1)(b)", "", 1),
        ("1,000", "", 1),
    ]
    assert list_signs("Plain words.") == []


def term(source: str, arabic: str = "", course_id: str | None = None, **forbidden) -> TermRow:
    texts = {"en": TermText(source), "ar": TermText(arabic)}
    return TermRow(f"{source}-{course_id}", course_id, "en", source, "", texts, forbidden)


OFFICIAL = term("public official", "موظف عمومي")
FOREIGN = term("foreign public official", "موظف عمومي أجنبي")


def found_in(text: str, *terms: TermRow) -> list[str]:
    return [one.source for one in Finder(terms, "en").find(text)]


def test_the_longest_term_is_found_whole_and_whatever_its_case_and_number():
    text = "Foreign public officials, and a public\nofficial at home; no officialdom."
    assert found_in(text, OFFICIAL, FOREIGN) == ["foreign public official", "public official"]
    assert found_in("A republic officially asks.", OFFICIAL) == []
    assert found_in("The diversion of property", term("diversion (of property)")) == [
        "diversion (of property)"
    ]


def test_the_stretches_make_the_text():
    text = "A public official, a bribe."
    parts = Finder([OFFICIAL], "en").mark(text)
    assert "".join(part.text for part in parts) == text
    assert [part.text for part in parts if part.term] == ["public official"]


def test_an_address_and_code_hold_no_terms():
    bribery = term("bribery")
    parts = Finder([bribery], "en").mark("See [bribery](pages/bribery.md) and `bribery`.")
    assert [part.text for part in parts if part.term] == ["bribery"]
    assert [part.text for part in parts if part.is_sign] == ["pages/bribery.md", "`bribery`"]


def test_a_course_s_own_term_goes_before_the_shared_one():
    own = term("public official", "عامل", course_id="c")
    for order in ([own, OFFICIAL], [OFFICIAL, own]):
        assert [one.course_id for one in Finder(order, "en").find("public official")] == ["c"]


def test_chinese_is_found_without_spaces():
    texts = {"zh": TermText("公职人员"), "en": TermText("public official")}
    chinese = TermRow("1", None, "zh", "公职人员", "", texts)
    assert Finder([chinese], "zh").find("外国公职人员受贿") == [chinese]


def warned(source: str, translation: str, language: str = "fr", **more) -> list[str]:
    context = more.pop("context", "pages/a.md")
    return [str(text) for text in find_warnings(context, source, translation, language, **more)]


@pytest.mark.parametrize(
    ("source", "translation", "language"),
    [
        ("Adopted in 2003 by 140 States.", "اعتمدتها ١٤٠ دولة في عام ٢٠٠٣.", "ar"),
        ("It has 1,000,000 pages.", "Elle a 1 000 000 pages.", "fr"),
        ("See article 16(2).", "Voir l’article 16 (2).", "fr"),
        ("A *small* step.", "Un *petit* pas.", "fr"),
        ("Yes", "Oui", "fr"),
    ],
)
def test_a_good_translation_is_not_warned_of(source, translation, language):
    assert warned(source, translation, language) == []


@pytest.mark.parametrize(
    ("source", "translation", "said"),
    [
        ("Adopted in 2003.", "Adoptée en 2005.", "The number 2003 of the source is missing."),
        ("Adopted at last.", "Adoptée en 2005.", "The number 2005 is not in the source."),
        ("See 16(2).", "Voir 16(1).", "The source cites article 16(2); the translation does not."),
        ("A *small* step.", "Un petit pas.", "The emphasis (*…*) is not that of the source."),
        ("One step.", "Un\npas.", "The line breaks are not those of the source."),
        ("One step.", "- Un pas.", "The text begins with a mark (#, -, >)"),
        ("A rather long sentence.", "A rather long sentence.", "is the same as the source"),
        ("A sentence that goes on and on, without end.", "Non.", "much shorter than the source"),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_warned_of(source, translation, said):
    assert any(said in text for text in warned(source, translation))


def test_a_title_that_is_printed_on_certificates_has_to_fit():
    long = "Un titre " * 20
    said = "This title is printed on certificates."
    warnings = warned("A title", long, context="course.yaml#title")
    assert any(said in text for text in warnings)
    assert not any(said in text for text in warned("A title", long))


def test_a_term_is_looked_for_in_its_inflected_forms_and_forbidden_words_as_they_are():
    terms = [term("public official", "موظف عمومي", ar=("مسؤول",))]
    assert warned("A public official.", "الموظفون العموميون.", "ar", terms=terms) == []
    assert warned("A public official.", "رجل.", "ar", terms=terms) == [
        "The term “public official” is translated “موظف عمومي” elsewhere."
    ]
    assert warned("A public official.", "موظف عمومي، المسؤول.", "ar", terms=terms) == [
        "“مسؤول” must not stand for “public official”."
    ]


def test_two_choices_that_say_the_same_and_a_key_without_answers_are_warned_of():
    twins = Neighbours(choices=("Oui.", "Non."))
    assert warned("No.", "non.", neighbours=twins) == [
        "Another choice of this question has the same translation."
    ]
    assert (
        "has none in this language yet"
        in warned("How many?", "Combien ?", neighbours=Neighbours(lacks_answers=True))[0]
    )
