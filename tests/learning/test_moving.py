"""An offer of a newer version: what is shown, moving, staying, going back; and what stays."""

import threading
from decimal import Decimal

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEvent
from lms.content import services as drafts
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.learning import queries, services
from lms.learning.models import Enrolment, EnrolmentMove
from tests import cast, factories
from tests.learning import courses, moving
from tests.learning.moving import offer, offer_address, progress_of, version_of

BEFORE = {
    "origins": "done", "map": "done", "wording": "done", "review": "done",
    "reach": "opened", "pretest": "done", "posttest": "done",
}  # fmt: skip


@pytest.fixture
def home(app, browse, run_jobs):
    """The address of Amina's enrolment: begun in version 1, and version 2 offered to her."""
    moving.publish_first()
    address = moving.begin(browse("amina"))
    run_jobs()
    moving.publish_second()
    assert offer(browse("bruno"), "Read the new page first.").status_code == 303
    return address


def test_nothing_changes_before_she_decides(home, browse) -> None:
    amina = browse("amina")
    assert "A new version is offered" in amina.get("/learn").text
    assert "Version 2 is offered to you" in amina.get(home).text
    assert version_of(home) == 1


def test_the_offer_says_what_changes_and_what_follows(home, browse) -> None:
    amina = browse("amina")
    text = amina.get(offer_address(amina, home)).text
    assert "Read the new page first." in text
    for title in ("What comes next", "A map of the chapters", "How it is reviewed", "Exam"):
        assert title in text
    assert "Where it comes from" not in text
    assert "4 parts are as they were." in text
    assert "3 of 7 parts will be done" in text
    assert text.count("to be done again") == 2
    assert "Move to version 2" in text
    assert "Stay on version 1" in text


def test_release_notes_since_her_version_are_shown(app, browse) -> None:
    moving.publish_first()
    home = moving.begin(browse("amina"))
    publish_noted(courses.files(map="# map\n\nAnother.\n"), "The map is drawn anew.")
    publish_noted(moving.second_version(), "A page on what comes next.")
    offer(browse("bruno"))
    amina = browse("amina")
    text = amina.get(offer_address(amina, home)).text
    assert text.index("A page on what comes next.") < text.index("The map is drawn anew.")


def publish_noted(files: dict[str, bytes], notes: str) -> None:
    """Publish the files with release notes."""
    factories.import_course(OPERATOR, cast.NOW, files)
    drafts.publish(OPERATOR, cast.NOW, drafts.plan_publication(OPERATOR, courses.SLUG), notes)
    db.session.commit()


def test_the_changes_have_titles_in_her_language(home, browse) -> None:
    farid = browse("farid", "ar")
    other = moving.enrol(farid)
    assert version_of(other) == 2
    amina = browse("amina")
    amina.post(f"{home}/language", {"language": "ar"})
    page = amina.get(offer_address(amina, home)).text
    assert courses.ARABIC_TITLE in page


def test_moving_carries_over_what_is_unchanged(home, browse, run_jobs) -> None:
    amina = browse("amina")
    answer = amina.post(f"{offer_address(amina, home)}/accept")
    assert (answer.status_code, answer.location) == (303, home)
    assert version_of(home) == 2
    kept = {"origins": "done", "wording": "done", "reach": "opened", "pretest": "done"}
    assert progress_of(home) == kept
    page = amina.get(home).text
    assert "You are now on version 2" in page
    assert "What comes next" in page
    assert "Best result: 50%" in page
    assert "Best result: 60%" not in page
    assert run_jobs() == 2, "the evaluation, and the letter, which is not needed any more"
    assert db.session.execute(select(EnrolmentMove.kind)).scalars().all() == ["chosen"]
    actions = db.session.execute(select(AuditEvent.action)).scalars().all()
    assert "enrolment.moved" in actions


def test_moving_twice_is_moving_once(home, browse) -> None:
    amina = browse("amina")
    address = offer_address(amina, home)
    assert [amina.post(f"{address}/accept").status_code for _ in range(2)] == [303, 303]
    assert len(db.session.execute(select(EnrolmentMove.seq)).all()) == 1
    assert amina.get(address).location == home


def test_whoever_stays_may_change_her_mind(home, browse) -> None:
    amina = browse("amina")
    address = offer_address(amina, home)
    assert amina.post(f"{address}/decline").status_code == 303
    assert version_of(home) == 1
    page = amina.get(home).text
    assert "Version 2 is still open to you" in page
    assert "A new version is offered" not in amina.get("/learn").text
    assert amina.get(address).status_code == 200
    assert amina.post(f"{address}/accept").status_code == 303
    assert version_of(home) == 2


def test_a_move_can_be_undone_until_something_is_done(home, browse) -> None:
    amina = browse("amina")
    before = queries.get_progress(moving.id_in(home))
    amina.post(f"{offer_address(amina, home)}/accept")
    assert "Back to version 1" in amina.get(home).text
    assert [amina.post(f"{home}/go-back").status_code for _ in range(2)] == [303, 303]
    assert version_of(home) == 1
    assert queries.get_progress(moving.id_in(home)) == before
    assert progress_of(home) == BEFORE
    amina.post(f"{offer_address(amina, home)}/accept")
    amina.post(f"{home}/pages/next")
    assert "Back to version 1" not in amina.get(home).text
    answer = amina.post(f"{home}/go-back")
    assert answer.status_code == 409
    assert "no longer go back" in answer.text
    assert version_of(home) == 2


def test_who_never_moved_has_no_way_back(home, browse) -> None:
    assert browse("amina").post(f"{home}/go-back").status_code == 409


def test_only_she_sees_and_decides(home, browse) -> None:
    address = offer_address(browse("amina"), home)
    for name in ("farid", "bruno", "emre"):
        assert browse(name).get(address).status_code == 404
        for path in (f"{address}/accept", f"{address}/decline", f"{home}/go-back"):
            assert browse(name).post(path).status_code == 404
    assert browse().get(address).status_code == 303
    assert version_of(home) == 1


def test_an_offer_ends_when_its_version_is_closed_and_comes_back_with_it(home, browse) -> None:
    amina = browse("amina")
    address = offer_address(amina, home)
    moving.close(2)
    assert "offered" not in amina.get(home).text
    assert "A new version is offered" not in amina.get("/learn").text
    assert amina.get(address).location == home
    for act in ("accept", "decline"):
        answer = amina.post(f"{address}/{act}")
        assert answer.status_code == 409
        assert "not offered any more" in answer.text
    moving.close(2, is_closed=False)
    assert amina.post(f"{address}/accept").status_code == 303


def test_a_still_newer_version_takes_the_place_of_an_offer(home, browse) -> None:
    amina = browse("amina")
    second = offer_address(amina, home)
    files = moving.second_version()
    files["pages/map.md"] = b"# map\n\nA third text.\n"
    courses.publish(files)
    offer(browse("bruno"))
    third = offer_address(amina, home)
    assert third != second
    assert amina.post(f"{second}/accept").status_code == 409
    assert amina.post(f"{third}/accept").status_code == 303
    assert version_of(home) == 3


def test_whoever_has_withdrawn_or_completed_is_not_moved(home, browse) -> None:
    amina = browse("amina")
    address = offer_address(amina, home)
    row = db.session.get(Enrolment, moving.id_in(home))
    row.status, row.ended_at = "completed", row.started_at
    db.session.commit()
    assert "offered" not in amina.get(home).text
    assert amina.get(address).location == home
    answer = amina.post(f"{address}/accept")
    assert answer.status_code == 409
    assert "under way" in answer.text
    assert amina.post(f"{address}/decline").status_code == 409


def test_where_her_language_is_not_offered_yet_she_is_told(app, browse) -> None:
    moving.publish_first()
    amina = browse("amina")
    home = moving.begin(amina, "ar")
    files = moving.second_version()
    del files["locale/ar.po"]
    factories.import_course(OPERATOR, cast.NOW, files)
    factories.publish_course(OPERATOR, cast.NOW, courses.SLUG, left_out=("ar",))
    db.session.commit()
    offer(browse("bruno"))
    address = offer_address(amina, home)
    assert "is not offered in العربية yet" in amina.get(address).text
    amina.post(f"{address}/accept")
    db.session.remove()
    assert db.session.get(Enrolment, moving.id_in(home)).language == "en"
    amina.post(f"{home}/go-back")
    db.session.remove()
    assert db.session.get(Enrolment, moving.id_in(home)).language == "ar"


def test_what_is_carried_over_may_complete_the_new_version(app, browse, run_jobs) -> None:
    moving.publish_first()
    amina = browse("amina")
    home = moving.enrol(amina)
    for page in ("origins", "wording", "reach"):
        amina.post(f"{home}/pages/{page}")
    assert run_jobs() == 0
    files = courses.files(map="# map\n\nAnother.\n")
    files["course.yaml"] = files["course.yaml"].replace(b"visited: 80", b"visited: 60")
    courses.publish(files)
    offer(browse("bruno"))
    address = offer_address(amina, home)
    assert "Read at least 60% of the pages" in amina.get(address).text
    amina.post(f"{address}/accept")
    run_jobs()
    completion = queries.find_completion(moving.id_in(home))
    assert completion is not None
    assert completion.is_participation
    assert completion.points is None


def test_the_progress_before_is_kept_with_the_move(home, browse) -> None:
    amina = browse("amina")
    before = queries.get_progress(moving.id_in(home))
    amina.post(f"{offer_address(amina, home)}/accept")
    db.session.remove()
    move = queries.find_last_move(moving.id_in(home))
    assert move.progress == before
    assert move.progress["posttest"].points == Decimal(60)
    assert move.carried == {"origins", "wording", "reach", "pretest"}


def test_a_version_that_asks_for_less_may_be_completed_already(home, browse, run_jobs) -> None:
    amina = browse("amina")
    before = queries.find_completion(moving.id_in(home))
    assert before.is_participation
    files = moving.second_version()
    files["course.yaml"] = files["course.yaml"].replace(
        b"  achievement: {quiz: posttest, points: 70}\n", b""
    )
    courses.publish(files)
    offer(browse("bruno"))
    amina.post(f"{offer_address(amina, home)}/accept")
    run_jobs()
    db.session.remove()
    assert db.session.get(Enrolment, moving.id_in(home)).status == "completed"
    assert queries.find_completion(moving.id_in(home)) == before


def test_what_was_reached_before_the_move_is_not_taken_back(home, browse, run_jobs) -> None:
    amina = browse("amina")
    before = queries.find_completion(moving.id_in(home))
    assert (before.visited_percent, before.is_achievement) == (80, False)
    amina.post(f"{offer_address(amina, home)}/accept")
    services.record_quiz_result(
        cast.actor_of("amina"), cast.NOW, moving.id_in(home), "posttest", Decimal(75)
    )
    db.session.commit()
    run_jobs()
    after = queries.find_completion(moving.id_in(home))
    assert (after.id, after.is_participation, after.is_achievement) == (before.id, True, True)
    assert (after.visited_percent, after.points) == (80, Decimal(75))


def test_four_clicks_at_once_move_once(home, browse) -> None:
    address = offer_address(browse("amina"), home)
    browsers = [browse("amina") for _ in range(4)]
    answers = []
    threads = [
        threading.Thread(target=lambda b=each: answers.append(b.post(f"{address}/accept")))
        for each in browsers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [303] * 4
    db.session.remove()
    assert len(db.session.execute(select(EnrolmentMove.seq)).all()) == 1
