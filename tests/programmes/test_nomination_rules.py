"""Where a nomination stands, what may be one person, the list's filters: without a database."""

from dataclasses import fields, replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programmes.rules import nominations as rules
from lms.programmes.rules.form_questions import FormQuestion, NominationForm
from lms.programmes.rules.likeness import find_likenesses
from lms.programmes.rules.nomination_lists import ListLine, ListWish, choose_lines, count_statuses
from lms.programmes.rules.nominations import STATUS_NAMES, STEP_NAMES, find_standing, may_change
from lms.programmes.rules.rows import DocumentRow, NominationRow, StepRow
from tests import cast

_numbers = count(1)
ASKED = FormQuestion("unit", "short", {"en": "Unit"}, {}, is_required=True, is_panel_only=False)
FILE = replace(ASKED, id="cv", kind="file")
FORM = NominationForm((ASKED,), (replace(ASKED, id="wish"), FILE))


def row(**columns) -> NominationRow:
    """Return a nomination in which everything is done."""
    values = dict.fromkeys((field.name for field in fields(NominationRow)), None)
    values |= {
        "id": f"n{next(_numbers)}", "way": "nominated", "organisation_path": "root/sn/nic",
        "state_id": "sn", "email": "fatou@example.org", "written_name": "Fatou Sarr", "sex": "",
        "language": "en", "group_language": "", "is_protected": False, "rank": 1,
        "organisation_part": {"unit": "Office"}, "nominee_part": {"wish": "Learn"},
        "created_at": cast.NOW, "nominee_done_at": cast.NOW, "head_email": "head@example.org",
        "head_name": "", "head_confirmed_at": cast.NOW, "submitted_at": cast.NOW, "revision": 1,
    }  # fmt: skip
    return NominationRow(**{**values, **columns})


def steps(*kinds: str) -> list[StepRow]:
    """Return steps of these kinds, one after another."""
    return [StepRow("n", number, kind, None, "", cast.NOW) for number, kind in enumerate(kinds, 1)]


PROOF = [DocumentRow("d", "n", "other", "cv", "0" * 64, "cv.pdf", 9, None, cast.NOW)]


def status(nomination: NominationRow, *kinds: str, documents=PROOF) -> str:
    """Return where a nomination stands after these steps."""
    return find_standing(nomination, FORM, steps(*kinds), documents).status


@pytest.mark.parametrize(
    ("columns", "done", "expected"),
    [
        ({}, ("submitted",), "complete"),
        ({"nominee_done_at": None}, ("submitted",), "waiting"),
        ({"head_confirmed_at": None}, ("submitted",), "waiting"),
        ({"organisation_part": {}}, ("submitted",), "waiting"),
        ({"submitted_at": None}, (), "incomplete"),
        ({"submitted_at": None}, ("submitted", "sent_back"), "sent_back"),
        ({"withdrawn_at": cast.NOW}, ("withdrawn",), "withdrawn"),
        ({}, ("nominee_declined",), "declined"),
        ({}, ("nominee_declined", "nominee_confirmed"), "complete"),
        ({"nominee_done_at": None}, ("nominee_declined", "link_sent"), "waiting"),
        ({}, ("head_refused",), "refused"),
        ({}, ("head_refused", "head_asked"), "complete"),
        ({"way": "applied"}, ("applied",), "applied"),
        ({"way": "applied"}, ("applied", "not_endorsed"), "not_endorsed"),
        ({"way": "applied", "endorsed_at": cast.NOW}, ("not_endorsed", "endorsed"), "complete"),
    ],
)
def test_where_a_nomination_stands_follows_from_its_columns_and_last_steps(columns, done, expected):
    assert status(row(**columns), *done) == expected


def test_a_file_that_is_asked_for_is_missing_until_it_is_there():
    nomination = row()
    assert status(nomination, "submitted", documents=[]) == "waiting"
    standing = find_standing(nomination, FORM, [], [])
    assert [one.id for one in standing.nominee_missing] == ["cv"]


@given(
    st.lists(st.sampled_from(sorted(STEP_NAMES)), max_size=12),
    st.fixed_dictionaries({
        "submitted_at": st.sampled_from([None, cast.NOW]),
        "nominee_done_at": st.sampled_from([None, cast.NOW]),
        "head_confirmed_at": st.sampled_from([None, cast.NOW]),
        "head_email": st.sampled_from(["", "head@example.org"]),
        "withdrawn_at": st.sampled_from([None, cast.NOW]),
        "way": st.sampled_from(["nominated", "applied"]),
        "endorsed_at": st.sampled_from([None, cast.NOW]),
        "organisation_part": st.sampled_from([{}, {"unit": "x"}]),
    }),
)  # fmt: skip
def test_every_nomination_stands_somewhere_and_only_a_whole_one_is_complete(done, columns):
    standing = find_standing(row(**columns), FORM, steps(*done), PROOF)
    assert standing.status in STATUS_NAMES
    assert 0 <= standing.done <= standing.parts
    if standing.status == "complete":
        assert standing.done == standing.parts
        assert not standing.needs_endorsement
    if standing.may_be_submitted:
        assert columns["submitted_at"] is None
        assert not standing.organisation_missing


def test_only_what_was_sent_back_changes_after_the_deadline():
    back = find_standing(row(submitted_at=None), FORM, steps("sent_back"), PROOF)
    whole = find_standing(row(), FORM, steps("submitted"), PROOF)
    for standing in (None, back, whole):
        assert may_change("open", standing)
        assert not may_change("running", standing)
        assert may_change("closed", standing) == (standing is back)


def alike(rows, **asked):
    """Return the reasons by which these nominations may be of one person."""
    values = {
        "email": "new@example.org", "full_name": "Nobody Else", "person_id": None, "state_id": "sn",
    }  # fmt: skip
    return [one.reason for one in find_likenesses(rows, **{**values, **asked})]


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        ({"email": "fatou@example.org"}, ["same"]),
        ({"email": "fa.tou+work@example.org"}, ["address"]),
        ({"full_name": "SARR Fatou"}, ["name"]),
        ({"full_name": "Fatoo Sar"}, ["name"]),
        ({"full_name": "فاتو سار"}, ["name"]),
        ({"full_name": "Fatou Sarr", "state_id": "fj"}, []),
        ({"email": "fatou@example.org", "state_id": "fj"}, ["same"]),
        ({"full_name": "Kofi Mensah"}, []),
        ({"person_id": "p"}, ["same"]),
    ],
)
def test_one_person_under_two_spellings_is_found(asked, reasons):
    assert alike([row(person_id="p")], **asked) == reasons
    assert alike([row(person_id="p", withdrawn_at=cast.NOW)], **asked) == []


@given(st.permutations(["Fatou", "Aminata", "Sarr"]))
def test_the_order_of_the_words_of_a_name_does_not_matter(words):
    nomination = row(written_name="Fatou Aminata Sarr")
    assert alike([nomination], full_name=" ".join(words)) == ["name"]


def test_the_list_is_filtered_and_counted():
    lines = [
        ListLine(one, find_standing(one, FORM, steps("submitted"), PROOF), name, "Office", "SN", 1)
        for one, name in (
            (row(), "Fatou Sarr"),
            (row(submitted_at=None, state_id="fj"), "Élodie Fall"),
        )
    ]
    assert choose_lines(lines, ListWish()) == lines
    assert choose_lines(lines, ListWish(text="elodie office")) == lines[1:]
    assert choose_lines(lines, ListWish(status="complete")) == lines[:1]
    assert choose_lines(lines, ListWish(state="fj")) == lines[1:]
    assert count_statuses(lines) == {"incomplete": 1, "complete": 1}


def test_those_without_a_rank_come_last_as_they_came():
    later = row(rank=None, created_at=cast.NOW + timedelta(hours=1))
    earlier, first = row(rank=None), row(rank=1)
    assert sorted([later, earlier, first], key=rules.order_of) == [first, earlier, later]
