"""Two focal points at once: one officer is nominated once, and the second sees the first's."""

from concurrent.futures import ThreadPoolExecutor

from lms.kit.db import db
from lms.programmes.queries import nominations
from tests.programmes import factories
from tests.programmes import nomination_site as site


def test_one_officer_is_nominated_once_by_two_at_the_same_instant(app, programme, browse):
    cohort = site.add_closing_cohort(programme)
    senegal = factories.place_of("dalia")
    factories.add_person("moussa", "Moussa Ba", senegal.id, "focal_point")
    sent = {
        "written_name": "Fatou Sarr",
        "email": "fatou@example.org",
        "organisation_id": senegal.id,
        "language": "en",
    }
    browsers = [browse(name) for name in ("dalia", "moussa")]

    def nominate(browser) -> tuple[int, str]:
        answer = browser.post(f"/nominate/{cohort.id}/new", sent)
        return answer.status_code, answer.text

    db.session.remove()
    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(nominate, browsers))
    assert [code for code, _text in answers] == [303, 422]
    assert "Is this one and the same person?" in answers[1][1]
    db.session.rollback()
    assert len(nominations.list_nominations(cohort.id)) == 1
    assert len(site.mails("nominee_asked")) == 1
