"""Allocating places: from scores to a result that says why, by hand, what if, confirmed once."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from lms.kit.db import db
from lms.programmes.allocation.values import Quota
from lms.programmes.models import AllocationRun
from lms.programmes.queries import panel, selection
from lms.programmes.rules.selection import write_given
from lms.programmes.rules.selection_errors import ScoresGiven
from lms.programmes.services import cohorts as running
from lms.programmes.services import planning
from tests import cast
from tests.programmes import factories
from tests.programmes.nomination_site import mails
from tests.programmes.selecting import (
    CLOSED,
    add_closing,
    add_criteria,
    base_of,
    close,
    compute,
    give_out,
    newest_run,
    nominate,
    nominate_stranger,
    place_of,
    score,
    speak,
    status_of,
)


def set_places(cohort, places: int):
    """Change how many places a cohort has."""
    db.session.rollback()
    now = factories.get_cohort(cohort.id)
    running.save_cohort(cast.actor_of("ines"), cast.NOW, now, {"places": places}, now.revision)
    db.session.commit()
    return factories.get_cohort(cohort.id)


@pytest.fixture
def site(programme):
    """Two places without criteria: the ranks decide between Amina, Bruno and Chen."""
    small = add_closing(programme, 2)
    return small, [nominate(small, name, rank=rank) for rank, name in enumerate(
        ("amina", "bruno", "chen"), 1)]  # fmt: skip


def test_only_who_runs_the_cohort_allocates(site, browse, run_jobs):
    cohort, _rows = site
    factories.assign(cohort, "hadi", "panel")
    close()
    run = compute(browse, run_jobs, cohort)
    base = f"{base_of(cohort)}/selection"
    for url in (base, f"{base}/what-if", f"{base}/runs/{run.line.id}",
                f"{base}/runs/{run.line.id}/confirm", f"{base_of(cohort)}/places"):  # fmt: skip
        for name, status in {None: 303, "amina": 404, "gita": 404, "hadi": 403}.items():
            assert browse(name).get(url).status_code == status, (name, url)
        assert browse("ines").get(url).status_code == 200, url
    for url in (f"{base}/runs", f"{base}/runs/{run.line.id}/confirm"):
        for name in ("amina", "gita", "hadi", "dalia"):
            assert browse(name).post(url).status_code in {403, 404}
    assert not selection.has_confirmed(cohort.id)


def test_the_result_says_why(site, browse, run_jobs):
    cohort, rows = site
    close()
    answer = browse("ines").post(f"{base_of(cohort)}/selection/runs")
    page = browse("ines").get(answer.headers["Location"]).text
    assert "The allocation is being computed" in page
    run_jobs()
    page = browse("ines").get(answer.headers["Location"]).text
    assert "Admitted (2)" in page
    assert "On the waiting list (1)" in page
    assert "All places are taken: 2 of 2" in page
    assert "With one place more, this nomination would be admitted." in page
    result = newest_run(cohort).result
    assert result is not None
    assert result.admitted == (rows[0].id, rows[1].id)
    speak("ines", "ar")
    page = browse("ines").get(answer.headers["Location"]).text
    # The reasons are kept as they are worded for each reader.
    assert "جميع المقاعد مشغولة: 2 من 2" in page
    assert "All places are taken" not in page


def test_what_cannot_be_reckoned_is_said(site, browse, run_jobs):
    cohort, _rows = site
    close()
    # Names of quotas that are alike are refused where they are saved; here one comes in sideways.
    run_id = browse("ines").post(f"{base_of(cohort)}/selection/runs").headers["Location"][-26:]
    given = newest_run(cohort).given
    quotas = (Quota("Twice", {}, 0, 1), Quota("Twice", {}, 0, 1))
    db.session.execute(
        update(AllocationRun)
        .where(AllocationRun.id == run_id)
        .values(given=write_given(replace(given, quotas=quotas)))
    )
    db.session.commit()
    run_jobs()
    page = browse("ines").get(f"{base_of(cohort)}/selection/runs/{run_id}").text
    assert "Two quotas have the name “Twice”" in page
    assert "data-poll" not in page


def test_the_same_input_is_the_same_run(site, browse, run_jobs):
    cohort, _rows = site
    close()
    first, again = (compute(browse, run_jobs, cohort) for _ in range(2))
    assert first == again
    factories.add_quota(cohort, "Senegal", {"state": ["SN"]}, maximum=1)
    other = compute(browse, run_jobs, cohort)
    assert other.line.number == 2
    assert other.result is not None
    assert len(other.result.admitted) == 1


def test_nothing_is_allocated_before_the_time(site, browse):
    cohort, _rows = site
    answer = browse("ines").post(f"{base_of(cohort)}/selection/runs")
    assert answer.status_code == 409
    # The page itself says until when, and offers nothing that would be refused.
    for page in (answer.text, browse("ines").get(f"{base_of(cohort)}/selection").text):
        assert "Selection panel" in page
        assert "Nominations close on" in page
        assert "(GMT" in page
        assert "Compute the allocation" not in page
    close()
    page = browse("ines").get(f"{base_of(cohort)}/selection").text
    assert "Compute the allocation" in page
    assert "Nominations close on" not in page


def test_nothing_is_allocated_without_scores(site, browse, run_jobs):
    cohort, rows = site
    cohort = add_criteria(cohort)
    factories.assign(cohort, "hadi", "panel")
    close()
    score(browse, cohort, "hadi", rows[0], 5, 5)
    answer = browse("ines").post(f"{base_of(cohort)}/selection/runs")
    assert answer.status_code == 409
    assert "2 are missing" in answer.text
    assert "2 complete nominations have no score yet" in browse("ines").get(
        f"{base_of(cohort)}/selection"
    ).text  # fmt: skip
    for row, use in ((rows[1], 1), (rows[2], 4)):
        score(browse, cohort, "hadi", row, 5, use)
    run = compute(browse, run_jobs, cohort)
    assert run.result is not None
    # The points decide, not the ranks.
    assert run.result.admitted == (rows[0].id, rows[2].id)


def test_nobody_to_choose_from(programme, browse):
    cohort = add_closing(programme)
    close()
    answer = browse("ines").post(f"{base_of(cohort)}/selection/runs")
    assert answer.status_code == 409
    assert "There is no complete nomination" in answer.text


def test_a_human_decides_with_a_reason(site, browse, run_jobs):
    cohort, rows = site
    close()
    run = compute(browse, run_jobs, cohort)
    decide = f"{base_of(cohort)}/selection/runs/{run.line.id}/decisions"
    sent = {"nomination": rows[2].id, "outcome": "in", "reason": ""}
    answer = browse("ines").post(decide, sent)
    assert answer.status_code == 422
    assert "Please write why." in answer.text
    assert browse("gita").post(decide, sent).status_code == 404
    sent["reason"] = "Only one of her office"
    answer = browse("ines").post(decide, sent)
    assert answer.status_code == 303
    run_jobs()
    new = newest_run(cohort)
    assert new.result is not None
    assert new.result.admitted == (rows[0].id, rows[2].id)
    page = browse("ines").get(answer.headers["Location"]).text
    assert "Admitted by hand: \u2068Only one of her office\u2069" in page
    # Computed anew the decision is kept; taken back it is as before.
    assert compute(browse, run_jobs, cohort) == new
    back = {"nomination": rows[2].id, "outcome": "none"}
    browse("ines").post(f"{base_of(cohort)}/selection/runs/{new.line.id}/decisions", back)
    db.session.rollback()
    assert selection.find_same(cohort.id, run.line.digest) == run.line.id


def test_who_has_no_place_after_a_decision_by_hand_is_told_of_it(site, browse, run_jobs):
    cohort, rows = site
    close()
    run = compute(browse, run_jobs, cohort)
    decide = f"{base_of(cohort)}/selection/runs/{run.line.id}/decisions"
    browse("ines").post(decide, {"nomination": rows[2].id, "outcome": "in", "reason": "Secret"})
    run_jobs()
    give_out(browse, run_jobs, cohort)
    (letter,) = [one for one in mails("selection_told") if one.email == rows[1].email]
    reasons = " ".join(letter.context["reasons"])
    page = browse("dalia").get(f"/nominate/{cohort.id}/outcome").text
    for told in (reasons, page):
        assert "decided by hand" in told
        # Chen has no more points, and no better rank; why she got in is not told to others.
        assert "with more points" not in told
        assert "Secret" not in told


def test_quotas_are_named_for_the_reader_and_keep_their_direction(site, browse, run_jobs):
    cohort, rows = site
    factories.add_quota(cohort, "Senegal", {"state": ["SN"]}, maximum=1)
    factories.add_quota(cohort, "Asset tracers", {"agency": [rows[0].organisation_id]}, maximum=1)
    speak("dalia", "ar")
    give_out(browse, run_jobs, cohort)
    page = browse("dalia").get(f"/nominate/{cohort.id}/outcome").text
    assert "\u2068السنغال\u2069" in page
    assert "\u2068Asset tracers\u2069" in page
    assert "Senegal" not in page
    assert (
        "“\u2068Senegal\u2069” is full"
        in browse("ines").get(f"{base_of(cohort)}/selection/runs/{newest_run(cohort).line.id}").text
    )
    letters = {one.email: one.context["reasons"] for one in mails("selection_told")}
    assert any("“\u2068Senegal\u2069”" in reason for reason in letters[rows[1].email])


def test_what_a_decision_breaks_is_said(site, browse, run_jobs):
    cohort, rows = site
    factories.add_quota(cohort, "Commission", {"agency": [rows[0].organisation_id]}, maximum=1)
    close()
    run = compute(browse, run_jobs, cohort)
    for row in rows:
        decide = f"{base_of(cohort)}/selection/runs/{run.line.id}/decisions"
        browse("ines").post(decide, {"nomination": row.id, "outcome": "in", "reason": "All"})
        run_jobs()
        run = newest_run(cohort)
    page = browse("ines").get(f"{base_of(cohort)}/selection/runs/{run.line.id}").text
    assert "does not keep to these limits" in page
    assert "3, at most 2" in page
    assert "3, at most 1" in page


def test_what_if_is_not_kept(site, browse):
    cohort, _rows = site
    quota = factories.add_quota(cohort, "Senegal", {"state": ["SN"]}, maximum=1)
    page = browse("ines").get(f"{base_of(cohort)}/selection/what-if?places=1").text
    assert "Nothing would change for anybody." in page
    address = f"{base_of(cohort)}/selection/what-if?places=3&without={quota.id}"
    page = browse("ines").get(address).text
    assert len(re.findall('<td data-label="Then">Admitted', page)) == 2
    assert selection.list_runs(cohort.id) == []
    page = browse("ines").get(f"{base_of(cohort)}/selection/what-if?places=-1").text
    assert "0 or more" in page


def test_where_the_minima_cannot_be_met_nothing_is_confirmed(site, browse, run_jobs):
    cohort, _rows = site
    factories.add_quota(cohort, "Fiji", {"state": ["FJ"]}, minimum=1)
    close()
    run = compute(browse, run_jobs, cohort)
    address = f"{base_of(cohort)}/selection/runs/{run.line.id}"
    page = browse("ines").get(address).text
    assert "these minima cannot be met together" in page
    assert "Confirm and send the offers" not in page
    assert browse("ines").post(f"{address}/confirm").status_code == 409


def test_confirmed_once_and_everybody_is_told(site, browse, run_jobs):
    cohort, rows = site
    cohort = set_places(cohort, 1)
    stranger = nominate_stranger(cohort, "Mame Ba", rank=9, language="fr")
    run = give_out(browse, run_jobs, cohort)
    assert run.line.confirmed_at == CLOSED
    place = place_of(rows[0])
    assert place is not None
    assert place.status == "offered"
    assert [status_of(row) for row in (*rows[1:], stranger)] == [None] * 3
    again = browse("ines").post(f"{base_of(cohort)}/selection/runs/{run.line.id}/confirm")
    assert again.status_code == 409
    assert "given out already" in again.text
    assert browse("ines").post(f"{base_of(cohort)}/selection/runs").status_code == 409
    offers = mails("place_offered")
    assert [(one.email, one.context["place"]) for one in offers] == [
        (cast.email_of("amina"), place.id)
    ]
    told = {one.email: one for one in mails("selection_told")}
    assert set(told) == {cast.email_of("bruno"), cast.email_of("chen"), stranger.email}
    assert told[stranger.email].language == "fr"
    context = told[cast.email_of("chen")].context
    assert context["is_waiting"]
    assert "with more points, or with a better rank" in " ".join(context["reasons"])
    assert "Amina" not in str(context)
    assert [one.email for one in mails("selection_listed")] == [cast.email_of("dalia")]
    run_jobs()
    assert len(mails("selection_told")) == 3


def test_what_has_changed_since_is_computed_anew(site, browse, run_jobs):
    cohort, _rows = site
    close()
    run = compute(browse, run_jobs, cohort)
    nominate(cohort, "hadi", rank=4)
    answer = browse("ines").post(f"{base_of(cohort)}/selection/runs/{run.line.id}/confirm")
    assert answer.status_code == 409
    for page in (
        answer.text,
        browse("ines").get(f"{base_of(cohort)}/selection/runs/{run.line.id}").text,
        browse("ines").get(f"{base_of(cohort)}/selection/runs/{run.line.id}/confirm").text,
    ):
        assert "have changed since" in page
        assert "Back to the selection" in page
        assert "Confirm and send the offers" not in page
    assert not selection.has_confirmed(cohort.id)


def test_criteria_stay_once_somebody_was_scored(site, browse):
    cohort, rows = site
    cohort = add_criteria(cohort)
    factories.assign(cohort, "hadi", "panel")
    score(browse, cohort, "hadi", rows[0], 5, 5)
    assert panel.has_scores(cohort.id)
    with pytest.raises(ScoresGiven):
        planning.save_criteria(cast.actor_of("ines"), cast.NOW, cohort, ())


def test_a_cohort_that_is_over_allocates_nothing(site, browse):
    cohort, _rows = site
    close()
    running.cancel_cohort(cast.actor_of("ines"), cast.NOW, cohort)
    db.session.commit()
    answer = browse("ines").post(f"{base_of(cohort)}/selection/runs")
    assert answer.status_code == 409
    assert "finished, archived or cancelled" in answer.text
