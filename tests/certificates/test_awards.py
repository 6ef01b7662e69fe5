"""Certificates of awards: what they say, one for each, in bulk for a cohort, in the funnel."""

from datetime import date

import pytest
from sqlalchemy import select, update

from lms.certificates.models import Certificate
from lms.certificates.queries import certificates as queries
from lms.certificates.rules.facts import Facts
from lms.certificates.rules.issuing import AwardNotHeld
from lms.certificates.services import issuing
from lms.kit.db import db
from lms.programmes.models import Award, AwardReview
from lms.programmes.queries.funnels import get_funnel
from tests import cast
from tests.certificates import graduates
from tests.certificates.awarded import NAMED, Programme, add_programme, address_of
from tests.programmes import factories


@pytest.fixture
def programme(app) -> Programme:
    return add_programme()


def facts_of(award_id: str) -> Facts:
    row = queries.find_by_award(award_id, cast.NOW)
    assert row is not None
    return row.facts


def test_a_holder_confirms_the_name_and_gets_the_certificate(programme, browse, run_jobs):
    award = programme.award(
        "amina", figures={"mean": "82.50"}, valid_until=date(2029, 11, 24), hours=61
    )
    amina = browse("amina")
    assert address_of(award) in amina.get("/learn/awards").text
    page = amina.get(address_of(award)).text
    assert factories.TITLE in page
    assert "You hold the award of this programme" in page
    answer = amina.post(address_of(award), NAMED)
    assert answer.status_code == 303
    run_jobs()
    facts = facts_of(award.id)
    assert (facts.subject, facts.subject_code) == ("programme", factories.SLUG)
    assert facts.titles["ar"] == factories.ARABIC_TITLE
    assert facts.titles["zh"] == factories.TITLE
    assert (facts.version, facts.content_hash) == (1, programme.content_hash)
    assert (facts.kind, facts.points, facts.hours) == ("achievement", "82.5", 61)
    assert facts.study_language == "fr"
    assert facts.valid_until == date(2029, 11, 24)
    assert facts.holder_name == "Amina Diallo"
    shown = amina.get(answer.location).text
    assert "Download certificate" in shown
    assert factories.TITLE in amina.get("/certificates").text
    assert amina.get(address_of(award)).location.startswith("/certificates/")
    again = amina.post(address_of(award), NAMED)
    assert again.location.split("?")[0] == answer.location.split("?")[0]


@pytest.mark.parametrize("name", ["bruno", "emre", "farid"])
def test_nobody_asks_for_the_certificate_of_another(programme, browse, name):
    award = programme.award("amina")
    assert browse(name).get(address_of(award)).status_code == 404
    assert browse(name).post(address_of(award), NAMED).status_code == 404
    assert browse().get(address_of(award)).status_code == 303


def test_bad_input_says_why(programme, browse):
    award = programme.award("amina")
    amina = browse("amina")
    typed = amina.post(address_of(award), {"name": "other", "typed": "", "language": "en"})
    assert typed.status_code == 422
    assert "Write your name as it should appear" in typed.text
    smile = {"name": "other", "typed": "Amina 🙂", "language": "en"}
    assert "SLIGHTLY SMILING FACE" in amina.post(address_of(award), smile).text


def test_a_withdrawn_award_and_one_in_doubt_give_none(programme, browse):
    gone = programme.award("amina")
    db.session.execute(update(Award).values(withdrawn_at=cast.NOW))
    db.session.commit()
    amina = browse("amina")
    assert "This one was withdrawn" in amina.get(address_of(gone)).text
    assert amina.post(address_of(gone), NAMED).status_code == 409
    db.session.execute(update(Award).values(withdrawn_at=None))
    db.session.add(AwardReview(award_id=gone.id, figures={}, opened_at=cast.NOW))
    db.session.commit()
    doubt = amina.post(address_of(gone), NAMED)
    assert doubt.status_code == 409
    assert "in doubt" in doubt.text
    assert not db.session.execute(select(Certificate.id)).all()


def test_each_award_has_its_own_and_a_renewed_one_another(programme):
    first = programme.award("amina", kind="participation")
    graduates.confirm("amina", "Amina Diallo")
    owner = cast.id_of("amina")
    values = {
        "id": "r" * 26, "person_id": owner, "programme_version_id": programme.version_id,
        "participation_id": None, "kind": "participation", "figures": {}, "hours": 60.0,
        "awarded_at": cast.NOW, "renews_id": first.id,
    }  # fmt: skip
    db.session.execute(Award.__table__.insert().values(values))
    db.session.commit()
    ids = {issuing.issue_award(cast.actor_of("emre"), cast.NOW, one) for one in
           (first.id, "r" * 26, first.id)}  # fmt: skip
    db.session.commit()
    assert len(ids) == 2
    renewed = facts_of("r" * 26)
    assert renewed.study_language is None
    assert renewed.sessions_held is None
    with pytest.raises(AwardNotHeld):
        issuing.issue_award(cast.actor_of("emre"), cast.NOW, "x" * 26)


def test_a_cohort_is_issued_to_at_once_with_a_reason_for_the_others(programme, browse, run_jobs):
    programme.award("amina")
    programme.award("hadi")
    doubted = programme.award("bruno")
    programme.place("chen")
    lost = programme.award("farid")
    for name in ("amina", "bruno", "farid"):
        graduates.confirm(name, f"{name.title()} Name")
    db.session.add(AwardReview(award_id=doubted.id, figures={}, opened_at=cast.NOW))
    db.session.execute(update(Award).where(Award.id == lost.id).values(withdrawn_at=cast.NOW))
    db.session.commit()
    emre = browse("emre")
    text = emre.get(programme.issue).text
    for line in (
        "Will get a certificate: 1",
        "Will be asked to confirm the name first: 1",
        "The award is in doubt: 1",
        "Has not completed it: 1",
        "The award was withdrawn: 1",
    ):
        assert line in text
    address = emre.post(programme.issue, {"who": "all"}).location
    run_jobs()
    done = emre.get(address).text
    assert "2 of 2 done" in done
    assert "1 of 1 files made" in done
    assert factories.COHORT_TITLE in done
    people = list(db.session.execute(select(Certificate.person_id)).scalars())
    assert people == [cast.id_of("amina")]
    for name in ("bruno", "dalia", "gita"):
        assert browse(name).get(programme.issue).status_code == 403
        assert browse(name).get(address).status_code == 403


def test_of_two_awards_for_one_place_the_better_one_is_certified(programme, browse):
    award = programme.award("amina", kind="participation")
    factories.add_award(
        factories.participations.find_participation(str(award.participation_id)),
        programme.version_id, kind="achievement",
    )  # fmt: skip
    graduates.confirm("amina", "Amina Diallo")
    text = browse("emre").get(programme.issue).text
    assert "Certificate of achievement" in text
    assert "Certificate of participation" not in text


def test_the_funnel_counts_certificates_of_the_programme(programme):
    award = programme.award("amina")
    graduates.confirm("amina", "Amina Diallo")
    programme.award("hadi")

    def certified() -> int:
        return get_funnel(programme.cohort, cast.NOW).totals["certified"]

    assert certified() == 0
    issuing.issue_award(cast.actor_of("emre"), cast.NOW, award.id)
    db.session.commit()
    assert certified() == 1
