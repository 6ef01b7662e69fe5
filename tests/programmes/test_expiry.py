"""The calendar of awards that end: who sees which numbers and names, as page, table and file."""

import csv
import io
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.kit.db import db
from lms.programmes.models import Award
from lms.programmes.queries import expiry, renewals
from lms.programmes.queries.expiry import Scope
from lms.programmes.services import renewals as services
from tests import cast
from tests.programmes import factories, renewing
from tests.programmes.renewing import SOON, add_held, add_renewable

ADMIN, OFFICE = "/admin/programmes/expiry", "/nominate/expiry"
NAMES = ("Amina Diallo", "Chen Wei", "Farid Vakatora", "Hadi Fall")


@pytest.fixture
def programme(hub):
    """Awards of three people of Senegal and one of Fiji that end in two months."""
    programme = add_renewable(hub)
    for name in ("amina", "chen", "hadi", "farid"):
        add_held(programme, name)
    return programme


def read(answer) -> list[dict[str, str]]:
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_focal_point_sees_the_own_people_by_name_and_no_others(programme, browse):
    page = browse("dalia").get(OFFICE)
    assert page.status_code == 200
    assert "3 awards end" in page.text
    assert "January 2027" in page.text
    assert [name in page.text for name in NAMES] == [True, True, False, False]
    assert "Fiji" not in page.text
    assert "Not begun" in page.text
    assert OFFICE in browse("dalia").get("/nominate").text


def test_whoever_runs_the_programme_sees_numbers_that_are_not_few(programme, browse):
    ines = browse("ines")
    page = ines.get(ADMIN).text
    assert "fewer than 5" in page
    assert not any(name in page for name in NAMES)
    assert "Whose awards end" not in page
    for number in range(3):
        name = f"more{number}"
        factories.add_person(name, f"More {number}", factories.place_of("farid").id, "trainee")
        add_held(programme, name)
    for by in ("month", "programme", "state"):
        page = ines.get(f"{ADMIN}?by={by}").text
        assert "Other States together" in page, by
        assert ">7<" in page, by
        assert "Senegal" not in page, by
    assert ADMIN in ines.get("/admin/programmes").text


def test_whoever_administers_all_sees_each_and_the_protected_too(programme, browse):
    page = browse("emre").get(f"{ADMIN}?by=state").text
    for words in ("Senegal", "Fiji", *NAMES):
        assert words in page, words
    page = browse("emre").get(f"{ADMIN}?by=programme&months=3").text
    assert factories.TITLE in page


def test_a_choice_of_state_or_programme_narrows_it(programme, browse):
    fiji = factories.state_of(factories.place_of("farid"))
    page = browse("emre").get(f"{ADMIN}?state={fiji}").text
    assert "1 award ends" in page
    assert "Amina Diallo" not in page
    page = browse("emre").get(f"{ADMIN}?programme=none").text
    assert "No award ends in this period" in page
    page = browse("emre").get(f"{ADMIN}?first=2030-01").text
    assert "No award ends in this period" in page


def test_what_is_renewed_withdrawn_or_of_somebody_who_left_is_not_counted(programme, browse):
    scope = Scope((programme.id,), ())
    first, last = SOON - timedelta(days=5), SOON + timedelta(days=5)
    rows = expiry.list_ending(scope, first, last)
    by_person = {row.person_id: row.award_id for row in rows}
    assert len(by_person) == 4
    browse("amina").post(f"/learn/awards/{by_person[cast.id_of('amina')]}/renewal")
    page = browse("dalia").get(OFFICE).text
    assert "Begun" in page
    renewing.complete_again()
    db.session.get(Award, by_person[cast.id_of("chen")]).withdrawn_at = cast.NOW
    services.evaluate(cast.NOW, by_person[cast.id_of("amina")])
    db.session.commit()
    left = {row.person_id for row in expiry.list_ending(scope, first, last)}
    assert left == {cast.id_of("hadi"), cast.id_of("farid")}


@pytest.mark.parametrize("shift", [-20, 0, 20])
def test_of_both_kinds_the_one_is_counted_that_stands_for_the_programme(hub, shift):
    programme = add_renewable(hub)
    award = add_held(programme, until=SOON, kind="achievement")
    former = award.awarded_at - timedelta(days=900)
    for kind, until, awarded in (
        ("participation", SOON + timedelta(days=shift), award.awarded_at),
        ("participation", SOON + timedelta(days=25), former),
        ("achievement", SOON + timedelta(days=28), former),
    ):
        factories.add_award(
            renewing.place_of(award), award.programme_version_id, kind=kind, valid_until=until,
            awarded_at=awarded, participation_id=None,
        )  # fmt: skip
    (held,) = renewals.list_held([cast.id_of("amina")])[cast.id_of("amina")]
    scope = Scope((programme.id,), ())
    rows = expiry.list_ending(scope, SOON - timedelta(days=50), SOON + timedelta(days=50))
    assert [row.award_id for row in rows] == [held.award.id]


def test_the_table_tells_what_the_page_tells(programme, browse):
    rows = read(browse("dalia").get(f"{OFFICE}/csv"))
    assert rows == [
        {"month": "2027-01", "programme": factories.TITLE, "state": "Senegal", "awards": "3"}
    ]
    rows = read(browse("ines").get(f"{ADMIN}/csv"))
    assert [(row["state"], row["awards"]) for row in rows] == [
        ("Other States together", "fewer than 5")
    ]
    db.session.rollback()
    noted = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "expiry.exported"))
    assert len(list(noted)) == 2


def test_the_people_are_a_table_for_who_sees_them_by_name(programme, browse):
    rows = read(browse("dalia").get(f"{OFFICE}/people"))
    assert sorted(row["name"] for row in rows)[:2] == ["Amina Diallo", "Chen Wei"]
    assert len(rows) == 3
    assert {row["valid_until"] for row in rows} == {SOON.isoformat()}
    assert {row["recertification"] for row in rows} == {"not begun"}
    assert "Hadi" not in str(rows)
    assert read(browse("ines").get(f"{ADMIN}/people")) == []


def test_the_calendar_file_has_days_and_numbers_alone(programme, browse):
    answer = browse("dalia").get(f"{OFFICE}/ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["dtstart"].dt == SOON.replace(day=1)
    assert "3" in event["summary"]
    assert "Senegal: 3" in event["description"]
    assert not any(name.split()[0] in answer.text for name in NAMES)


def test_the_page_asks_a_fixed_number_of_questions(programme, browse, count_queries):
    emre = browse("emre")
    emre.get(ADMIN)
    counts = []
    for number in range(2):
        with count_queries() as count:
            assert emre.get(ADMIN).status_code == 200
        counts.append(count.count)
        name = f"more{number}"
        factories.add_person(name, f"More {number}", factories.place_of("farid").id, "trainee")
        add_held(programme, name)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["amina", "bruno", "farid"])
def test_others_may_not_see_it(programme, browse, name):
    for address in (ADMIN, f"{ADMIN}/people", OFFICE, f"{OFFICE}/ics"):
        assert browse(name).get(address).status_code == 403


def test_strangers_sign_in_first_and_other_forms_there_are_none(programme, browse):
    for address in (ADMIN, OFFICE):
        assert browse(None).get(address).location.startswith("/login")
    assert browse("emre").get(f"{ADMIN}/pdf").status_code == 404


def test_no_programme_is_called_like_the_address(hub, browse):
    form = {"owner": hub, "title": "Expiry", "source_language": "en", "slug": "expiry"}
    answer = browse("ines").post("/admin/programmes", form)
    assert "There is a programme with this short name already" in answer.text
