"""The focal point's office: whom one may nominate, the organisation's part, ranks, withdrawal."""

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import insert, update

from lms.accounts import services as accounts
from lms.kit.actor import OPERATOR
from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import new_id
from lms.programmes.models import AllocationRun, Cohort
from lms.programmes.queries import nominations
from lms.programmes.services import nominating
from tests import cast
from tests.programmes import factories
from tests.programmes import nomination_site as site
from tests.programmes.nomination_site import NOMINEE_PART, ORGANISATION_PART


@pytest.fixture
def asked(programme):
    """A cohort with a form that closes while somebody is still signed in."""
    return site.add_closing_cohort(programme)


def stranger(place="senegal", **more) -> dict[str, str]:
    """Return what is typed of an officer without an account."""
    name = {"senegal": "dalia", "commission": "amina"}[place]
    return {
        "written_name": "Fatou Sarr",
        "email": "fatou@example.org",
        "organisation_id": factories.place_of(name).id,
        **more,
    }


def test_the_office_lists_the_cohorts_of_the_own_state(asked, browse):
    page = browse("dalia").get("/nominate").text
    assert "Spring 2027" in page
    assert f"/nominate/{asked.id}" in page
    assert "Senegal" in page
    assert "0 of 0 submitted" in page
    empty = browse("amina").get("/nominate").text
    assert "You are no focal point" in empty
    assert "Spring 2027" not in empty
    assert browse().get("/nominate").status_code == 303


def test_the_office_says_who_nominates_nobody_and_counts_no_declined_one(asked, browse):
    dalia = browse("dalia")
    dalia.post(f"/nominate/{asked.id}/nobody")
    page = dalia.get("/nominate").text
    assert "You nominate nobody this time." in page
    assert "0 of 0 submitted" not in page
    dalia.post(f"/nominate/{asked.id}/nobody/undo")
    assert "0 of 0 submitted" in dalia.get("/nominate").text
    nomination_id = site.nominate(browse, asked, **stranger())
    url = f"/nominate/nominations/{nomination_id}"
    dalia.post(url, {**ORGANISATION_PART, "revision": 1})
    assert dalia.post(f"{url}/submit").status_code == 303
    assert "1 of 1 submitted" in dalia.get("/nominate").text
    link = site.last_link("nominee_asked")
    assert browse().post(f"{link}/decline", {}).status_code == 303
    assert "0 of 1 submitted" in dalia.get("/nominate").text
    assert browse().post(link, {**NOMINEE_PART, "confirm": "y", "consent": "y"}).status_code == 303
    assert "1 of 1 submitted" in dalia.get("/nominate").text


def test_the_office_keeps_earlier_cohorts_with_what_became_of_them(asked, browse):
    site.nominate(browse, asked, **stranger())
    dalia = browse("dalia")
    assert "Earlier cohorts" not in dalia.get("/nominate").text
    day = clock.now().date() - timedelta(days=2)
    over = {"starts_on": day - timedelta(days=1), "ends_on": day}
    db.session.execute(update(Cohort).where(Cohort.id == asked.id).values(over))
    db.session.commit()
    page = dalia.get("/nominate").text
    assert "Earlier cohorts" in page
    assert "Spring 2027" in page
    outcome = f"/nominate/{asked.id}/outcome"
    assert outcome not in page
    run = {
        "id": new_id(), "cohort_id": asked.id, "number": 1, "given": {}, "digest": "", "result": {},
        "asked_at": clock.now(), "computed_at": clock.now(), "confirmed_at": clock.now(),
    }  # fmt: skip
    db.session.execute(insert(AllocationRun).values(run))
    db.session.commit()
    assert outcome in dalia.get("/nominate").text
    # Those of other States had nobody there.
    assert "Earlier cohorts" not in browse("gita").get("/nominate").text


def test_a_state_that_left_the_hub_has_no_cohort_there(asked, hub, browse):
    from lms.organisations import services as places

    places.leave_hub(OPERATOR, cast.NOW, hub, factories.place_of("dalia").id, cast.NOW.date())
    db.session.commit()
    assert "No cohort is announced" in browse("dalia").get("/nominate").text
    assert browse("dalia").get(f"/nominate/{asked.id}").status_code == 404


@pytest.mark.parametrize("name", ["amina", "bruno", "farid", "gita", "ines", "emre"])
def test_who_is_no_focal_point_there_finds_nothing(asked, browse, name):
    nomination_id = site.nominate(browse, asked, **stranger())
    browser = browse(name)
    one = f"/nominate/nominations/{nomination_id}"
    for url in (f"/nominate/{asked.id}", f"/nominate/{asked.id}/new", one):
        assert browser.get(url).status_code == 404, url
    for act in ("", "/submit", "/link", "/head", "/withdraw", "/restore", "/endorse", "/move"):
        assert browser.post(one + act, {"direction": "up"}).status_code == 404, act
    assert browser.post(f"/nominate/{asked.id}/new", stranger(language="en")).status_code == 404
    assert browse().get(one).status_code == 303


def test_a_focal_point_of_another_state_and_one_of_everywhere_act_for_nobody(asked, browse):
    nomination_id = site.nominate(browse, asked, **stranger())
    fiji = factories.place_of("farid")
    factories.add_person("jone", "Jone Koroi", fiji.id, "focal_point")
    root = factories.place_of("emre")
    factories.add_person("kim", "Kim Lee", root.id, "focal_point")
    assert browse("jone").get(f"/nominate/{asked.id}").status_code == 200
    for name in ("jone", "kim"):
        assert browse(name).get(f"/nominate/nominations/{nomination_id}").status_code == 404
        wrong = browse(name).post(f"/nominate/{asked.id}/new", stranger(language="en"))
        assert wrong.status_code == 404
    assert "Fatou" not in browse("jone").get(f"/nominate/{asked.id}").text
    # An account of another State is nominated by its own focal point.
    taken = stranger(email=cast.email_of("farid"), language="en")
    answer = browse("dalia").post(f"/nominate/{asked.id}/new", taken)
    assert answer.status_code == 422
    assert "you are not focal point" in answer.text


def test_a_delegation_that_has_ended_says_who_renews_it(asked, browse):
    nomination_id = site.nominate(browse, asked, **stranger())
    senegal = factories.place_of("dalia")
    factories.add_person("moussa", "Moussa Ba", senegal.id)
    accounts.grant_role(
        OPERATOR,
        cast.NOW,
        cast.id_of("moussa"),
        role="focal_point",
        organisation_id=senegal.id,
        until=cast.NOW.date(),
    )
    db.session.commit()
    assert browse("moussa").get(f"/nominate/{asked.id}").status_code == 200
    accounts.grant_role(
        OPERATOR,
        cast.NOW,
        cast.id_of("moussa"),
        role="focal_point",
        organisation_id=senegal.id,
        until=cast.NOW.date() - timedelta(days=1),
    )
    db.session.commit()
    page = browse("moussa").get("/nominate").text
    assert "Your delegation for Senegal ended" in page
    assert "Emre Kaya" in page
    for url in (f"/nominate/{asked.id}", f"/nominate/nominations/{nomination_id}"):
        answer = browse("moussa").get(url)
        assert answer.status_code == 403
        assert "has ended" in answer.text


def test_an_officer_is_nominated_completed_and_submitted(asked, browse, run_jobs):
    nomination_id = site.nominate(browse, asked, person=cast.id_of("amina"))
    url = f"/nominate/nominations/{nomination_id}"
    page = browse("dalia").get(url).text
    assert "Amina Diallo" in page
    assert "About reason" in page
    assert "Missing before you can submit" in page
    assert browse("dalia").post(f"{url}/submit").status_code == 409
    file = site.file_of(asked, nomination_id)
    answer = browse("dalia").post(url, {**ORGANISATION_PART, "revision": file.row.revision})
    assert answer.status_code == 303
    assert browse("dalia").post(f"{url}/submit").status_code == 303
    assert site.file_of(asked, nomination_id).standing.status == "waiting"
    (head,) = site.mails("head_asked")
    assert (head.email, head.person_id) == ("head@example.org", None)
    run_jobs()
    link = site.mails("nominee_asked")
    assert [one.email for one in link] == [cast.email_of("amina")]


def test_two_who_save_at_once_do_not_overwrite_each_other(asked, browse):
    nomination_id = site.nominate(browse, asked, **stranger())
    url = f"/nominate/nominations/{nomination_id}"
    revision = site.file_of(asked, nomination_id).row.revision
    first = {**ORGANISATION_PART, "revision": revision}
    assert browse("dalia").post(url, first).status_code == 303
    late = browse("dalia").post(url, {**first, "head_name": "Another"})
    assert late.status_code == 409
    assert site.file_of(asked, nomination_id).row.head_name == "Head of Unit"


def test_answers_that_do_not_fit_are_told_at_their_question(asked, browse):
    nomination_id = site.nominate(browse, asked, **stranger())
    wrong = {"answer-reason": "x" * 5001, "head_email": "nobody", "revision": 1}
    answer = browse("dalia").post(f"/nominate/nominations/{nomination_id}", wrong)
    assert answer.status_code == 422
    assert "#answer-reason" in answer.text
    assert "at most 5000 characters" in answer.text
    assert "is not an e-mail address" in answer.text
    assert "#head_email" in answer.text


@pytest.mark.parametrize("field", ["written_name", "email", "organisation_id"])
def test_of_somebody_without_an_account_name_address_and_place_are_needed(asked, browse, field):
    sent = {**stranger(language="en"), field: ""}
    answer = browse("dalia").post(f"/nominate/{asked.id}/new", sent)
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert nominations.list_nominations(asked.id) == []


def test_a_second_nomination_of_one_officer_is_shown_beside_the_first(asked, browse):
    first = site.nominate(browse, asked, **stranger())
    same = browse("dalia").post(f"/nominate/{asked.id}/new", stranger(language="en"))
    assert same.status_code == 422
    assert "Is this one and the same person?" in same.text
    assert f"/nominate/nominations/{first}" in same.text
    assert "This is another person" not in same.text
    # Another spelling, script and address: a person decides.
    other = stranger(language="en", written_name="فاتو سار", email="f.sarr@example.org")
    answer = browse("dalia").post(f"/nominate/{asked.id}/new", other)
    assert answer.status_code == 422
    assert "The same name in another spelling" in answer.text
    assert "This is another person" in answer.text
    assert len(nominations.list_nominations(asked.id)) == 1
    site.nominate(browse, asked, **{**other, "different": f"{first} "})
    db.session.rollback()
    assert len(nominations.list_nominations(asked.id)) == 2


def test_a_typed_name_that_has_an_account_is_offered(asked, browse):
    typed = stranger(language="en", written_name="Amina Dialo", email="a.d@example.org")
    answer = browse("dalia").post(f"/nominate/{asked.id}/new", typed)
    assert answer.status_code == 422
    assert f"person={cast.id_of('amina')}" in answer.text


def test_an_address_that_another_state_nominated_gives_no_name_away(asked, browse):
    fiji = factories.place_of("farid")
    factories.add_stranger(asked, "Sefa Tuila", place=fiji, email="fatou@example.org")
    answer = browse("dalia").post(f"/nominate/{asked.id}/new", stranger(language="en"))
    assert answer.status_code == 422
    assert "Nominated by another State or agency" in answer.text
    assert "Sefa" not in answer.text


def test_officers_are_found_by_name_and_protected_ones_by_the_whole_address(asked, browse):
    url = f"/nominate/{asked.id}"
    assert "Amina Diallo" in browse("dalia").get(f"{url}?q=amin").text
    for words in ("hadi", "fall"):
        assert cast.id_of("hadi") not in browse("dalia").get(f"{url}?q={words}").text
    found = browse("dalia").get(f"{url}?q={cast.email_of('hadi')}").text
    assert cast.id_of("hadi") in found
    assert "Hadi Fall" not in found
    assert cast.id_of("farid") not in browse("dalia").get(f"{url}?q=farid").text
    nomination_id = site.nominate(browse, asked, person=cast.id_of("hadi"))
    for page in (url, f"/nominate/nominations/{nomination_id}"):
        assert "Hadi Fall" not in browse("dalia").get(page).text
    wrong = browse("dalia").post(f"{url}/new", {"language": "en", "person": cast.id_of("farid")})
    assert wrong.status_code == 404


def test_the_order_is_changed_by_buttons(asked, browse):
    ids = [
        site.nominate(browse, asked, **stranger(written_name=name, email=f"{name.lower()}@x.org"))
        for name in ("Kofi", "Luisa", "Mireille")
    ]

    def ranks():
        db.session.rollback()
        rows = {row.id: row.rank for row in nominations.list_nominations(asked.id)}
        return [rows[one] for one in ids]

    assert ranks() == [1, 2, 3]
    one = f"/nominate/nominations/{ids[2]}/move"
    assert browse("dalia").post(one, {"direction": "up"}).status_code == 303
    assert ranks() == [1, 3, 2]
    for _ in range(3):
        browse("dalia").post(one, {"direction": "up"})
    assert ranks() == [2, 3, 1]
    browse("dalia").post(f"/nominate/nominations/{ids[0]}/move", {"direction": "down"})
    assert ranks() == [3, 2, 1]


def test_nobody_is_moved_down_below_those_who_have_no_rank(asked, browse):
    kofi = site.nominate(browse, asked, **stranger(written_name="Kofi", email="kofi@x.org"))
    last = site.nominate(browse, asked, **stranger(written_name="Luisa", email="luisa@x.org"))
    assert browse("amina").post(f"/programmes/cohorts/{asked.id}/apply", {"agreed": "y"}).location
    page = html.fromstring(browse("dalia").get(f"/nominate/{asked.id}").text)
    assert len(page.xpath("//main//tbody/tr")) == 3
    assert page.xpath(f"//tr[@id='n-{kofi}']//input[@name='direction']/@value") == ["down"]
    assert page.xpath(f"//tr[@id='n-{last}']//input[@name='direction']/@value") == ["up"]


def test_withdrawing_is_undone_until_the_deadline_and_not_where_somebody_stands_there(
    asked, browse
):
    first = site.nominate(browse, asked, **stranger())
    url = f"/nominate/nominations/{first}"
    link = site.last_link("nominee_asked")
    assert browse("dalia").post(f"{url}/withdraw").status_code == 303
    assert site.file_of(asked, first).standing.status == "withdrawn"
    assert browse().get(link).status_code == 404
    assert browse("dalia").post(f"{url}/withdraw").status_code == 409
    assert browse("dalia").post(f"{url}/restore").status_code == 303
    assert browse().get(link).status_code == 200
    browse("dalia").post(f"{url}/withdraw")
    site.nominate(browse, asked, **stranger())
    assert browse("dalia").post(f"{url}/restore").status_code == 409
    assert browse("dalia").get(url).status_code == 200


def test_a_substitute_takes_the_place_and_the_rank(asked, browse):
    first = site.nominate(browse, asked, **stranger())
    site.nominate(browse, asked, **stranger(written_name="Kofi Mensah", email="kofi@example.org"))
    page = browse("dalia").get(f"/nominate/{asked.id}/new?substitutes={first}").text
    assert "takes the place of" in page
    second = site.nominate(browse, asked, person=cast.id_of("amina"), substitutes=first)
    old, new = site.file_of(asked, first), site.file_of(asked, second)
    assert old.standing.status == "withdrawn"
    assert (new.row.substitutes_id, new.row.rank) == (first, 1)
    sent = stranger(language="en", written_name="Third One", email="third@x.org", substitutes=first)
    assert browse("dalia").post(f"/nominate/{asked.id}/new", sent).status_code == 409
    assert browse("dalia").post(f"/nominate/nominations/{first}/restore").status_code == 409


def test_a_place_that_was_offered_is_not_withdrawn_here(asked, browse):
    row = factories.add_nomination(asked)
    factories.add_participation(row, "offered")
    answer = browse("dalia").post(f"/nominate/nominations/{row.id}/withdraw")
    assert answer.status_code == 409
    assert "was offered a place" in answer.text


def test_after_the_deadline_all_is_read_only(asked, browse):
    nomination_id = site.nominate(browse, asked, **stranger())
    url = f"/nominate/nominations/{nomination_id}"
    clock.set(asked.closes_at + timedelta(seconds=1))
    assert "nothing can be changed" in browse("dalia").get(f"/nominate/{asked.id}").text
    assert browse("dalia").get(f"/nominate/{asked.id}/new").status_code == 409
    for act in ("", "/submit", "/link", "/head", "/move", "/endorse"):
        sent = {**ORGANISATION_PART, "revision": 1, "direction": "up"}
        assert browse("dalia").post(url + act, sent).status_code == 409, act
    page = browse("dalia").get(url).text
    assert "Submit the nomination" not in page
    link = site.last_link("nominee_asked")
    assert "This link is not open any more" in browse().get(link).text
    assert browse().post(link, NOMINEE_PART).status_code == 409


def test_a_list_takes_the_same_queries_whatever_its_length(asked, browse, count_queries):
    site.nominate(browse, asked, **stranger())
    browser = browse("dalia")
    with count_queries() as few:
        browser.get(f"/nominate/{asked.id}")
    for number in range(5):
        actor = cast.actor_of("dalia")
        nominee = nominating.Nominee(
            None, f"n{number}@x.org", f"Officer {number}", factories.place_of("amina"), "en"
        )
        nominating.nominate(actor, cast.NOW, asked, nominee)
    db.session.commit()
    with count_queries() as many:
        browser.get(f"/nominate/{asked.id}")
    assert many.count == few.count
