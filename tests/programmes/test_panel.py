"""The selection panel: declares conflicts, scores, sees no more than it needs, agrees."""

import pytest

from lms.programmes.queries import panel
from lms.programmes.rules.scoring import PlanRow
from tests.programmes import factories
from tests.programmes.selecting import add_criteria, base_of, declare, nominate, score, speak

NOBODY = {None: 303, "amina": 404, "gita": 404, "farid": 404}


@pytest.fixture
def site(cohort):
    """A cohort with criteria, Bruno and Chen on its panel, Amina and Farid nominated."""
    scored = add_criteria(cohort)
    factories.assign(scored, "bruno", "panel")
    factories.assign(scored, "chen", "panel")
    return scored, nominate(scored, "amina"), nominate(scored, "farid")


def test_the_panel_alone_scores(site, browse):
    cohort, amina, _farid = site
    factories.assign(cohort, "hadi", "tutor")
    address = f"{base_of(cohort)}/panel"
    for url in (address, f"{address}/{amina.id}"):
        for name, status in NOBODY.items():
            assert browse(name).get(url).status_code == status, (name, url)
        # Who runs the cohort, and a tutor, know of it and are not on the panel.
        assert browse("ines").get(url).status_code == 403
        assert browse("hadi").get(url).status_code == 403
    assert browse("bruno").get(address).status_code == 200
    assert score(browse, cohort, "ines", amina, 1, 1).status_code == 403
    assert panel.list_scores_of(amina.id) == []


def test_nobody_scores_before_a_declaration(site, browse):
    cohort, amina, _farid = site
    bruno, address = browse("bruno"), f"{base_of(cohort)}/panel"
    page = bruno.get(address).text
    assert "Before you score" in page
    assert "Amina Diallo" in page
    answer = bruno.get(f"{address}/{amina.id}")
    assert answer.status_code == 409
    assert "Please say first" in answer.text
    answer = bruno.post(f"{address}/declaration", {})
    assert answer.status_code == 422
    assert "Please tick this" in answer.text
    assert score(browse, cohort, "bruno", amina, 7, 3).status_code == 303
    page = bruno.get(address).text
    assert "1 of 2 scored by you" in page
    # 7/10 at weight 1 and 3/5 at weight 3: 62.5 of a hundred.
    assert "62.5" in page


def test_whoever_comes_later_is_declared_of_anew(site, browse):
    cohort, amina, farid = site
    bruno, address = browse("bruno"), f"{base_of(cohort)}/panel"
    assert score(browse, cohort, "bruno", amina, 7, 3).status_code == 303
    late = nominate(cohort, "dalia")
    assert "Not declared yet" in browse("ines").get(f"{base_of(cohort)}/selection").text
    # The file of the new one is neither read nor scored before; who was declared of is not asked.
    page = bruno.get(address).text
    assert "completed since your last declaration" in page
    assert f"conflict-{late.id}" in page
    assert f"conflict-{amina.id}" not in page
    points = {"points-need": "1", "points-use": "1"}
    for answer in (bruno.get(f"{address}/{late.id}"), bruno.post(f"{address}/{late.id}", points)):
        assert answer.status_code == 409
        assert "Please say first" in answer.text
    assert bruno.get(f"{address}/{farid.id}").status_code == 200
    # A declaration that did not show the new one says nothing of it.
    bruno.post(f"{address}/declaration", {f"conflict-{farid.id}": "", "is_complete": "y"})
    assert bruno.get(f"{address}/{late.id}").status_code == 409
    sent = {f"conflict-{late.id}": "family", "is_complete": "y"}
    assert bruno.post(f"{address}/declaration", sent).status_code == 303
    page = bruno.get(address).text
    assert "1 of 2 scored by you" in page
    assert "Dalia" not in page
    assert "conflict of interest" in bruno.get(f"{address}/{late.id}").text


def test_whoever_has_a_conflict_sees_no_more_of_the_file(site, browse):
    cohort, amina, farid = site
    bruno, address = browse("bruno"), f"{base_of(cohort)}/panel"
    sent = {f"conflict-{amina.id}": "family", f"conflict-{farid.id}": "", "is_complete": "y"}
    bruno.post(f"{address}/declaration", sent)
    page = bruno.get(address).text
    assert "Amina Diallo" not in page
    assert "Farid Vakatora" in page
    for answer in (bruno.get(f"{address}/{amina.id}"), score(browse, cohort, "bruno", amina, 1, 1)):
        assert answer.status_code == 409
        assert "conflict of interest" in answer.text
    assert panel.list_scores_of(amina.id) == []
    # Later too: what was given before is left out.
    score(browse, cohort, "bruno", farid, 10, 5)
    score(browse, cohort, "chen", farid, 0, 0)
    assert bruno.post(f"{address}/{farid.id}/conflict", {"reason": "nonsense"}).status_code == 422
    assert bruno.post(f"{address}/{farid.id}/conflict", {"reason": "business"}).status_code == 303
    assert bruno.get(f"{address}/{farid.id}").status_code == 409
    page = browse("ines").get(f"{base_of(cohort)}/selection").text
    assert "A business or financial interest" in page
    conflict = next(one for one in panel.list_conflicts(cohort.id) if one.reason == "business")
    lift = f"{base_of(cohort)}/selection/conflicts/{conflict.id}/lift"
    assert bruno.post(lift).status_code == 403
    assert browse("ines").post(lift).status_code == 303
    assert bruno.get(f"{address}/{farid.id}").status_code == 200


def test_an_anonymous_selection_shows_codes(site, browse):
    cohort, amina, _farid = site
    plan = {"is_anonymous": "y", "spread": "20", "scores_each": "1"}
    assert browse("bruno").post(f"{base_of(cohort)}/selection/plan", plan).status_code == 403
    assert browse("ines").post(f"{base_of(cohort)}/selection/plan", plan).status_code == 303
    assert panel.get_plan(cohort.id) == PlanRow(is_anonymous=True, shows_place=False)
    score(browse, cohort, "bruno", amina, 7, 3)
    for url in (f"{base_of(cohort)}/panel", f"{base_of(cohort)}/panel/{amina.id}"):
        page = browse("bruno").get(url).text
        assert "Nominee 1" in page or "Nominee 2" in page
        for words in ("Amina", "Farid", "National Integrity Commission"):
            assert words not in page
    wrong = {"spread": "0", "scores_each": "21"}
    answer = browse("ines").post(f"{base_of(cohort)}/selection/plan", wrong)
    assert answer.status_code == 422
    assert "from 1 to 100" in answer.text
    assert "from 1 to 20" in answer.text


@pytest.mark.parametrize("sent", ["", "11", "-1", "1.5", "many"])
def test_points_are_whole_numbers_within_the_criterion(site, browse, sent):
    cohort, amina, _farid = site
    answer = score(browse, cohort, "bruno", amina, 1, 3, **{"points-need": sent})
    assert answer.status_code == 422
    assert "from 0 to 10" in answer.text
    assert 'href="#points-need"' in answer.text
    assert panel.list_scores_of(amina.id) == []


def test_scores_are_appended_and_the_newest_holds(site, browse):
    cohort, amina, _farid = site
    for points in (3, 9):
        score(browse, cohort, "bruno", amina, points, 0, note=f"{points} because")
    rows = panel.list_scores_of(amina.id)
    assert [row.points["need"] for row in rows] == [3, 9]
    page = browse("bruno").get(f"{base_of(cohort)}/panel/{amina.id}").text
    assert "9 because" in page
    assert "3 because" not in page


def test_members_who_differ_agree(site, browse):
    cohort, amina, _farid = site
    address = f"{base_of(cohort)}/panel/{amina.id}"
    score(browse, cohort, "bruno", amina, 10, 5, note="The best.")
    page = browse("chen").get(address).text
    for words in ("The best.", "Points of the members", "10 of 10"):
        assert words not in page
    answer = score(browse, cohort, "chen", amina, 8, 4, agreed="1")
    assert answer.status_code == 409
    assert "do not differ so far" in answer.text
    score(browse, cohort, "chen", amina, 0, 0)
    # They differ by a hundred: now the members read each other's points and notes.
    page = browse("chen").get(address).text
    for words in ("Points of the members", "Bruno", "10 of 10", "5 of 5", "0 of 10", "100"):
        assert words in page, words
    assert "Save as agreed by the panel" in page
    assert "The best." in page
    assert "The panel has to agree" in browse("ines").get(f"{base_of(cohort)}/selection").text
    assert score(browse, cohort, "chen", amina, 6, 3, agreed="1").status_code == 303
    page = browse("ines").get(f"{base_of(cohort)}/selection").text
    assert "Agreed by the panel" in page
    assert "60" in page
    # Agreed, nothing is compared any more; what a member scores anew opens it again.
    assert "Points of the members" not in browse("chen").get(address).text
    score(browse, cohort, "bruno", amina, 10, 5)
    assert "The panel has to agree" in browse("ines").get(f"{base_of(cohort)}/selection").text


def test_pages_cost_the_same_however_many_there_are(site, browse, count_queries):
    cohort, amina, _farid = site
    score(browse, cohort, "bruno", amina, 1, 1)
    counts = []
    for name in ("chen", "dalia"):
        with count_queries() as first:
            browse("bruno").get(f"{base_of(cohort)}/panel")
        with count_queries() as second:
            browse("ines").get(f"{base_of(cohort)}/selection")
        counts.append((first.count, second.count))
        nominate(cohort, name)
        declare(browse, cohort, "bruno")
    assert counts[0] == counts[1]


def test_what_is_not_complete_is_not_scored(cohort, browse):
    cohort = add_criteria(cohort)
    factories.assign(cohort, "bruno", "panel")
    row = nominate(cohort, "amina", head_confirmed_at=None)
    bruno = browse("bruno")
    page = bruno.get(f"{base_of(cohort)}/panel").text
    assert "There is no complete nomination yet" in page
    bruno.post(f"{base_of(cohort)}/panel/declaration", {"is_complete": "y"})
    assert "There is nothing for you to score" in bruno.get(f"{base_of(cohort)}/panel").text
    assert bruno.get(f"{base_of(cohort)}/panel/{row.id}").status_code == 404


def test_a_page_in_arabic(site, browse):
    cohort, amina, _farid = site
    score(browse, cohort, "bruno", amina, 7, 3)
    speak("bruno", "ar")
    page = browse("bruno").get(f"{base_of(cohort)}/panel/{amina.id}").text
    assert 'dir="rtl"' in page
    for words in ("الحاجة", "حفظ النقاط", "لدي تضارب مصالح هنا"):
        assert words in page
