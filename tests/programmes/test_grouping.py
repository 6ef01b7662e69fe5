"""People are put into groups evenly: reckoned, shown before, saved at once, undone at once."""

import re
from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from lms.kit.clock import clock
from lms.kit.db import db
from lms.programmes.models import Participation
from lms.programmes.queries import participations, teams
from lms.programmes.rules.grouping import Member, find_moves, print_of, propose
from lms.web.listing import ROWS_PER_PAGE
from tests import cast
from tests.programmes import factories
from tests.programmes.session_plans import add_group, add_participant, add_session

LANGUAGES = ("en", "fr", "ar")
GROUPS = st.lists(st.sampled_from(LANGUAGES), max_size=6).map(
    lambda spoken: [(f"g{number}", language) for number, language in enumerate(spoken)]
)


@st.composite
def cohorts(draw):
    """Return members, some of them in a group of any language, and the groups."""
    groups = draw(GROUPS)
    ids = draw(st.lists(st.integers(0, 10_000), unique=True, max_size=40))
    homes = st.sampled_from([None, *(group_id for group_id, _ in groups)])
    members = [
        Member(
            f"p{number:05}", draw(st.sampled_from(LANGUAGES)),
            draw(st.sampled_from(["", "SN", "FJ", "GH"])), draw(homes),
        )
        for number in ids
    ]  # fmt: skip
    return members, groups


@given(cohorts())
def test_dealt_anew_sizes_and_shares_of_states_differ_by_one_at_most(found):
    members, groups = found
    chosen = propose(members, groups, anew=True)
    assert chosen.keys() == {one.id for one in members}
    spoken = dict(groups)
    for language in set(spoken.values()):
        own = [group_id for group_id, its in groups if its == language]
        sizes, states = Counter(), defaultdict(Counter)
        for one in members:
            if one.language == language:
                assert chosen[one.id] in own
                sizes[chosen[one.id]] += 1
                states[one.state][chosen[one.id]] += 1
        # Whoever speaks what no group speaks may sit in one: they count, and are not moved.
        if {one.language for one in members} <= set(spoken.values()):
            assert max(sizes[one] for one in own) - min(sizes[one] for one in own) <= 1
            for held in states.values():
                assert max(held[one] for one in own) - min(held[one] for one in own) <= 1


@given(cohorts())
def test_who_has_a_group_keeps_it_and_the_others_go_where_the_fewest_are(found):
    members, groups = found
    chosen = propose(members, groups, anew=False)
    spoken = dict(groups)
    sizes = Counter(group_id for group_id in chosen.values() if group_id)
    before = Counter(one.group_id for one in members if one.group_id)
    for one in members:
        if one.group_id is not None or one.language not in spoken.values():
            assert chosen[one.id] == one.group_id
        else:
            assert spoken[chosen[one.id]] == one.language
    for language in set(spoken.values()):
        own = [group_id for group_id, its in groups if its == language]
        grown = [group_id for group_id in own if sizes[group_id] > before[group_id]]
        # No group was added to that stands above another of its language by more than one.
        assert all(sizes[one] - min(sizes[two] for two in own) <= 1 for one in grown)


@given(cohorts(), st.randoms(), st.booleans())
def test_the_order_of_the_input_does_not_matter(found, random, anew):
    members, groups = found
    shuffled = random.sample(members, len(members))
    chosen = propose(members, groups, anew=anew)
    assert propose(shuffled, groups, anew=anew) == chosen
    assert print_of(shuffled) == print_of(members)
    # What was proposed and done proposes nothing more.
    done = [replace(one, group_id=chosen[one.id]) for one in members]
    assert find_moves(done, propose(done, groups, anew=False)) == ()
    if find_moves(members, chosen):
        assert print_of(done) != print_of(members)


@pytest.fixture
def people(cohort):
    """Four who take part, two French groups, one of them with a tutor."""
    factories.assign(cohort, "bruno", "tutor")
    groups = [add_group(cohort, "Group A"), add_group(cohort, "Group B")]
    rows = {
        name: add_participant(cohort, name, language="fr")
        for name in ("amina", "chen", "farid", "gita")
    }
    return rows, groups


def url_of(cohort, act=""):
    return f"/admin/cohorts/{cohort.id}/groups/people{act}"


def form_of(page):
    """Return what the page would send as it is shown."""
    sent = {"seen": re.search(r'name="seen" value="([^"]+)"', page).group(1)}
    for name, options in re.findall(r'<select name="(group-\w+)".*?>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="(\w*)" selected', options)
        sent[name] = chosen.group(1) if chosen else ""
    return sent


def held(people):
    db.session.rollback()
    return [participations.find_participation(row.id).group_id for row in people[0].values()]


def test_a_proposal_is_shown_saved_and_undone(cohort, people, browse):
    ines = browse("ines")
    page = ines.get(url_of(cohort)).text
    assert "Not saved yet" not in page
    page = ines.get(url_of(cohort, "?propose=rest")).text
    assert "4 people would change the group." in page
    assert held(people) == [None] * 4
    answer = ines.post(url_of(cohort), form_of(page), follow_redirects=True)
    assert "The groups are saved." in answer.text
    assert Counter(held(people)) == dict.fromkeys(people[1], 2)
    # Two States, two people each: one of each in each group.
    assert len({held(people)[0], held(people)[1]}) == 2
    assert "4 people changed the group on" in answer.text
    answer = ines.post(url_of(cohort, "/undo"), follow_redirects=True)
    assert "It is undone" in answer.text
    assert "Undo all of it" not in answer.text
    assert held(people) == [None] * 4
    assert ines.post(url_of(cohort, "/undo")).status_code == 409


def test_one_is_moved_by_hand_into_a_group_of_any_language(cohort, people, browse):
    arabic = add_group(cohort, "Group C", language="ar")
    ines = browse("ines")
    form = form_of(ines.get(url_of(cohort)).text)
    form[f"group-{people[0]['amina'].id}"] = arabic
    assert ines.post(url_of(cohort), form).status_code == 303
    assert held(people) == [arabic, None, None, None]
    # Saved as it stands nothing is recorded, so that the undoing is still that of the move.
    page = ines.post(url_of(cohort), form_of(ines.get(url_of(cohort)).text), follow_redirects=True)
    assert "there was nothing to save" in page.text
    assert "1 person changed the group on" in page.text


def test_what_changed_meanwhile_is_not_overwritten(cohort, people, browse):
    ines = browse("ines")
    form = form_of(ines.get(url_of(cohort, "?propose=rest")).text)
    add_participant(cohort, "dalia", language="fr")
    answer = ines.post(url_of(cohort), form)
    assert answer.status_code == 422
    assert "Nothing is saved yet." in " ".join(answer.text.split())
    assert held(people) == [None] * 4
    # What was chosen is still chosen, on the list as it is now.
    again = form_of(answer.text)
    assert {key: again[key] for key in form if key != "seen"} == {
        key: value for key, value in form.items() if key != "seen"
    }
    assert ines.post(url_of(cohort), again).status_code == 303
    assert None not in held(people)


@pytest.mark.parametrize("change", ["moved", "removed", "left"])
def test_what_others_have_built_on_is_not_undone(cohort, people, browse, change):
    ines, (rows, groups) = browse("ines"), people
    for proposal in ("rest", "all"):
        form = form_of(ines.get(url_of(cohort, f"?propose={proposal}")).text)
        ines.post(url_of(cohort), form)
        clock.advance(minutes=1)
    # Two of them come to the group where the other two are.
    moved = [row for row, now in zip(rows.values(), held(people), strict=True) if now == groups[1]]
    form = form_of(ines.get(url_of(cohort)).text)
    form |= {f"group-{row.id}": groups[0] for row in rows.values()}
    ines.post(url_of(cohort), form)
    place = Participation.id == moved[0].id
    if change == "moved":
        db.session.execute(update(Participation).where(place).values(group_id=groups[1]))
    elif change == "removed":
        assert ines.post(f"/admin/cohorts/{cohort.id}/groups/{groups[1]}/remove").status_code == 303
    else:
        left = {"status": "withdrawn", "ended_at": cast.NOW}
        db.session.execute(update(Participation).where(place).values(left))
    db.session.commit()
    answer = ines.post(url_of(cohort, "/undo"), follow_redirects=True)
    if change == "left":
        # Who has left stays as they were; the others go back.
        assert answer.status_code == 200
        assert Counter(held(people)) == {groups[0]: 3, groups[1]: 1}
    else:
        assert answer.status_code == 409
        assert "This cannot be undone any more" in answer.text


def test_a_language_without_a_group_is_named(cohort, people, browse):
    add_participant(cohort, "dalia", language="ar")
    page = browse("ines").get(url_of(cohort, "?propose=all")).text
    assert "There is no group in:" in page
    assert "العربية" in page


def test_empty_cohorts_say_so(cohort, browse):
    assert "There is no group yet" in browse("ines").get(url_of(cohort)).text
    add_group(cohort)
    assert "Nobody takes part yet" in browse("ines").get(url_of(cohort)).text


def test_only_who_runs_the_cohort_moves_people(cohort, people, programme, browse):
    form = form_of(browse("ines").get(url_of(cohort, "?propose=rest")).text)
    for name, status in (("bruno", 403), ("amina", 404), ("farid", 404), (None, 303)):
        client = browse(name)
        assert client.get(url_of(cohort)).status_code == status, name
        for act in ("", "/undo"):
            assert client.post(url_of(cohort, act), form).status_code == status, name
    other = add_group(factories.add_cohort(programme))
    sent = form | {f"group-{people[0]['amina'].id}": other}
    assert browse("ines").post(url_of(cohort), sent).status_code == 404
    assert held(people) == [None] * 4


def test_a_protected_participant_is_a_code(cohort, people, browse):
    add_participant(cohort, "hadi", language="fr")
    assert "Hadi" not in browse("ines").get(url_of(cohort)).text


def test_the_list_costs_a_fixed_number_of_statements(cohort, people, browse, count_queries):
    client = browse("ines")
    client.get(url_of(cohort))
    with count_queries() as few:
        client.get(url_of(cohort, "?propose=all"))
    for name in ("dalia", "hadi", "emre"):
        add_participant(cohort, name, language="fr")
    with count_queries() as many:
        client.get(url_of(cohort, "?propose=all"))
    assert many.count == few.count


def test_a_long_list_has_pages_and_a_proposal_is_saved_from_any_of_them(cohort, people, browse):
    place = str(cast.actor_of("amina").organisation_id)
    rows = dict(people[0])
    for number in range(ROWS_PER_PAGE):
        name = f"extra{number}"
        factories.add_person(name, f"Zoë {number}", place)
        rows[name] = add_participant(cohort, name, language="fr")
    ines = browse("ines")
    first, second = (form_of(ines.get(url_of(cohort, f"?page={one}")).text) for one in (1, 2))
    assert len(first) == ROWS_PER_PAGE + 1
    assert first.keys() & second.keys() == {"seen"}
    # Of those on the second page one is moved by hand; the others stay as they are.
    one = next(name for name in second if name != "seen")
    second[one] = people[1][0]
    answer = ines.post(url_of(cohort, "?page=2"), second)
    assert answer.location.endswith("page=2")
    assert Counter(held((rows, people[1])))[people[1][0]] == 1
    page = ines.get(url_of(cohort, "?propose=all&page=2")).text
    hidden = dict(re.findall(r'type="hidden" name="(group-\w+)" value="(\w*)"', page))
    assert f"{len(hidden)} people of these are on other pages" in page
    assert "propose=all" in page.partition('class="pager"')[2]
    ines.post(url_of(cohort, "?page=2"), form_of(page) | hidden)
    assert Counter(held((rows, people[1]))) == dict.fromkeys(people[1], len(rows) // 2)


def test_a_group_with_sessions_of_its_own_is_not_removed(cohort, browse):
    alone, both = add_group(cohort, "Group A"), add_group(cohort, "Group B")
    add_session(cohort, group_ids=(alone,))
    add_session(cohort, title="Together", group_ids=(alone, both))
    ines, url = browse("ines"), f"/admin/cohorts/{cohort.id}/groups"
    answer = ines.post(f"{url}/{alone}/remove")
    assert answer.status_code == 409
    assert "is for this group alone" in answer.text
    # What is for others too stays with them.
    assert ines.post(f"{url}/{both}/remove").status_code == 303
    assert [group.id for group in teams.list_groups(cohort.id)] == [alone]
    assert ines.post(f"{url}/{alone}/remove").status_code == 409
