"""Changing a draft: nothing but what is meant changes; what differs between versions is told."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kit.i18n import LANGUAGES
from lms.programmes.rules import drafting
from lms.programmes.rules.comparing import compare
from lms.programmes.rules.definition import read_definition
from lms.programmes.rules.drafting import ChoiceInChoice, RequirementGone
from tests.programmes.factories import DEFINITION
from tests.programmes.test_definition import changed, part, with_parts

CHOICE = part("choice", "some")
ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "up", "down", "remove", "nest", "free"]), st.integers(0, 9)),
    max_size=12,
)


def ids(draft: dict, inside: str = "") -> list[str]:
    return [one.id for one in drafting.list_parts(draft) if one.inside == inside]


def do(draft: dict, act: str, number: int) -> dict:
    """Return the draft after one act on the requirement of that number, or a new one."""
    rows = drafting.list_parts(draft)
    if act == "add" or not rows:
        name = drafting.name_part(draft, "attendance")
        return drafting.put_part(draft, part("attendance", name))
    row = rows[number % len(rows)]
    if act in {"up", "down"}:
        return drafting.move_part(draft, row.id, act)
    if act == "remove":
        return drafting.remove_part(draft, row.id)
    inside = next(iter(drafting.list_choices(draft)), "") if act == "nest" else ""
    if row.part["type"] == "choice":
        inside = ""
    return drafting.put_part(draft, row.part, inside)


@given(ACTS)
def test_whatever_is_done_no_requirement_stands_twice_and_nothing_else_changes(acts):
    draft = changed(requirements=[copy.deepcopy(CHOICE), part("product")])
    for act, number in acts:
        before, frozen = drafting.list_parts(draft), copy.deepcopy(draft)
        after = do(draft, act, number)
        assert draft == frozen
        names = [one.id for one in drafting.list_parts(after)]
        assert len(names) == len(set(names))
        if act not in {"add", "remove"} and before:
            assert sorted(names) == sorted(one.id for one in before)
        assert drafting.get_basics(after) == drafting.get_basics(draft) or act == "remove"
        draft = after


def test_up_and_down_undo_each_other_and_stop_at_the_ends():
    draft = with_parts(part("product", "a"), part("product", "b"), part("product", "c"))
    down = drafting.move_part(draft, "a", "down")
    assert ids(down) == ["b", "a", "c"]
    assert drafting.move_part(down, "a", "up") == draft
    assert ids(drafting.move_part(draft, "a", "up")) == ["a", "b", "c"]
    assert ids(drafting.move_part(draft, "c", "down")) == ["a", "b", "c"]


def test_a_requirement_goes_into_a_choice_and_out_again():
    draft = with_parts(part("product", "a"), copy.deepcopy(CHOICE))
    inside = drafting.put_part(draft, part("product", "a"), "some")
    assert (ids(inside), ids(inside, "some")) == (["some"], ["first", "second", "a"])
    assert ids(drafting.put_part(inside, part("product", "a"))) == ["some", "a"]
    with pytest.raises(ChoiceInChoice):
        drafting.put_part(draft, part("choice", "other"), "some")
    with pytest.raises(RequirementGone):
        drafting.put_part(draft, part("product", "b"), "other")
    for act in (drafting.remove_part, lambda one, name: drafting.move_part(one, name, "up")):
        with pytest.raises(RequirementGone):
            act(draft, "unknown")


def test_what_is_removed_is_not_renewed_either():
    draft = copy.deepcopy(DEFINITION)
    assert drafting.remove_part(draft, "plan")["recertification"]["parts"] == []
    assert drafting.remove_part(draft, "presence")["recertification"]["parts"] == ["plan"]


def test_new_requirements_are_numbered_where_there_is_one_already():
    draft = with_parts(part("product", "product"), part("product", "product-3"))
    assert drafting.name_part(draft, "product") == "product-2"
    assert drafting.name_part(draft, "exam") == "exam"


def test_differences_are_told_fact_by_fact_and_requirement_by_requirement():
    old = read_definition(DEFINITION)
    assert compare(old, old) == []
    again = {"parts": ["plan"], "opens_months_before": 12}
    presence, plan = copy.deepcopy(DEFINITION["requirements"])
    new = read_definition(
        changed(
            title={"en": "Another"}, hours=61.5, valid_months=24, recertification=again,
            level="expert", job_families=["audit"],
            thresholds={"participation": 80, "achievement": 50},
            requirements=[{**plan, "points": 80, "is_recognisable": True},
                          part("course", "course"), {**presence, "id": "other"}],
        )
    )  # fmt: skip
    said = {one.what.in_language("en"): one for one in compare(old, new)}
    assert set(said) == {
        "Title", "Hours", "Level", "Intended for", "Validity of an award", "Recertification",
        "Threshold for participation", "Threshold for achievement", "New requirement",
        "Changed requirement", "Requirement taken away",
    }  # fmt: skip
    assert said["Hours"].before == ("60",)
    assert said["Hours"].after == ("61.5",)
    assert said["Requirement taken away"].name == "presence"
    told = [str(text.in_language("en")) for text in said["Changed requirement"].after[:1]]
    assert "80%" in told[0]
    for language in LANGUAGES:
        assert all(one.what.in_language(language) for one in compare(old, new))


def test_a_new_order_is_told():
    parts = [part("product", "a"), part("product", "b")]
    old, new = read_definition(with_parts(*parts)), read_definition(with_parts(*parts[::-1]))
    (one,) = compare(old, new)
    assert (one.before, one.after) == (("a", "b"), ("b", "a"))


def test_those_to_choose_from_are_compared_by_themselves():
    old = read_definition(with_parts(part("choice", "some")))
    more = copy.deepcopy(CHOICE)
    more["of"][0]["sessions"] = 9
    new = read_definition(with_parts(more))
    assert [one.name for one in compare(old, new)] == ["first"]
