"""What a wording leaves out in one language is named there, and whether it hinders publishing."""

from dataclasses import replace

import pytest

from lms.certificates.rules.designs import DEFAULT, SHOWABLE
from lms.certificates.rules.left_out import find_left_out
from lms.certificates.rules.preflight import has_errors
from lms.kit.i18n import LANGUAGES
from tests.certificates.test_design_rules import found, topics


def in_languages(text: str, **others: str) -> dict[str, dict[str, str]]:
    """Return a statement in all languages, in some of them another one."""
    return {code: {"statement": others.get(code, text)} for code in LANGUAGES}


@pytest.mark.parametrize(
    ("name", "shows", "is_error"),
    [("holder", SHOWABLE, False), ("subject", (), False), ("date", (), False),
     ("hours", SHOWABLE, False), ("hours", ("result",), True), ("valid_until", (), True)],
)  # fmt: skip
def test_what_one_language_leaves_out_is_named_there(name, shows, is_error):
    wording = in_languages(f"It is {{{name}}}.", ru="Да.", ar="نعم")
    design = replace(DEFAULT, wording=wording, shows=frozenset(shows))
    problems = [one for one in found(design) if one.topic == "left_out"]
    assert [(one.language, one.slot) for one in problems] == [
        ("ar", "statement"),
        ("ru", "statement"),
    ]
    assert {one.is_error for one in problems} == {is_error}
    assert f"{{{name}}}" in problems[0].text.in_language("en")


def test_a_language_may_name_it_in_another_sentence_of_the_same_certificate():
    wording = in_languages("For {holder}", ar="نعم")
    wording["ar"]["above_name"] = "{holder}"
    for code in LANGUAGES:
        wording[code].setdefault("above_name", "To")
    assert "left_out" not in topics(found(replace(DEFAULT, wording=wording)))
    # In that of achievement it is named; in that of participation it is not.
    for code in LANGUAGES:
        wording[code] |= {"above_name": "To", "above_subject_achievement": "{holder}"}
    assert "left_out" in topics(found(replace(DEFAULT, wording=wording)))
    assert find_left_out(replace(DEFAULT, wording=wording))[0].language == "ar"


def test_a_language_without_a_wording_is_told_of_once():
    wording = in_languages("For {holder}")
    del wording["fr"]
    problems = found(replace(DEFAULT, wording=wording))
    assert [(one.topic, one.language) for one in problems] == [("translation", "fr")]


def test_two_kinds_that_a_reader_cannot_tell_apart_are_named():
    slots = ("title_achievement", "title_participation")
    alike = {code: dict.fromkeys(slots, "Certificate") for code in LANGUAGES}
    assert found(replace(DEFAULT, wording=alike)) == []
    for code in LANGUAGES:
        kinds = ("above_subject_achievement", "above_subject_participation")
        alike[code] |= dict.fromkeys(kinds, "for" if code == "fr" else "by")
    alike["ru"]["above_subject_participation"] = "of"
    problems = found(replace(DEFAULT, wording=alike))
    assert {one.language for one in problems} == set(LANGUAGES) - {"ru"}
    assert topics(problems) == {"left_out"}
    assert not has_errors(problems)
