"""Two identities become one and part again; what hangs together stays together."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lms.merging.rules import TAKEN, UNDO_LASTS, Choice, MergeRow, find_left, join, part
from tests.cast import NOW

identities = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["en", "ar", None]),
        "time_zone": st.sampled_from(["UTC", "Africa/Dakar"]),
        "organisation_id": st.sampled_from(["o1", "o2"]),
        "is_protected": st.booleans(),
        "is_active": st.booleans(),
        "names": st.dictionaries(st.sampled_from(["Latn", "Arab"]), st.just({}), min_size=1),
    }
)
takings = st.frozensets(st.sampled_from(TAKEN))


def _two(kept, merged):
    more = {"merged_into_id": None}
    return {
        "k": {**kept, **more, "email": "k@example.org", "is_active": True},
        "m": {**merged, **more, "email": "m@example.org"},
    }


def _merge(before, after):
    is_swapped = before["k"]["email"] != after["k"]["email"]
    return MergeRow("x", "k", "m", NOW, is_swapped, before, after, None, None)


@given(identities, identities, takings)
def test_parting_gives_back_what_joining_took(kept, merged, taken):
    before = _two(kept, merged)
    after = join("k", "m", before, Choice(taken))
    assert part(_merge(before, after), after) == (before, True)


@given(identities, identities, takings)
def test_after_joining_one_account_is_closed_and_leads_to_the_other(kept, merged, taken):
    before = _two(kept, merged)
    after = join("k", "m", before, Choice(taken))
    assert (after["m"]["is_active"], after["m"]["merged_into_id"]) == (False, "k")
    assert after["k"]["is_active"]
    assert {one["email"] for one in after.values()} == {"k@example.org", "m@example.org"}
    assert after["k"]["is_protected"] == (kept["is_protected"] or merged["is_protected"])


def test_what_was_changed_since_stays():
    before = _two(
        {"language": "en", "time_zone": "UTC", "organisation_id": "o1", "is_protected": False,
         "is_active": True, "names": {"Latn": {}}},
        {"language": "ar", "time_zone": "UTC", "organisation_id": "o2", "is_protected": False,
         "is_active": True, "names": {"Arab": {}}},
    )  # fmt: skip
    after = join("k", "m", before, Choice(frozenset({"language", "address"})))
    now = {**after, "k": {**after["k"], "language": "fr", "email": "new@example.org"}}
    then, is_back = part(_merge(before, after), now)
    assert (then["k"]["language"], then["k"]["email"]) == ("fr", "new@example.org")
    assert then["m"] == before["m"]
    assert not is_back


def test_thirty_days_are_thirty_days():
    merge = _merge({"k": {"email": ""}}, {"k": {"email": ""}})
    assert merge.may_be_undone(NOW + UNDO_LASTS - timedelta(seconds=1))
    assert not merge.may_be_undone(NOW + UNDO_LASTS)


@given(st.lists(st.integers(0, 9), min_size=1, unique=True), st.integers(0, 9))
def test_of_a_chain_all_stay_or_all_go(chain, moved_up_to):
    """A chain of rows, each hanging on the one before; the moved ones are its first."""
    keys = [(f"k{number}",) for number in chain]
    moved = {"row": keys[:moved_up_to]}
    links = [("row", low, "row", high) for high, low in pairwise(keys)]
    left = find_left(moved, links)
    is_whole = moved_up_to >= len(keys)
    assert left == (set() if is_whole else {("row", key) for key in keys[:moved_up_to]})


def test_what_hangs_on_something_else_goes():
    moved = {"enrolment": [("e1",), ("e2",)], "attempt": [("a1",), ("a2",)]}
    links = [
        ("attempt", ("a1",), "enrolment", ("e1",)),
        ("attempt", ("a2",), "enrolment", ("e2",)),
        ("attempt", ("new",), "enrolment", ("e2",)),
    ]
    assert find_left(moved, links) == {("enrolment", ("e2",)), ("attempt", ("a2",))}
