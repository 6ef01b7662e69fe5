"""Messages between participants and who accompanies them: written, hinted at, read, closed."""

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, insert, select, update

from lms.kit.clock import clock
from lms.kit.db import db
from lms.kit.ids import digest, new_id
from lms.notifications.models import Message
from lms.notifications.services import choosing
from lms.programmes import throttle
from lms.programmes.models import CohortGroup, Participation, TutorMessage
from lms.programmes.queries import messages
from lms.programmes.services import deadlines
from lms.web.listing import ROWS_PER_PAGE
from tests import cast
from tests.programmes import factories
from tests.programmes.nomination_site import mails
from tests.programmes.selecting import speak
from tests.programmes.session_plans import add_group, add_participant

WORDS = "How far are you with the plan?"
CASE = "It is as in case no. 2024-117, ask jean@example.org."


@pytest.fixture(autouse=True)
def _fresh():
    throttle.reset()


@pytest.fixture
def group(cohort):
    """A group of which Bruno is the tutor; Ines coordinates, Chen teaches without a group."""
    factories.assign(cohort, "bruno", "tutor")
    factories.assign(cohort, "chen", "tutor")
    factories.assign(cohort, "ines", "coordinator")
    return add_group(cohort, tutor_id=cast.id_of("bruno"))


@pytest.fixture
def own(cohort, group):
    """Amina's participation, in the group."""
    return add_participant(cohort, group_id=group)


def own_url(own, act=""):
    return f"/learn/cohorts/{own.id}/messages{act}"


def desk_url(own, act=""):
    return f"/admin/participations/{own.id}/messages{act}"


def all_url(own, act=""):
    return f"/admin/cohorts/{own.cohort_id}/messages{act}"


def thread(own):
    db.session.rollback()
    return messages.list_thread(own.id)


def unread(name):
    db.session.rollback()
    query = select(func.count()).where(
        Message.person_id == cast.id_of(name), Message.read_at.is_(None)
    )
    return db.session.execute(query).scalar_one()


def test_a_tutor_writes_and_the_participant_answers(own, browse):
    speak("amina", "ar")
    bruno, amina = browse("bruno"), browse("amina")
    assert "No message yet" in bruno.get(desk_url(own)).text
    before = unread("amina")
    page = bruno.post(desk_url(own), {"words": WORDS}, follow_redirects=True).text
    assert WORDS in page
    assert "not read yet" in page
    [mail] = mails("message_to_participant")
    # The mail says that there is one, in the reader's language, and none of its words.
    assert (mail.person_id, mail.language) == (cast.id_of("amina"), "ar")
    assert set(mail.context) == {"title", "participation"}
    assert unread("amina") == before + 1
    page = amina.get(own_url(own)).text
    assert WORDS in page
    assert "Bruno Sarr" in page
    assert "1" in amina.get(f"/learn/cohorts/{own.id}").text.split("/messages")[1][:200]
    clock.advance(minutes=5)
    amina.post(own_url(own), {"words": "انتهيت من نصفها."})
    # Whoever answers has read; the notice is a read one too.
    assert unread("amina") == before
    assert thread(own)[0].read_at is not None
    told = mails("message_of_participant")
    assert {one.person_id for one in told} == {cast.id_of("bruno"), cast.id_of("ines")}
    listed = bruno.get(all_url(own)).text
    assert "1 new message" in listed
    assert "انتهيت" in bruno.get(desk_url(own)).text
    bruno.post(desk_url(own, "/read"))
    assert "Waits for an answer" in bruno.get(all_url(own)).text
    assert "Mark as read" not in bruno.get(desk_url(own)).text


def test_marking_as_read_makes_the_notice_a_read_one(own, browse):
    browse("bruno").post(desk_url(own), {"words": WORDS})
    amina, before = browse("amina"), unread("amina")
    for _ in range(2):
        assert amina.post(own_url(own, "/read")).status_code == 303
    assert unread("amina") == before - 1
    assert "read on" in browse("bruno").get(desk_url(own)).text


@pytest.mark.parametrize("who", ["amina", "bruno"])
def test_hints_at_case_data_come_first_and_nothing_is_lost(own, browse, who):
    url = own_url(own) if who == "amina" else desk_url(own)
    client = browse(who)
    answer = client.post(url, {"words": CASE})
    assert answer.status_code == 422
    assert "Not sent yet" in answer.text
    assert "<mark>case no. 2024-117" in answer.text
    assert "<mark>jean@example.org" in answer.text
    assert f"{CASE}</textarea>" in answer.text
    assert digest(CASE) in answer.text
    assert thread(own) == []
    # Changed words are looked at anew; a browser ends lines by two signs.
    changed = f"{CASE}\r\nMore."
    form = {"words": changed, "confirmed": digest(CASE)}
    assert client.post(url, form).status_code == 422
    form = {"words": changed, "confirmed": digest(changed.replace("\r\n", "\n"))}
    assert client.post(url, form).status_code == 303
    assert [one.words for one in thread(own)] == [f"{CASE}\nMore."]


def test_names_of_those_who_write_and_read_are_no_hint(own, browse):
    words = "Please look with Amina Diallo and Bruno Sarr at it."
    assert browse("bruno").post(desk_url(own), {"words": words}).status_code == 303


@pytest.mark.parametrize(
    ("words", "said"),
    [(" ", "Please write a message."), ("a" * 5001, "Please write at most 5,000 characters.")],
)
def test_what_cannot_be_sent_says_why(own, browse, words, said):
    for who, url in (
        ("amina", own_url(own)),
        ("bruno", desk_url(own)),
        ("bruno", all_url(own, "/new")),
    ):
        answer = browse(who).post(url, {"words": words})
        assert answer.status_code == 422, url
        assert said in answer.text
    assert thread(own) == []


def test_a_group_gets_a_message_each_with_counts(own, cohort, group, browse):
    farid = add_participant(cohort, "farid", group_id=group)
    gita = add_participant(cohort, "gita")
    bruno = browse("bruno")
    url = all_url(own, "/new")
    assert "All whom you accompany" in bruno.get(url).text
    assert bruno.post(url, {"words": CASE, "to": group}).status_code == 422
    assert bruno.post(url, {"words": WORDS, "to": group}).status_code == 303
    assert [len(thread(one)) for one in (own, farid, gita)] == [1, 1, 0]
    assert "read by 0 of 2" in bruno.get(all_url(own)).text
    browse("farid").post(own_url(farid, "/read"))
    assert "read by 1 of 2" in bruno.get(all_url(own)).text
    # Nobody sees who else got it, and other tutors not that it was sent.
    page = browse("amina").get(own_url(own)).text
    assert "to several people" in page
    assert "Farid" not in page
    assert WORDS not in browse("chen").get(all_url(own)).text
    assert WORDS in browse("ines").get(all_url(own)).text
    # Without a group it goes to all whom the sender accompanies, those without a tutor too.
    browse("ines").post(url, {"words": "To all."})
    assert [len(thread(one)) for one in (own, farid, gita)] == [2, 2, 1]
    assert len(mails("message_to_participant")) == 5


def test_a_group_without_people_or_of_another_cohort_is_refused(own, cohort, programme, browse):
    empty = add_group(cohort, "Group B")
    url = all_url(own, "/new")
    answer = browse("ines").post(url, {"words": WORDS, "to": empty})
    assert answer.status_code == 422
    assert "Nobody takes part in this group." in answer.text
    other = add_group(factories.add_cohort(programme))
    assert browse("ines").post(url, {"words": WORDS, "to": other}).status_code == 404


def test_threads_are_for_those_alone_who_are_in_them(own, cohort, browse):
    add_participant(cohort, "farid")
    factories.assign(cohort, "dalia", "panel")
    factories.assign(cohort, "emre", "complaints")
    add_person_managing(cohort)
    for name, all_status, one_status in (
        ("ines", 200, 200),
        ("bruno", 200, 200),
        # Chen teaches another group, Jonas manages without being coordinator.
        ("chen", 200, 404),
        ("jonas", 403, 404),
        ("dalia", 403, 404),
        ("emre", 403, 404),
        ("amina", 404, 404),
        ("farid", 404, 404),
        (None, 303, 303),
    ):
        client = browse(name)
        assert client.get(all_url(own)).status_code == all_status, name
        assert client.get(all_url(own, "/new")).status_code == all_status, name
        assert client.get(desk_url(own)).status_code == one_status, name
        for act in ("", "/read"):
            sent = client.post(desk_url(own, act), {"words": WORDS}).status_code
            assert sent == (303 if one_status in {200, 303} else one_status), (name, act)
        may_read_own = {"amina": 200, None: 303}.get(name, 404)
        assert client.get(own_url(own)).status_code == may_read_own, name
    assert {one.written_by for one in thread(own)} == {cast.id_of("ines"), cast.id_of("bruno")}
    page = browse("chen").get(all_url(own)).text
    assert "Amina" not in page
    assert "Farid" in page


def add_person_managing(cohort):
    factories.add_person("jonas", "Jonas Weber", cohort.organisation_id, "administrator")


def test_who_teaches_and_takes_part_does_not_stand_on_both_sides(cohort, group, browse):
    bruno = add_participant(cohort, "bruno", group_id=group)
    assert browse("bruno").get(desk_url(bruno)).status_code == 404
    assert browse("bruno").post(own_url(bruno), {"words": WORDS}).status_code == 303
    assert [one.person_id for one in mails("message_of_participant")] == [cast.id_of("ines")]


def test_a_new_tutor_reads_on_and_the_former_one_does_not(own, group, browse):
    browse("bruno").post(desk_url(own), {"words": WORDS})
    db.session.execute(
        update(CohortGroup).where(CohortGroup.id == group).values(tutor_id=cast.id_of("chen"))
    )
    db.session.commit()
    assert WORDS in browse("chen").get(desk_url(own)).text
    assert browse("bruno").get(desk_url(own)).status_code == 404


def test_what_has_ended_is_read_and_no_more_written(own, browse):
    browse("bruno").post(desk_url(own), {"words": WORDS})
    db.session.execute(
        update(Participation)
        .where(Participation.id == own.id)
        .values(status="completed", ended_at=cast.NOW)
    )
    db.session.commit()
    for who, url in (("amina", own_url(own)), ("bruno", desk_url(own))):
        page = browse(who).get(url).text
        assert WORDS in page
        assert "This participation has ended." in page
        assert "<textarea" not in page
        answer = browse(who).post(url, {"words": "More."})
        assert answer.status_code == 409
        assert "This participation has ended." in answer.text
    assert "Amina" not in browse("bruno").get(all_url(own)).text
    browse("bruno").post(all_url(own, "/new"), {"words": WORDS})
    assert len(thread(own)) == 1


def test_writing_too_much_is_slowed_and_nothing_is_lost(own, browse):
    for _ in range(30):
        throttle.count_message(cast.id_of("amina"))
        throttle.count_message(cast.id_of("bruno"))
    for who, url in (
        ("amina", own_url(own)),
        ("bruno", desk_url(own)),
        ("bruno", all_url(own, "/new")),
    ):
        answer = browse(who).post(url, {"words": WORDS})
        assert answer.status_code == 422
        assert "You have written many messages within an hour." in answer.text
        assert WORDS in answer.text
    assert thread(own) == []


def test_a_message_waits_for_the_digest_of_who_wants_one(own, browse):
    choosing.save_preference(
        cast.NOW, cast.id_of("amina"), choosing.Preference(duty="day", news="day")
    )
    db.session.commit()
    browse("bruno").post(desk_url(own), {"words": WORDS})
    assert [one.status for one in mails("message_to_participant")] == ["held"]


def test_a_protected_participant_is_a_code(cohort, group, browse):
    own = add_participant(cohort, "hadi", group_id=group)
    browse("hadi").post(own_url(own), {"words": "I need a day more."})
    for url in (all_url(own), desk_url(own)):
        page = browse("bruno").get(url).text
        assert "Hadi" not in page
        assert "hadi@" not in page
    assert "I need a day more." in browse("bruno").get(desk_url(own)).text


def test_the_list_costs_a_fixed_number_of_statements(own, cohort, group, browse, count_queries):
    browse("bruno").post(all_url(own, "/new"), {"words": WORDS})
    client = browse("bruno")
    client.get(all_url(own))
    with count_queries() as few:
        client.get(all_url(own))
    for name in ("farid", "gita", "dalia"):
        browse(name).post(own_url(add_participant(cohort, name, group_id=group)), {"words": "Hi."})
    with count_queries() as many:
        page = client.get(all_url(own)).text
    assert page.count("1 new message") == 3
    assert many.count == few.count


def test_a_long_thread_shows_the_newest_first_and_the_oldest_a_page_before(own, browse):
    for number in range(ROWS_PER_PAGE + 2):
        values = {
            "id": new_id(), "participation_id": own.id, "is_of_participant": True, "template": "",
            "words": f"<{number}>", "written_by": cast.id_of("amina"),
            "written_at": cast.NOW + timedelta(seconds=number),
        }  # fmt: skip
        db.session.execute(insert(TutorMessage).values(values))
    db.session.commit()
    for name, url in (("bruno", desk_url(own)), ("amina", own_url(own))):
        newest = browse(name).get(url).text
        assert f"&lt;{ROWS_PER_PAGE + 1}&gt;" in newest
        assert "&lt;0&gt;" not in newest
        assert "Page 2 of 2" in newest
        oldest = browse(name).get(f"{url}?page=1").text
        assert "&lt;0&gt;" in oldest
        assert f"&lt;{ROWS_PER_PAGE}&gt;" not in oldest


def test_the_list_of_threads_has_pages(own, cohort, group, browse):
    place = str(cast.actor_of("amina").organisation_id)
    for number in range(ROWS_PER_PAGE):
        factories.add_person(f"extra{number}", f"Zoë {number}", place)
        add_participant(cohort, f"extra{number}", group_id=group)
    pages = [browse("bruno").get(f"{all_url(own)}?page={one}").text for one in (1, 2)]
    assert [page.count("/admin/participations/") for page in pages] == [ROWS_PER_PAGE, 1]


def test_a_participation_that_was_never_taken_has_no_thread(cohort, group, browse):
    offered = add_participant(cohort, status="offered")
    assert browse("amina").get(own_url(offered)).status_code == 404
    assert browse("ines").get(desk_url(offered)).status_code == 404


def test_help_begins_from_a_text_in_the_participants_language(own, cohort, browse):
    deadlines.set_deadline(
        cast.actor_of("ines"),
        cast.NOW - timedelta(days=4),
        cohort,
        "plan",
        None,
        cast.NOW - timedelta(days=3),
    )
    db.session.execute(
        update(Participation).where(Participation.id == own.id).values(language="fr")
    )
    db.session.commit()
    bruno = browse("bruno")
    behind = f"/admin/cohorts/{own.cohort_id}/behind"
    page = bruno.get(behind).text
    assert f"{desk_url(own)}?template=late#write" in page
    helping = f"/admin/participations/{own.id}/help"
    assert f"{desk_url(own)}?template=silent#write" in bruno.get(helping).text
    # Shown before it is sent: with what is late, in French, and the reader may change it.
    page = bruno.get(f"{desk_url(own)}?template=late").text
    draft = unescape(page.partition("<textarea")[2].partition(">")[2].partition("<")[0]).strip()
    assert draft.startswith("Bonjour")
    assert "21 nov" in draft
    assert thread(own) == []
    assert bruno.post(desk_url(own), {"words": draft, "template": "late"}).status_code == 303
    [sent] = thread(own)
    assert (sent.template, sent.words) == ("late", draft)
    page = bruno.get(helping).text
    assert "Written on 24 November 2026" in page
    assert "Remind of what is late" in page
    assert "24 November 2026" in bruno.get(behind).text
    # Whoever does not accompany sees who is behind, and is not led to a thread that is not theirs.
    assert "?template=" not in browse("chen").get(behind).text
    page = browse("chen").get(helping).text
    assert "?template=" not in page
    # Nor gives a tutor more time to those of another tutor's group.
    assert "has another tutor" in page
    assert f"{helping}/extend" not in page
    more = {"part": "plan", "due": "2027-03-01T12:00", "reason": "Ill"}
    for name, status in (("chen", 403), ("bruno", 303), ("ines", 422)):
        assert browse(name).post(f"{helping}/extend", more).status_code == status, name


@pytest.mark.parametrize("template", ["late", "silent", "ask", "nonsense", ""])
def test_a_text_to_begin_from_holds_no_case_data(own, browse, template):
    page = browse("bruno").get(f"{desk_url(own)}?template={template}").text
    draft = unescape(page.partition("<textarea")[2].partition(">")[2].partition("<")[0]).strip()
    assert (draft == "") == (template in {"nonsense", ""})
    sent = browse("bruno").post(desk_url(own), {"words": draft or WORDS, "template": template})
    assert sent.status_code == 303
    assert thread(own)[0].template == (template if draft else "")


def test_who_only_answers_complaints_sees_no_people_in_charge(cohort, browse):
    factories.assign(cohort, "emre", "complaints")
    factories.assign(cohort, "chen", "complaints")
    chen, base = browse("chen"), f"/admin/cohorts/{cohort.id}"
    page = chen.get(f"{base}/complaints").text
    assert "People in charge" not in page
    assert f"{base}/messages" not in page
    for part in ("team", "groups"):
        assert chen.get(f"{base}/{part}").status_code == 403
    assert "People in charge" in browse("ines").get(f"{base}/complaints").text
