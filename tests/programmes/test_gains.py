"""The tested gain of a cohort: a pre-test is named, a job measures, few people are not told of."""

import copy
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, update

from lms.assessment.models import Attempt
from lms.content.models import Edition
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import Participation
from lms.programmes.queries import cohorts, curricula, gains, participations
from lms.programmes.services.gains import ask_to_measure
from tests import cast
from tests.certificates import graduates
from tests.learning import courses
from tests.programmes import factories
from tests.programmes.survey_site import FIJI, SENEGAL, THE_DAY_AFTER, add_ended

EXAM = {"id": "exam", "type": "exam", "course": courses.SLUG, "activity": "posttest", "points": 60}
SAT = dict(zip((*SENEGAL, *FIJI), ((20, 60), (30, 80), (40, 70), (30, 50), (50, 90), (10, 40),
                                   (60, 60)), strict=True))  # fmt: skip


def definition(**changes):
    base = copy.deepcopy(factories.DEFINITION) | {"recertification": None}
    return base | {"requirements": [{**EXAM, "before": "pretest", **changes}]}


@pytest.fixture
def ended(hub):
    """A cohort of seven that has ended, of a programme with an examination and its pre-test."""
    courses.publish()
    return add_ended(factories.add_programme(hub, definition=definition()))


def sit(names):
    """Let people sit the pre-test, and a week later the examination."""
    course = courses.queries.get_course(courses.SLUG)
    edition = db.session.scalars(
        select(Edition.id).where(Edition.version_id == course.newest_version_id)
    ).first()
    for name in names:
        enrolment_id = graduates.enrol(name, course)
        for days, activity, points in zip(
            (0, 7), ("pretest", "posttest"), SAT.get(name, (0, 100)), strict=True
        ):
            at = cast.NOW + timedelta(days=days)
            db.session.execute(insert(Attempt).values(
                id=new_id(), enrolment_id=enrolment_id, person_id=cast.id_of(name),
                activity_id=activity, quiz_id=activity, version_id=course.newest_version_id,
                edition_id=edition, language="en", number=1, started_at=at, finished_at=at,
                finished_by="candidate", released_at=at, points=Decimal(points),
            ))  # fmt: skip
    db.session.commit()


def measure(run_jobs):
    db.session.remove()
    ask_to_measure(THE_DAY_AFTER)
    db.session.commit()
    run_jobs()
    db.session.rollback()


def page_of(browse, cohort, who="ines"):
    return browse(who).get(f"/admin/cohorts/{cohort.id}/evaluation").text


def test_the_gain_is_measured_by_a_job_and_shown_apart(ended, browse, run_jobs):
    assert "It is measured once the cohort has ended." in page_of(browse, ended)
    sit(SAT)
    for _again in range(2):
        measure(run_jobs)
    ((gain, _at),) = gains.list_kept([ended.id])[ended.id].values()
    assert gain.people == 7
    assert gain.gain == pytest.approx(30.0)
    assert gain.before == pytest.approx(240 / 7)
    assert gain.low < gain.gain < gain.high
    page = page_of(browse, ended)
    tested = page[page.index('id="tested"') : page.index('id="reaction"')]
    for words in ("A small course", "People who sat both", "Effect size", "64%", "<svg"):
        assert words in tested
    assert "Self-reported" not in tested


def test_of_four_people_nothing_but_that_is_told(ended, browse, run_jobs):
    sit(SENEGAL[:4])
    measure(run_jobs)
    ((gain, _at),) = gains.list_kept([ended.id])[ended.id].values()
    assert (gain.people, gain.is_told) == (4, False)
    page = page_of(browse, ended)
    assert "Fewer than 5 people have sat both." in page
    assert "People who sat both" not in page


def test_who_has_left_and_who_takes_no_part_are_left_out(ended, run_jobs):
    sit(SAT)
    sit(["chen"])
    (place,) = [row for row in participations.list_participations(ended.id)
                if row.person_id == cast.id_of("nia")]  # fmt: skip
    db.session.execute(
        update(Participation)
        .where(Participation.id == place.id)
        .values(status="withdrawn", ended_at=cast.NOW)
    )
    db.session.commit()
    measure(run_jobs)
    ((gain, _at),) = gains.list_kept([ended.id])[ended.id].values()
    assert (gain.people, gain.gain) == (6, 35.0)


def test_without_a_pretest_the_page_says_how_there_would_be_one(programme, browse, run_jobs):
    cohort = add_ended(programme)
    measure(run_jobs)
    assert gains.list_kept([cohort.id]) == {}
    page = page_of(browse, cohort)
    assert "No examination of the programme names a pre-test." in page
    assert "a requirement of the kind “Examination”" in page


def builder(browse, programme, **changes):
    form = {"type": "exam", "exam": f"{courses.SLUG}/posttest", "points": "60",
            "before": f"{courses.SLUG}/pretest", "counts_for": "participation",
            "when": "during"}  # fmt: skip
    url = f"/admin/programmes/{programme.slug}/requirements/new?type=exam"
    page = browse("ines").get(url).text
    base = page.partition('name="base" type="hidden" value="')[2].partition('"')[0]
    address = f"/admin/programmes/{programme.slug}/requirements/new"
    return browse("ines").post(address, {**form, "base": base, **changes})


def test_the_builder_names_a_pretest_of_the_same_course(programme, browse):
    courses.publish()
    assert builder(browse, programme).status_code == 303
    part = curricula.get_programme(programme.slug).draft["requirements"][-1]
    assert part["before"] == "pretest"
    url = f"/admin/programmes/{programme.slug}/requirements/{part['id']}"
    assert f'value="{courses.SLUG}/pretest" selected' in browse("ines").get(url).text


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("other-course/pretest", "Please choose a quiz of the same course."),
        (f"{courses.SLUG}/posttest", "A quiz is not its own pre-test."),
        (f"{courses.SLUG}/origins", "has no quiz “origins”"),
    ],
)
def test_what_is_no_pretest_is_refused_at_its_field(programme, browse, before, words):
    courses.publish()
    wrong = builder(browse, programme, before=before)
    assert wrong.status_code == 422
    assert words in wrong.text
    assert 'id="before-error"' in wrong.text


def test_a_cohort_keeps_to_its_version(ended):
    version = curricula.get_version(cohorts.get_cohort(ended.id).programme_version_id)
    assert [part.before for part in gains.list_tested(version.definition)] == ["pretest"]
