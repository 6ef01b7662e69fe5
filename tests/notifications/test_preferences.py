"""How somebody wants to be told: digests, quiet hours, and news switched off by a link."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from flask import Flask

from lms.kit import jobs
from lms.kit.clock import clock
from lms.kit.db import db, reading, writing
from lms.notifications import queries, services
from lms.notifications.jobs import COLLECT, collect_held
from lms.notifications.letters import seal_for
from lms.notifications.models import Message
from lms.notifications.rules import Part, Recipient
from lms.notifications.rules.timing import Preference
from lms.wiring import JOBS
from tests.cast import NOW, email_of, id_of

ADDRESS = "/account/notifications"
CHOSEN = {"duty": "day", "news": "week", "quiet_from": "20:00", "quiet_to": "07:30"}


def tell(key, kind="learning.enrolment_decided", name="amina", parts=(), at=NOW):
    template = {"learning.moved": "mail/learning_moved.txt"}.get(
        kind, "mail/learning_enrolment_decided.txt"
    )
    db.session.remove()
    with writing():
        services.send(
            at, kind=kind, key=key, email=email_of(name), language="en", template=template,
            person_id=id_of(name), parts=parts,
            context={"course": "Integrity", "slug": "integrity", "is_approved": True, "reason": "",
                     "version": "2", "enrolment": "e" * 26},
        )  # fmt: skip


def choose(name="amina", **chosen):
    db.session.remove()
    with writing():
        services.save_preference(clock.now(), id_of(name), Preference(**chosen))


def states():
    db.session.remove()
    with reading():
        rows = db.session.query(Message.key, Message.status).order_by(Message.created_at)
        return dict(rows.all())


@pytest.fixture
def letters(app: Flask):
    folder = app.extensions["settings"].data_dir / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()
    return lambda: [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]


def run(at):
    """Let the clock be `at`, ask for what is held, and run what is due."""
    clock.set(at)
    db.session.remove()
    with writing():
        jobs.enqueue(COLLECT, "periodic", {}, at)
    db.session.remove()
    jobs.run_due(JOBS)


def test_a_choice_is_kept_and_shown(app, browse):
    amina = browse("amina")
    assert amina.post(ADDRESS, CHOSEN).status_code == 303
    page = amina.get(ADDRESS).text
    assert 'value="week" selected' in page
    assert 'value="20:00"' in page
    assert 'value="07:30"' in page
    assert 'value="20:00"' not in browse("bruno").get(ADDRESS).text


@pytest.mark.parametrize(("wrong", "message"), [
    ({"quiet_to": ""}, "Give both times of the quiet hours"),
    ({"quiet_to": "20:00"}, "Give both times of the quiet hours"),
    ({"quiet_from": "late"}, "Not a valid time value."),
    ({"duty": "off"}, "Not a valid choice."),
    ({"news": "hourly"}, "Not a valid choice."),
])  # fmt: skip
def test_a_choice_that_is_none_says_why(browse, wrong, message):
    answer = browse("amina").post(ADDRESS, CHOSEN | wrong)
    assert answer.status_code == 422
    assert message in answer.text


def test_a_stranger_has_nothing_to_choose(browse):
    assert browse().get(ADDRESS).location.startswith("/login")
    assert browse().post(ADDRESS, CHOSEN).location.startswith("/login")


def test_what_is_held_becomes_one_digest_and_one_alone_goes_as_it_is(app, letters):
    choose(duty="day")
    choose("bruno", duty="day")
    for key in ("a", "b"):
        tell(key)
    tell("c", name="bruno")
    tell("now", name="farid")
    assert states() == {"a": "held", "b": "held", "c": "held", "now": "due"}
    run(datetime(2026, 11, 25, 6, 59, tzinfo=UTC))
    assert len(letters()) == 1
    for _ in range(2):
        run(datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
    found = {letter["To"]: letter for letter in letters()}
    assert len(letters()) == 3
    digest = found[email_of("amina")]
    assert digest["Subject"] == "2 notices for you"
    assert digest.get_content().count("http://localhost/learn\n") == 2
    assert "List-Unsubscribe" in digest
    assert found[email_of("bruno")]["Subject"] == "You are enrolled"
    kept = states()
    assert (kept["a"], kept["b"], kept["c"]) == ("collected", "collected", "sent")


def test_what_was_read_meanwhile_and_files_are_in_no_digest(app, browse, letters):
    choose(duty="day")
    for key in ("a", "b", "c"):
        tell(key, parts=[Part("s.ics", "text/calendar", "X", "CANCEL")] if key == "c" else ())
    with reading():
        notice = db.session.query(Message.id).filter_by(key="a").scalar()
    browse("amina").post(f"/notices/{notice}/read")
    run(datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
    assert states() == {"a": "muted", "b": "sent", "c": "sent"}
    assert len(letters()) == 2


def test_quiet_hours_hold_until_their_end_where_the_person_is(app, browse, letters):
    amina = browse("amina")
    amina.post("/account/preferences", {"language": "en", "time_zone": "Asia/Kathmandu"})
    amina.post(ADDRESS, CHOSEN | {"duty": "now", "quiet_from": "14:00", "quiet_to": "15:00"})
    # 09:00 UTC is 14:45 in Kathmandu.
    tell("a")
    assert states() == {"a": "held"}
    run(datetime(2026, 11, 24, 9, 14, tzinfo=UTC))
    assert letters() == []
    run(datetime(2026, 11, 24, 9, 15, tzinfo=UTC))
    assert len(letters()) == 1


def test_a_choice_holds_for_what_waits_already(app):
    choose(duty="week", news="week")
    tell("duty")
    tell("news", kind="learning.moved")
    choose(duty="now", news="off")
    assert states() == {"duty": "due", "news": "muted"}


def test_a_digest_of_one_instant_is_made_by_one_of_two_workers(app):
    """The second finds nothing: what the first let go of is not held any more."""
    choose(duty="day")
    for key in ("a", "b"):
        tell(key)
    at = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    clock.set(at)
    for _ in range(2):
        db.session.remove()
        with writing():
            collect_held(jobs.Run("x" * 26, {}, 1))
    db.session.remove()
    with reading():
        assert db.session.query(Message).filter_by(kind="notifications.digest").count() == 1


def test_news_are_switched_off_by_a_link_and_on_again(app, browse, run_jobs, letters):
    tell("a", kind="learning.moved")
    run_jobs()
    [letter] = letters()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = letter["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    assert path in letter.get_content().replace("\n", "")
    stranger = browse()
    assert "Send me no more news" in stranger.get(path).text
    assert stranger.post(path).location == path
    assert "Undo" in stranger.get(path).text
    tell("b", kind="learning.moved")
    tell("c")
    assert states() == {"a": "sent", "b": "muted", "c": "due"}
    undone = stranger.post(f"{path}/undo", follow_redirects=True)
    assert "You get news by e-mail again." in undone.text
    tell("d", kind="learning.moved")
    assert states()["d"] == "due"


def test_a_mail_program_needs_no_token_and_no_session(app):
    path = f"/mail/unsubscribe/{id_of('amina')}/{_seal(app, 'amina')}"
    sent = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert sent.status_code == 303
    db.session.remove()
    with reading():
        assert queries.find_preference(id_of("amina")).news == "off"


def test_the_way_back_is_as_it_was(app):
    choose(news="week")
    for step in (services.unsubscribe, services.unsubscribe):
        db.session.remove()
        with writing():
            step(NOW, id_of("amina"))
    db.session.remove()
    with writing():
        services.subscribe_again(id_of("amina"))
    with reading():
        assert queries.find_preference(id_of("amina")).news == "week"


def _seal(app, name):
    with app.app_context():
        return seal_for(id_of(name))


def test_a_link_opens_nothing_but_its_own_person(app, browse):
    own, other = _seal(app, "amina"), _seal(app, "bruno")
    for person, seal in ((id_of("bruno"), own), (id_of("amina"), other), (id_of("amina"), "x")):
        for path in (
            f"/mail/unsubscribe/{person}/{seal}",
            f"/mail/unsubscribe/{person}/{seal}/undo",
        ):
            assert browse().post(path).status_code == 404
        assert browse().get(f"/mail/unsubscribe/{person}/{seal}").status_code == 404


def test_many_are_told_at_once_and_each_once(app):
    people = [
        Recipient(str(count), f"p{count}@example.org", "en", {"path": "/x", "days": 1})
        for count in range(1203)
    ]
    for expected in (1203, 0):
        db.session.remove()
        with writing():
            told = services.send_many(
                NOW, kind="accounts.invitation", template="mail/invitation.txt",
                people=[*people, people[0]],
            )  # fmt: skip
        assert told == expected
    with reading():
        assert db.session.query(Message).count() == 1203
        asked = db.session.query(jobs.Job).filter_by(kind=services.SEND_SOME).all()
        assert len({one for job in asked for one in job.arguments["messages"]}) == 1203


def test_telling_many_takes_as_many_statements_as_telling_a_few(app, count_queries):
    def count(first, size):
        people = [
            Recipient(str(key), f"p{key}@example.org", "en", {}, "p" * 26)
            for key in range(first, first + size)
        ]
        db.session.remove()
        with count_queries() as counter, writing():
            services.send_many(NOW, kind="learning.moved", template="mail/x.txt", people=people)
        return counter.count

    # The driver of PostgreSQL takes many rows in some statements more.
    assert count(1000, 500) <= count(0, 2) + 4
