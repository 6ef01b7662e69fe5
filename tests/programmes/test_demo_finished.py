"""The demo's cohort that is over: whose certificates wait, and why others' do not."""

from collections import Counter

from lms.accounts.passwords import hash_password
from lms.admin import demo_finished as finished
from lms.admin import demo_programmes as demo
from lms.admin.demo_graduates import add_graduates
from lms.certificates import issuing_policy
from lms.certificates.queries import candidates
from lms.content import queries as content
from lms.content.package import read_package
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.kit.paths import COURSES
from lms.programmes.queries import cohorts, curricula
from lms.programmes.rules.cohorts import status
from tests import cast, factories

DOMAIN = "demo.example"


def test_its_certificates_wait_for_being_issued(app, browse, run_jobs):
    folder, files = read_package(COURSES / demo.COURSE)
    factories.import_course(OPERATOR, cast.NOW, files, folder)
    factories.publish_course(OPERATOR, cast.NOW, demo.COURSE)
    demo.add_programme(cast.NOW)
    db.session.commit()
    course = content.get_course(demo.COURSE)
    db.session.remove()
    list(add_graduates(course, hash_password(cast.PASSWORD), DOMAIN))
    for _ in range(2):
        finished.add_finished_cohort(cast.NOW, DOMAIN)
    db.session.commit()
    run_jobs()
    programme = curricula.get_programme(demo.SLUG)
    first, pilot = cohorts.list_cohorts(programme.id)
    assert (status(first, cast.NOW), status(pilot, cast.NOW)) == ("open", "finished")
    emre = cast.actor_of("emre")
    scope = issuing_policy.load_cohort_for(emre, pilot.id)
    found = candidates.list_candidates(emre, cast.NOW, scope)
    assert Counter(one.outcome for one in found) == {"ready": 6, "ask": 1, "not_completed": 1}
    page = browse("emre").get(f"/admin/cohorts/{pilot.id}/certificates/issue").text
    assert "Pilot cohort" in page
    assert "Laila Abdulrahman Al-Qadi" in page
