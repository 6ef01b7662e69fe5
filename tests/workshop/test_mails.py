"""Mails about a publication: to who may confirm it, and to who asked once it has ended."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Person
from lms.kit.actor import OPERATOR
from lms.kit.db import db
from lms.notifications.models import Message
from lms.organisations import services as organisations
from lms.web.render import render_text
from tests import cast
from tests.cast import NOW
from tests.workshop.publishing import ASKED, BANK, MUST, WORDING, ask, begin, check, save, writing


@pytest.fixture
def course(app):
    """The small course of Bruno and of Chen, who reads Arabic."""
    found = begin()
    with writing():
        db.session.get(Person, cast.id_of("chen")).language = "ar"
    return found


def mails(kind: str) -> list[Message]:
    db.session.remove()
    rows = select(Message).where(Message.kind == f"workshop.publication_{kind}")
    return list(db.session.execute(rows).scalars())


def publish(browse, run_jobs) -> str:
    """Let Bruno ask for a publication, and return its page."""
    bruno = browse("bruno")
    check(bruno, run_jobs)
    return ask(bruno, meaning="same")


def test_the_other_trainers_are_asked_and_the_one_who_asked_is_not(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    place = publish(browse, run_jobs)
    run_jobs()
    [mail] = mails("asked")
    assert (mail.person_id, mail.language, mail.status) == (cast.id_of("chen"), "ar", "sent")
    assert place.endswith(mail.key.partition(":")[0])
    assert mails("ended") == []


def test_nobody_is_asked_where_one_is_enough(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    publish(browse, run_jobs)
    run_jobs()
    assert mails("asked") == []


def test_nobody_is_asked_about_what_was_withdrawn(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    browse("bruno").post(f"{publish(browse, run_jobs)}/withdraw")
    run_jobs()
    assert mails("asked") == []


def test_who_asked_is_told_that_it_is_published(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    place = publish(browse, run_jobs)
    browse("chen").post(f"{place}/confirm")
    run_jobs()
    [mail] = mails("ended")
    assert (mail.person_id, mail.language, mail.status) == (cast.id_of("bruno"), "en", "sent")


def test_who_asked_is_told_why_it_was_refused(course, browse, run_jobs):
    save(course, {BANK: ASKED})
    place = publish(browse, run_jobs)
    browse("chen").post(f"{place}/refuse", {"reason": "The key is wrong."})
    [mail] = mails("ended")
    assert (mail.person_id, mail.context["status"]) == (cast.id_of("bruno"), "refused")
    assert mail.context["reason"] == "The key is wrong."


def test_who_asked_is_told_why_nothing_was_published(course, browse, run_jobs):
    save(course, {WORDING: MUST})
    place = publish(browse, run_jobs)
    # Before the job comes to it, somebody saves.
    save(course, {WORDING: MUST + "\nMore.\n"}, who="chen")
    run_jobs()
    [mail] = mails("ended")
    assert (mail.person_id, mail.status) == (cast.id_of("bruno"), "sent")
    assert "The course was changed meanwhile" in browse("bruno").get(place).text


def test_a_second_person_wanted_by_the_organisation_is_asked(course, browse, run_jobs):
    with writing():
        organisations.require_second_person(OPERATOR, NOW, course.owner_id, is_required=True)
    save(course, {WORDING: MUST})
    publish(browse, run_jobs)
    run_jobs()
    assert [mail.person_id for mail in mails("asked")] == [cast.id_of("chen")]


@pytest.mark.parametrize(("status", "made", "reason", "subject", "words"), [
    ("done", "version", "", "A publication that you asked for is done", "version 3 of “A & B”"),
    ("done", "edition", "", "A publication that you asked for is done", "edition of version 3"),
    ("refused", "", "No & no.", "A publication that you asked for was refused", "No & no."),
    ("failed", "", "Changed.", "A publication that you asked for did not take place", "Changed."),
])  # fmt: skip
def test_the_letter_says_what_became_of_it(app, status, made, reason, subject, words):
    with app.test_request_context():
        text = render_text(
            "en", "mail/workshop_publication_ended.txt", status=status, course="A & B", slug="s",
            request="r", reason=reason, result={"made": made, "version": 3} if made else {},
        )  # fmt: skip
        asked = render_text(
            "en", "mail/workshop_publication_asked.txt", course="A & B", slug="s", request="r"
        )
    assert text.startswith(f"Subject: {subject}\n")
    assert words in text
    assert "http://localhost/teach/s/publications/r" in text
    assert "http://localhost/teach/s/publications/r" in asked
