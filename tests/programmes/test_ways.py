"""The way through a programme, the list of participants, and recognition of prior learning."""

import copy
import io
from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import update
from werkzeug.datastructures import FileStorage

from lms.kit.clock import clock
from lms.kit.db import db
from lms.programmes.models import Participation
from lms.programmes.queries import cohorts, curricula, recognitions, works
from lms.programmes.services import evaluation
from tests import cast
from tests.programmes import factories, session_plans

PART = {"id": "plan", "type": "product", "brief": {"en": "A plan."}, "points": 70,
        "title": {"en": "The plan", "ar": "الخطة"}, "is_recognisable": True}  # fmt: skip
PRESENCE = {"id": "presence", "type": "attendance", "sessions": 3}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def own(hub):
    """Amina's accepted place in a cohort that asks for presence, and for a plan."""
    definition = copy.deepcopy(factories.DEFINITION) | {
        "requirements": [PRESENCE, PART], "recertification": None,
    }  # fmt: skip
    cohort = factories.add_cohort(factories.add_programme(hub, definition=definition))
    return factories.add_participation(factories.add_nomination(cohort))


@pytest.fixture
def award(own):
    """An earlier award of Amina's."""
    version_id = cohorts.get_cohort(own.cohort_id).programme_version_id
    return factories.add_award(own, version_id, participation_id=None)


def way(own) -> str:
    return f"/learn/cohorts/{own.id}"


def asking(own, part_id: str = "plan") -> str:
    return f"{way(own)}/recognition/{part_id}"


def desk(own) -> str:
    return f"/admin/cohorts/{own.cohort_id}/recognition"


def ask(browse, own, award) -> str:
    """Let Amina ask that her earlier award counts, and return the wish's address at the desk."""
    sent = {"statement": "Four years of asset tracing.", "award": award.id}
    assert browse("amina").post(asking(own), sent).status_code == 303
    return f"{desk(own)}/{recognitions.list_newest(own.id)['plan'].id}"


def test_amina_sees_her_way(own, browse):
    amina = browse("amina")
    page = amina.get(way(own))
    assert page.status_code == 200
    for words in ("0 of 2 requirements met", "The plan", "Not yet met", "Attend at least 3",
                  "Have prior learning recognised", "My sessions"):  # fmt: skip
        assert words in page.text, words
    amina.post("/language", {"language": "ar", "next": "/"})
    page = amina.get(way(own)).text
    assert "الخطة" in page
    assert factories.ARABIC_TITLE in page


def test_what_waits_for_a_grade_is_not_what_comes_next(hub, browse):
    definition = factories.DEFINITION | {"requirements": [PART, PRESENCE], "recertification": None}
    cohort = factories.add_cohort(factories.add_programme(hub, definition=definition))
    own, amina = factories.add_participation(factories.add_nomination(cohort)), browse("amina")
    page = html.fromstring(amina.get(way(own)).text)
    assert "The plan" in find_next(page)
    sent = {"words": "My plan", "seen": works.get_record(own.id, "plan").mark}
    assert amina.upload(f"{way(own)}/work/plan", sent).status_code == 303
    page = html.fromstring(amina.get(way(own)).text)
    assert "Attend at least 3" in find_next(page)
    [card] = page.xpath("//li[@id='plan']")
    assert "Handed in, not graded yet" in card.text_content()


def find_next(page) -> str:
    """Return the line of a way that says what comes next."""
    [line] = page.xpath("//main//p[starts-with(normalize-space(), 'Next:')]")
    return line.text_content()


def test_my_learning_leads_to_the_way(own, browse, count_queries):
    amina, counts = browse("amina"), []
    for number in range(2):
        page = amina.get("/learn").text
        assert way(own) in page
        with count_queries() as seen:
            amina.get("/learn")
        counts.append(seen.count)
        owner = cohorts.get_cohort(own.cohort_id).organisation_id
        other = factories.add_cohort(factories.add_programme(owner, f"other-{number}"))
        factories.add_participation(factories.add_nomination(other))
    assert counts[0] == counts[1]
    assert amina.get("/learn").text.count("/learn/cohorts/") == 3
    assert "/learn/cohorts/" not in browse("farid").get("/learn").text


def test_my_learning_shows_an_offer_until_it_is_answered_or_over(cohort, browse):
    row = factories.add_nomination(cohort)
    place = factories.add_participation(row, "offered")
    # Who had no account when it was offered finds it by the address; nobody else does.
    unknown = factories.add_nomination(cohort, "bruno")
    other = factories.add_participation(unknown, "offered", person_id=None)
    address = f"/learn/places/{place.id}"
    page = browse("amina").get("/learn").text
    for words in ("You are offered a place", "Please answer until:", address):
        assert words in page
    assert f"/learn/places/{other.id}" not in page
    assert f"/learn/places/{other.id}" in browse("bruno").get("/learn").text
    clock.set(place.answer_by + timedelta(seconds=1))
    assert address not in browse("amina").get("/learn").text
    clock.set(cast.NOW)
    browse("amina").post(f"{address}/accept", {"language": "en"})
    page = browse("amina").get("/learn").text
    assert "You are offered a place" not in page
    assert f"/learn/cohorts/{place.id}" in page


def test_a_way_shows_tutor_next_session_and_the_way_out(own, browse):
    cohort = factories.get_cohort(own.cohort_id)
    assert "Next session" not in browse("amina").get(way(own)).text
    factories.assign(cohort, "chen", "tutor")
    group_id = session_plans.add_group(cohort, "Group A", tutor_id=cast.id_of("chen"))
    other_id = session_plans.add_group(cohort, "Group B")
    place = update(Participation).where(Participation.id == own.id)
    db.session.execute(place.values(group_id=group_id))
    db.session.commit()
    later = session_plans.add_session(cohort, title="Later on", group_ids=(group_id,))
    session_plans.add_session(cohort, title="Of others", group_ids=(other_id,))
    page = browse("amina").get(way(own)).text
    for words in ("Group A", "Chen Wei", "Next session", "Later on",
                  f"/learn/sessions/{later.id}", f"/learn/places/{own.id}/give-back"):  # fmt: skip
        assert words in page, words
    assert "Of others" not in page


def test_a_way_is_ones_own(own, browse):
    for url in (way(own), asking(own)):
        for name in ("ines", "emre", "dalia", "farid", "bruno"):
            assert browse(name).get(url).status_code == 404
        assert browse().get(url).status_code == 303
    assert browse("farid").post(asking(own), {"statement": "x"}).status_code == 404
    assert recognitions.list_newest(own.id) == {}


@pytest.mark.parametrize("status", ["offered", "declined"])
def test_who_takes_no_part_has_no_way(cohort, browse, status):
    place = factories.add_participation(factories.add_nomination(cohort), status)
    assert browse("amina").get(way(place)).status_code == 404


def test_who_withdrew_is_led_to_what_became_of_the_place(cohort, browse):
    place = factories.add_participation(factories.add_nomination(cohort), "withdrawn")
    answer = browse("amina").get(way(place))
    assert (answer.status_code, answer.location) == (303, f"/learn/places/{place.id}")
    assert browse("farid").get(way(place)).status_code == 404


def test_a_completed_way_tells_of_its_awards(own, browse):
    version_id = cohorts.get_cohort(own.cohort_id).programme_version_id
    factories.add_award(own, version_id, kind="participation")
    page = browse("amina").get(way(own)).text
    assert "You have completed the programme with participation." in page


def test_prior_learning_is_asked_for_with_an_award(own, award, browse, run_jobs):
    one = ask(browse, own, award)
    assert "Nobody has decided yet" in browse("amina").get(way(own)).text
    ines = browse("ines")
    assert "Waits for a decision" in ines.get(desk(own)).text
    page = ines.get(one).text
    for words in ("Four years of asset tracing.", factories.TITLE, "The plan"):
        assert words in page
    for wrong in ({}, {"verdict": "granted"}, {"reason": "Yes."}, {"verdict": "x", "reason": "y"}):
        assert ines.post(one, wrong).status_code == 422
    sent = {"verdict": "granted", "reason": "The award covers it."}
    assert ines.post(one, sent).location == desk(own)
    run_jobs()
    page = browse("amina").get(way(own)).text
    assert "The award covers it." in page
    assert "Recognised" in page
    assert "1 of 2 requirements met" in page
    assert "Have prior learning recognised" not in page


def test_proof_is_looked_into_and_given_to_those_who_decide(own, browse):
    amina, ines = browse("amina"), browse("ines")
    sent = {"statement": "A course elsewhere."}
    refused = amina.upload(asking(own), {**sent, "files": (io.BytesIO(b"MZ\x90"), "tool.exe")})
    assert refused.status_code == 422
    assert "pdf" in refused.text
    assert recognitions.list_newest(own.id) == {}
    assert "so that there is proof to look at" in amina.post(asking(own), sent).text
    many = [FileStorage(io.BytesIO(PDF), f"{number}.pdf") for number in range(4)]
    assert amina.upload(asking(own), {**sent, "files": many}).status_code == 422
    names = ("شهادة.pdf", "two.pdf")
    kept = {**sent, "files": [FileStorage(io.BytesIO(PDF), name) for name in names]}
    assert amina.upload(asking(own), kept).status_code == 303
    row = recognitions.list_newest(own.id)["plan"]
    assert [file.name for file in row.documents] == ["شهادة.pdf", "two.pdf"]
    url = f"/recognition/{row.id}/proof/{row.documents[0].hash}"
    for reader in (amina, ines, browse("emre")):
        answer = reader.get(url)
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
    for name in ("farid", "dalia", "bruno"):
        assert browse(name).get(url).status_code == 404
    assert browse().get(url).status_code == 303
    assert ines.get(f"/recognition/{row.id}/proof/{'0' * 64}").status_code == 404


def test_tutors_see_who_takes_part_and_no_proof(own, award, browse):
    one = ask(browse, own, award)
    factories.assign(factories.get_cohort(own.cohort_id), "bruno", "tutor")
    bruno = browse("bruno")
    assert bruno.get(f"/admin/cohorts/{own.cohort_id}/participants").status_code == 200
    for url in (desk(own), one):
        assert bruno.get(url).status_code == 403
    sent = {"verdict": "granted", "reason": "x"}
    assert bruno.post(one, sent).status_code == 403
    assert browse("gita").post(one, sent).status_code == 404
    assert recognitions.list_newest(own.id)["plan"].status == "waiting"


def test_nobody_decides_on_the_own_wish(own, award, browse):
    one = ask(browse, own, award)
    factories.assign(factories.get_cohort(own.cohort_id), "amina", "coordinator")
    amina = browse("amina")
    assert "This is your own wish" in amina.get(one).text
    sent = {"verdict": "granted", "reason": "I know."}
    assert amina.post(one, sent).status_code == 409
    assert recognitions.list_newest(own.id)["plan"].status == "waiting"


def test_a_wish_is_asked_once_taken_back_and_asked_again(own, award, browse):
    one, amina = ask(browse, own, award), browse("amina")
    sent = {"statement": "Again.", "award": award.id}
    assert amina.post(asking(own), sent).status_code == 409
    assert amina.post(f"{asking(own)}/withdraw").status_code == 303
    assert browse("ines").get(one).status_code == 404
    assert amina.post(f"{asking(own)}/withdraw").status_code == 404
    assert amina.post(asking(own), sent).status_code == 303


def test_a_declined_wish_says_why_and_may_be_decided_anew(own, award, browse):
    one, ines = ask(browse, own, award), browse("ines")
    ines.post(one, {"verdict": "declined", "reason": "Too long ago."})
    page = browse("amina").get(way(own)).text
    assert "Too long ago." in page
    assert "Have prior learning recognised" in page
    assert browse("amina").post(f"{asking(own)}/withdraw").status_code == 409
    assert "Too long ago." in ines.get(one).text
    ines.post(one, {"verdict": "granted", "reason": "Looked at once more."})
    assert recognitions.list_newest(own.id)["plan"].status == "granted"
    # Once it is asked anew, the earlier wish is over.
    ines.post(one, {"verdict": "declined", "reason": "No."})
    ask(browse, own, award)
    assert ines.post(one, {"verdict": "granted", "reason": "x"}).status_code == 409


def test_what_is_not_recognisable_is_not_asked_for(own, award, browse):
    amina = browse("amina")
    for part_id in ("presence", "unknown"):
        assert amina.get(asking(own, part_id)).status_code == 404
        sent = {"statement": "x", "award": award.id}
        assert amina.post(asking(own, part_id), sent).status_code == 404


def test_an_award_of_somebody_else_proves_nothing(own, award, browse):
    cohort = factories.get_cohort(own.cohort_id)
    other = factories.add_participation(factories.add_nomination(cohort, "farid"))
    theirs = factories.add_award(other, cohort.programme_version_id)
    sent = {"statement": "x", "award": theirs.id}
    assert browse("amina").post(asking(own), sent).status_code == 422


def test_participants_are_listed_with_how_far_they_are(own, browse, run_jobs):
    url = f"/admin/cohorts/{own.cohort_id}/participants"
    ines = browse("ines")
    page = ines.get(url).text
    for words in ("Amina", "0 of 2", "Under way"):
        assert words in page
    evaluation.ask_to_evaluate([own.id], cast.NOW)
    db.session.commit()
    run_jobs()
    assert curricula.list_awards(cast.id_of("amina")) == []
    for name, status in (("gita", 404), ("amina", 404), ("farid", 404)):
        assert browse(name).get(url).status_code == status
    assert browse().get(url).status_code == 303


def test_nobody_takes_part_yet(cohort, browse):
    page = browse("ines").get(f"/admin/cohorts/{cohort.id}/participants").text
    assert "Nobody takes part yet" in page
    page = browse("ines").get(f"/admin/cohorts/{cohort.id}/recognition").text
    assert "Nobody has asked for recognition" in page


def test_a_protected_participant_is_a_code_to_tutors(cohort, browse):
    factories.add_participation(factories.add_nomination(cohort, "hadi"))
    factories.assign(cohort, "bruno", "tutor")
    url = f"/admin/cohorts/{cohort.id}/participants"
    assert "Hadi" not in browse("bruno").get(url).text
    assert "1 person takes part" in browse("bruno").get(url).text


def test_the_list_costs_as_many_queries_however_many_take_part(own, browse, count_queries):
    cohort, counts = factories.get_cohort(own.cohort_id), []
    ines, url = browse("ines"), f"/admin/cohorts/{own.cohort_id}/participants"
    for name in ("farid", "gita"):
        factories.add_participation(factories.add_nomination(cohort, name))
        ines.get(url)
        with count_queries() as seen:
            ines.get(url)
        counts.append(seen.count)
    assert counts[0] == counts[1]
