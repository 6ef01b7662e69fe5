"""What a definition may say: each mistake is told at its place, in every language."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.i18n import LANGUAGES
from lms.programmes.rules.definition import (
    TYPES,
    content_hash,
    find_problems,
    read_definition,
    write_definition,
)
from lms.programmes.rules.errors import DefinitionNotReady
from lms.programmes.rules.requirements import describe, name_by_description
from tests.programmes.factories import DEFINITION

TEXT = {"en": "Words"}
PARTS = {
    "course": {"course": "uncac-foundations", "from_version": 2, "kind": "achievement"},
    "exam": {"course": "uncac-foundations", "activity": "posttest", "points": 70},
    "attendance": {"sessions": 3},
    "product": {"brief": TEXT, "points": 60},
    "teaching": {"brief": TEXT, "points": 60},
    "programme": {"programme": "another", "when": "before"},
    "choice": {
        "at_least": 1,
        "of": [
            {"id": "first", "type": "attendance", "sessions": 1},
            {"id": "second", "type": "attendance", "sessions": 2},
        ],
    },
}


def changed(**values: object) -> dict:
    return {**copy.deepcopy(DEFINITION), **values}


def with_parts(*parts: dict) -> dict:
    return changed(requirements=list(parts), recertification=None)


def part(kind: str, part_id: str = "one", **values: object) -> dict:
    return {"id": part_id, "type": kind, **copy.deepcopy(PARTS[kind]), **values}


def test_every_type_of_requirement_can_be_said_and_told():
    assert set(PARTS) == set(TYPES)
    parts = [part(kind, kind) for kind in PARTS]
    definition = read_definition(with_parts(*parts))
    assert [type(one) for one in definition.requirements] == [TYPES[kind] for kind in PARTS]
    for one in definition.requirements:
        assert describe(one).in_language("en").endswith(".")
        for language in LANGUAGES:
            assert name_by_description(one, language)[-1] not in ".。"


@pytest.mark.parametrize("draft", [changed(), with_parts(part("course"), part("choice", "two"))])
def test_what_is_written_is_read_again(draft):
    definition = read_definition(draft)
    assert read_definition(json.loads(json.dumps(write_definition(definition)))) == definition


@given(st.permutations(list(DEFINITION)))
def test_the_hash_goes_by_what_is_said_and_not_by_the_order_of_keys(keys):
    again = read_definition({key: DEFINITION[key] for key in keys})
    assert content_hash(again) == content_hash(read_definition(DEFINITION))


@given(st.integers(min_value=1, max_value=240).filter(lambda months: months != 36))
def test_another_validity_is_another_hash(months):
    again = {"parts": ["plan"], "opens_months_before": 3}
    one = changed(valid_months=months + 3, recertification=again)
    assert content_hash(read_definition({**one, "valid_months": 100})) != content_hash(
        read_definition({**one, "valid_months": 101})
    )


WRONG = {
    "unknown key": (changed(titel=TEXT), ("titel",), "Did you mean “title”?"),
    "unknown key of a part": (
        with_parts(part("exam", point=3)),
        ("requirements", 0, "point"),
        "Did you mean “points”?",
    ),
    "missing": (
        {key: value for key, value in DEFINITION.items() if key != "level"},
        ("level",),
        "Choose the level of the programme.",
    ),
    "achievement of nothing": (
        changed(
            requirements=[part("attendance")], recertification=None, thresholds={"achievement": 60}
        ),
        ("thresholds", "achievement"),
        "Nothing counts for achievement: let a requirement count for it,",
    ),
    "no language of ours": (
        changed(title={"en": "A", "de": "B"}),
        ("title", "de"),
        "Use one of: ar, zh, en, fr, ru, es.",
    ),
    "source text missing": (
        changed(title={"fr": "Un titre"}),
        ("title",),
        "The text is missing in English, the language of the programme. Write it there first.",
    ),
    "source text of a brief": (
        with_parts(part("product", brief={"fr": "Un plan"})),
        ("requirements", 0, "brief"),
        "The text is missing in English, the language of the programme. Write it there first.",
    ),
    "no requirement": (
        changed(requirements=[], recertification=None),
        ("requirements",),
        "Add at least one requirement.",
    ),
    "unknown type": (
        with_parts({"id": "one", "type": "essay"}),
        ("requirements", 0, "type"),
        "Use one of: course, exam, attendance, product, teaching, programme, choice.",
    ),
    "no type": (
        with_parts({"id": "one"}),
        ("requirements", 0, "type"),
        "Add “type”: it is needed here.",
    ),
    "too many points": (
        with_parts(part("exam", points=101)),
        ("requirements", 0, "points"),
        "Write a number that is at most 100.",
    ),
    "hours in words": (changed(hours="many"), ("hours",), "Write a number here."),
    "more than there are": (
        with_parts(part("choice", at_least=3)),
        ("requirements", 0, "at_least"),
        "Only 2 can be chosen from. Ask for fewer, or add more.",
    ),
    "choice within a choice": (
        with_parts(part("choice", of=[part("choice"), part("exam", "two")])),
        ("requirements", 0, "of", 0, "type"),
        "Use one of: course, exam, attendance, product, teaching, programme.",
    ),
    "same id twice": (
        with_parts(part("exam", "first"), part("choice")),
        ("requirements", 1, "of", 0, "id"),
        "There is a requirement “first” already. Give this one another id.",
    ),
    "all before": (
        with_parts(part("programme")),
        ("requirements",),
        "Add a requirement that is met during the programme.",
    ),
    "attended before": (
        with_parts(part("attendance", when="before"), part("exam", "two")),
        ("requirements", 0, "when"),
        "Sessions are attended during the programme. Choose “during”.",
    ),
    "renewed what never expires": (
        changed(valid_months=None),
        ("valid_months",),
        "Say for how many months an award is valid, or remove the recertification.",
    ),
    "renewed too early": (
        changed(valid_months=6),
        ("recertification", "opens_months_before"),
        "An award is valid for 6 months. Let recertification open later.",
    ),
    "renewed by what is not there": (
        changed(recertification={"parts": ["plan", "other"]}),
        ("recertification", "parts", 1),
        "There is no requirement “other”. Choose among those above.",
    ),
    "no job family": (changed(job_families=["cooks"]), ("job_families", 0), "Use one of: all,"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_place(name):
    draft, place, words = WRONG[name]
    (problem,) = find_problems(draft)
    assert problem.place == place
    assert problem.text.in_language("en").startswith(words)
    for language in LANGUAGES:
        assert "%(" not in problem.text.in_language(language)
    with pytest.raises(DefinitionNotReady) as raised:
        read_definition(draft)
    assert raised.value.problems == (problem,)


@pytest.mark.parametrize("draft", [None, [], "text", {}, {"requirements": "none"}])
def test_what_is_no_definition_at_all_is_told_too(draft):
    assert find_problems(draft)
