"""A design as a value: its JSON, its wording, its contrast, what the pre-flight says of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.drawing.glyphs import find_complaints
from lms.certificates.rules.designs import (
    DEFAULT,
    SHOWABLE,
    SLOTS,
    TEXT_COLOURS,
    VARIABLES,
    Design,
    Palette,
    contrast,
    split_wording,
)
from lms.certificates.rules.preflight import (
    FIELDS,
    Problem,
    Signing,
    check_design,
    gather,
    has_errors,
    leave_out_told,
)
from lms.certificates.services.designs import hash_of, with_wording
from lms.kit.i18n import LANGUAGES, Text

COLOUR = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
WORDS = st.dictionaries(
    st.sampled_from(LANGUAGES),
    st.dictionaries(st.sampled_from(list(SLOTS)), st.text(max_size=40), max_size=3),
)
DESIGNS = st.builds(
    Design,
    layout=st.sampled_from(["classic", "plain", "open"]),
    paper=st.sampled_from(["A4", "Letter"]),
    orientation=st.sampled_from(["landscape", "portrait"]),
    colours=st.builds(Palette, *[COLOUR] * 6),
    emblem=st.sampled_from(["centre", "start", "none"]),
    emblem_hash=st.none() | st.just("ab" * 32),
    shows=st.frozensets(st.sampled_from(list(SHOWABLE))),
    wording=WORDS,
    signatories=st.lists(st.text("abc", min_size=1), max_size=3).map(tuple),
)
AMINA = Signing("a", "Amina Diallo", {}, None, may_be_shown=False)


def complaints_of(text: str) -> list[Text]:
    return [complaint.text for complaint in find_complaints(text)]


def found(design: Design, *people: Signing, readable: bool = True) -> list[Problem]:
    return check_design(
        design,
        {one.id: one for one in people},
        tell_all=complaints_of,
        is_readable=lambda _hash: readable,
    )


def worded(text: str, slot: str = "statement") -> Design:
    """Return a design with the same words in each language."""
    return replace(DEFAULT, wording={language: {slot: text} for language in LANGUAGES})


def topics(problems: list[Problem]) -> set[str]:
    return {problem.topic for problem in problems}


@given(DESIGNS)
def test_a_design_comes_back_from_its_json(design):
    again = Design.from_json(design.to_json())
    assert again == design
    assert hash_of(again) == hash_of(design)


def test_what_an_older_design_does_not_have_is_as_usual():
    assert Design.from_json({}) == DEFAULT


@given(COLOUR, COLOUR)
def test_contrast_is_that_of_two_whichever_comes_first(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


# Reference values of WCAG's own examples and of its formula by hand.
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54),
     ("#ff0000", "#ffffff", 4.0)],
)  # fmt: skip
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(st.text(max_size=60))
def test_no_wording_is_lost_in_its_pieces(text):
    pieces = split_wording(text)
    assert "".join(f"{{{p.text}}}" if p.is_variable else p.text for p in pieces) == text


def test_the_usual_design_has_nothing_against_it():
    assert found(DEFAULT) == []


def test_each_known_variable_is_known_everywhere():
    text = " ".join(f"{{{name}}}" for name in VARIABLES)
    assert not has_errors(found(worded(text)))


def test_an_unknown_variable_is_named_in_each_language_with_those_that_there_are():
    problems = found(worded("Held in {town}."))
    assert [problem.language for problem in problems] == list(LANGUAGES)
    assert {problem.slot for problem in problems} == {"statement"}
    said = problems[0].text.in_language("en")
    assert "{town}" not in said
    assert "“town”" in said
    assert "{subject}" in said


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ holder.__class__ }}",
        "{# nothing #}",
        '<img src="http://10.0.0.1/picture.png">',
        '<img src="missing.png">',
        "<b>Awarded</b>",
        "<script>alert(1)</script>",
    ],
)
def test_what_would_be_run_or_fetched_is_refused_as_text_that_would_be_printed(text):
    problems = found(worded(text))
    assert topics(problems) == {"markup"}
    assert has_errors(problems)


@pytest.mark.parametrize("text", ["{", "}", "a {holder", "{holder} }", "{ {holder}"])
def test_a_brace_alone_is_named(text):
    assert "brace" in topics(found(worded(text)))
    assert "variable" not in topics(found(worded(text)))


def test_less_than_is_no_tag():
    assert found(worded("Hours < 10 & points > 5")) == []


def test_what_not_every_certificate_has_is_told_and_may_be_published():
    problems = found(worded("In {place}, after {hours} hours, {subject} by {issuer}"))
    told = {problem.text.params["name"] for problem in problems}
    assert told == {"place", "hours"}
    assert topics(problems) == {"unsure"}
    assert not has_errors(problems)


def test_a_wording_in_one_language_asks_for_the_others():
    problems = found(with_wording(DEFAULT, "fr", {"statement": "Selon la loi."}))
    assert {problem.topic for problem in problems} == {"translation"}
    assert {problem.language for problem in problems} == set(LANGUAGES) - {"fr"}


def test_an_emptied_wording_is_as_if_there_had_been_none():
    own = with_wording(DEFAULT, "fr", {"statement": "Selon la loi.", "above_name": ""})
    assert own.wording == {"fr": {"statement": "Selon la loi."}}
    assert with_wording(own, "fr", dict.fromkeys(SLOTS, "")) == DEFAULT


def test_a_character_without_a_font_is_named():
    problems = found(worded("Well done \N{MUSICAL SYMBOL G CLEF}"))
    assert topics(problems) == {"characters"}
    assert "MUSICAL SYMBOL G CLEF" in problems[0].text.in_language("en")


def test_all_that_cannot_be_printed_is_named_at_once_whatever_the_reason():
    problems = found(worded("Well ภ done བ \N{SLIGHTLY SMILING FACE}\u202e"))
    here = [one.text.in_language("en") for one in problems if one.language == "en"]
    assert len(here) == 3
    said = " ".join(here)
    for name in ("THAI CHARACTER PHO SAMPHAO", "TIBETAN LETTER BA", "SMILING FACE", "OVERRIDE"):
        assert said.count(name) == 1


def test_what_a_drawing_cannot_print_is_not_told_again_but_where_it_stands():
    at_once = found(worded("Well ภ done"))
    again = Problem("characters", at_once[0].text, "en")
    other = Problem("characters", complaints_of("བ")[0], "en")
    more = Problem("overflow", Text("No room"), "en")
    assert leave_out_told([again, other, more], at_once) == [other, more]
    assert leave_out_told([again], []) == [again]


@pytest.mark.parametrize("name", TEXT_COLOURS)
def test_each_colour_of_texts_is_measured_against_the_paper(name):
    pale = replace(DEFAULT, colours=replace(Palette(), **{name: "#999999"}))
    problems = found(pale)
    assert topics(problems) == {"contrast"}
    assert "2.8 to 1" in problems[0].text.in_language("en")


def test_the_paper_may_be_dark_if_the_texts_are_light():
    light = Palette("#ffffff", "#eeeeee", "#ffffff", "#ffeeaa", "#000000", "#101820")
    assert found(replace(DEFAULT, colours=light)) == []


def test_a_picture_that_cannot_be_read_is_named():
    own = replace(DEFAULT, emblem_hash="ab" * 32)
    assert topics(found(own, readable=False)) == {"picture"}
    assert found(own) == []


def test_a_signatory_without_consent_is_told_of_and_hinders_nothing():
    signed = replace(DEFAULT, signatories=("a",))
    waiting = replace(AMINA, picture_hash="ab" * 32)
    problems = found(signed, waiting)
    assert topics(problems) == {"consent"}
    assert not has_errors(problems)
    assert found(signed, replace(waiting, may_be_shown=True)) == []
    assert has_errors(found(signed, waiting, readable=False))


def test_a_signatory_who_is_gone_is_an_error():
    assert has_errors(found(replace(DEFAULT, signatories=("a",))))


def test_an_office_in_one_language_asks_for_the_others():
    head = replace(AMINA, offices={"en": "Head"})
    problems = found(replace(DEFAULT, signatories=("a",)), head)
    assert {problem.language for problem in problems} == set(LANGUAGES) - {"en"}
    assert found(replace(DEFAULT, signatories=("a",)), AMINA) == []


def test_more_than_three_do_not_sign():
    people = [replace(AMINA, id=name) for name in "abcd"]
    assert has_errors(found(replace(DEFAULT, signatories=tuple("abcd")), *people))


def test_who_is_chosen_twice_is_named_at_the_second_field_and_nothing_is_published():
    bruno = replace(AMINA, id="b", name="Bruno Keller")
    problems = found(replace(DEFAULT, signatories=("a", "b", "a")), AMINA, bruno)
    assert [(problem.topic, problem.at) for problem in problems] == [("signatory", "signatory_3")]
    assert "Amina Diallo is chosen more than once" in problems[0].text.in_language("en")
    assert has_errors(problems)
    assert found(replace(DEFAULT, signatories=("a", "b")), AMINA, bruno) == []


def test_what_is_mended_in_the_look_says_in_which_field():
    pale = replace(DEFAULT, colours=replace(Palette(), muted="#999999"), emblem_hash="ab" * 32)
    assert {problem.at for problem in found(pale, readable=False)} == {"muted", "picture"}
    assert {problem.at for problem in found(worded("In {town}"))} == {""}
    assert set(FIELDS) >= {"muted", "picture", "signatory_3"}


def test_the_same_in_several_languages_is_told_once_and_errors_first():
    signed = replace(worded("Held in {town}."), signatories=("a",))
    waiting = replace(AMINA, picture_hash="ab" * 32)
    told = gather([*found(replace(DEFAULT, signatories=("a",)), waiting), *found(signed, waiting)])
    assert [(problem.topic, places) for problem, places in told] == [
        ("variable", {"statement": list(LANGUAGES)}), ("consent", {"": []}),
    ]  # fmt: skip


def test_the_same_in_several_sentences_is_told_once_with_each_of_them():
    own = {"statement": "Selon la loi.", "above_name": "à"}
    told = gather(found(with_wording(DEFAULT, "fr", own)))
    others = [language for language in LANGUAGES if language != "fr"]
    assert [(problem.topic, places) for problem, places in told] == [
        ("translation", {"above_name": others, "statement": others})
    ]


def test_problems_come_back_from_their_json():
    designs = (worded("{town} <b>"), replace(DEFAULT, colours=Palette(ink="#999999")))
    for problem in [problem for design in designs for problem in found(design)]:
        again = Problem.from_json(problem.to_json())
        assert again.text.in_language("fr") == problem.text.in_language("fr")
        assert replace(again, text=problem.text) == problem
