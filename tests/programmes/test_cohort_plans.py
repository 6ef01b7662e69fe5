"""The form, criteria, quotas, people and groups of a cohort, on their pages."""

import re
from dataclasses import replace

import pytest

from lms.programmes.queries import cohorts, teams
from lms.programmes.rules.criteria import read_criteria
from lms.programmes.rules.form_questions import read_form
from lms.programmes.services import cohorts as running
from tests import cast
from tests.programmes import factories

CHOICE = {
    "kind": "choice",
    "label-en": "In which area do you work?",
    "label-ar": "في أي مجال تعمل؟",
    "options-en": "Investigation\nProsecution",
    "options-ar": "التحقيق\nالادعاء",
    "is_required": "y",
}
INTEGRITY = {"kind": "yes_no", "label-en": "Is there a clearance?", "is_panel_only": "y"}
CRITERION = {"name-en": "Motivation", "points": "5", "weight": "2", "levels-en": "5: concrete"}


def form_of(cohort):
    return read_form(factories.get_cohort(cohort.id).form)


def opened(browse, cohort, part):
    """Return Ines's browser that has this page open, and its address."""
    browser, url = browse("ines"), f"/admin/cohorts/{cohort.id}{part}"
    assert browser.get(url).status_code == 200
    return browser, url


def test_a_form_is_built_question_by_question(cohort, browse):
    ines, url = opened(browse, cohort, "/form")
    for part, question in (
        ("organisation", CHOICE),
        ("organisation", INTEGRITY),
        ("nominee", {"kind": "long", "label-en": "Why you?", "help-en": "In your own words."}),
    ):
        assert ines.post(f"{url}/{part}/new", data=question).status_code == 303
    form = form_of(cohort)
    assert [one.kind for one in form.organisation] == ["choice", "yes_no"]
    area, clearance = form.organisation
    assert (area.is_required, area.is_panel_only) == (True, False)
    assert clearance.is_panel_only
    assert [one.label["en"] for one in area.options] == ["Investigation", "Prosecution"]
    page = ines.get(url).text
    for words in ("In which area do you work?", "Only for the selection panel", "Why you?"):
        assert words in page, words
    ines.post("/language", {"language": "ar", "next": url})
    assert "في أي مجال تعمل؟" in ines.get(url).text


def test_a_question_is_moved_changed_and_removed(cohort, browse):
    ines, url = opened(browse, cohort, "/form")
    for question in (CHOICE, INTEGRITY):
        ines.post(f"{url}/organisation/new", data=question)
    area, clearance = form_of(cohort).organisation
    one = f"{url}/organisation/{area.id}"
    assert ines.post(f"{one}/move", data={"direction": "down"}).status_code == 303
    assert [row.id for row in form_of(cohort).organisation] == [clearance.id, area.id]
    assert "Investigation\nProsecution" in ines.get(one).text
    # What keeps its words keeps its id, and with it the answers that chose it.
    changed = {**CHOICE, "options-en": "Prosecution\nPrevention\nInvestigation", "options-ar": ""}
    assert ines.post(one, data=changed).status_code == 303
    kept = {row.label["en"]: row.id for row in form_of(cohort).organisation[1].options}
    assert kept["Investigation"] == area.options[0].id
    assert kept["Prosecution"] == area.options[1].id
    assert "not shown any more" in ines.get(f"{one}/remove").text
    assert ines.post(f"{one}/remove").status_code == 303
    assert [row.id for row in form_of(cohort).organisation] == [clearance.id]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label-en": "", "label-ar": ""}, "in at least one language"),
        ({"label-en": "x" * 301}, "at most 300 characters"),
        ({"options-en": "Police", "options-ar": ""}, "at least two lines"),
        ({"options-en": "", "options-ar": ""}, "in at least one language"),
        ({"options-ar": "التحقيق"}, "as many lines in each language"),
        ({"options-en": "Police\nPolice", "options-ar": ""}, "“Police” is there twice."),
        ({"kind": "riddle"}, "Not a valid choice"),
    ],
)
def test_a_question_that_cannot_be_is_said(cohort, browse, changes, words):
    ines, url = opened(browse, cohort, "/form/organisation/new")
    page = ines.post(url, data={**CHOICE, **changes})
    assert page.status_code == 422
    assert words in page.text
    assert form_of(cohort).organisation == ()


def test_parts_and_questions_that_are_not_there(cohort, browse):
    ines, url = opened(browse, cohort, "/form")
    base = url.removesuffix("/form")
    for path in (
        "/form/others/new",
        f"/form/nominee/{cohort.id}",
        f"/form/nominee/{cohort.id}/remove",
        f"/criteria/{cohort.id}",
        f"/quotas/{cohort.id}",
        "/quotas/each/sex",
        f"/groups/{cohort.id}",
    ):
        assert ines.get(f"{base}{path}").status_code == 404, path
    assert ines.post(f"{url}/nominee/{cohort.id}", data=CHOICE).status_code == 404


def test_criteria_are_written_weighed_and_ordered(cohort, browse):
    ines, url = opened(browse, cohort, "/criteria")
    assert "There is no criterion yet" in ines.get(url).text
    for name in ("Motivation", "Experience"):
        sent = {**CRITERION, "name-en": name}
        assert ines.post(f"{url}/new", data=sent).status_code == 303
    first, second = read_criteria(factories.get_cohort(cohort.id).criteria)
    assert (first.name, first.points, first.weight) == ({"en": "Motivation"}, 5, 2)
    page = ines.get(url).text
    for words in ("Motivation", "0 to 5 points", "Weight 2", "5: concrete"):
        assert words in page, words
    assert ines.post(f"{url}/{second.id}/move", data={"direction": "up"}).status_code == 303
    assert ines.post(f"{url}/{first.id}", data={**CRITERION, "points": "10"}).status_code == 303
    criteria = read_criteria(factories.get_cohort(cohort.id).criteria)
    assert [(one.id, one.points) for one in criteria] == [(second.id, 5), (first.id, 10)]
    assert "does not score by it" in ines.get(f"{url}/{first.id}/remove").text
    assert ines.post(f"{url}/{first.id}/remove").status_code == 303
    wrong = ines.post(f"{url}/new", data={**CRITERION, "points": "0", "weight": "101"})
    assert wrong.status_code == 422
    assert wrong.text.count("from 1 to 100") >= 2
    assert len(read_criteria(factories.get_cohort(cohort.id).criteria)) == 1


def test_quotas_by_state_women_and_reserve(cohort, browse):
    ines, url = opened(browse, cohort, "/quotas")
    page = ines.get(url).text
    for words in (
        "The same for each State",
        "Reserve for least developed countries",
        "Reserve for small island developing States",
        "Region: Western Africa",
    ):
        assert words in page, words
    assert 'value="SN" checked' in ines.get(f"{url}/each/state").text
    each = {"each": ["SN", "FJ"], "maximum": "4"}
    assert ines.post(f"{url}/each/state", data=each).status_code == 303
    assert 'value="female" checked' in ines.get(f"{url}/new?preset=women").text
    sent = {"name": "Women", "where-sex": ["female"], "share": "41"}
    assert ines.post(f"{url}/new", data=sent).status_code == 303
    reserve = ines.get(f"{url}/new?preset=least-developed").text
    assert 'value="SN" checked' in reserve
    assert 'value="FJ" checked' not in reserve
    assert "countries on 1 February 2027, the first day" in reserve
    assert "<bdi>Senegal</bdi>: 19 December 2029" in reserve
    rows = {row.name: row for row in cohorts.list_quotas(cohort.id)}
    # 41 percent of 20 places are 8.2.
    assert (rows["Women"].share, rows["Women"].minimum) == (41, 9)
    assert rows["Senegal"].fields == {"state": ["SN"]}
    page = ines.get(url).text
    for words in ("at least 41% of the places, now 9", "at most 4", "Fiji"):
        assert words in page, words


def test_a_quota_is_changed_and_removed(cohort, browse):
    women = factories.add_quota(cohort, "Women", {"sex": ["female"]}, minimum=8)
    factories.add_quota(cohort, "Fiji", {"state": ["FJ"]}, maximum=4)
    ines, url = opened(browse, cohort, f"/quotas/{women.id}")
    sent = {"name": "Women", "where-sex": ["female"], "minimum": "10"}
    assert ines.post(url, data=sent).status_code == 303
    assert cohorts.get_quota(cohort.id, women.id).minimum == 10
    page = ines.get(f"{url}/remove").text
    assert "Places are no longer allocated by it." in page
    assert "Women" in page
    for name, status in {"gita": 404, "dalia": 404, None: 303}.items():
        assert browse(name).get(f"{url}/remove").status_code == status
    assert len(cohorts.list_quotas(cohort.id)) == 2
    assert ines.post(f"{url}/remove").status_code == 303
    assert [row.name for row in cohorts.list_quotas(cohort.id)] == ["Fiji"]


def test_a_quota_that_cannot_be_met_is_told_with_the_smallest_change(cohort, browse):
    factories.add_quota(cohort, "Senegal", {"state": ["SN"]}, minimum=12)
    ines, url = opened(browse, cohort, "/quotas/new")
    page = ines.post(url, data={"name": "Fiji", "where-state": ["FJ"], "minimum": "10"})
    assert page.status_code == 422
    assert "The minima cannot all be met together." in page.text
    assert "With 22 places they can." in page.text
    assert 'value="Fiji"' in page.text
    assert 'value="FJ" checked' in page.text
    page = ines.post(url, data={"name": "Many", "where-state": ["FJ"], "minimum": "21"})
    assert "Lower the minimum to 20 or raise the places to 21." in page.text
    assert [row.name for row in cohorts.list_quotas(cohort.id)] == ["Senegal"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "x" * 121}, "Field cannot be longer than 120 characters."),
        ({"name": "Taken"}, "There is a quota of this name already."),
        ({"minimum": ""}, "Please write a minimum, a maximum or both."),
        ({"minimum": "0"}, "a whole number, at least 1"),
        ({"minimum": "5", "maximum": "4"}, "Lower the minimum to 4 or raise the maximum to 5."),
        ({"share": "101", "minimum": ""}, "from 1 to 100"),
        ({"where-sex": []}, "Please choose whom the quota counts."),
        ({"where-sex": ["unknown"]}, "Please choose whom the quota counts."),
    ],
)
def test_a_quota_that_says_nothing_is_refused(cohort, browse, changes, words):
    factories.add_quota(cohort, "Taken", {"sex": ["male"]}, maximum=15)
    ines, url = opened(browse, cohort, "/quotas/new")
    sent = {"name": "Women", "where-sex": ["female"], "minimum": "2", **changes}
    page = ines.post(url, data=sent)
    assert page.status_code == 422
    assert words in page.text
    assert len(cohorts.list_quotas(cohort.id)) == 1


def test_quotas_for_each_want_somebody(cohort, browse):
    ines, url = opened(browse, cohort, "/quotas/each/state")
    page = ines.post(url, data={"each": [], "maximum": "4"})
    assert page.status_code == 422
    assert "Please choose whom the quota counts." in page.text
    page = ines.post(url, data={"each": ["SN", "FJ"], "minimum": "11"})
    assert page.status_code == 422
    assert "cannot be met" in page.text
    assert cohorts.list_quotas(cohort.id) == []


def test_a_choice_of_the_form_can_be_counted(cohort, browse):
    ines, url = opened(browse, cohort, "/form")
    ines.post(f"{url}/organisation/new", data=CHOICE)
    hidden = {**CHOICE, "label-en": "Is it secret?", "is_panel_only": "y"}
    ines.post(f"{url}/nominee/new", data=hidden)
    question = form_of(cohort).organisation[0]
    quotas = url.replace("/form", "/quotas")
    page = ines.get(f"{quotas}/new").text
    assert "In which area do you work?" in page
    assert "Is it secret?" not in page
    field = f"answer-{question.id}"
    sent = {"name": "Prosecutors", f"where-{field}": [question.options[1].id], "minimum": "2"}
    assert ines.post(f"{quotas}/new", data=sent).status_code == 303
    (row,) = cohorts.list_quotas(cohort.id)
    assert row.fields == {field: [question.options[1].id]}
    assert "Prosecution" in ines.get(quotas).text


def test_people_are_found_assigned_and_released(cohort, browse):
    ines, url = opened(browse, cohort, "/team")
    assert "Nobody has a task in this cohort yet" in ines.get(url).text
    # Of another organisation by the whole address alone.
    assert "Nobody matches" in ines.get(f"{url}?q=bruno").text
    found = ines.get(f"{url}?q={cast.email_of('bruno')}").text
    assert cast.id_of("bruno") in found
    sent = {"person": cast.id_of("bruno"), "task": "tutor"}
    assert ines.post(url, data=sent).status_code == 303
    assert "Bruno" in ines.get(url).text
    complaint = ines.post(url, data={**sent, "task": "complaints"})
    assert complaint.status_code == 409
    assert "must not be involved" in complaint.text
    for wrong in ({**sent, "task": "king"}, {**sent, "person": "nobody"}):
        assert ines.post(url, data=wrong).status_code == 422
    assert ines.post(f"{url}/end", data=sent).status_code == 303
    assert [row.until is None for row in teams.list_tasks(cohort.id)] == [False]
    assert "Before" in ines.get(url).text
    assert ines.post(url, data={**sent, "task": "complaints"}).status_code == 303


def test_groups_have_a_language_and_a_tutor(cohort, browse):
    factories.assign(cohort, "bruno", "tutor")
    ines, url = opened(browse, cohort, "/groups")
    assert "There is no group yet" in ines.get(url).text
    sent = {"name": "Group A", "language": "fr", "tutor": cast.id_of("bruno")}
    assert ines.post(url, data=sent).status_code == 303
    for changes, words in (
        ({}, "There is a group of this name already."),
        ({"name": ""}, "Please fill this in."),
        ({"name": "B", "language": "ru"}, "The cohort is not held in this language."),
        ({"name": "B", "tutor": cast.id_of("amina")}, "one of the tutors of the cohort"),
    ):
        page = ines.post(url, data={**sent, **changes})
        assert page.status_code == 422, words
        assert words in page.text
    (group,) = teams.list_groups(cohort.id)
    changed = {**sent, "name": "Group B", "tutor": ""}
    assert ines.post(f"{url}/{group.id}", data=changed).status_code == 303
    assert teams.get_group(cohort.id, group.id).tutor_id is None
    place = factories.add_participation(factories.add_nomination(cohort), group_id=group.id)
    page = ines.post(f"{url}/{group.id}/remove")
    assert page.status_code == 409
    assert "Move them to another group first." in page.text
    assert place.group_id == group.id


def test_a_group_that_is_left_can_go_and_there_are_never_more_than_places(cohort, browse):
    small = factories.add_cohort(factories.get_programme(), replace(factories.PLAN, places=1))
    ines, url = opened(browse, small, "/groups")
    sent = {"name": "Only", "language": "en", "tutor": ""}
    assert ines.post(url, data=sent).status_code == 303
    page = ines.post(url, data={**sent, "name": "Second"})
    assert page.status_code == 422
    assert "as many groups as places" in page.text
    (group,) = teams.list_groups(small.id)
    factories.add_participation(
        factories.add_nomination(small), status="declined", group_id=group.id
    )
    assert ines.post(f"{url}/{group.id}/remove").status_code == 303
    assert teams.list_groups(small.id) == []


def test_nothing_of_a_cohort_that_is_over_is_changed(cohort, browse):
    running.cancel_cohort(cast.actor_of("ines"), cast.NOW, cohort)
    factories.db.session.commit()
    ines, url = opened(browse, cohort, "/form")
    base = re.sub("/form$", "", url)
    women = {"name": "Women", "where-sex": ["female"], "minimum": "2"}
    for path, sent in (
        ("/form/nominee/new", INTEGRITY),
        ("/criteria/new", CRITERION),
        ("/quotas/new", women),
        ("/announcement", {"revision": str(cohort.revision), "announcement-en": "Late."}),
    ):
        page = ines.post(f"{base}{path}", data=sent)
        assert page.status_code == 409, path
        assert "It cannot be changed any more." in page.text
