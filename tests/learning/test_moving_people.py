"""The trainer's side: who is on older versions, the offer, and moving those who have not begun."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Person
from lms.audit.models import AuditEvent
from lms.kit.db import db
from lms.learning.models import EnrolmentMove, EnrolmentOffer
from lms.notifications.models import Message
from lms.web.render import render_text
from tests import cast
from tests.learning import courses, moving
from tests.learning.moving import MOVE, VERSIONS, offer, version_of


@pytest.fixture
def homes(app, browse):
    """Amina has begun version 1, Farid and protected Hadi have not; version 2 is published."""
    moving.publish_first()
    found = {"amina": moving.begin(browse("amina"))}
    found |= {name: moving.enrol(browse(name)) for name in ("farid", "hadi")}
    moving.publish_second()
    return found


def offers() -> list[EnrolmentOffer]:
    db.session.remove()
    return list(db.session.execute(select(EnrolmentOffer)).scalars())


def test_the_page_counts_who_has_begun(homes, browse) -> None:
    text = browse("bruno").get(VERSIONS).text
    assert "Version 1" in text
    assert '<td class="number" data-label="Under way">3</td>' in text
    assert '<td class="number" data-label="Not begun">2</td>' in text
    assert "Offer version 2" in text


def test_an_offer_reaches_each_once(homes, browse) -> None:
    bruno = browse("bruno")
    page = bruno.get(offer(bruno).location).text
    assert "People reached: 3" in page
    assert "has been offered to all of them" in page
    assert len(offers()) == 3
    again = offer(bruno)
    assert again.status_code == 409
    assert len(offers()) == 3
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert actions.count("version.offered") == 1


def test_each_is_written_to_once_in_the_own_language(homes, browse, run_jobs) -> None:
    run_jobs()
    farid = db.session.get(Person, cast.id_of("farid"))
    farid.language = "fr"
    db.session.commit()
    offer(browse("bruno"))
    amina = browse("amina")
    amina.post(f"{moving.offer_address(amina, homes['amina'])}/decline")
    run_jobs()
    mails = {mail.person_id: mail for mail in db.session.execute(select(Message)).scalars()}
    assert set(mails) == {cast.id_of("farid"), cast.id_of("hadi")}
    assert mails[cast.id_of("farid")].language == "fr"
    assert {mail.status for mail in mails.values()} == {"sent"}


def test_the_letter_leads_to_the_offer(app) -> None:
    with app.test_request_context():
        text = render_text(
            "en", "mail/learning_version_offered.txt",
            offer="a" * 26, course="A & B", version=2,
        )  # fmt: skip
    assert "Version 2 of “A & B” is offered to you" in text
    assert f"http://localhost/learn/offers/{'a' * 26}" in text


def test_whoever_comes_to_an_older_version_later_can_be_asked_too(homes, browse) -> None:
    bruno = browse("bruno")
    offer(bruno)
    moving.close(2)
    moving.enrol(browse("gita"))
    moving.close(2, is_closed=False)
    assert "People reached: 1" in bruno.get(offer(bruno).location).text


def test_an_offer_of_no_version_reaches_nobody(homes, browse) -> None:
    bruno = browse("bruno")
    assert bruno.post(VERSIONS, {"note": ""}).status_code == 409
    assert bruno.post(VERSIONS, {"version": "nonsense"}).status_code == 409
    assert offers() == []


def test_a_note_that_is_a_book_is_refused(homes, browse) -> None:
    answer = offer(browse("bruno"), "x" * 1001)
    assert answer.status_code == 422
    assert "at most 1,000 characters" in answer.text
    assert offers() == []


def test_only_the_owners_trainer_may(homes, browse) -> None:
    for name in ("amina", "chen", "dalia", "emre", "farid", "gita"):
        browser = browse(name)
        assert browser.get(VERSIONS).status_code == 403, name
        assert browser.get(MOVE).status_code == 403, name
        assert offer(browser).status_code == 403, name
        assert browser.post(MOVE).status_code == 403, name
    assert browse().get(VERSIONS).status_code == 303
    assert offers() == []


def test_a_trainer_of_another_organisation_may_not(app, browse) -> None:
    courses.publish()
    assert browse("bruno").get(VERSIONS).status_code == 403
    assert browse("bruno").post(MOVE).status_code == 403


def test_those_who_have_not_begun_are_moved_and_told(homes, browse, run_jobs) -> None:
    bruno = browse("bruno")
    page = bruno.get(MOVE).text
    assert "Farid Vakatora" in page
    assert "Hadi Fall" not in page
    assert "Amina Diallo" not in page
    assert "2 people go to version 2" in page
    answer = bruno.post(MOVE)
    assert answer.status_code == 303
    assert "Waiting to begin" in bruno.get(answer.location).text
    run_jobs()
    page = bruno.get(answer.location).text
    assert "Everybody who had not begun is on the new version" in page
    assert "Farid Vakatora" in page
    assert [version_of(homes[name]) for name in ("amina", "farid", "hadi")] == [1, 2, 2]
    assert "Your trainer moved you from version 1 to version 2" in (
        browse("farid").get(homes["farid"]).text
    )
    assert "nobody to move" in bruno.get(MOVE).text


def test_who_was_moved_gets_one_letter_in_the_own_language(homes, browse, run_jobs) -> None:
    db.session.get(Person, cast.id_of("farid")).language = "fr"
    db.session.commit()
    run_jobs()
    browse("bruno").post(MOVE)
    run_jobs()
    db.session.remove()
    rows = db.session.execute(select(Message).where(Message.kind == "learning.moved")).scalars()
    mails = {mail.person_id: mail for mail in rows}
    assert set(mails) == {cast.id_of("farid"), cast.id_of("hadi")}
    assert mails[cast.id_of("farid")].language == "fr"
    assert {mail.status for mail in mails.values()} == {"sent"}


def test_the_letter_of_a_move_leads_to_the_course(app) -> None:
    with app.test_request_context():
        text = render_text(
            "en", "mail/learning_moved.txt", enrolment="e" * 26, course="A & B", version=2
        )
    assert text.startswith("Subject: You have been moved to a new version of your course\n")
    assert "“A & B” has a new version" in text
    assert f"http://localhost/learn/{'e' * 26}" in text


def test_the_page_of_a_run_is_for_the_courses_trainer(homes, browse) -> None:
    address = browse("bruno").post(MOVE).location
    assert browse("gita").get(address).status_code == 403
    assert browse("bruno").get("/teach/learners/runs/" + "a" * 26).status_code == 404


def test_whoever_begins_before_the_run_comes_to_her_stays(homes, browse, run_jobs) -> None:
    bruno = browse("bruno")
    address = bruno.post(MOVE).location
    browse("farid").post(f"{homes['farid']}/pages/origins")
    browse("hadi").post(f"{homes['hadi']}/withdraw")
    run_jobs()
    assert [version_of(homes[name]) for name in ("farid", "hadi")] == [1, 1]
    assert bruno.get(address).text.count("and stayed") == 2


def test_where_everybody_has_begun_nobody_is_moved(app, browse) -> None:
    moving.publish_first()
    moving.begin(browse("amina"))
    moving.publish_second()
    answer = browse("bruno").post(MOVE)
    assert answer.status_code == 409
    assert "has not begun" not in browse("bruno").get(VERSIONS).text


def test_whoever_chose_a_version_is_not_moved_on_from_it(homes, browse, run_jobs) -> None:
    offer(browse("bruno"))
    farid = browse("farid")
    farid.post(f"{moving.offer_address(farid, homes['farid'])}/accept")
    files = moving.second_version()
    files["pages/map.md"] = b"# map\n\nA third text.\n"
    courses.publish(files)
    browse("bruno").post(MOVE)
    run_jobs()
    assert [version_of(homes[name]) for name in ("farid", "hadi")] == [2, 3]


def test_a_run_that_is_repeated_moves_nobody_twice(homes, browse, run_jobs) -> None:
    bruno = browse("bruno")
    bruno.post(MOVE)
    bruno.post(MOVE)
    run_jobs()
    assert len(db.session.execute(select(EnrolmentMove.seq)).all()) == 2


def test_without_an_open_version_nothing_can_be_offered(homes, browse) -> None:
    moving.close(1)
    moving.close(2)
    bruno = browse("bruno")
    assert "No version is open" in bruno.get(VERSIONS).text
    assert offer(bruno).status_code == 409
    assert bruno.post(MOVE).status_code == 409


def test_where_all_are_on_the_newest_the_page_says_so(app, browse) -> None:
    moving.publish_first()
    moving.enrol(browse("amina"))
    assert "Everybody is on the newest version" in browse("bruno").get(VERSIONS).text


def test_the_number_of_queries_does_not_grow_with_the_people(homes, browse, count_queries) -> None:
    bruno = browse("bruno")

    def count() -> list[int]:
        counts = []
        for path in (VERSIONS, MOVE):
            bruno.get(path)
            with count_queries() as seen:
                bruno.get(path)
            counts.append(seen.count)
        return counts

    few = count()
    moving.close(2)
    for name in ("chen", "dalia", "emre", "gita"):
        moving.enrol(browse(name))
    moving.close(2, is_closed=False)
    assert count() == few
