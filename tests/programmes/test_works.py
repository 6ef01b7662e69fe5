"""Graded work in the browser: handed in, sent back, graded; sessions that are observed."""

import io

import pytest
from sqlalchemy import select

from lms.kit.db import db
from lms.notifications.models import Message
from lms.programmes.queries import works
from lms.programmes.rules.observation import CRITERIA
from tests import cast
from tests.programmes import factories
from tests.programmes.session_plans import add_group, add_participant

TEACHING = {
    "id": "teach",
    "type": "teaching",
    "title": {"en": "Teach one hour", "ar": "تدريس ساعة واحدة"},
    "brief": {"en": "Teach a module to your colleagues."},
    "points": 75,
}
BRIEF = "A plan to trace the assets of a made-up case."
SCORES = dict.fromkeys(CRITERIA, "3")


@pytest.fixture
def taught(hub):
    """A cohort whose programme asks for a product and for a session; Bruno is its tutor."""
    definition = factories.DEFINITION | {
        "requirements": [*factories.DEFINITION["requirements"], TEACHING]
    }
    cohort = factories.add_cohort(factories.add_programme(hub, definition=definition))
    factories.assign(cohort, "bruno", "tutor")
    return cohort


@pytest.fixture
def own(taught):
    """Amina's participation."""
    return add_participant(taught)


def own_url(own, part="plan"):
    return f"/learn/cohorts/{own.id}/work/{part}"


def desk_url(own, act="", part="plan"):
    return f"/admin/participations/{own.id}/work/{part}{act}"


def hand_in(browse, own, **more):
    sent = {"words": "My plan", "seen": works.get_record(own.id, "plan").mark, **more}
    return browse("amina").upload(own_url(own), sent, follow_redirects=True)


def mark(own, part="plan"):
    db.session.rollback()
    return works.get_record(own.id, part).mark


def mails(kind):
    db.session.rollback()
    query = select(Message).where(Message.kind == f"programmes.{kind}")
    return list(db.session.execute(query.order_by(Message.created_at)).scalars())


def test_a_participant_sees_what_is_asked_and_hands_it_in(own, browse):
    assert "Your work and its grade" in browse("amina").get(f"/learn/cohorts/{own.id}").text
    listed = browse("amina").get(f"/learn/cohorts/{own.id}/work").text
    assert "Product from your workplace" in listed
    assert "Teach one hour" in listed
    assert listed.count("Nothing handed in") == 2
    page = browse("amina").get(own_url(own)).text
    assert BRIEF in page
    assert "at least 70 points" in page
    answer = hand_in(browse, own, files=(io.BytesIO(b"Step one"), "خطة.txt"))
    assert answer.status_code == 200
    for words in ("Handed in, not graded yet", "Version 1", "My plan", "خطة.txt"):
        assert words in answer.text
    [mail] = mails("work_handed_in")
    assert mail.person_id == cast.id_of("bruno")


def test_every_version_is_kept(own, browse):
    hand_in(browse, own)
    page = hand_in(browse, own, words="A better plan").text
    assert page.index("Version 2") < page.index("Version 1")
    assert [one.words for one in works.get_record(own.id, "plan").submissions] == [
        "My plan",
        "A better plan",
    ]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"words": " "}, "Please write something or choose a file."),
        ({"files": (io.BytesIO(b"MZ"), "plan.exe")}, "“plan.exe” was not taken"),
        ({"files": (io.BytesIO(b"no pdf"), "plan.pdf")}, "“plan.pdf” was not taken"),
    ],
)
def test_what_cannot_be_handed_in_says_why(own, browse, sent, words):
    answer = hand_in(browse, own, **sent)
    assert answer.status_code == 422
    assert words in answer.text
    assert works.get_record(own.id, "plan").submissions == ()


def test_a_double_click_hands_in_once(own, browse):
    hand_in(browse, own, seen="0.0.0")
    again = hand_in(browse, own, seen="0.0.0")
    assert again.status_code == 409
    assert len(works.get_record(own.id, "plan").submissions) == 1


def test_a_tutor_sends_work_back_and_then_grades_it(own, browse, run_jobs):
    hand_in(browse, own)
    bruno = browse("bruno")
    listed = bruno.get(f"/admin/cohorts/{own.cohort_id}/work").text
    assert "Waiting for an answer: 1" in listed
    assert "Amina" in listed
    returned = bruno.post(
        desk_url(own, "/return"), {"revision": "Add the dates.", "seen": mark(own)}
    )
    assert returned.status_code == 303
    page = browse("amina").get(own_url(own)).text
    assert "Sent back to be revised" in page
    assert "Add the dates." in page
    hand_in(browse, own, words="With dates")
    graded = {"points": "69", "note": "Nearly.", "seen": mark(own)}
    bruno.post(desk_url(own, "/grade"), graded)
    assert "below the minimum" in browse("amina").get(own_url(own)).text
    bruno.post(desk_url(own, "/grade"), graded | {"points": "80", "seen": mark(own)})
    page = browse("amina").get(own_url(own)).text
    assert "minimum reached" in page
    assert "replaced by a later grade" in page
    assert "Hand in another version" not in page
    assert hand_in(browse, own).status_code == 409
    assert len(mails("work_answered")) == 3
    run_jobs()
    assert [row.points for row in works.get_record(own.id, "plan").grades] == [69, 80]


def test_nobody_grades_over_what_came_meanwhile(own, browse):
    hand_in(browse, own)
    seen = mark(own)
    hand_in(browse, own, words="Newer")
    answer = browse("bruno").post(
        desk_url(own, "/grade"), {"points": "80", "note": "Good.", "seen": seen}
    )
    assert answer.status_code == 409
    assert works.get_record(own.id, "plan").grades == ()


@pytest.mark.parametrize(
    ("act", "sent", "words"),
    [
        ("/grade", {"points": "101", "note": "Good."}, "from 0 to 100"),
        ("/grade", {"points": "", "note": "Good."}, "from 0 to 100"),
        ("/grade", {"points": "50", "note": ""}, "Please fill this in."),
        ("/return", {"revision": ""}, "Please fill this in."),
    ],
)
def test_an_answer_that_cannot_be_says_why(own, browse, act, sent, words):
    hand_in(browse, own)
    answer = browse("bruno").post(desk_url(own, act), sent | {"seen": mark(own)})
    assert answer.status_code == 422
    assert words in answer.text
    assert mark(own) == "1.0.0"


def test_nothing_is_graded_or_sent_back_that_is_not_there(own, browse):
    bruno = browse("bruno")
    grade = {"points": "80", "note": "Good.", "seen": "0.0.0"}
    assert bruno.post(desk_url(own, "/grade"), grade).status_code == 409
    sent_back = {"revision": "More.", "seen": "0.0.0"}
    assert bruno.post(desk_url(own, "/return"), sent_back).status_code == 409
    assert "Nothing is there yet" in bruno.get(desk_url(own)).text


def test_a_session_is_assessed_by_criteria(own, browse):
    bruno = browse("bruno")
    page = bruno.get(desk_url(own, part="teach")).text
    assert "Protects real cases and people" in page
    sent = SCORES | {"held_on": cast.NOW.date().isoformat(), "note": "Well led.", "seen": "0.0.0"}
    answer = bruno.post(desk_url(own, "/observe", "teach"), sent, follow_redirects=True)
    assert "75 points of 100" in answer.text
    own_page = browse("amina").get(own_url(own, "teach")).text
    for words in ("minimum reached", "Well led.", "Session observed on", "Good (3)"):
        assert words in own_page
    [grade] = works.get_record(own.id, "teach").grades
    assert grade.scores == dict.fromkeys(CRITERIA, 3)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"methods": ""}, "Please choose one."),
        ({"methods": "9"}, "Not a valid choice"),
        ({"held_on": ""}, "Please enter a day."),
        ({"held_on": "2999-01-01"}, "This day is still to come."),
        ({"note": ""}, "Please fill this in."),
    ],
)
def test_an_assessment_that_is_not_complete_says_where(own, browse, changes, words):
    sent = SCORES | {"held_on": cast.NOW.date().isoformat(), "note": "Well led.", "seen": "0.0.0"}
    answer = browse("bruno").post(desk_url(own, "/observe", "teach"), sent | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert works.get_record(own.id, "teach").grades == ()


def test_a_product_is_not_observed_and_a_session_not_graded_by_hand(own, browse):
    bruno = browse("bruno")
    sent = SCORES | {"held_on": "2026-01-01", "note": "Well led.", "seen": "0.0.0"}
    assert bruno.post(desk_url(own, "/observe"), sent).status_code == 404
    grade = {"points": "80", "note": "Good.", "seen": "0.0.0"}
    assert bruno.post(desk_url(own, "/grade", "teach"), grade).status_code == 404


def test_nobody_grades_their_own_work(taught, browse):
    bruno = add_participant(taught, "bruno")
    client = browse("bruno")
    client.post(own_url(bruno), {"words": "Mine", "seen": "0.0.0"})
    assert "You cannot grade your own work." in client.get(desk_url(bruno)).text
    grade = {"points": "100", "note": "Great.", "seen": "1.0.0"}
    assert client.post(desk_url(bruno, "/grade"), grade).status_code == 409
    assert works.get_record(bruno.id, "plan").grades == ()


def test_the_tutor_of_the_group_is_told(taught, browse):
    factories.assign(taught, "chen", "tutor")
    group = add_group(taught, tutor_id=cast.id_of("chen"))
    own = add_participant(taught, group_id=group)
    hand_in(browse, own)
    assert [mail.person_id for mail in mails("work_handed_in")] == [cast.id_of("chen")]


@pytest.fixture
def grouped(taught):
    """Amina's participation in Chen's group; Bruno is a tutor of the cohort, but not of hers."""
    factories.assign(taught, "chen", "tutor")
    group = add_group(taught, tutor_id=cast.id_of("chen"))
    return add_participant(taught, group_id=group)


def test_other_tutors_see_the_work_of_a_group_and_who_grades_it(grouped, browse):
    hand_in(browse, grouped)
    for part in ("plan", "teach"):
        page = browse("bruno").get(desk_url(grouped, part=part))
        assert page.status_code == 200
        assert "has a tutor of its own, <bdi>Chen Wei</bdi>" in page.text
        assert "<textarea" not in page.text
    for name in ("chen", "ines"):
        assert 'name="points"' in browse(name).get(desk_url(grouped)).text


@pytest.mark.parametrize(
    ("act", "part", "sent"),
    [
        ("/grade", "plan", {"points": "80", "note": "Good."}),
        ("/return", "plan", {"revision": "Add the dates."}),
        ("/observe", "teach", {"held_on": "2026-11-20", "note": "Good.", **SCORES}),
    ],
)
def test_only_the_tutor_of_the_group_answers_work(grouped, browse, act, part, sent):
    hand_in(browse, grouped)
    sent = {**sent, "seen": mark(grouped, part)}
    refused = browse("bruno").post(desk_url(grouped, act, part), sent)
    assert refused.status_code == 403
    assert "another tutor, who grades" in refused.text
    assert mark(grouped, part) == sent["seen"]
    assert browse("chen").post(desk_url(grouped, act, part), sent).status_code == 303
    assert mark(grouped, part) != sent["seen"]


def test_work_is_for_its_owner_and_for_those_who_teach(own, taught, browse):
    hand_in(browse, own, files=(io.BytesIO(b"Step one"), "plan.txt"))
    [submission] = works.get_record(own.id, "plan").submissions
    file = f"/work/{submission.id}/{submission.files[0].hash}"
    factories.assign(taught, "chen", "panel")
    listed = f"/admin/cohorts/{taught.id}/work"
    for name, of_owner, of_teacher in (
        ("amina", 200, 404),
        ("bruno", 404, 200),
        ("ines", 404, 200),
        ("chen", 404, 403),
        ("farid", 404, 404),
        (None, 303, 303),
    ):
        client = browse(name)
        assert client.get(own_url(own)).status_code == of_owner, name
        assert client.get(desk_url(own)).status_code == of_teacher, name
        assert client.get(listed).status_code == of_teacher, name
        read = client.get(file)
        assert read.status_code == (200 if 200 in {of_owner, of_teacher} else of_teacher), name
    assert browse("bruno").get(file).data == b"Step one"
    assert browse("bruno").get(f"/work/{submission.id}/{'0' * 64}").status_code == 404
    assert browse("amina").get(own_url(own, "presence")).status_code == 404


def test_who_left_hands_nothing_in(taught, browse):
    own = add_participant(taught, "dalia", status="completed")
    answer = browse("dalia").post(own_url(own), {"words": "Late", "seen": "0.0.0"})
    assert answer.status_code == 409
    assert "Hand in your work" not in browse("dalia").get(own_url(own)).text


def test_the_list_has_a_fixed_number_of_statements(own, taught, browse, count_queries):
    url = f"/admin/cohorts/{taught.id}/work"
    client = browse("bruno")
    client.get(url)
    with count_queries() as few:
        client.get(url)
    for name in ("chen", "dalia", "gita"):
        add_participant(taught, name)
    with count_queries() as many:
        assert client.get(url).text.count("<tr>") == 9
    assert many.count == few.count


def test_a_programme_without_work_says_so(hub, browse):
    definition = factories.DEFINITION | {
        "requirements": factories.DEFINITION["requirements"][:1], "recertification": None,
    }  # fmt: skip
    cohort = factories.add_cohort(factories.add_programme(hub, definition=definition))
    own = add_participant(cohort)
    assert "No graded work" in browse("amina").get(f"/learn/cohorts/{own.id}/work").text
    assert "No graded work" in browse("ines").get(f"/admin/cohorts/{cohort.id}/work").text


def test_a_protected_participant_is_a_code_to_the_tutor(taught, browse):
    own = add_participant(taught, "hadi")
    for url in (f"/admin/cohorts/{taught.id}/work", desk_url(own)):
        assert "Hadi" not in browse("bruno").get(url).text
